-- The trigrams of a word, as the extension pg_trgm has them; see docs/adr/0028.
CREATE FUNCTION trigramas(texto text)
RETURNS text[]
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
SELECT array_agg(DISTINCT substr('  ' || texto || ' ', i, 3)) FROM generate_series(1, length(texto) + 1) i
$$;
