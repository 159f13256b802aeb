-- The key by which two people are the same: an INE key in upper case, without blanks. Null where it has not the 18 characters of a clave de elector:
-- real data is full of shorter placeholders.
CREATE FUNCTION clave_ine(codigo_ine text)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
RETURN (regexp_match(regexp_replace(
    upper(codigo_ine COLLATE es_mx), '[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]', '', 'g'), '^.{18}$'))[1];
