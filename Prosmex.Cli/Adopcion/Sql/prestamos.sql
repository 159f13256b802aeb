-- Loans as adopted.
CREATE TEMP TABLE nuevo_prestamo ON COMMIT DROP AS
WITH dinero AS (
    SELECT prestamo_id,
           sum(monto_pagado) AS pagado,
           sum(excedente) AS excedente,
           count(*) FILTER (WHERE tipo = 'cobro' AND NOT reversado)::integer AS numero_pagos,
           max(fecha_pago) FILTER (WHERE monto_pagado > 0 AND NOT reversado) AS ultimo_ingreso,
           min(fecha_pago) AS primer_pago
    FROM nuevo_pago
    GROUP BY prestamo_id),
terminos AS (
    SELECT p.prestamo_id, p.cliente_id, p.aval_id, p.tipo_prestamo_id, p.completado, p.renovacion,
           pg_temp.dia(p.fecha_inicio) AS fecha_inicio,
           round(p.monto_prestamo, 2) AS monto_prestamo,
           -- Rounding must not make it more than the amount.
           CASE WHEN p.monto_prestamo_real - p.monto_prestamo < 0.01 THEN least(round(p.monto_prestamo_real, 2), round(p.monto_prestamo, 2))
                ELSE round(p.monto_prestamo_real, 2) END AS real_anterior,
           round(p.monto_utilidad, 2) AS monto_utilidad,
           round(round(p.monto_prestamo, 2) * round(t.porcentaje_semanal::numeric, 6), 2) AS cobranza_ideal,
           t.numero_semanas,
           coalesce(d.pagado, 0) AS pagado,
           coalesce(d.excedente, 0) AS excedente,
           coalesce(d.numero_pagos, 0) AS numero_pagos,
           d.ultimo_ingreso,
           -- The registration day is unknown: at the latest that of the first payment.
           least(pg_temp.instante(p.fecha_inicio), d.primer_pago, pg_temp.ahora()) AS fecha_creacion,
           a.cliente_id IS NULL OR a.cliente_id = p.cliente_id OR a.grupo_id IS DISTINCT FROM c.grupo_id AS aval_indebido
    FROM flask.prestamos p
    JOIN flask.tipos_prestamo t USING (tipo_prestamo_id)
    JOIN flask.clientes_avales c ON c.cliente_id = p.cliente_id
    LEFT JOIN flask.clientes_avales a ON a.cliente_id = p.aval_id
    LEFT JOIN dinero d USING (prestamo_id)
    WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'prestamos' AND n.id = p.prestamo_id)),
saldos AS (
    SELECT *, monto_utilidad - pagado AS restante,
           min(prestamo_id) FILTER (WHERE renovacion) OVER (
               PARTITION BY cliente_id ORDER BY prestamo_id ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS siguiente_renovacion,
           max(prestamo_id) FILTER (WHERE NOT completado AND monto_utilidad > pagado) OVER (PARTITION BY cliente_id) AS ultimo_abierto
    FROM terminos),
renovados AS (
    -- Each renewal closes one loan: the nearest before it that was marked complete and still owed.
    SELECT siguiente_renovacion AS renovacion_id, max(prestamo_id) AS prestamo_id
    FROM saldos
    WHERE completado AND restante > 0 AND siguiente_renovacion IS NOT NULL
    GROUP BY siguiente_renovacion),
cierres AS (
    SELECT s.*, r.renovacion_id, pg_temp.instante_de(n.fecha_inicio) AS fecha_liquidacion,
           a.prestamo_id AS renueva_a, coalesce(b.restante, 0) AS liquidado
    FROM saldos s
    LEFT JOIN renovados r ON r.prestamo_id = s.prestamo_id
    LEFT JOIN saldos n ON n.prestamo_id = r.renovacion_id
    LEFT JOIN renovados a ON a.renovacion_id = s.prestamo_id
    LEFT JOIN saldos b ON b.prestamo_id = a.prestamo_id),
cifras AS (
    SELECT *,
           coalesce(real_anterior, monto_prestamo - liquidado) AS monto_prestamo_real,
           CASE WHEN restante <= 0 THEN 'liquidado'
                WHEN renovacion_id IS NOT NULL THEN 'renovado'
                WHEN completado OR semana_del_plan(fecha_inicio, pg_temp.esta_semana() - 7) >= numero_semanas THEN 'vencido'
                ELSE 'activo' END AS status,
           completado AND restante > 0 AND renovacion_id IS NULL AS completado_con_adeudo,
           NOT completado AND restante > 0 AND prestamo_id < ultimo_abierto AS no_es_el_ultimo
    FROM cierres)
SELECT prestamo_id, cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
       numero_semanas, pagado, excedente, restante, numero_pagos, status, fecha_creacion, renueva_a, renovacion_id, fecha_liquidacion, liquidado,
       CASE status WHEN 'liquidado' THEN ultimo_ingreso
                   WHEN 'renovado' THEN greatest(ultimo_ingreso, fecha_liquidacion) END AS fecha_cierre,
       -- A client who owed nothing did not renew, but took a new loan.
       renovacion AND (renueva_a IS NOT NULL OR monto_prestamo_real <> monto_prestamo) AS renovacion,
       renovacion AND renueva_a IS NULL AND monto_prestamo_real = monto_prestamo AS renovacion_de_nada,
       completado_con_adeudo, no_es_el_ultimo, aval_indebido,
       monto_prestamo_real < 0 AS real_negativo,
       pagado < 0 AS pagado_negativo,
       renovacion AND renueva_a IS NULL AND monto_prestamo_real <> monto_prestamo AS renovacion_sin_anterior
FROM cifras;
CREATE UNIQUE INDEX ON nuevo_prestamo (prestamo_id);
ANALYZE nuevo_prestamo;

ALTER TABLE nuevo_prestamo ADD COLUMN excepcion_adopcion boolean;
UPDATE nuevo_prestamo SET excepcion_adopcion =
    completado_con_adeudo OR no_es_el_ultimo OR aval_indebido OR real_negativo OR pagado_negativo OR renovacion_sin_anterior;

-- The settlement of a renewed loan is a separate entry, with an id that no old payment had.
INSERT INTO nuevo_pago (pago_id, prestamo_id, tipo, fecha_pago, monto_pagado, excedente, reversado, negativo, futuro)
SELECT greatest((SELECT coalesce(max(pago_id), 0) FROM flask.pagos), pg_temp.ultimo_id('flask.pagos', 'pago_id')) + row_number() OVER (ORDER BY prestamo_id),
       prestamo_id, 'liquidacion_por_renovacion', fecha_liquidacion, restante, 0, false, false, false
FROM nuevo_prestamo
WHERE status = 'renovado';
