-- Findings for the operator, row by row, and those that block the adoption.
CREATE TEMP TABLE hallazgo (codigo text, tabla text, id bigint, descripcion text, destino text, detiene boolean NOT NULL) ON COMMIT DROP;

-- Rows that are not adopted.
INSERT INTO hallazgo
SELECT codigo, tabla, id, razon,
       CASE codigo
           WHEN 'falta.repetida' THEN 'Queda en flask.falta; su monto está sumado en la falta de la semana.'
           WHEN 'falta.semana_sin_cerrar' THEN 'Queda en flask.falta: la semana sigue abierta y sus faltas se escriben al cerrarla.'
           WHEN 'pago.prestamo_no_llevado' THEN 'Queda en flask.pagos con su préstamo; no está en ninguna suma.'
           WHEN 'falta.prestamo_no_llevado' THEN 'Queda en flask.falta con su préstamo.'
           ELSE format('Queda en flask.%s; no está en ninguna suma.', tabla) END,
       false
FROM no_llevados;

-- Adopted rows that reference rows that are not.
INSERT INTO hallazgo
SELECT 'prestamo.tipo_no_llevado', 'prestamos', p.prestamo_id, format('el tipo %s tiene un valor que no es número', p.tipo_prestamo_id), 'Corrija el tipo en el sistema anterior.', true
FROM flask.prestamos p JOIN no_llevados n ON n.tabla = 'tipos_prestamo' AND n.id = p.tipo_prestamo_id
WHERE NOT EXISTS (SELECT FROM no_llevados x WHERE x.tabla = 'prestamos' AND x.id = p.prestamo_id);

-- Users.
INSERT INTO hallazgo
SELECT 'usuario.sin_rol', 'usuarios', id, format('%s no tiene rol', usuario), 'Se copia desactivado, con el rol 1 (gestor).', false FROM nuevo_usuario WHERE sin_rol;

INSERT INTO hallazgo
SELECT 'usuario.contrasena_en_claro', 'usuarios', id, format('la contraseña de %s no es un hash de BCrypt', usuario),
       'Se copia desactivado y sin contraseña: la del sistema anterior no se copia.', false
FROM nuevo_usuario WHERE en_claro;

INSERT INTO hallazgo
SELECT 'usuario.nombre_tomado', 'usuarios', id, format('%s solo se distingue de otro usuario por mayúsculas', usuario),
       'Se copia desactivado y queda marcado como excepción; conserva el nombre hasta que se le dé otro.', false
FROM nuevo_usuario WHERE tomado;

INSERT INTO hallazgo
SELECT 'usuario.sin_apellido_materno', 'usuarios', id, usuario, 'Se copia con el apellido materno vacío.', false
FROM flask.usuarios WHERE apellido_materno IS NULL;

-- People.
INSERT INTO hallazgo
SELECT 'cliente.ine_repetido', 'clientes_avales', cliente_id, format('tiene la clave de elector del cliente %s', primero),
       'Se copia como está; después lo dice también el cuadre.', false
FROM (SELECT cliente_id, min(cliente_id) OVER (PARTITION BY clave_ine(codigo_ine)) AS primero
      FROM flask.clientes_avales WHERE clave_ine(codigo_ine) IS NOT NULL) c
WHERE cliente_id <> primero;

-- Payments.
INSERT INTO hallazgo
SELECT 'pago.reversa', 'pagos', n.pago_id, format('préstamo %s, %s: %s', n.prestamo_id, p.fecha_pago, p.monto_pagado),
       format('Es la reversa del pago %s, con la fecha de ese pago.', n.reversa_de), false
FROM nuevo_pago n JOIN flask.pagos p USING (pago_id) WHERE n.tipo = 'reversa';

INSERT INTO hallazgo
SELECT 'pago.negativo', 'pagos', n.pago_id, format('préstamo %s, %s: %s, sin un pago igual anterior', n.prestamo_id, p.fecha_pago, p.monto_pagado),
       'Se copia como está y queda marcado como excepción.', false
FROM nuevo_pago n JOIN flask.pagos p USING (pago_id) WHERE n.negativo;

INSERT INTO hallazgo
SELECT 'pago.excedente', 'pagos', n.pago_id, format('préstamo %s, %s: de %s, %s pasan del total del préstamo', n.prestamo_id, p.fecha_pago, p.monto_pagado, n.excedente),
       format('Se copia con %s; lo demás queda en adopcion_excedente.', n.monto_pagado), false
FROM nuevo_pago n JOIN flask.pagos p USING (pago_id) WHERE n.excedente > 0;

INSERT INTO hallazgo
SELECT 'pago.fecha_futura', 'pagos', n.pago_id, format('préstamo %s: %s aún no llega', n.prestamo_id, p.fecha_pago), 'Se copia como está y queda marcado como excepción.', false
FROM nuevo_pago n JOIN flask.pagos p USING (pago_id) WHERE n.futuro;

INSERT INTO hallazgo
SELECT 'pago.anterior_al_inicio', 'pagos', n.pago_id, format('préstamo %s: %s es anterior a su inicio, %s', n.prestamo_id, p.fecha_pago, t.fecha_inicio),
       'Se copia como está; el préstamo cuenta como registrado a más tardar ese día.', false
FROM nuevo_pago n
JOIN flask.pagos p USING (pago_id)
JOIN nuevo_prestamo t ON t.prestamo_id = n.prestamo_id
WHERE (n.fecha_pago AT TIME ZONE 'America/Mexico_City')::date < t.fecha_inicio;

-- Loans.
INSERT INTO hallazgo
SELECT 'prestamo.completado_con_adeudo', 'prestamos', prestamo_id, format('se marcó completado y aún debe %s', restante),
       'Se copia vencido y queda marcado como excepción: sigue debiendo y no estorba a otro préstamo.', false
FROM nuevo_prestamo WHERE completado_con_adeudo;

INSERT INTO hallazgo
SELECT 'prestamo.renovado', 'prestamos', prestamo_id, format('se marcó completado, debe %s y el préstamo %s lo renovó', restante, renovacion_id),
       format('Se copia renovado, con una liquidación de %s.', restante), false
FROM nuevo_prestamo WHERE status = 'renovado';

INSERT INTO hallazgo
SELECT 'prestamo.varios_abiertos', 'prestamos', prestamo_id, format('el cliente %s tiene abierto otro posterior', cliente_id),
       'Se copia abierto y queda marcado como excepción.', false
FROM nuevo_prestamo WHERE no_es_el_ultimo;

INSERT INTO hallazgo
SELECT 'prestamo.real_negativo', 'prestamos', prestamo_id, format('lo entregado es %s', monto_prestamo_real), 'Se copia como está y queda marcado como excepción.', false
FROM nuevo_prestamo WHERE real_negativo;

INSERT INTO hallazgo
SELECT 'prestamo.aval', 'prestamos', prestamo_id,
       CASE WHEN aval_id IS NULL THEN 'no tiene aval' WHEN aval_id = cliente_id THEN 'el aval es el propio cliente' ELSE format('el aval %s es de otro grupo', aval_id) END,
       'Se copia como está y queda marcado como excepción.', false
FROM nuevo_prestamo WHERE aval_indebido;

INSERT INTO hallazgo
SELECT 'prestamo.aval_sin_marca', 'prestamos', p.prestamo_id, format('su aval %s ya no está marcado como aval', p.aval_id), 'Se copia como está: la regla es de cuando se concede.', false
FROM nuevo_prestamo p JOIN flask.clientes_avales a ON a.cliente_id = p.aval_id WHERE NOT a.es_aval;

INSERT INTO hallazgo
SELECT 'prestamo.pagado_negativo', 'prestamos', prestamo_id, format('sus pagos suman %s', pagado), 'Se copia como está y queda marcado como excepción.', false
FROM nuevo_prestamo WHERE pagado_negativo;

INSERT INTO hallazgo
SELECT 'prestamo.renovacion_sin_anterior', 'prestamos', prestamo_id, format('es renovación de %s, entregó %s y no hay préstamo que haya cerrado', monto_prestamo, monto_prestamo_real),
       'Se copia como está y queda marcado como excepción.', false
FROM nuevo_prestamo WHERE renovacion_sin_anterior;

INSERT INTO hallazgo
SELECT 'prestamo.real_distinto', 'prestamos', prestamo_id,
       format('entregó %s, que no es %s menos la liquidación de %s', monto_prestamo_real, monto_prestamo, liquidado), 'Se conserva lo entregado.', false
FROM nuevo_prestamo WHERE renueva_a IS NOT NULL AND monto_prestamo_real <> monto_prestamo - liquidado;

INSERT INTO hallazgo
SELECT 'prestamo.total_distinto', 'prestamos', p.prestamo_id,
       format('su total es %s y el tipo %s daría hoy %s', p.monto_utilidad, p.tipo_prestamo_id, round(p.monto_prestamo * (1 + round(t.interes::numeric, 6)), 2)),
       'Se conserva el total con que se concedió.', false
FROM nuevo_prestamo p JOIN flask.tipos_prestamo t USING (tipo_prestamo_id)
WHERE p.monto_utilidad <> round(p.monto_prestamo * (1 + round(t.interes::numeric, 6)), 2);

INSERT INTO hallazgo
SELECT 'corte.negativo', 'corte', id, format('gastos %s, semilla %s', total_gastos, semilla), 'Se copia como está.', false
FROM flask.corte WHERE total_gastos < 0 OR semilla < 0;

INSERT INTO hallazgo
SELECT 'permiso.sin_conceder', 'permisos', NULL::bigint, format('el rol %s no tiene la acción %s, que este programa concede de fábrica', s.rol_id, s.accion_id), 'Se respeta: quedan los permisos del sistema anterior.', false
FROM permisos s
WHERE EXISTS (SELECT FROM flask.permisos) AND NOT EXISTS (SELECT FROM flask.permisos p WHERE p.rol_id = s.rol_id AND p.accion_id = s.accion_id);

-- Amounts and rates with more decimals than are stored.
INSERT INTO hallazgo
SELECT 'redondeo', r.tabla, r.id, format('%s: %s', r.columna, r.antes), format('Se redondea a %s (diferencia %s).', r.despues, r.despues - r.antes), false
FROM (
    SELECT 'prestamos' AS tabla, prestamo_id AS id, 'monto_prestamo_real' AS columna, p.monto_prestamo_real AS antes, n.monto_prestamo_real AS despues
    FROM flask.prestamos p JOIN nuevo_prestamo n USING (prestamo_id)
    WHERE p.monto_prestamo_real IS NOT NULL
    UNION ALL
    SELECT tabla, id, columna, antes, round(antes, decimales)
    FROM (
        SELECT 'pagos' AS tabla, pago_id AS id, 'monto_pagado' AS columna, monto_pagado AS antes, 2 AS decimales FROM flask.pagos
        UNION ALL SELECT 'prestamos', prestamo_id, 'monto_prestamo', monto_prestamo, 2 FROM flask.prestamos
        UNION ALL SELECT 'prestamos', prestamo_id, 'monto_utilidad', monto_utilidad, 2 FROM flask.prestamos
        UNION ALL SELECT 'falta', id, 'monto_abonado', monto_abonado, 2 FROM flask.falta
        UNION ALL SELECT 'corte', id, 'corte_total', corte_total, 2 FROM flask.corte
        UNION ALL SELECT 'corte', id, 'total_gastos', total_gastos, 2 FROM flask.corte
        UNION ALL SELECT 'corte', id, 'semilla', semilla, 2 FROM flask.corte
        UNION ALL SELECT 'bono', id, 'monto', monto, 2 FROM flask.bono
        UNION ALL SELECT 'bono', id, 'entrega_min', entrega_min, 2 FROM flask.bono
        UNION ALL SELECT 'bono', id, 'entrega_max', entrega_max, 2 FROM flask.bono
        UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id, 'pena_incumplimiento', pena_incumplimiento, 2 FROM flask.tipos_prestamo
        UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id, 'porcentaje_semanal', porcentaje_semanal::numeric, 6 FROM flask.tipos_prestamo
        UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id, 'interes', interes::numeric, 6 FROM flask.tipos_prestamo) t) r
WHERE r.antes <> r.despues
  AND NOT EXISTS (SELECT FROM no_llevados n WHERE n.tabla = r.tabla AND n.id = r.id);
