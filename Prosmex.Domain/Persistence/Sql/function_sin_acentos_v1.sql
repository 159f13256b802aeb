-- Text as a search compares it: lower case, without accents.
CREATE FUNCTION sin_acentos(texto text)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(normalize(lower(texto COLLATE es_mx), NFD), '[\u0300-\u036f]', '', 'g');
