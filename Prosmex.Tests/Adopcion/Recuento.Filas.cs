namespace Prosmex.Tests.Adopcion;

/// <content>Rows, people, the ledger, and weeks.</content>
internal sealed partial class Recuento
{
    private const string Old =
        """
        SELECT 'roles' AS tabla, rol_id AS id FROM {0}.roles UNION ALL SELECT 'acciones', accion_id FROM {0}.acciones UNION ALL SELECT 'usuarios', id FROM {0}.usuarios
        UNION ALL SELECT 'rutas', ruta_id FROM {0}.rutas UNION ALL SELECT 'grupos', grupo_id FROM {0}.grupos UNION ALL SELECT 'clientes_avales', cliente_id FROM {0}.clientes_avales
        UNION ALL SELECT 'tipos_prestamo', tipo_prestamo_id FROM {0}.tipos_prestamo UNION ALL SELECT 'bono', id FROM {0}.bono UNION ALL SELECT 'corte', id FROM {0}.corte
        UNION ALL SELECT 'prestamos', prestamo_id FROM {0}.prestamos UNION ALL SELECT 'pagos', pago_id FROM {0}.pagos UNION ALL SELECT 'falta', id FROM {0}.falta
        """;

    private static readonly string Antes = Old.Replace("{0}", "flask", StringComparison.Ordinal);
    private static readonly string Despues = Old.Replace("{0}", "public", StringComparison.Ordinal);

    private static readonly (string Que, string Sql)[] Filas =
    [
        ("fila que ni se llevó ni se dice", $"""
            SELECT v.tabla || ' ' || v.id FROM ({Antes}) v LEFT JOIN ({Despues}) n USING (tabla, id)
            WHERE n.id IS NULL AND NOT EXISTS (SELECT FROM hallazgo h WHERE h.tabla = v.tabla AND h.id = v.id)
            """),
        ("fila que nadie tenía", $"""
            SELECT n.tabla || ' ' || n.id FROM ({Despues}) n LEFT JOIN ({Antes}) v USING (tabla, id)
            WHERE v.id IS NULL AND NOT (n.tabla = 'pagos' AND EXISTS (SELECT FROM public.pagos p WHERE p.pago_id = n.id AND p.tipo = 'liquidacion_por_renovacion'))
            """),
        ("fila que se quedó sin motivo de la tabla", $"""
            SELECT v.tabla || ' ' || v.id FROM ({Antes}) v LEFT JOIN ({Despues}) n USING (tabla, id)
            WHERE n.id IS NULL AND NOT CASE v.tabla
                WHEN 'tipos_prestamo' THEN EXISTS (SELECT FROM flask.tipos_prestamo x WHERE x.tipo_prestamo_id = v.id AND NOT pg_temp.finito(x))
                WHEN 'bono' THEN EXISTS (SELECT FROM flask.bono x WHERE x.id = v.id AND NOT pg_temp.finito(x))
                WHEN 'corte' THEN EXISTS (SELECT FROM flask.corte x WHERE x.id = v.id AND NOT pg_temp.finito(x))
                WHEN 'prestamos' THEN EXISTS (SELECT FROM flask.prestamos x WHERE x.prestamo_id = v.id AND NOT pg_temp.finito(x))
                WHEN 'pagos' THEN EXISTS (SELECT FROM flask.pagos x WHERE x.pago_id = v.id AND (NOT pg_temp.finito(x) OR x.prestamo_id NOT IN (SELECT prestamo_id FROM llevado)))
                -- One of its week, or of the week whose faltas are not written yet.
                WHEN 'falta' THEN EXISTS (
                    SELECT FROM flask.falta x WHERE x.id = v.id
                    AND (NOT pg_temp.finito(x) OR x.prestamo_id NOT IN (SELECT prestamo_id FROM llevado) OR pg_temp.dia(x.fecha) >= pg_temp.lunes(pg_temp.hoy())
                         OR EXISTS (SELECT FROM flask.falta o WHERE o.prestamo_id = x.prestamo_id AND o.id <> x.id AND pg_temp.finito(o)
                                    AND pg_temp.lunes(pg_temp.dia(o.fecha)) = pg_temp.lunes(pg_temp.dia(x.fecha)))))
                ELSE false END
            """),
        ("filas que dice el informe", $"""
            SELECT format('%s: %s y %s, son %s y %s', t.tabla, t.filas_antes, t.filas_despues, v.filas, n.filas) FROM tabla t
            LEFT JOIN (SELECT tabla, count(*) AS filas FROM ({Antes}) x GROUP BY tabla) v USING (tabla)
            LEFT JOIN (SELECT tabla, count(*) AS filas FROM ({Despues}) x GROUP BY tabla) n USING (tabla)
            WHERE t.tabla <> 'permisos' AND (t.filas_antes, t.filas_despues) IS DISTINCT FROM (coalesce(v.filas, 0), coalesce(n.filas, 0))
            """),
        ("tabla que el informe calla", $"SELECT DISTINCT tabla FROM ({Antes}) v WHERE tabla NOT IN (SELECT tabla FROM tabla)"),
        ("sumas de pagos que dice el informe", """
            SELECT format('%s y %s, son %s y %s', suma_antes, suma_despues, v, n) FROM tabla,
                (SELECT coalesce(sum(monto_pagado) FILTER (WHERE monto_pagado NOT IN ('NaN', 'Infinity', '-Infinity')), 0) AS v FROM flask.pagos) a,
                (SELECT coalesce(sum(monto_pagado), 0) AS n FROM public.pagos) b
            WHERE tabla = 'pagos' AND (suma_antes, suma_despues) IS DISTINCT FROM (v, n)
            """),
        ("redondeo que nadie dice", """
            SELECT 'pago ' || pago_id FROM flask.pagos p JOIN llevado USING (prestamo_id)
            WHERE pg_temp.finito(p) AND monto_pagado <> round(monto_pagado, 2) AND NOT EXISTS (SELECT FROM hallazgo h WHERE h.tabla = 'pagos' AND h.id = pago_id)
            """),
        ("el dinero de antes no es el de después más lo que se dice", """
            SELECT format('%s contra %s', antes, despues)
            FROM (SELECT coalesce(sum(p.monto_pagado), 0) AS antes, coalesce(sum(round(p.monto_pagado, 2) - p.monto_pagado), 0) AS redondeo
                  FROM flask.pagos p JOIN llevado USING (prestamo_id) WHERE pg_temp.finito(p)) a,
                 (SELECT coalesce(sum(monto_pagado) FILTER (WHERE tipo <> 'liquidacion_por_renovacion'), 0) + (SELECT coalesce(sum(monto), 0) FROM public.adopcion_excedente) AS despues FROM public.pagos) d
            WHERE antes + redondeo <> despues
            """),
    ];

    // What is carried as it was.
    private static readonly (string Que, string Sql)[] Same =
    [
        SameRows("rutas", "ruta_id, nombre_ruta, usuario_id_gerente, usuario_id_supervisor"),
        SameRows("grupos", "grupo_id, nombre_grupo, ruta_id, usuario_id_titular"),
        SameRows("clientes_avales", "cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil::text, num_hijos, propiedad::text, es_aval, grupo_id"),
        SameRows("permisos", "rol_id, accion_id"),
        SameRows("roles", "rol_id, nombre"),
        SameRows("tipos_prestamo", "tipo_prestamo_id, nombre, numero_semanas, round(porcentaje_semanal::numeric, 6), round(interes::numeric, 6), incumplimientos_tolerados, round(pena_incumplimiento, 2), limite_penalizaciones"),
        SameRows("bono", "id, round(monto, 2), round(entrega_min, 2), round(entrega_max, 2), fallas"),
        SameRows("corte", "id, usuario_id, round(corte_total, 2), round(total_gastos, 2), round(semilla, 2)"),
        SameRows("usuarios", "id, nombre, apellido_paterno, coalesce(apellido_materno, ''), usuario"),
        ("fecha de un corte", "SELECT format('%s: %s y %s', id, v.fecha, n.fecha) FROM flask.corte v JOIN public.corte n USING (id) WHERE NOT pg_temp.mismo(v.fecha, n.fecha)"),
    ];

    private static readonly (string Que, string Sql)[] Personas =
    [
        ("usuario que debía quedar desactivado", """
            SELECT format('%s %s', id, v.usuario) FROM flask.usuarios v JOIN public.usuarios n USING (id)
            WHERE n.activo AND (v.rol_id IS NULL OR v.contrasena !~ '^\$2[aby]\$\d\d\$[./0-9A-Za-z]{53}$')
            """),
        ("dos activos con el mismo nombre", "SELECT string_agg(usuario, ' ') FROM public.usuarios WHERE activo GROUP BY lower(usuario COLLATE \"und-x-icu\") HAVING count(*) > 1"),
        ("nombre del que nadie quedó activo aunque podía", """
            SELECT string_agg(v.usuario, ' ') FROM flask.usuarios v JOIN public.usuarios n USING (id) GROUP BY lower(v.usuario COLLATE "und-x-icu")
            HAVING NOT bool_or(n.activo) AND bool_or(v.rol_id IS NOT NULL AND v.contrasena ~ '^\$2[aby]\$\d\d\$[./0-9A-Za-z]{53}$')
            """),
        ("rol o contraseña de quien sigue activo", "SELECT id::text FROM flask.usuarios v JOIN public.usuarios n USING (id) WHERE n.activo AND (v.rol_id, v.contrasena) IS DISTINCT FROM (n.rol_id, n.contrasena)"),
        ("contraseña en claro copiada", "SELECT id::text FROM flask.usuarios v JOIN public.usuarios n USING (id) WHERE v.contrasena !~ '^\\$2[aby]\\$\\d\\d\\$[./0-9A-Za-z]{53}$' AND (n.contrasena = v.contrasena OR n.contrasena LIKE '%visible%')"),
        ("desactivado que nadie dice", "SELECT id::text FROM public.usuarios u WHERE NOT activo AND NOT EXISTS (SELECT FROM hallazgo h WHERE h.tabla = 'usuarios' AND h.id = u.id)"),
    ];

    private static readonly (string Que, string Sql)[] Libro =
    [
        ("monto de un pago", """
            SELECT format('%s: %s, era %s', pago_id, n.monto_pagado, v.monto_pagado) FROM flask.pagos v JOIN public.pagos n USING (pago_id)
            LEFT JOIN public.adopcion_excedente e USING (pago_id) WHERE n.monto_pagado + coalesce(e.monto, 0) <> round(v.monto_pagado, 2) OR n.prestamo_id <> v.prestamo_id
            """),
        ("fecha de un pago", """
            SELECT format('%s: %s y %s', pago_id, v.fecha_pago, n.fecha_pago) FROM flask.pagos v JOIN public.pagos n USING (pago_id)
            WHERE NOT pg_temp.mismo((SELECT o.fecha_pago FROM flask.pagos o WHERE o.pago_id = coalesce(n.reversa_de, v.pago_id)), n.fecha_pago)
            """),
        ("reversa que no lo es", """
            SELECT format('%s de %s', r.pago_id, r.reversa_de) FROM public.pagos r JOIN public.pagos m ON m.pago_id = r.reversa_de
            WHERE m.tipo <> 'cobro' OR m.monto_pagado <> -r.monto_pagado OR m.prestamo_id <> r.prestamo_id OR m.pago_id > r.pago_id
            """),
        ("negativo suelto sin excepción o sin decir", """
            SELECT pago_id::text FROM public.pagos WHERE tipo = 'cobro' AND monto_pagado < 0
            AND NOT (excepcion_adopcion AND EXISTS (SELECT FROM hallazgo h WHERE h.tabla = 'pagos' AND h.id = pago_id))
            """),
        ("reversa que nadie dice", "SELECT pago_id::text FROM public.pagos WHERE tipo = 'reversa' AND NOT EXISTS (SELECT FROM hallazgo h WHERE h.tabla = 'pagos' AND h.id = pago_id)"),
        ("secuencia que volvería a dar un id", $"""
            SELECT format('%s: %s, hay hasta %s', t.tabla, s.last_value, t.ultimo)
            FROM (SELECT tabla, max(id) AS ultimo FROM ({Antes} UNION ALL {Despues}) x WHERE tabla NOT IN ('roles', 'acciones') GROUP BY tabla) t
            JOIN pg_index i ON i.indrelid = to_regclass('public.' || t.tabla) AND i.indisprimary
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
            JOIN pg_sequences s ON s.schemaname = 'public' AND 'public.' || s.sequencename = pg_get_serial_sequence('public.' || t.tabla, a.attname)
            WHERE coalesce(s.last_value, 0) < t.ultimo
            """),
    ];

    private static readonly (string Que, string Sql)[] Semanas =
    [
        ("semanas adoptadas", """
            SELECT format('%s semanas de %s a %s, %s sin adoptar', count(*), min(semana), max(semana), count(*) FILTER (WHERE NOT adoptada)) FROM public.semana_cierre
            HAVING max(semana) IS DISTINCT FROM pg_temp.lunes(pg_temp.hoy()) - 7 OR NOT bool_and(adoptada) OR count(*) <> 1 + (max(semana) - min(semana)) / 7
                OR min(semana) > (SELECT min(pg_temp.lunes(inicio)) FROM llevado)
            """),
        ("falta de una semana", """
            WITH viejas AS (
                SELECT f.prestamo_id, pg_temp.lunes(pg_temp.dia(f.fecha)) + 6 AS fecha, sum(round(f.monto_abonado, 2)) AS abonado, array_agg(f.id) AS ids
                FROM flask.falta f JOIN llevado USING (prestamo_id)
                WHERE pg_temp.finito(f) AND pg_temp.dia(f.fecha) < pg_temp.lunes(pg_temp.hoy()) GROUP BY 1, 2)
            SELECT format('%s %s: %s %s, eran %s %s', prestamo_id, fecha, n.id, n.monto_abonado, ids, abonado)
            FROM viejas v FULL JOIN public.falta n USING (prestamo_id, fecha) WHERE n.id IS NULL OR v.ids IS NULL OR n.id <> ALL (v.ids) OR n.monto_abonado <> v.abonado
            """),
    ];

    // Not the rows that stayed behind: those are counted above.
    private static (string Que, string Sql) SameRows(string table, string columns) =>
        ($"{table} no es como era", $"""
            SELECT x::text FROM (SELECT {columns} FROM flask.{table} v WHERE pg_temp.finito(v) EXCEPT SELECT {columns} FROM public.{table}) x
            UNION ALL SELECT x::text FROM (SELECT {columns} FROM public.{table} EXCEPT SELECT {columns} FROM flask.{table} v WHERE pg_temp.finito(v)) x
            """);
}
