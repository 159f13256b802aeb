-- Payments. First as they are read: to the cent, with an instant.
CREATE TEMP TABLE pago_leido ON COMMIT DROP AS
SELECT p.pago_id, p.prestamo_id, pg_temp.instante(p.fecha_pago) AS fecha, round(p.monto_pagado, 2) AS monto
FROM flask.pagos p
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'pagos' AND n.id = p.pago_id);
ANALYZE pago_leido;

-- A negative payment reverses the latest equal payment before it that is not reversed yet, matched like brackets for each loan and amount.
CREATE TEMP TABLE pareja ON COMMIT DROP AS
WITH signos AS (
    SELECT l.*, abs(monto) AS importe, sum(sign(monto)) OVER w AS saldo
    FROM pago_leido l
    WHERE EXISTS (SELECT FROM pago_leido n WHERE n.prestamo_id = l.prestamo_id AND n.monto < 0 AND n.monto = -abs(l.monto))
    WINDOW w AS (PARTITION BY prestamo_id, abs(monto) ORDER BY pago_id)),
fondos AS (
    SELECT *, least(0, min(saldo) OVER (PARTITION BY prestamo_id, importe ORDER BY pago_id)) AS fondo FROM signos),
niveles AS (
    SELECT *, saldo - fondo + (monto < 0)::integer AS nivel,
           -- Below the level of all earlier payments there is nothing to reverse.
           monto < 0 AND fondo < lag(fondo, 1, 0::numeric) OVER (PARTITION BY prestamo_id, importe ORDER BY pago_id) AS suelto
    FROM fondos),
anteriores AS (
    SELECT pago_id AS reversa_id, monto, lag(pago_id) OVER (PARTITION BY prestamo_id, importe, nivel ORDER BY pago_id) AS pago_id
    FROM niveles WHERE NOT suelto)
SELECT reversa_id, pago_id FROM anteriores WHERE monto < 0;
ANALYZE pareja;

-- Then the payments as adopted: reversals reference the entry they reverse; the part beyond a loan's total is set apart, from the last payment
-- backwards.
CREATE TEMP TABLE nuevo_pago ON COMMIT DROP AS
WITH en_vigor AS (
    SELECT l.* FROM pago_leido l
    WHERE NOT EXISTS (SELECT FROM pareja x WHERE x.pago_id = l.pago_id) AND NOT EXISTS (SELECT FROM pareja x WHERE x.reversa_id = l.pago_id)),
sobras AS (
    SELECT v.prestamo_id, sum(v.monto) - round(p.monto_utilidad, 2) AS excedente
    FROM en_vigor v
    JOIN flask.prestamos p USING (prestamo_id)
    GROUP BY v.prestamo_id, p.monto_utilidad
    HAVING sum(v.monto) > round(p.monto_utilidad, 2)),
repartos AS (
    SELECT v.pago_id, least(v.monto, greatest(0, s.excedente - sum(v.monto) OVER w + v.monto)) AS excedente
    FROM en_vigor v
    JOIN sobras s USING (prestamo_id)
    WHERE v.monto > 0
    WINDOW w AS (PARTITION BY v.prestamo_id ORDER BY v.fecha DESC, v.pago_id DESC))
SELECT l.pago_id, l.prestamo_id,
       CASE WHEN r.pago_id IS NULL THEN 'cobro' ELSE 'reversa' END AS tipo,
       coalesce(o.fecha, l.fecha) AS fecha_pago,
       l.monto - coalesce(e.excedente, 0) AS monto_pagado,
       coalesce(e.excedente, 0) AS excedente,
       r.pago_id AS reversa_de,
       d.pago_id IS NOT NULL AS reversado,
       r.pago_id IS NULL AND l.monto < 0 AS negativo,
       r.pago_id IS NULL AND l.fecha > pg_temp.ahora() + interval '10 minutes' AS futuro,
       NULL::text AS motivo
FROM pago_leido l
LEFT JOIN pareja r ON r.reversa_id = l.pago_id
LEFT JOIN pago_leido o ON o.pago_id = r.pago_id
LEFT JOIN pareja d ON d.pago_id = l.pago_id
LEFT JOIN repartos e ON e.pago_id = l.pago_id;
CREATE UNIQUE INDEX ON nuevo_pago (pago_id);
CREATE INDEX ON nuevo_pago (prestamo_id);
ANALYZE nuevo_pago;
