namespace Prosmex.Benchmarks.Piso;

/// <summary>
/// The week's figures per group, for the groups that a sub-select names: <c>$1</c> caller, <c>$2</c> Monday, <c>$3</c> its first instant, <c>$4</c> the
/// instant as of which is told, <c>$5</c> the last day whose loans count. Written for the running week, which is not closed: faltas are those
/// that there would be.
/// </summary>
internal static class ConsultaDeReporte
{
    // Loans are read once. The latest loan of a client is told by one aggregate instead of a sort of all loans. The money since Monday is read
    // loan by loan for a few groups, and in one pass over the week's entries for all of them.
    private static string PorGrupo(string grupos, bool todos) => $"""
        WITH visibles AS MATERIALIZED ({grupos}),
        creditos AS (
            SELECT c.grupo_id, c.cliente_id, p.prestamo_id, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.pagado,
                   p.fecha_cierre IS NULL OR p.fecha_cierre >= $4 AS abierto,
                   semana_del_plan(p.fecha_inicio, $2) AS k
            FROM visibles
            JOIN clientes_avales c USING (grupo_id)
            JOIN prestamos p USING (cliente_id)
            WHERE p.fecha_inicio <= $5),
        reciente AS (
            SELECT m.prestamo_id,
                   sum(m.monto_pagado) AS desde_el_lunes,
                   sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < $4) AS en_la_semana,
                   sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < $4 AND coalesce(o.tipo, m.tipo) = 'cobro') AS efectivo
            FROM {(todos ? "pagos m" : "creditos JOIN pagos m USING (prestamo_id)")}
            LEFT JOIN pagos o ON o.pago_id = m.reversa_de
            WHERE m.fecha_pago >= $3
            GROUP BY m.prestamo_id),
        cifras AS (
            SELECT c.*, coalesce(x.efectivo, 0) AS efectivo, coalesce(x.en_la_semana, 0) AS en_la_semana, c.pagado - coalesce(x.desde_el_lunes, 0) AS antes
            FROM creditos c
            LEFT JOIN reciente x USING (prestamo_id)),
        por_cliente AS (
            SELECT grupo_id, cliente_id,
                   coalesce(sum(cobranza_ideal) FILTER (WHERE abierto), 0) AS cobranza_ideal,
                   sum(efectivo) AS cobranza_real,
                   max(ARRAY[prestamo_id, monto_prestamo, monto_prestamo_real]) AS ultimo,
                   sum(monto_utilidad - antes - en_la_semana) AS restante,
                   count(*) AS creditos,
                   count(*) FILTER (WHERE abierto) AS activos,
                   count(*) FILTER (WHERE CASE WHEN k BETWEEN 1 AND numero_semanas
                       THEN en_la_semana + greatest(0, antes - plan_acumulado(monto_utilidad, cobranza_ideal, numero_semanas, k - 1))
                            < plan_acumulado(monto_utilidad, cobranza_ideal, numero_semanas, k) - plan_acumulado(monto_utilidad, cobranza_ideal, numero_semanas, k - 1)
                       ELSE false END) AS faltas
            FROM cifras
            GROUP BY grupo_id, cliente_id),
        por_grupo AS (
            SELECT grupo_id, sum(cobranza_ideal) AS cobranza_ideal, sum(cobranza_real) AS cobranza_real, sum(ultimo[2]) AS prestamo_papel, sum(ultimo[3]) AS prestamo_real,
                   sum(restante) AS restante, sum(creditos)::integer AS creditos, sum(activos)::integer AS activos, sum(faltas) AS faltas
            FROM por_cliente
            GROUP BY grupo_id)
        """;

    /// <summary>A row per group, by id.</summary>
    public static string Filas(string grupos) => $"""
        {PorGrupo(grupos, todos: false)}
        SELECT g.grupo_id,
               concat_ws(' ', gerente.nombre, nullif(gerente.apellido_paterno, ''), nullif(gerente.apellido_materno, '')),
               concat_ws(' ', supervisor.nombre, nullif(supervisor.apellido_paterno, ''), nullif(supervisor.apellido_materno, '')),
               concat_ws(' ', titular.nombre, nullif(titular.apellido_paterno, ''), nullif(titular.apellido_materno, '')),
               r.nombre_ruta, g.nombre_grupo,
               coalesce(s.cobranza_ideal, 0), coalesce(s.cobranza_real, 0), coalesce(s.prestamo_papel, 0), coalesce(s.prestamo_real, 0), coalesce(s.restante, 0),
               coalesce(s.creditos, 0), coalesce(s.activos, 0), coalesce(b.monto, 0)
        FROM visibles g
        JOIN rutas r USING (ruta_id)
        LEFT JOIN por_grupo s USING (grupo_id)
        LEFT JOIN bono b ON b.entrega_min <= s.cobranza_real AND s.cobranza_real < b.entrega_max + 1 AND s.faltas <= b.fallas
        LEFT JOIN usuarios gerente ON gerente.id = r.usuario_id_gerente
        LEFT JOIN usuarios supervisor ON supervisor.id = r.usuario_id_supervisor
        LEFT JOIN usuarios titular ON titular.id = g.usuario_id_titular
        ORDER BY g.grupo_id
        """;

    /// <summary>One row for all groups; a bono and what is owed are each group's own, and so told before they are added up.</summary>
    public static string Sumas(string grupos, bool todos) => $"""
        {PorGrupo(grupos, todos)}
        SELECT coalesce(sum(s.cobranza_ideal), 0), coalesce(sum(s.cobranza_real), 0), coalesce(sum(s.prestamo_papel), 0), coalesce(sum(s.prestamo_real), 0),
               coalesce(sum(s.restante), 0), coalesce(sum(s.cobranza_ideal - s.cobranza_real) FILTER (WHERE s.cobranza_ideal <> 0), 0), coalesce(sum(b.monto), 0),
               coalesce(sum(s.creditos), 0)::integer, coalesce(sum(s.activos), 0)::integer
        FROM por_grupo s
        LEFT JOIN bono b ON b.entrega_min <= s.cobranza_real AND s.cobranza_real < b.entrega_max + 1 AND s.faltas <= b.fallas
        """;
}
