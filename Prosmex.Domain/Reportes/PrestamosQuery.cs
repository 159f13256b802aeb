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
            {Atrasos(alcance)},
            tramos (n, desde, hasta) AS (
                VALUES (1, 0, 0), (2, 1, 7), (3, 8, 30), (4, 31, 60), (5, 61, 90), (6, 91, NULL)),
            sumas AS (
                SELECT width_bucket(a.dias, ARRAY(SELECT desde FROM tramos ORDER BY n)) AS n, count(*)::integer AS prestamos,
                       sum(a.atrasado) AS atrasado, sum(a.restante) AS restante
                FROM atrasos a
                GROUP BY 1)
            SELECT filtros.grupo_conocido, filtros.ruta_conocida, filtros.titular_conocido, t.desde, t.hasta, coalesce(s.prestamos, 0) AS prestamos,
                   coalesce(s.atrasado, 0) AS atrasado, coalesce(s.restante, 0) AS restante
            FROM filtros
            CROSS JOIN tramos t
            LEFT JOIN sumas s USING (n)
            ORDER BY n
            """);
}
