-- Loans whose figures change under this system's rules, and why. Figures that the old system did not have (such as the amount handed over) are not
-- changes.
WITH antes AS (
    SELECT prestamo_id, coalesce(sum(monto_pagado) FILTER (WHERE pg_temp.finito(monto_pagado)), 0) AS pagado
    FROM flask.pagos GROUP BY prestamo_id),
faltas_antes AS (
    SELECT prestamo_id, count(*) AS faltas FROM flask.falta GROUP BY prestamo_id),
faltas_despues AS (
    SELECT prestamo_id, count(*) AS faltas FROM nueva_falta GROUP BY prestamo_id),
cifras AS (
    SELECT n.*, p.completado, p.status AS status_antes, p.semana_activa AS semana_antes, p.renovacion AS renovacion_antes,
           p.monto_utilidad - coalesce(a.pagado, 0) AS restante_antes,
           CASE WHEN n.status IN ('liquidado', 'renovado') THEN 0 ELSE n.restante END AS restante_despues,
           p.monto_prestamo * t.porcentaje_semanal::numeric AS cobranza_antes,
           t.numero_semanas - p.semana_activa::bigint + coalesce(f.faltas, 0) AS debe_antes,
           coalesce(g.faltas, 0) AS faltas,
           greatest(0, least(n.numero_pagos, CASE WHEN n.restante <= 0 OR n.status = 'renovado' THEN n.numero_semanas
                                                  WHEN n.cobranza_ideal = 0 THEN n.numero_semanas - 1
                                                  ELSE least(n.numero_semanas - 1, floor(n.pagado / n.cobranza_ideal)) END))::integer AS semana_despues
    FROM nuevo_prestamo n
    JOIN flask.prestamos p USING (prestamo_id)
    JOIN flask.tipos_prestamo t ON t.tipo_prestamo_id = n.tipo_prestamo_id
    LEFT JOIN antes a USING (prestamo_id)
    LEFT JOIN faltas_antes f USING (prestamo_id)
    LEFT JOIN faltas_despues g USING (prestamo_id))
SELECT prestamo_id, 'status' AS concepto, CASE WHEN completado THEN 'completado' ELSE status_antes::text END AS antes, status AS despues,
       CASE status WHEN 'renovado' THEN format('El préstamo %s lo renovó: una liquidación lo cierra.', renovacion_id)
                   WHEN 'liquidado' THEN 'Está pagado por completo.'
                   WHEN 'vencido' THEN CASE WHEN completado THEN 'Se marcó completado por sus semanas y aún debe: solo el dinero cierra un préstamo.'
                                            ELSE 'Su última semana terminó sin que se pagara.' END
                   ELSE 'Su última semana no ha terminado.' END AS porque
FROM cifras WHERE CASE WHEN completado THEN status <> 'liquidado' ELSE status <> status_antes::text END
UNION ALL
SELECT prestamo_id, 'restante', restante_antes::text, restante_despues::text,
       CASE WHEN status = 'renovado' THEN 'Lo salda la liquidación de su renovación.'
            WHEN excedente > 0 THEN format('Se pagaron %s de más; quedan en adopcion_excedente.', excedente)
            ELSE 'Montos redondeados al centavo, y nada que no sea número.' END
FROM cifras WHERE restante_antes <> restante_despues
UNION ALL
SELECT prestamo_id, 'semana_activa', semana_antes::text, semana_despues::text, 'Solo el dinero completa semanas, y cada cobro una como máximo.'
FROM cifras WHERE semana_antes <> semana_despues
UNION ALL
SELECT prestamo_id, 'semanas_que_debe', debe_antes::text, (numero_semanas - semana_despues + faltas)::text, 'Semanas por cobrar más faltas, una por semana como máximo.'
FROM cifras WHERE status IN ('activo', 'vencido') AND debe_antes <> numero_semanas - semana_despues + faltas
UNION ALL
SELECT prestamo_id, 'cobranza_ideal', cobranza_antes::text, cobranza_ideal::text, 'Se redondea al centavo.'
FROM cifras WHERE cobranza_antes <> cobranza_ideal
UNION ALL
SELECT prestamo_id, 'renovacion', 'true', 'false', 'El préstamo anterior no debía nada: no se renovó, se volvió a prestar.'
FROM cifras WHERE renovacion_de_nada
ORDER BY prestamo_id, concepto
