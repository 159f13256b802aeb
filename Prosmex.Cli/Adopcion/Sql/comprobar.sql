-- Checks of the copy. Each row returned is a fault, and rolls back the adoption.
WITH ids AS (
    SELECT 'roles' AS tabla, rol_id AS id FROM flask.roles
    UNION ALL SELECT 'acciones', accion_id FROM flask.acciones
    UNION ALL SELECT 'usuarios', id FROM flask.usuarios
    UNION ALL SELECT 'rutas', ruta_id FROM flask.rutas
    UNION ALL SELECT 'grupos', grupo_id FROM flask.grupos
    UNION ALL SELECT 'clientes_avales', cliente_id FROM flask.clientes_avales
    UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id FROM flask.tipos_prestamo
    UNION ALL SELECT 'bono', id FROM flask.bono
    UNION ALL SELECT 'corte', id FROM flask.corte
    UNION ALL SELECT 'prestamos', prestamo_id FROM flask.prestamos
    UNION ALL SELECT 'pagos', pago_id FROM flask.pagos
    UNION ALL SELECT 'falta', id FROM flask.falta),
llevados AS (
    SELECT 'roles' AS tabla, rol_id AS id FROM public.roles
    UNION ALL SELECT 'acciones', accion_id FROM public.acciones
    UNION ALL SELECT 'usuarios', id FROM public.usuarios
    UNION ALL SELECT 'rutas', ruta_id FROM public.rutas
    UNION ALL SELECT 'grupos', grupo_id FROM public.grupos
    UNION ALL SELECT 'clientes_avales', cliente_id FROM public.clientes_avales
    UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id FROM public.tipos_prestamo
    UNION ALL SELECT 'bono', id FROM public.bono
    UNION ALL SELECT 'corte', id FROM public.corte
    UNION ALL SELECT 'prestamos', prestamo_id FROM public.prestamos
    UNION ALL SELECT 'pagos', pago_id FROM public.pagos WHERE tipo <> 'liquidacion_por_renovacion'
    UNION ALL SELECT 'falta', id FROM public.falta),
perdidos AS (
    SELECT tabla, id FROM ids
    EXCEPT SELECT tabla, id FROM llevados
    EXCEPT SELECT tabla, id FROM no_llevados),
-- Roles and acciones remain even if the old system lacked them.
inventados AS (
    SELECT tabla, id FROM llevados WHERE tabla NOT IN ('roles', 'acciones')
    EXCEPT SELECT tabla, id FROM ids),
dobles AS (
    SELECT tabla, id FROM llevados INTERSECT SELECT tabla, id FROM no_llevados),
antes AS (
    SELECT p.prestamo_id, sum(round(p.monto_pagado, 2)) AS suma
    FROM flask.pagos p
    WHERE NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = 'pagos' AND n.id = p.pago_id)
    GROUP BY p.prestamo_id),
despues AS (
    SELECT prestamo_id, sum(monto) AS suma
    FROM (SELECT prestamo_id, monto_pagado AS monto FROM public.pagos WHERE tipo <> 'liquidacion_por_renovacion'
          UNION ALL SELECT prestamo_id, monto FROM public.adopcion_excedente) x
    GROUP BY prestamo_id),
libro AS (
    SELECT prestamo_id, sum(monto_pagado) AS suma FROM public.pagos GROUP BY prestamo_id)
SELECT 'comprobacion.perdido' AS codigo, tabla, id::bigint, 'el id anterior no se encuentra' AS descripcion FROM perdidos
UNION ALL
SELECT 'comprobacion.inventado', tabla, id, 'el id no existía' FROM inventados
UNION ALL
SELECT 'comprobacion.doble', tabla, id, 'está llevado y apartado a la vez' FROM dobles
UNION ALL
SELECT 'comprobacion.suma', 'prestamos', prestamo_id, format('sus pagos sumaban %s y suman %s', a.suma, d.suma)
FROM antes a FULL JOIN despues d USING (prestamo_id) WHERE a.suma IS DISTINCT FROM d.suma
UNION ALL
SELECT 'comprobacion.pagado', 'prestamos', p.prestamo_id, format('pagado es %s y el libro suma %s', p.pagado, l.suma)
FROM public.prestamos p LEFT JOIN libro l USING (prestamo_id) WHERE p.pagado <> coalesce(l.suma, 0)
UNION ALL
SELECT 'comprobacion.restante', 'prestamos', prestamo_id, format('restante %s', monto_utilidad - pagado)
FROM public.prestamos WHERE monto_utilidad < pagado
UNION ALL
SELECT 'comprobacion.monto', 'prestamos', n.prestamo_id, format('era %s y es %s', p.monto_prestamo, n.monto_prestamo)
FROM public.prestamos n JOIN flask.prestamos p USING (prestamo_id)
WHERE n.monto_prestamo <> round(p.monto_prestamo, 2) OR n.monto_utilidad <> round(p.monto_utilidad, 2)
UNION ALL
SELECT 'comprobacion.permisos', 'permisos', NULL::bigint, format('eran %s y son %s', a.n, d.n)
FROM (SELECT count(*) AS n FROM flask.permisos) a, (SELECT count(*) AS n FROM public.permisos) d WHERE a.n <> d.n AND a.n > 0
