-- The rule of a falta: week k is one of the plan's, and what was paid in it and the advance together fall short of what it owes. The close, the
-- re-evaluation and the reports ask this; the cuadre asks PlanDePagos.HayFalta, so that it sees where this one is wrong.
CREATE FUNCTION hay_falta(total numeric, semanal numeric, semanas integer, k integer, antes numeric, en_la_semana numeric)
RETURNS boolean
LANGUAGE sql
IMMUTABLE PARALLEL SAFE
RETURN k >= 1 AND k <= semanas AND en_la_semana + adelanto_en_semana(total, semanal, semanas, k, antes) < debe_en_semana(total, semanal, semanas, k);
