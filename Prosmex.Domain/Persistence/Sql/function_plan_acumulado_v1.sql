-- What weeks 1 to k of a loan's plan owe together; the last week owes the rest, so the plan adds up to the cent.
CREATE FUNCTION plan_acumulado(total numeric, semanal numeric, semanas integer, k integer)
RETURNS numeric
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN k >= semanas THEN total WHEN k <= 0 THEN 0 ELSE least(semanal * k, total) END;
