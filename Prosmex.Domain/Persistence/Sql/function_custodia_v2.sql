-- The cash that a user holds: carried over from their cortes, and received since the last cut, with the last entries included and the instant since
-- when they hold it. Whether a corte is voided is looked up by the index, not among all cortes of the user for each of them.
CREATE OR REPLACE FUNCTION custodia(de_usuario_id integer)
RETURNS TABLE (arrastre numeric, recibido numeric, desde_pago_id integer, hasta_pago_id integer,
               desde_por_aclarar_id integer, hasta_por_aclarar_id integer, desde timestamptz)
LANGUAGE sql
STABLE
SET search_path FROM CURRENT
AS $$
WITH cortes AS (
    SELECT * FROM corte WHERE usuario_id = de_usuario_id),
ultimo AS (
    SELECT coalesce(max(c.hasta_pago_id), 0) AS pago_id, coalesce(max(c.hasta_por_aclarar_id), 0) AS por_aclarar_id, max(c.fecha) AS fecha
    FROM cortes c
    WHERE c.anula_a IS NULL AND NOT EXISTS (SELECT FROM corte o WHERE o.anula_a = c.id AND o.usuario_id = de_usuario_id)),
arrastrado AS (
    SELECT coalesce(sum(efectivo_recibido - total_gastos - efectivo_entregado), 0) AS monto FROM cortes),
cobrado AS (
    SELECT coalesce(sum(monto_pagado), 0) AS monto, max(pago_id) AS hasta, min(recibido_en) AS primero
    FROM pagos WHERE custodio_id = de_usuario_id AND pago_id > (SELECT pago_id FROM ultimo)),
por_aclarar_suyo AS (
    SELECT coalesce(sum(a.monto), 0) AS monto, max(a.id) AS hasta, min(f.recibido_en) AS primero
    FROM por_aclarar a JOIN envio_filas f USING (clave)
    WHERE a.usuario_id = de_usuario_id AND a.id > (SELECT por_aclarar_id FROM ultimo))
SELECT a.monto, c.monto + p.monto,
       u.pago_id, coalesce(c.hasta, u.pago_id), u.por_aclarar_id, coalesce(p.hasta, u.por_aclarar_id),
       CASE WHEN a.monto <> 0 THEN u.fecha ELSE least(c.primero, p.primero) END
FROM ultimo u, arrastrado a, cobrado c, por_aclarar_suyo p
$$;
