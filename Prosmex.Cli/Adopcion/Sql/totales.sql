-- The lender's money before and after; each line of the difference is one of these.
SELECT 'prestado' AS concepto,
       (SELECT coalesce(sum(monto_prestamo) FILTER (WHERE pg_temp.finito(monto_prestamo)), 0) FROM flask.prestamos) AS antes,
       (SELECT coalesce(sum(monto_prestamo), 0) FROM nuevo_prestamo) AS despues
UNION ALL
SELECT 'total_a_pagar',
       (SELECT coalesce(sum(monto_utilidad) FILTER (WHERE pg_temp.finito(monto_utilidad)), 0) FROM flask.prestamos),
       (SELECT coalesce(sum(monto_utilidad), 0) FROM nuevo_prestamo)
UNION ALL
SELECT 'cobrado',
       (SELECT coalesce(sum(monto_pagado) FILTER (WHERE pg_temp.finito(monto_pagado)), 0) FROM flask.pagos),
       (SELECT coalesce(sum(monto_pagado), 0) FROM nuevo_pago WHERE tipo <> 'liquidacion_por_renovacion')
UNION ALL
SELECT 'excedente', 0, (SELECT coalesce(sum(excedente), 0) FROM nuevo_pago)
UNION ALL
SELECT 'liquidado_por_renovacion', 0, (SELECT coalesce(sum(monto_pagado), 0) FROM nuevo_pago WHERE tipo = 'liquidacion_por_renovacion')
UNION ALL
SELECT 'no_llevado', 0, (SELECT coalesce(sum(monto_pagado) FILTER (WHERE pg_temp.finito(monto_pagado)), 0)
                         FROM flask.pagos p JOIN no_llevados n ON n.tabla = 'pagos' AND n.id = p.pago_id)
UNION ALL
SELECT 'redondeo', 0, (SELECT coalesce(sum(l.monto - p.monto_pagado), 0) FROM pago_leido l JOIN flask.pagos p USING (pago_id))
UNION ALL
SELECT 'restante',
       (SELECT coalesce(sum(monto_utilidad) FILTER (WHERE pg_temp.finito(monto_utilidad)), 0) FROM flask.prestamos)
       - (SELECT coalesce(sum(monto_pagado) FILTER (WHERE pg_temp.finito(monto_pagado)), 0) FROM flask.pagos),
       (SELECT coalesce(sum(restante) FILTER (WHERE status IN ('activo', 'vencido')), 0) FROM nuevo_prestamo)
