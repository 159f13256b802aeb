-- Whether what held from the day desde to the day before hasta holds at the end of a week: fin is the day after its Sunday, or infinity for the
-- running week, which uses what holds now.
CREATE FUNCTION vigente(desde date, hasta date, fin date)
RETURNS boolean
LANGUAGE sql
IMMUTABLE
PARALLEL SAFE
RETURN desde < fin AND hasta >= fin;
