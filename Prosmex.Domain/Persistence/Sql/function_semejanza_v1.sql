-- How much two words are alike, from 0 to 1: the part of their trigrams that both have.
CREATE FUNCTION semejanza(uno text, otro text)
RETURNS numeric
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
SET search_path FROM CURRENT
AS $$
SELECT count(*) FILTER (WHERE veces = 2)::numeric / count(*)
FROM (SELECT count(*) AS veces FROM (SELECT unnest(trigramas(uno)) AS t UNION ALL SELECT unnest(trigramas(otro))) t GROUP BY t.t) t
$$;
