-- A day as the clave de elector has it: two digits each of year, month and day.
CREATE FUNCTION aammdd(dia date)
RETURNS text
LANGUAGE sql
IMMUTABLE STRICT PARALLEL SAFE
RETURN lpad((extract(year FROM dia)::integer % 100 * 10000 + extract(month FROM dia)::integer * 100 + extract(day FROM dia)::integer)::text, 6, '0');
