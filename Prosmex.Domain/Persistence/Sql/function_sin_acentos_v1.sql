-- Text as a search compares it: lower case, without accents and blanks.
CREATE FUNCTION sin_acentos(texto text)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(
    normalize(lower(texto COLLATE es_mx), NFD), '[\u0300-\u036f\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]', '', 'g');
