-- Rows that stay in flask only; all others are copied.
CREATE TEMP TABLE no_llevados (tabla text, id integer, codigo text, razon text, PRIMARY KEY (tabla, id)) ON COMMIT DROP;

-- NaN and infinity are not valid amounts or dates.
INSERT INTO no_llevados
SELECT 'bono', id, 'bono.no_finito', format('monto %s, de %s a %s', monto, entrega_min, entrega_max)
FROM flask.bono WHERE NOT (pg_temp.finito(monto) AND pg_temp.finito(entrega_min) AND pg_temp.finito(entrega_max));

INSERT INTO no_llevados
SELECT 'corte', id, 'corte.no_finito', format('%s: corte %s, gastos %s, semilla %s', fecha, corte_total, total_gastos, semilla)
FROM flask.corte
WHERE NOT (isfinite(fecha) AND pg_temp.finito(corte_total) AND pg_temp.finito(total_gastos) AND pg_temp.finito(semilla));

INSERT INTO no_llevados
SELECT 'tipos_prestamo', tipo_prestamo_id, 'tipo_prestamo.no_finito', format('%s: semanal %s, interés %s, pena %s', nombre, porcentaje_semanal, interes, pena_incumplimiento)
FROM flask.tipos_prestamo
WHERE NOT (pg_temp.finito(coalesce(porcentaje_semanal, 0)::numeric) AND pg_temp.finito(coalesce(interes, 0)::numeric) AND pg_temp.finito(coalesce(pena_incumplimiento, 0)));

INSERT INTO no_llevados
SELECT 'prestamos', prestamo_id, 'prestamo.no_finito', format('cliente %s, inicio %s: monto %s, real %s, total %s', cliente_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad)
FROM flask.prestamos
WHERE NOT (isfinite(fecha_inicio) AND pg_temp.finito(monto_prestamo) AND pg_temp.finito(monto_utilidad) AND pg_temp.finito(coalesce(monto_prestamo_real, 0)));

INSERT INTO no_llevados
SELECT 'pagos', pago_id, 'pago.no_finito', format('préstamo %s, %s: %s', prestamo_id, fecha_pago, monto_pagado)
FROM flask.pagos WHERE NOT (isfinite(fecha_pago) AND pg_temp.finito(monto_pagado));

INSERT INTO no_llevados
SELECT 'falta', id, 'falta.no_finita', format('préstamo %s, %s: %s', prestamo_id, fecha, monto_abonado)
FROM flask.falta WHERE NOT (isfinite(fecha) AND pg_temp.finito(monto_abonado));

-- Payments and faltas of a loan that is not adopted.
INSERT INTO no_llevados
SELECT 'pagos', p.pago_id, 'pago.prestamo_no_llevado', format('préstamo %s, %s: %s', p.prestamo_id, p.fecha_pago, p.monto_pagado)
FROM flask.pagos p JOIN no_llevados n ON n.tabla = 'prestamos' AND n.id = p.prestamo_id
ON CONFLICT DO NOTHING;

INSERT INTO no_llevados
SELECT 'falta', f.id, 'falta.prestamo_no_llevado', format('préstamo %s, %s: %s', f.prestamo_id, f.fecha, f.monto_abonado)
FROM flask.falta f JOIN no_llevados n ON n.tabla = 'prestamos' AND n.id = f.prestamo_id
ON CONFLICT DO NOTHING;

-- The current week's faltas are written when it closes.
INSERT INTO no_llevados
SELECT 'falta', id, 'falta.semana_sin_cerrar', format('préstamo %s, %s: %s', prestamo_id, fecha, monto_abonado)
FROM flask.falta f
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'falta' AND n.id = f.id) AND pg_temp.dia(f.fecha) >= pg_temp.esta_semana();

-- Several faltas of one week are merged into one, with the sum of what was paid in it.
CREATE TEMP TABLE nueva_falta ON COMMIT DROP AS
SELECT min(f.id) AS id, f.prestamo_id, pg_temp.domingo(pg_temp.dia(f.fecha)) AS fecha, sum(round(f.monto_abonado, 2)) AS monto_abonado, count(*) AS cuantas
FROM flask.falta f
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'falta' AND n.id = f.id)
GROUP BY f.prestamo_id, pg_temp.domingo(pg_temp.dia(f.fecha));

INSERT INTO no_llevados
SELECT 'falta', f.id, 'falta.repetida', format('préstamo %s, %s: %s; está en la falta %s', f.prestamo_id, f.fecha, f.monto_abonado, u.id)
FROM flask.falta f
JOIN nueva_falta u ON u.prestamo_id = f.prestamo_id AND u.fecha = pg_temp.domingo(pg_temp.dia(f.fecha)) AND u.id <> f.id
WHERE u.cuantas > 1
ON CONFLICT DO NOTHING;
