using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The figures of loans by days late. Amounts in MXN.</summary>
internal sealed record FilaDeAntiguedad(
    bool GrupoConocido, bool RutaConocida, bool TitularConocido, int Desde, int? Hasta, int Prestamos, decimal Atrasado, decimal Restante) : IFiltered;

/// <summary>The statements of reports by loan instead of by group.</summary>
internal static class PrestamosQuery
{
    /// <summary>
    /// The open loans with what is late (<c>atrasado</c>), and the days since the Sunday of their oldest week that is not fully paid (<c>dias</c>). What
    /// is due in the requested week can still be paid in it: a loan is late by earlier weeks only. One that owes nothing from them is 0 days late.
    /// </summary>
    public static FormattableString Atrasos(AlcanceDeReporte alcance) => $"""
            pendientes AS (
                SELECT c.*, greatest(0, c.plan_antes - c.antes - c.en_la_semana) AS atrasado,
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
            {ReporteParts.Cuentas(alcance.Pedida, $"visibles")},
            {Atrasos(alcance)}
            SELECT filtros.grupo_conocido, filtros.ruta_conocida, filtros.titular_conocido, t.desde, t.hasta, count(a.dias)::integer AS prestamos,
                   coalesce(sum(a.atrasado), 0) AS atrasado, coalesce(sum(a.restante), 0) AS restante
            FROM filtros
            CROSS JOIN (VALUES (0, 0), (1, 7), (8, 30), (31, 60), (61, 90), (91, NULL)) t (desde, hasta)
            LEFT JOIN atrasos a ON a.dias >= t.desde AND (t.hasta IS NULL OR a.dias <= t.hasta)
            GROUP BY filtros.grupo_conocido, filtros.ruta_conocida, filtros.titular_conocido, t.desde, t.hasta
            ORDER BY t.desde
            """);
}
