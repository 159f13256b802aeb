-- The last closed week with collection of a client: the last closed one, or the one before the declared weeks that end with it. A loan whose plan
-- ended by then, and that is not paid, is vencido. Null before the first close.
CREATE FUNCTION ultima_con_cobranza(cliente integer)
RETURNS date
LANGUAGE sql
STABLE
SET search_path FROM CURRENT
AS $$
    WITH cerrada AS (SELECT max(semana) AS lunes FROM semana_cierre)
    SELECT max(s.lunes)
    FROM (SELECT lunes FROM cerrada
          UNION ALL
          SELECT x.semana - 7 FROM clientes_sin_cobranza x JOIN cerrada c ON x.semana <= c.lunes WHERE x.cliente_id = cliente) s
    WHERE NOT EXISTS (SELECT FROM clientes_sin_cobranza x WHERE x.cliente_id = cliente AND x.semana = s.lunes)
$$;
