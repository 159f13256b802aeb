-- Rows and sums of each table; amounts that are not finite are in no sum.
-- Before: SET search_path = flask, public; after: SET search_path = public.
SELECT 'roles' AS tabla, count(*) AS filas, NULL::numeric AS suma FROM roles
UNION ALL SELECT 'acciones', count(*), NULL FROM acciones
UNION ALL SELECT 'permisos', count(*), NULL FROM permisos
UNION ALL SELECT 'usuarios', count(*), NULL FROM usuarios
UNION ALL SELECT 'rutas', count(*), NULL FROM rutas
UNION ALL SELECT 'grupos', count(*), NULL FROM grupos
UNION ALL SELECT 'clientes_avales', count(*), NULL FROM clientes_avales
UNION ALL SELECT 'tipos_prestamo', count(*), NULL FROM tipos_prestamo
UNION ALL SELECT 'bono', count(*), coalesce(sum(monto) FILTER (WHERE pg_temp.finito(monto)), 0) FROM bono
UNION ALL SELECT 'corte', count(*), coalesce(sum(corte_total) FILTER (WHERE pg_temp.finito(corte_total)), 0) FROM corte
UNION ALL SELECT 'prestamos', count(*), coalesce(sum(monto_prestamo) FILTER (WHERE pg_temp.finito(monto_prestamo)), 0) FROM prestamos
UNION ALL SELECT 'pagos', count(*), coalesce(sum(monto_pagado) FILTER (WHERE pg_temp.finito(monto_pagado)), 0) FROM pagos
UNION ALL SELECT 'falta', count(*), coalesce(sum(monto_abonado) FILTER (WHERE pg_temp.finito(monto_abonado)), 0) FROM falta
