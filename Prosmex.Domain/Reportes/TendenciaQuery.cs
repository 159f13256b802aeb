using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The trend's figures of a week.</summary>
/// <param name="MorosidadMonto">Σ over groups, as in the report's totals: a group without open loans has none.</param>
internal sealed record FilaDeTendencia(
    bool GrupoConocido,
    bool RutaConocida,
    bool TitularConocido,
    DateOnly Semana,
    decimal CobranzaIdeal,
    decimal CobranzaReal,
    decimal MorosidadMonto,
    int Faltas,
    decimal Bono,
    int PrestamosActivos) : IFiltered
{
    public SemanaDeTendenciaDto Dto() =>
        new(Semana, CobranzaIdeal, CobranzaReal, MorosidadMonto, Dinero.Fraction(MorosidadMonto, CobranzaIdeal), Faltas, Bono, PrestamosActivos);
}

/// <summary>
/// The report's figures of many weeks in one statement: of closed weeks the stored summaries, of the others <see cref="CifrasDeSemanas"/>.
/// </summary>
internal static class TendenciaQuery
{
    /// <summary>One row per week: the sums of the groups.</summary>
    /// <inheritdoc cref="PorGrupo" path="/param"/>
    public static FormattableString De(AlcanceDeReporte alcance, IReadOnlyList<Semana> semanas) => Sql.Combine($"""
            WITH {PorGrupo(alcance, semanas)}
            SELECT filtros.grupo_conocido,
                   filtros.ruta_conocida,
                   filtros.titular_conocido,
                   w.lunes AS semana,
                   coalesce(sum(s.cobranza_ideal), 0) AS cobranza_ideal,
                   coalesce(sum(s.cobranza_real), 0) AS cobranza_real,
                   coalesce(sum(s.cobranza_ideal - s.cobranza_real) FILTER (WHERE s.cobranza_ideal <> 0), 0) AS morosidad_monto,
                   coalesce(sum(s.faltas), 0)::integer AS faltas,
                   coalesce(sum(b.monto), 0) AS bono,
                   coalesce(sum(s.prestamos_activos), 0)::integer AS prestamos_activos
            FROM filtros
            CROSS JOIN semanas w
            LEFT JOIN por_grupo s USING (n)
            {ReporteParts.Bono($"w.vigencia")}
            GROUP BY filtros.grupo_conocido, filtros.ruta_conocida, filtros.titular_conocido, w.n, w.lunes
            ORDER BY w.n
            """);

    /// <summary>
    /// The weeks, numbered from 1 (<c>semanas</c>), and the figures of each group in each (<c>por_grupo</c>); no row where a group has none.
    /// </summary>
    /// <param name="alcance">Its week is the last one.</param>
    public static FormattableString PorGrupo(AlcanceDeReporte alcance, IReadOnlyList<Semana> semanas)
    {
        SemanaPedida[] pedidas = [.. semanas.Select(s => SemanaPedida.De(alcance, s))];
        return $"""
            {ReporteParts.Grupos(alcance)},
            {CifrasDeSemanas.Semanas(pedidas)},
            {Abiertas(alcance, pedidas)},
            por_grupo AS (
                SELECT * FROM abiertas
                UNION ALL
                -- Zero as computed is 0, as stored 0.00: answers have one form of it.
                SELECT s.n, r.grupo_id, CASE WHEN r.cobranza_ideal = 0 THEN 0 ELSE r.cobranza_ideal END, CASE WHEN r.cobranza_real = 0 THEN 0 ELSE r.cobranza_real END,
                       r.prestamos_activos, r.faltas
                FROM semanas s
                JOIN resumen_semanal r ON r.semana = s.lunes
                JOIN visibles USING (grupo_id)
                WHERE s.cerrada)
            """;
    }

    // Figures are kept of the running week alone: where an earlier one is open too, in the hour before its close, both are computed.
    private static FormattableString Abiertas(AlcanceDeReporte alcance, SemanaPedida[] semanas) => alcance.Pedida.IsRunning
        ? (FormattableString)$"""
            {ReporteParts.Kept(alcance.Pedida, $"visibles", $"NOT EXISTS (SELECT FROM semanas WHERE n < {semanas.Length} AND NOT cerrada)")},
            {CifrasDeSemanas.Abiertas(semanas, $"por_calcular")},
            abiertas AS (
                SELECT * FROM cifras
                UNION ALL
                SELECT {semanas.Length}::integer, grupo_id, {CifrasDeSemanas.Cifras} FROM al_dia WHERE {CifrasDeSemanas.Any})
            """
        : $"""
            {CifrasDeSemanas.Abiertas(semanas, $"visibles")},
            abiertas AS (
                SELECT * FROM cifras)
            """;
}
