-- Rows that break a rule without a decided treatment: each blocks the adoption.
CREATE TEMP TABLE impedimento (codigo text, tabla text, id bigint, descripcion text) ON COMMIT DROP;

-- People and places.
INSERT INTO impedimento
SELECT 'rol.desconocido', 'roles', rol_id, format('rol %s: «%s»', rol_id, nombre) FROM flask.roles WHERE rol_id NOT BETWEEN 1 AND 6 OR coalesce(btrim(nombre), '') = ''
UNION ALL
SELECT 'accion.desconocida', 'acciones', accion_id, format('acción %s: «%s»', accion_id, descripcion) FROM flask.acciones WHERE accion_id NOT BETWEEN 1 AND 14 OR coalesce(btrim(descripcion), '') = ''
UNION ALL
SELECT 'usuario.nombre', 'usuarios', id, format('usuario «%s», nombre «%s»: de 1 a 100 caracteres, el usuario sin espacios alrededor', usuario, nombre)
FROM flask.usuarios
WHERE btrim(nombre) = '' OR btrim(usuario) = '' OR usuario <> btrim(usuario) OR length(usuario) > 100 OR length(nombre) > 100
   OR length(apellido_paterno) > 100 OR length(apellido_materno) > 100
UNION ALL
SELECT 'ruta.sin_nombre', 'rutas', ruta_id, 'no tiene nombre' FROM flask.rutas WHERE coalesce(btrim(nombre_ruta), '') = ''
UNION ALL
SELECT 'ruta.gerente', 'rutas', r.ruta_id, format('el gerente %s tiene el rol %s', u.id, u.rol_id) FROM flask.rutas r JOIN flask.usuarios u ON u.id = r.usuario_id_gerente WHERE u.rol_id <> 4
UNION ALL
SELECT 'ruta.supervisor', 'rutas', r.ruta_id, format('el supervisor %s tiene el rol %s', u.id, u.rol_id) FROM flask.rutas r JOIN flask.usuarios u ON u.id = r.usuario_id_supervisor WHERE u.rol_id <> 3
UNION ALL
SELECT 'grupo.incompleto', 'grupos', grupo_id, format('nombre «%s», ruta %s', nombre_grupo, ruta_id) FROM flask.grupos WHERE coalesce(btrim(nombre_grupo), '') = '' OR ruta_id IS NULL
UNION ALL
SELECT 'grupo.titular', 'grupos', g.grupo_id, format('el titular %s tiene el rol %s', u.id, u.rol_id) FROM flask.grupos g JOIN flask.usuarios u ON u.id = g.usuario_id_titular WHERE u.rol_id <> 2
UNION ALL
SELECT 'cliente.incompleto', 'clientes_avales', cliente_id, format('%s %s %s: falta algún dato, o no es lo que debe ser (CP de cinco dígitos, hijos de 0 en adelante)', nombre, apellido_paterno, apellido_materno)
FROM flask.clientes_avales
WHERE coalesce(btrim(nombre), '') = '' OR coalesce(btrim(apellido_paterno), '') = '' OR coalesce(btrim(apellido_materno), '') = ''
   OR coalesce(btrim(colonia), '') = '' OR coalesce(btrim(codigo_ine), '') = '' OR cp IS NULL OR cp !~ '^[0-9]{5}$'
   OR estado_civil IS NULL OR num_hijos IS NULL OR num_hijos < 0 OR propiedad IS NULL OR es_aval IS NULL OR grupo_id IS NULL;

-- Products and bonos.
INSERT INTO impedimento
SELECT 'tipo_prestamo.producto', 'tipos_prestamo', tipo_prestamo_id,
       format('«%s»: %s semanas × %s no es 1 + %s, o falta algún dato', nombre, numero_semanas, porcentaje_semanal, interes)
FROM flask.tipos_prestamo t
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'tipos_prestamo' AND n.id = t.tipo_prestamo_id)
  AND NOT coalesce(
      btrim(nombre) <> '' AND numero_semanas > 0 AND porcentaje_semanal > 0 AND interes >= 0 AND interes < 1000 AND porcentaje_semanal < 1000
      AND abs(numero_semanas * round(porcentaje_semanal::numeric, 6) - 1 - round(interes::numeric, 6)) <= numero_semanas * 0.0000005
      AND incumplimientos_tolerados >= 0 AND pena_incumplimiento >= 0 AND pena_incumplimiento <= 9999999.99 AND limite_penalizaciones >= 0, false)
UNION ALL
SELECT 'bono.rango', 'bono', id, format('%s de %s a %s, fallas %s', monto, entrega_min, entrega_max, fallas)
FROM flask.bono b
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'bono' AND n.id = b.id)
  AND NOT (monto BETWEEN 0 AND 9999999.99 AND entrega_min >= 0 AND entrega_max >= entrega_min AND entrega_max <= 9999999.99 AND fallas >= 0)
UNION ALL
SELECT 'bono.traslape', 'bono', b.id, format('de %s a %s se traslapa con el bono %s', b.entrega_min, b.entrega_max, o.id)
FROM flask.bono b
JOIN flask.bono o ON o.id < b.id AND round(o.entrega_min, 2) < round(b.entrega_max, 2) + 1 AND round(b.entrega_min, 2) < round(o.entrega_max, 2) + 1
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'bono' AND n.id IN (b.id, o.id))
UNION ALL
SELECT 'corte.monto', 'corte', id, format('corte %s, gastos %s, semilla %s', corte_total, total_gastos, semilla)
FROM flask.corte c
WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'corte' AND n.id = c.id)
  AND greatest(abs(corte_total), abs(total_gastos), abs(semilla)) > 9999999999.99;

-- Loans and money.
INSERT INTO impedimento
SELECT 'prestamo.monto', 'prestamos', prestamo_id, format('monto %s, entregado %s, total %s', monto_prestamo, monto_prestamo_real, monto_utilidad)
FROM nuevo_prestamo
WHERE NOT (monto_prestamo > 0 AND monto_prestamo <= 9999999.99 AND monto_utilidad > 0 AND monto_utilidad <= 9999999999.99
           AND monto_prestamo_real <= monto_prestamo AND monto_prestamo_real >= -9999999999.99)
UNION ALL
SELECT 'prestamo.inicio', 'prestamos', prestamo_id, format('inicio %s: debe estar entre 2000-01-01 y mañana', p.fecha_inicio)
FROM nuevo_prestamo n JOIN flask.prestamos p USING (prestamo_id) WHERE n.fecha_inicio NOT BETWEEN '2000-01-01' AND pg_temp.hoy() + 1
UNION ALL
SELECT 'prestamo.status', 'prestamos', p.prestamo_id, format('dice %s, no está completado y debe %s', p.status, n.restante)
FROM nuevo_prestamo n JOIN flask.prestamos p USING (prestamo_id)
WHERE p.status IN ('liquidado', 'renovado') AND NOT p.completado AND n.restante > 0
UNION ALL
SELECT 'pago.monto', 'pagos', pago_id, format('préstamo %s: %s', prestamo_id, monto) FROM pago_leido WHERE abs(monto) > 9999999.99
UNION ALL
SELECT 'pago.fecha', 'pagos', pago_id, format('préstamo %s: %s', l.prestamo_id, p.fecha_pago) FROM pago_leido l JOIN flask.pagos p USING (pago_id) WHERE l.fecha NOT BETWEEN '2000-01-01' AND pg_temp.ahora() + interval '1 year'
UNION ALL
SELECT 'falta.fecha', 'falta', id, format('préstamo %s: %s', prestamo_id, fecha) FROM nueva_falta WHERE fecha < '2000-01-01'
UNION ALL
SELECT 'falta.monto', 'falta', id, format('préstamo %s: %s', prestamo_id, monto_abonado) FROM nueva_falta WHERE abs(monto_abonado) > 9999999999.99
UNION ALL
SELECT 'corte.fecha', 'corte', id, format('%s', fecha) FROM flask.corte c
WHERE fecha NOT BETWEEN '2000-01-01' AND '2100-01-01' AND NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'corte' AND n.id = c.id);

-- An id is a positive number, as every route demands.
INSERT INTO impedimento
SELECT 'id.no_positivo', tabla, id, 'el id debe ser positivo'
FROM (
    SELECT 'usuarios' AS tabla, id FROM flask.usuarios
    UNION ALL SELECT 'rutas', ruta_id FROM flask.rutas
    UNION ALL SELECT 'grupos', grupo_id FROM flask.grupos
    UNION ALL SELECT 'clientes_avales', cliente_id FROM flask.clientes_avales
    UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id FROM flask.tipos_prestamo
    UNION ALL SELECT 'bono', id FROM flask.bono
    UNION ALL SELECT 'corte', id FROM flask.corte
    UNION ALL SELECT 'prestamos', prestamo_id FROM flask.prestamos
    UNION ALL SELECT 'pagos', pago_id FROM flask.pagos
    UNION ALL SELECT 'falta', id FROM flask.falta) x
WHERE id < 1;

-- Who is to collect for which group, as the file says.
INSERT INTO impedimento
SELECT 'gestores.grupo', 'grupos', NULL::bigint, format('línea %s: «%s» nombra %s grupos', linea, grupo, cuantos)
FROM (SELECT a.linea, a.grupo, count(g.grupo_id) AS cuantos
      FROM gestor_pedido a LEFT JOIN flask.grupos g ON g.grupo_id::text = a.grupo OR g.nombre_grupo = a.grupo
      GROUP BY a.linea, a.grupo) x
WHERE cuantos <> 1
UNION ALL
SELECT 'gestores.usuario', 'usuarios', NULL::bigint, format('línea %s: «%s» no es un gestor activo', a.linea, a.usuario)
FROM gestor_pedido a
WHERE NOT EXISTS (SELECT FROM nuevo_usuario u WHERE u.activo AND u.rol_id = 1 AND lower(u.usuario COLLATE es_mx) = lower(a.usuario COLLATE es_mx))
UNION ALL
SELECT 'gestores.repetido', 'grupos', g.grupo_id, format('el archivo le da %s gestores', count(*))
FROM gestor_pedido a JOIN flask.grupos g ON g.grupo_id::text = a.grupo OR g.nombre_grupo = a.grupo
GROUP BY g.grupo_id HAVING count(*) > 1;

INSERT INTO hallazgo
SELECT codigo, tabla, id, descripcion, 'Detiene la adopción: corríjalo en el sistema anterior.', true FROM impedimento;
