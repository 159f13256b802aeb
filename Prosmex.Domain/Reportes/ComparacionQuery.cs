using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>A row of the comparison; one row without an id carries the total where the page is empty.</summary>
/// <param name="Id">0 for groups without a titular.</param>
/// <param name="Semanas">As JSON.</param>
internal sealed record FilaDeComparacion(
    bool GrupoConocido,
    bool RutaConocida,
    bool TitularConocido,
    int Total,
    int? Id,
    string? Nombre,
    decimal? CobranzaIdeal,
    decimal? CobranzaReal,
    decimal? MorosidadMonto,
    int? PrestamosActivos,
    int? PrestamosAlInicio,
    int? Faltas,
    decimal? Bono,
    string Semanas) : IFiltered
{
    public ComparadoDto Comparado() => new(
        Id is 0 ? null : Id,
        Nombre!,
        CobranzaIdeal!.Value,
        CobranzaReal!.Value,
        MorosidadMonto!.Value,
        Dinero.Fraction(MorosidadMonto.Value, CobranzaIdeal.Value),
        PrestamosActivos!.Value,
        PrestamosAlInicio!.Value,
        Faltas!.Value,
        Bono!.Value,
        NestedRows.Read<SemanaDeFila>(Semanas).ConvertAll(s => new SemanaDeComparadoDto(s.Semana, Dinero.Fraction(s.MorosidadMonto, s.CobranzaIdeal), s.CobranzaReal)));

    private sealed record SemanaDeFila(DateOnly Semana, decimal CobranzaIdeal, decimal CobranzaReal, decimal MorosidadMonto);
}

/// <summary>The statement of the comparison: the groups' weeks of <see cref="TendenciaQuery"/>, summed up per route, group or titular.</summary>
internal static class ComparacionQuery
{
    /// <inheritdoc cref="TendenciaQuery.PorGrupo" path="/param"/>
    public static FormattableString De(AlcanceDeReporte alcance, IReadOnlyList<Semana> semanas, Comparados por, OrdenDeComparacion orden)
    {
        FormattableString titulares = por == Comparados.Titular ? $"LEFT JOIN titularidades t ON t.grupo_id = g.grupo_id AND vigente(t.desde, t.hasta, w.vigencia)" : (FormattableString)$"";
        FormattableString id = por switch
        {
            Comparados.Titular => $"coalesce(t.usuario_id, 0)",
            Comparados.Grupo => $"g.grupo_id",
            _ => $"g.ruta_id",
        };
        FormattableString nombres = por switch
        {
            Comparados.Titular => $"SELECT u.id, {ReporteParts.NombreDeUsuario($"u")} AS nombre FROM usuarios u",
            Comparados.Grupo => $"SELECT v.grupo_id AS id, v.nombre_grupo AS nombre FROM visibles v",
            _ => $"SELECT DISTINCT v.ruta_id AS id, v.nombre_ruta AS nombre FROM visibles v",
        };
        FormattableString primero = orden switch
        {
            OrdenDeComparacion.Crecimiento => $"c.prestamos_activos - c.prestamos_al_inicio DESC",
            OrdenDeComparacion.Bono => $"c.bono DESC",
            OrdenDeComparacion.Nombre => $"c.nombre COLLATE es_mx",
            _ => $"c.morosidad_monto / nullif(c.cobranza_ideal, 0) DESC NULLS LAST",
        };
        return Sql.Combine($"""
            WITH {TendenciaQuery.PorGrupo(alcance, semanas)},
            por_semana AS (
                SELECT {id} AS id, w.n,
                       coalesce(sum(s.cobranza_ideal), 0) AS cobranza_ideal,
                       coalesce(sum(s.cobranza_real), 0) AS cobranza_real,
                       coalesce(sum(s.cobranza_ideal - s.cobranza_real) FILTER (WHERE s.cobranza_ideal <> 0), 0) AS morosidad_monto,
                       coalesce(sum(s.prestamos_activos), 0) AS prestamos_activos,
                       coalesce(sum(s.faltas), 0) AS faltas,
                       coalesce(sum(b.monto), 0) AS bono
                FROM semanas w
                CROSS JOIN visibles g
                LEFT JOIN por_grupo s ON s.n = w.n AND s.grupo_id = g.grupo_id
                {ReporteParts.Bono($"w.vigencia")}
                {titulares}
                GROUP BY 1, w.n),
            comparados AS (
                SELECT s.id,
                       coalesce(k.nombre, '') AS nombre,
                       sum(s.cobranza_ideal) AS cobranza_ideal,
                       sum(s.cobranza_real) AS cobranza_real,
                       sum(s.morosidad_monto) AS morosidad_monto,
                       coalesce(sum(s.prestamos_activos) FILTER (WHERE s.n = {semanas.Count}), 0)::integer AS prestamos_activos,
                       coalesce(sum(s.prestamos_activos) FILTER (WHERE s.n = 1), 0)::integer AS prestamos_al_inicio,
                       sum(s.faltas)::integer AS faltas,
                       sum(s.bono) AS bono
                FROM por_semana s
                LEFT JOIN ({nombres}) k USING (id)
                GROUP BY s.id, k.nombre),
            pagina AS (
                SELECT * FROM comparados c ORDER BY {primero}, c.id {ReporteParts.Page(alcance)})
            SELECT filtros.grupo_conocido, filtros.ruta_conocida, filtros.titular_conocido, (SELECT count(*) FROM comparados)::integer AS total,
                   c.id, c.nombre, c.cobranza_ideal, c.cobranza_real, c.morosidad_monto, c.prestamos_activos, c.prestamos_al_inicio, c.faltas, c.bono,
                   {NestedRows.Of($"""
                       SELECT w.lunes AS semana, coalesce(s.cobranza_ideal, 0) AS cobranza_ideal, coalesce(s.cobranza_real, 0) AS cobranza_real, coalesce(s.morosidad_monto, 0) AS morosidad_monto
                       FROM semanas w
                       LEFT JOIN por_semana s ON s.n = w.n AND s.id = c.id
                       ORDER BY w.n
                       """)} AS semanas
            FROM filtros
            LEFT JOIN pagina c ON true
            ORDER BY {primero}, c.id
            """);
    }
}
