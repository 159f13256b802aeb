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
/// The report's figures of many weeks in one statement: each entry and each loan is read once, however many weeks there are. The rules are those of
/// <see cref="SemanaQuery"/>; tests compare each week with it.
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
        var lunes = semanas.Select(s => s.Lunes).ToArray();
        var cortes = semanas.Select(alcance.Corte).ToArray();
        var ultimosDias = semanas.Select(alcance.Ultimo).ToArray();
        var vigencias = semanas.Select(alcance.VigenciaDe).ToArray();

        // The start of each week, and the end of the last one; later entries get a number of their own.
        DateTimeOffset[] bordes = [.. semanas.Select(s => s.Inicio), cortes[^1]];
        return $"""
            {ReporteParts.Grupos(alcance)},
            semanas AS (
                SELECT s.n::integer, s.lunes, s.corte, s.ultimo_dia, s.vigencia, coalesce(c.ultima >= s.lunes, false) AS cerrada
                FROM unnest({lunes}::date[], {cortes}::timestamptz[], {ultimosDias}::date[], {vigencias}::date[]) WITH ORDINALITY AS s (lunes, corte, ultimo_dia, vigencia, n)
                CROSS JOIN (SELECT max(semana) AS ultima FROM semana_cierre) c),
            sin_cobranza AS (
                SELECT s.n, d.grupo_id
                FROM semanas s
                JOIN grupos_sin_cobranza d ON d.semana = s.lunes),
            creditos AS (
                SELECT c.grupo_id, c.desde, c.hasta, p.*
                FROM visibles
                JOIN membresias c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE {ReporteParts.StartedOrRegistered(alcance)}),
            abiertos AS (
                SELECT s.n, c.grupo_id, sum(c.cobranza_ideal) AS cobranza_ideal, count(*) AS prestamos_activos
                FROM semanas s
                JOIN creditos c ON vigente(c.desde, c.hasta, s.vigencia) AND c.fecha_inicio <= s.ultimo_dia AND (c.fecha_cierre IS NULL OR c.fecha_cierre >= s.corte)
                GROUP BY s.n, c.grupo_id),
            entradas AS (
                SELECT c.grupo_id, c.desde, c.hasta, m.pago_id, m.prestamo_id, m.monto_pagado, coalesce(o.tipo, m.tipo) AS tipo,
                       width_bucket(m.fecha_pago, {bordes}::timestamptz[]) AS n
                FROM creditos c
                JOIN pagos m USING (prestamo_id)
                LEFT JOIN pagos o ON o.pago_id = m.reversa_de
                WHERE m.fecha_pago >= {bordes[0]}),
            efectivo AS (
                SELECT s.n, e.grupo_id, sum(e.monto_pagado) AS cobranza_real
                FROM entradas e
                JOIN semanas s USING (n)
                WHERE vigente(e.desde, e.hasta, s.vigencia) AND e.tipo = 'cobro'
                GROUP BY s.n, e.grupo_id),
            -- A client who has moved between these groups has an entry in each.
            recientes AS (
                SELECT e.prestamo_id, e.n, sum(e.monto_pagado) AS monto
                FROM (SELECT DISTINCT ON (pago_id) prestamo_id, n, monto_pagado FROM entradas WHERE n >= (SELECT min(n) FROM semanas WHERE NOT cerrada)) e
                GROUP BY e.prestamo_id, e.n),
            pendientes AS (
                SELECT s.n, c.grupo_id, c.prestamo_id, c.monto_utilidad, c.cobranza_ideal, c.numero_semanas,
                       semana_del_plan(c.fecha_inicio, s.lunes) AS k,
                       c.pagado - coalesce(sum(r.monto), 0) AS antes,
                       coalesce(sum(r.monto) FILTER (WHERE r.n = s.n), 0) AS en_la_semana
                FROM semanas s
                JOIN creditos c ON vigente(c.desde, c.hasta, s.vigencia) AND c.fecha_inicio <= s.ultimo_dia AND semana_del_plan(c.fecha_inicio, s.lunes) BETWEEN 1 AND c.numero_semanas
                LEFT JOIN recientes r ON r.prestamo_id = c.prestamo_id AND r.n >= s.n
                WHERE NOT s.cerrada
                GROUP BY s.n, s.lunes, c.grupo_id, c.prestamo_id, c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.fecha_inicio, c.pagado),
            faltas AS (
                SELECT s.n, c.grupo_id, count(*) AS faltas
                FROM semanas s
                JOIN falta f ON f.fecha = s.lunes + 6
                JOIN creditos c ON c.prestamo_id = f.prestamo_id AND vigente(c.desde, c.hasta, s.vigencia) AND c.fecha_inicio <= s.ultimo_dia
                WHERE s.cerrada
                GROUP BY s.n, c.grupo_id
                UNION ALL
                SELECT d.n, d.grupo_id, count(*)
                FROM pendientes d
                WHERE hay_falta(d.monto_utilidad, d.cobranza_ideal, d.numero_semanas, d.k, d.antes, d.en_la_semana)
                  AND NOT EXISTS (SELECT FROM sin_cobranza x WHERE x.n = d.n AND x.grupo_id = d.grupo_id)
                GROUP BY d.n, d.grupo_id),
            por_grupo AS (
                SELECT n, grupo_id,
                       CASE WHEN x.n IS NULL THEN coalesce(a.cobranza_ideal, 0) ELSE 0 END AS cobranza_ideal,
                       coalesce(e.cobranza_real, 0) AS cobranza_real,
                       coalesce(a.prestamos_activos, 0) AS prestamos_activos,
                       coalesce(f.faltas, 0) AS faltas
                FROM abiertos a
                FULL JOIN efectivo e USING (n, grupo_id)
                FULL JOIN faltas f USING (n, grupo_id)
                LEFT JOIN sin_cobranza x USING (n, grupo_id))
            """;
    }
}
