-- The part of payments beyond their loan's total.
INSERT INTO adopcion_excedente (pago_id, prestamo_id, monto)
SELECT pago_id, prestamo_id, excedente FROM nuevo_pago WHERE excedente > 0;

-- Weeks before this one, starting from the oldest loan or falta, are closed and never evaluated again.
INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada)
WITH semanas AS (
    SELECT generate_series(
        least(date_trunc('week', (SELECT min(fecha_inicio) FROM prestamos)::timestamp), (SELECT min(fecha) - 6 FROM falta)::timestamp, (pg_temp.esta_semana() - 7)::timestamp),
        (pg_temp.esta_semana() - 7)::timestamp,
        interval '7 days')::date AS semana),
debidos AS (
    SELECT s.semana, count(*) AS prestamos
    FROM semanas s
    JOIN prestamos p ON semana_del_plan(p.fecha_inicio, s.semana) BETWEEN 1 AND p.numero_semanas
     AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= s.semana::timestamp AT TIME ZONE 'America/Mexico_City')
    GROUP BY s.semana),
faltas AS (
    SELECT fecha - 6 AS semana, count(*) AS faltas FROM falta GROUP BY fecha)
SELECT s.semana, coalesce(d.prestamos, 0), coalesce(f.faltas, 0), 0, pg_temp.ahora(), pg_temp.ahora(), true
FROM semanas s
LEFT JOIN debidos d USING (semana)
LEFT JOIN faltas f USING (semana);

-- Sequences continue where the old ones were, so that no id is reused, not even that of a deleted row.
SELECT setval(pg_get_serial_sequence('public.' || tabla, llave), greatest(1, ultimo), ultimo > 0)
FROM (
    SELECT tabla, llave, greatest(maximo, pg_temp.ultimo_id('flask.' || tabla, llave)) AS ultimo
    FROM (VALUES
        ('usuarios', 'id', (SELECT max(id) FROM usuarios)), ('rutas', 'ruta_id', (SELECT max(ruta_id) FROM rutas)), ('grupos', 'grupo_id', (SELECT max(grupo_id) FROM grupos)),
        ('clientes_avales', 'cliente_id', (SELECT max(cliente_id) FROM clientes_avales)), ('corte', 'id', (SELECT max(id) FROM flask.corte)),
        ('tipos_prestamo', 'tipo_prestamo_id', (SELECT max(tipo_prestamo_id) FROM flask.tipos_prestamo)), ('bono', 'id', (SELECT max(id) FROM flask.bono)),
        ('prestamos', 'prestamo_id', (SELECT max(prestamo_id) FROM flask.prestamos)), ('falta', 'id', (SELECT max(id) FROM flask.falta)),
        ('pagos', 'pago_id', (SELECT greatest(max(n.pago_id), (SELECT max(pago_id) FROM flask.pagos)) FROM nuevo_pago n))) AS v (tabla, llave, maximo)) x;

DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT tgrelid::regclass AS tabla, tgname FROM pg_trigger WHERE tgname IN ('en_bitacora', 'cambia_cifras') LOOP
        EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', t.tabla, t.tgname);
    END LOOP;
END $$;

-- The one entry, and the mark that this was done.
WITH apunte AS (
    INSERT INTO bitacora (cuando, ruta, entidad, entidad_id, accion, despues)
    VALUES (pg_temp.ahora(), 'adopt: ' || session_user, 'mantenimiento', 0, 'mantenimiento', jsonb_build_object(
        'motivo', 'Adopción del sistema anterior. Los disparadores en_bitacora estuvieron desactivados durante la copia.',
        'por', session_user,
        'zona_origen', current_setting('prosmex.zona'),
        'prestamos', (SELECT count(*) FROM prestamos),
        'pagos', (SELECT count(*) FROM pagos)))
    RETURNING id)
INSERT INTO adopcion (id, hecha_en, hecha_por, zona_origen, bitacora_id)
SELECT 1, pg_temp.ahora(), session_user, current_setting('prosmex.zona'), id FROM apunte;

ANALYZE usuarios, rutas, grupos, clientes_avales, membresias, titularidades, prestamos, pagos, falta, semana_cierre;
