-- Which week of its plan a loan that began on a day is in, in the week of a Monday: 0 in the week of the start, when nothing is due yet.
CREATE FUNCTION semana_del_plan(inicio date, lunes date)
RETURNS integer
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN (lunes - inicio + extract(isodow FROM inicio)::integer - 1) / 7;
