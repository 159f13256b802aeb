-- The key under which failed sign-ins of a name are counted: normalized like the unique key of usuarios, so that spellings share one counter.
CREATE FUNCTION cuenta_de_acceso(nombre text)
RETURNS bytea
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
RETURN sha256(convert_to(lower(btrim(nombre) COLLATE es_mx), 'UTF8'));
