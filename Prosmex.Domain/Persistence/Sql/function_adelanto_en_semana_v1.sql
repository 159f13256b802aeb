-- The advance that a loan holds when week k begins: what was paid before, beyond what weeks 1 to k - 1 owe.
CREATE FUNCTION adelanto_en_semana(total numeric, semanal numeric, semanas integer, k integer, antes numeric)
RETURNS numeric
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN greatest(0, antes - plan_acumulado(total, semanal, semanas, k - 1));
