-- Under what failed sign-ins of a name are counted: as the unique key of usuarios sees it, so that no spelling has a counter of its own.
CREATE FUNCTION cuenta_de_acceso(nombre text)
RETURNS bytea
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
RETURN sha256(convert_to(lower(btrim(nombre) COLLATE es_mx), 'UTF8'));
