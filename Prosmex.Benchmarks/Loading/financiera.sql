-- An invented lender of {grupos} groups with thirty clients each: as many loans and payments as a lender of that size has, obeying the rules.
-- The week that runs is that of {lunes}; the product closes the fourteen before it, in which open loans owed something, and those before are
-- written as it would have closed them. Loaded with triggers off; ids and dates follow from the counters alone.
SET session_replication_role = replica;
SET work_mem = '512MB';
SET maintenance_work_mem = '1GB';

-- Built again at the end, which takes a fraction of the time on large tables.
CREATE TEMP TABLE indices AS
SELECT i.indexrelid::regclass::text AS indice, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') AS definicion
FROM pg_index i
WHERE i.indrelid IN ('prestamos'::regclass, 'pagos'::regclass, 'bitacora'::regclass, 'corte'::regclass) AND NOT i.indisprimary;
DO $$
DECLARE indice text;
BEGIN
    FOR indice IN SELECT i.indice FROM indices i LOOP EXECUTE 'DROP INDEX ' || indice; END LOOP;
END $$;

DELETE FROM grupos;
DELETE FROM titularidades;
DELETE FROM rutas;
UPDATE usuarios SET contrasena = '{hash}';

CREATE TEMP TABLE gente AS
SELECT 'director' AS usuario, 2 AS id, 5 AS rol_id
UNION ALL SELECT 'gerente' || n, 100 + n, 4 FROM generate_series(1, ceil({grupos} / 100.0)::integer) n
UNION ALL SELECT 'supervisor' || n, 1000 + n, 3 FROM generate_series(1, ceil({grupos} / 40.0)::integer) n
UNION ALL SELECT 'titular' || n, 10000 + n, 2 FROM generate_series(1, ceil({grupos} / 5.0)::integer) n
UNION ALL SELECT 'gestor' || n, 20000 + n, 1 FROM generate_series(1, ceil({grupos} / 5.0)::integer) n
UNION ALL SELECT 'suplente' || n, 90000 + n, 1 FROM generate_series(1, 16) n;

INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion, debe_cambiar_contrasena)
SELECT id, initcap(usuario), 'Pérez', 'Núñez', usuario, '{hash}', rol_id, true, false, false FROM gente ORDER BY id;

-- Twenty groups a ruta; a supervisor has two rutas, a gerente five.
INSERT INTO rutas (ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor)
SELECT r, 'Ruta ' || r, 101 + (r - 1) / 5, 1001 + (r - 1) / 2 FROM generate_series(1, ceil({grupos} / 20.0)::integer) r;

-- A titular has five groups, and so has a gestor.
INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id, usuario_id_titular, usuario_id_gestor)
SELECT g, 'Grupo ' || g, 1 + (g - 1) / 20, 10001 + (g - 1) / 5, 20001 + (g - 1) / 5 FROM generate_series(1, {grupos}) g;

INSERT INTO clientes_avales (cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
SELECT c,
    (ARRAY['María', 'Guadalupe', 'Juana', 'Ángela', 'Rosa', 'Lucía', 'Íngrid', 'José', 'Luis', 'Ñico', 'Óscar', 'Verónica'])[1 + (c * 7) % 12],
    (ARRAY['Hernández', 'García', 'Martínez', 'López', 'González', 'Pérez', 'Núñez', 'Ávila', 'Ortiz', 'Zúñiga', 'Ibáñez'])[1 + (c * 5 + c / 11) % 11],
    (ARRAY['Ramírez', 'Cruz', 'Flores', 'Gómez', 'Muñoz', 'Álvarez', 'Ruiz', 'Peña', 'Rosas', 'Téllez', 'Urías', 'Ybarra', 'Yáñez'])[1 + (c * 3 + c / 13) % 13] || ' ' || c,
    'Colonia ' || c % 97, lpad((c % 99999)::text, 5, '0'), 'INE' || lpad(c::text, 15, '0'),
    (ARRAY['casado', 'divorciado', 'viudo', 'soltero'])[1 + c % 4], c % 6, (ARRAY['casa_propia', 'rentada', 'prestada'])[1 + c % 3], true, 1 + (c - 1) % {grupos}
FROM generate_series(1, 30 * {grupos}) c;

-- Of three clients one has had four loans and two have had three: the last one is open, those before were paid in full in eleven weeks. Between
-- two loans a client pauses for less than {pausa} weeks more than one: the more, the older is the lender.
-- One open loan in fifty began so long ago that its fourteen weeks are over: the last close makes it vencido.
CREATE TEMP TABLE creditos AS
SELECT row_number() OVER (ORDER BY inicio, c)::integer AS prestamo_id, c, atras = 0 AS abierto, inicio, date_trunc('week', inicio)::date AS semana, monto
FROM (
    SELECT c, atras, 1000 + 100 * ((c * 13 + atras * 7) % 41) AS monto,
        date '{lunes}' - 7 * (CASE WHEN c % 50 = 0 THEN 15 ELSE 10 + c % 4 END + (13 + c % {pausa}) * atras) + (c * 3) % 6 AS inicio
    FROM generate_series(1, 30 * {grupos}) c CROSS JOIN LATERAL generate_series(0, CASE WHEN c % 3 = 0 THEN 3 ELSE 2 END) atras) x;

-- Paid loans: a payment a week; in every seventh one week was missed and made up for in the week after. Open loans: six, eight or nine payments
-- up to now, for three of four clients the last of them in the running week; some short, some with nothing, some ahead.
CREATE TEMP TABLE cobros AS
SELECT prestamo_id, c,
    (semana + 7 * k + CASE WHEN k = 5 AND prestamo_id % 7 = 0 THEN 7 ELSE c % 5 + 1 END + time '17:30' + (c % 3600) * interval '1 second') AT TIME ZONE 'America/Mexico_City' AS fecha,
    monto * 0.1 AS monto
FROM creditos CROSS JOIN generate_series(1, 11) k WHERE NOT abierto
UNION ALL
SELECT prestamo_id, c,
    (date '{lunes}' - 7 * (k - CASE WHEN c % 4 = 0 THEN 0 ELSE 1 END) + CASE WHEN k = 1 AND c % 4 <> 0 THEN c % 2 ELSE c % 6 END
        + time '09:00' + (c % 7200) * interval '1 second') AT TIME ZONE 'America/Mexico_City',
    CASE (prestamo_id * 7 + k * 3) % 8 WHEN 0 THEN 0 WHEN 1 THEN monto * 0.05 WHEN 2 THEN monto * 0.15 ELSE monto * 0.1 END
FROM creditos CROSS JOIN LATERAL generate_series(1, CASE c % 3 WHEN 0 THEN 6 WHEN 1 THEN 8 ELSE 9 END) k WHERE abierto;

ANALYZE creditos, cobros;

INSERT INTO prestamos (prestamo_id, cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
    numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, fecha_cierre, registrado_por, excepcion_adopcion)
SELECT p.prestamo_id, c, CASE WHEN c + {grupos} > 30 * {grupos} THEN 1 + (c - 1) % {grupos} ELSE c + {grupos} END,
    CASE WHEN abierto THEN 1 ELSE 36 END, inicio, monto, monto, monto * CASE WHEN abierto THEN 1.4 ELSE 1.1 END, monto * 0.1,
    CASE WHEN abierto THEN 14 ELSE 11 END, s.pagado, s.pagos, CASE WHEN abierto THEN 'activo' ELSE 'liquidado' END, false,
    (inicio + time '08:00') AT TIME ZONE 'America/Mexico_City', CASE WHEN abierto THEN NULL ELSE s.ultimo END, 10001 + ((c - 1) % {grupos}) / 5, false
FROM creditos p
JOIN (SELECT prestamo_id, sum(monto) AS pagado, count(*) AS pagos, max(fecha) AS ultimo FROM cobros GROUP BY prestamo_id) s USING (prestamo_id)
ORDER BY p.prestamo_id;

INSERT INTO pagos (pago_id, prestamo_id, tipo, fecha_pago, monto_pagado, registrado_por, custodio_id, recibido_en, excepcion_adopcion)
SELECT row_number() OVER (ORDER BY fecha, prestamo_id), prestamo_id, 'cobro', fecha, monto, 20001 + ((c - 1) % {grupos}) / 5, 20001 + ((c - 1) % {grupos}) / 5, fecha, false
FROM cobros ORDER BY 1;

-- Each gestor hands over the cash of a week on its Sunday.
INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, efectivo_recibido, efectivo_esperado, efectivo_entregado,
    desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id)
SELECT usuario, (semana + 6 + time '20:00') AT TIME ZONE 'America/Mexico_City', recibido, 0, 0, recibido, recibido, recibido,
    coalesce(lag(hasta) OVER (PARTITION BY usuario ORDER BY semana), 0), hasta, 0, 0
FROM (
    SELECT custodio_id AS usuario, date_trunc('week', fecha_pago AT TIME ZONE 'America/Mexico_City')::date AS semana, sum(monto_pagado) AS recibido, max(pago_id) AS hasta
    FROM pagos GROUP BY 1, 2) x
WHERE semana < date '{lunes}'
ORDER BY semana, usuario;

-- The weeks in which only loans owed something that are paid: their faltas are those of the missed week.
INSERT INTO falta (prestamo_id, fecha, monto_abonado)
SELECT prestamo_id, semana + 7 * 5 + 6, 0 FROM creditos WHERE NOT abierto AND prestamo_id % 7 = 0 AND semana + 7 * 5 <= date '{lunes}' - 7 * 15;
INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada)
SELECT s.semana, (SELECT count(*) FROM creditos p WHERE p.semana BETWEEN s.semana - 7 * 11 AND s.semana - 7), (SELECT count(*) FROM falta f WHERE f.fecha = s.semana + 6), 0,
    (s.semana + 7 + time '00:01') AT TIME ZONE 'America/Mexico_City', (s.semana + 7 + time '00:02') AT TIME ZONE 'America/Mexico_City', false
FROM (SELECT generate_series((SELECT min(semana) FROM creditos)::timestamp, date '{lunes}' - 7 * 15, '7 days')::date AS semana) s;

INSERT INTO expedientes (cliente_id, telefono) SELECT cliente_id, '+5233' || lpad(cliente_id::text, 8, '0') FROM clientes_avales;

-- In each group money por aclarar, of an envío of the running week, and a solicitud; a phone of each gestor.
CREATE TEMP TABLE dudosos AS
SELECT DISTINCT ON (grupo_id) grupo_id, usuario_id_gestor AS usuario_id, prestamo_id, md5('envio' || grupo_id)::uuid AS envio_id, md5('fila' || grupo_id)::uuid AS clave,
    (date '{lunes}' + 1 + time '10:00') AT TIME ZONE 'America/Mexico_City' AS cuando
FROM grupos JOIN clientes_avales USING (grupo_id) JOIN creditos ON c = cliente_id WHERE NOT abierto ORDER BY grupo_id, prestamo_id DESC;
INSERT INTO envios (envio_id, grupo_id, usuario_id, control_filas, control_total, huella, recibido_en)
SELECT envio_id, grupo_id, usuario_id, 1, 100, '', cuando FROM dudosos;
INSERT INTO envio_filas (clave, envio_id, prestamo_id, monto, ocurrido_en, recibido_en, visita, estado, codigo, motivo, desfase)
SELECT clave, envio_id, prestamo_id, 100, cuando, cuando, 'pago', 'por_aclarar', 'pago.prestamo_cerrado', 'El préstamo está cerrado.', false FROM dudosos;
INSERT INTO por_aclarar (clave, grupo_id, usuario_id, monto, estado) SELECT clave, grupo_id, usuario_id, 100, 'pendiente' FROM dudosos ORDER BY grupo_id;
INSERT INTO solicitudes (tipo, operacion, cambios, motivo, grupo_id, solicitante_id, roles, aprobadores, estado, pedida_en, expira_en)
SELECT 'castigo', 'PorAclararCastigar', '[]', 'No aparece.', grupo_id, usuario_id, '{5}', 1, 'pendiente', cuando, cuando + interval '7 days' FROM dudosos ORDER BY grupo_id;
INSERT INTO telefonos (usuario_id, nombre, version, clave, huella, registrado_en, ultimo_contacto, por_enviar_filas, por_enviar_total)
SELECT id, 'Teléfono', '1', sha256(usuario::bytea), sha256(usuario::bytea), cuando, cuando, 0, 0
FROM gente CROSS JOIN (SELECT (date '{lunes}' + time '08:00') AT TIME ZONE 'America/Mexico_City' AS cuando) x WHERE usuario LIKE 'gestor%' ORDER BY id;

-- What the triggers would have written of loans. Of payments it would be as much again as all other tables together.
INSERT INTO bitacora (cuando, usuario_id, ruta, entidad, entidad_id, accion, despues)
SELECT fecha_creacion, registrado_por, 'POST /prestamos/', 'prestamo', prestamo_id, 'alta', to_jsonb(p) FROM prestamos p ORDER BY prestamo_id;

SELECT setval(pg_get_serial_sequence('usuarios', 'id'), (SELECT max(id) FROM usuarios)),
    setval(pg_get_serial_sequence('rutas', 'ruta_id'), (SELECT max(ruta_id) FROM rutas)),
    setval(pg_get_serial_sequence('grupos', 'grupo_id'), (SELECT max(grupo_id) FROM grupos)),
    setval(pg_get_serial_sequence('clientes_avales', 'cliente_id'), (SELECT max(cliente_id) FROM clientes_avales)),
    setval(pg_get_serial_sequence('prestamos', 'prestamo_id'), (SELECT max(prestamo_id) FROM prestamos)),
    setval(pg_get_serial_sequence('pagos', 'pago_id'), (SELECT max(pago_id) FROM pagos));

DO $$
DECLARE definicion text;
BEGIN
    FOR definicion IN SELECT i.definicion FROM indices i LOOP EXECUTE definicion; END LOOP;
END $$;

-- What the triggers would have written.
INSERT INTO cuentas_de_grupo (grupo_id, clientes, avales)
SELECT grupo_id, count(*), count(*) FILTER (WHERE es_aval) FROM clientes_avales GROUP BY grupo_id;
INSERT INTO membresias (cliente_id, grupo_id, desde, hasta) SELECT cliente_id, grupo_id, '-infinity', 'infinity' FROM clientes_avales;
INSERT INTO titularidades (grupo_id, usuario_id, desde, hasta) SELECT grupo_id, usuario_id_titular, '-infinity', 'infinity' FROM grupos;
