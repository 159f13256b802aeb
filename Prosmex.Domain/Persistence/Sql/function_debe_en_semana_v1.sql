-- What week k of a loan's plan owes.
CREATE FUNCTION debe_en_semana(total numeric, semanal numeric, semanas integer, k integer)
RETURNS numeric
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN plan_acumulado(total, semanal, semanas, k) - plan_acumulado(total, semanal, semanas, k - 1);
