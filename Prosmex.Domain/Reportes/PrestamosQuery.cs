using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The figures of loans by days late. Amounts in MXN.</summary>
internal sealed record FilaDeAntiguedad(bool GrupoConocido, bool RutaConocida, int Desde, int? Hasta, int Prestamos, decimal Atrasado, decimal Restante) : IFiltered;

/// <summary>The row of a loan that the sheet still asks for money; one row without a loan carries the total where the page is empty.</summary>
internal sealed record FilaPorCobrar(
    bool GrupoConocido,
    bool RutaConocida,
    int Total,
    int? PrestamoId,
    string? Cliente,
    string? Aval,
    int? GrupoId,
    string? Grupo,
    string? Ruta,
    decimal? Vence,
    decimal? Atrasado,
    decimal? Restante,
    int? Faltas) : IFiltered
{
    public PrestamoSinCobrarDto Prestamo() =>
        new(PrestamoId!.Value, Cliente!, Aval!, GrupoId!.Value, Grupo!, Ruta!, Vence!.Value, Atrasado!.Value, Restante!.Value, Faltas!.Value);
}

/// <summary>The statements of reports by loan instead of by group.</summary>
internal static class PrestamosQuery
{
    // What is due this week can still be paid in it: a loan is late by earlier weeks only.
    private static FormattableString Atrasado => $"greatest(0, c.plan_antes - c.antes - c.en_la_semana)";

    // In a past week, a person who has left the group since is named only to a caller who sees the group that they are in now.
    private static FormattableString NombreDe(AlcanceDeReporte alcance, FormattableString cliente)
    {
        if (alcance.Vigencia == DateOnly.MaxValue)
        {
            return $"{cliente}.nombre_completo";
        }

        return $"""
            CASE WHEN {cliente}.grupo_id IN (SELECT v.grupo_id FROM alcance v) THEN {cliente}.nombre_completo
                 WHEN {cliente}.cliente_id IS NOT NULL THEN 'cliente de otro grupo' END
            """;
    }

    /// <summary>
    /// The open loans with what is late (<c>atrasado</c>), and the days since the Sunday of their oldest week that is not fully paid (<c>dias</c>). What
    /// is due in the requested week can still be paid in it: a loan is late by earlier weeks only. One that owes nothing from them is 0 days late.
    /// </summary>
    public static FormattableString Atrasos(AlcanceDeReporte alcance) => $"""
            pendientes AS (
                SELECT c.*, {Atrasado} AS atrasado,
                       CASE WHEN c.cobranza_ideal = 0 THEN c.numero_semanas
                            ELSE least(c.numero_semanas, 1 + greatest(0, floor((c.antes + c.en_la_semana) / c.cobranza_ideal))) END::integer AS pendiente
                FROM cuentas c
                WHERE c.abierto),
            atrasos AS (
                SELECT p.*, CASE WHEN p.atrasado > 0 THEN ({alcance.UltimoDia}::date - {alcance.Semana.Domingo}::date) + 7 * (p.k - p.pendiente) ELSE 0 END AS dias
                FROM pendientes p)
            """;

    /// <summary>The open loans by days late; always six rows.</summary>
    public static FormattableString Antiguedad(AlcanceDeReporte alcance) => Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            {ReporteParts.Cuentas(alcance, $"visibles")},
            {Atrasos(alcance)}
            SELECT filtros.grupo_conocido, filtros.ruta_conocida, t.desde, t.hasta, count(a.dias)::integer AS prestamos,
                   coalesce(sum(a.atrasado), 0) AS atrasado, coalesce(sum(a.restante), 0) AS restante
            FROM filtros
            CROSS JOIN (VALUES (0, 0), (1, 7), (8, 30), (31, 60), (61, 90), (91, NULL)) t (desde, hasta)
            LEFT JOIN atrasos a ON a.dias >= t.desde AND (t.hasta IS NULL OR a.dias <= t.hasta)
            GROUP BY filtros.grupo_conocido, filtros.ruta_conocida, t.desde, t.hasta
            ORDER BY t.desde
            """);

    /// <summary>By group, client (Spanish order) and loan.</summary>
    public static FormattableString PorCobrar(AlcanceDeReporte alcance) => Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            {ReporteParts.Cuentas(alcance, $"visibles")},
            por_cobrar AS (
                SELECT c.grupo_id, c.prestamo_id, c.cliente_id, c.aval_id, c.esperado - {Atrasado} AS vence, {Atrasado} AS atrasado, c.restante
                FROM cuentas c
                WHERE c.por_cobrar),
            pagina AS (
                SELECT p.*, {NombreDe(alcance, $"d")} AS cliente
                FROM por_cobrar p
                JOIN clientes_avales d USING (cliente_id)
                ORDER BY p.grupo_id, cliente, p.prestamo_id
                {ReporteParts.Page(alcance)})
            SELECT filtros.grupo_conocido, filtros.ruta_conocida, (SELECT count(*) FROM por_cobrar)::integer AS total,
                   p.prestamo_id, p.cliente, coalesce({NombreDe(alcance, $"a")}, '') AS aval,
                   p.grupo_id, v.nombre_grupo AS grupo, v.nombre_ruta AS ruta, p.vence, p.atrasado, p.restante,
                   (SELECT count(*) FROM falta f WHERE f.prestamo_id = p.prestamo_id AND f.fecha <= {alcance.UltimoDia})::integer AS faltas
            FROM filtros
            LEFT JOIN pagina p ON true
            LEFT JOIN visibles v USING (grupo_id)
            LEFT JOIN clientes_avales a ON a.cliente_id = p.aval_id
            ORDER BY p.grupo_id, p.cliente, p.prestamo_id
            """);
}
