namespace Prosmex.Benchmarks.Floor;

/// <summary>
/// The current week's figures per group, for the groups of a subquery: <c>$1</c> caller, <c>$2</c> Monday, <c>$3</c> its first instant,
/// <c>$4</c> the instant of the report, <c>$5</c> the last day whose loans count.
/// </summary>
internal static class ReportSql
{
    // A loan closed before Monday only counts as a loan and, if it is, as its client's latest. The latest loan comes from an aggregate over ids
    // instead of a sort of all loans. "Paid in the week plus advance is less than the week owes" is written without subtracting the same plan twice.
    private static string FiguresByGrupo(string grupos) => $"""
        WITH visibles AS MATERIALIZED ({grupos}),
        ultimos AS (
            SELECT c.grupo_id, c.cliente_id, max(p.prestamo_id) AS prestamo_id, count(*) AS creditos
            FROM visibles JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id)
            WHERE p.fecha_inicio <= $5
            GROUP BY c.grupo_id, c.cliente_id),
        cartera AS (
            SELECT u.grupo_id, sum(u.creditos)::integer AS creditos, sum(p.monto_prestamo) AS prestamo_papel, sum(p.monto_prestamo_real) AS prestamo_real
            FROM ultimos u JOIN prestamos p USING (prestamo_id)
            GROUP BY u.grupo_id),
        vivos AS (
            SELECT c.grupo_id, p.fecha_inicio <= $5 AS empezado, p.fecha_inicio <= $5 AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= $4) AS abierto, p.cobranza_ideal, p.monto_utilidad, p.numero_semanas, p.pagado,
                   coalesce(x.efectivo, 0) AS efectivo, coalesce(x.dinero, 0) AS dinero, semana_del_plan(p.fecha_inicio, $2) AS k
            FROM visibles JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id)
            LEFT JOIN LATERAL (
                SELECT sum(m.monto_pagado) AS dinero, sum(m.monto_pagado) FILTER (WHERE coalesce(o.tipo, m.tipo) = 'cobro') AS efectivo
                FROM pagos m LEFT JOIN pagos o ON o.pago_id = m.reversa_de
                WHERE m.prestamo_id = p.prestamo_id AND m.fecha_pago >= $3 AND m.fecha_pago < 'infinity') x ON true
            WHERE (p.fecha_cierre IS NULL OR p.fecha_cierre >= $3 OR p.excepcion_adopcion)),
        semana AS (
            SELECT grupo_id, coalesce(sum(cobranza_ideal) FILTER (WHERE abierto), 0) AS cobranza_ideal, count(*) FILTER (WHERE abierto)::integer AS activos,
                   sum(efectivo) AS cobranza_real, sum(monto_utilidad - pagado) FILTER (WHERE empezado) AS restante,
                   count(*) FILTER (WHERE CASE WHEN k BETWEEN 1 AND numero_semanas
                       THEN dinero + greatest(pagado - dinero, plan_acumulado(monto_utilidad, cobranza_ideal, numero_semanas, k - 1))
                            < plan_acumulado(monto_utilidad, cobranza_ideal, numero_semanas, k)
                       ELSE false END) AS faltas
            FROM vivos
            GROUP BY grupo_id),
        por_grupo AS (
            SELECT grupo_id, coalesce(creditos, 0) AS creditos, coalesce(prestamo_papel, 0) AS prestamo_papel, coalesce(prestamo_real, 0) AS prestamo_real, coalesce(activos, 0) AS activos, coalesce(cobranza_ideal, 0) AS cobranza_ideal,
                   coalesce(cobranza_real, 0) AS cobranza_real, coalesce(restante, 0) AS restante, coalesce(faltas, 0) AS faltas
            FROM cartera FULL JOIN semana USING (grupo_id))
        """;

    /// <summary>A row per group, by id.</summary>
    public static string Rows(string grupos) => $"""
        {FiguresByGrupo(grupos)}
        SELECT g.grupo_id,
               concat_ws(' ', gerente.nombre, nullif(gerente.apellido_paterno, '')),
               concat_ws(' ', supervisor.nombre, nullif(supervisor.apellido_paterno, '')),
               concat_ws(' ', titular.nombre, nullif(titular.apellido_paterno, '')),
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
}
