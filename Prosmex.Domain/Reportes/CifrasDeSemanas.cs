using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;

namespace Prosmex.Domain.Reportes;

/// <summary>A week of a statement over several weeks.</summary>
/// <param name="Cutoff">Figures are as of this instant.</param>
/// <param name="UltimoDia">Loans that start later do not exist yet.</param>
/// <param name="Vigencia">For <c>vigente</c>.</param>
internal sealed record SemanaPedida(Semana Semana, DateTimeOffset Cutoff, DateOnly UltimoDia, DateOnly Vigencia)
{
    /// <summary>Not over.</summary>
    public bool IsRunning => Vigencia == DateOnly.MaxValue;

    /// <summary>As a report asks for it: the running week ends now.</summary>
    public static SemanaPedida De(AlcanceDeReporte alcance, Semana semana) =>
        new(semana, alcance.CutoffOf(semana), alcance.Ultimo(semana), alcance.VigenciaDe(semana));

    /// <summary>One that is over.</summary>
    public static SemanaPedida Terminada(Semana semana) => new(semana, semana.Fin, semana.Domingo, semana.Siguiente.Lunes);

    /// <summary>The running one, for figures that are kept: they have a day and no instant. Money of a later one would be that of a server whose clock is ahead.</summary>
    public static SemanaPedida EnCurso(DateOnly hoy) => new(Semana.De(hoy), Semana.De(hoy).Fin, hoy, DateOnly.MaxValue);
}

/// <summary>
/// The figures of groups in weeks, computed from loans and ledger; each entry and each loan is read once, however many weeks there are. The rules are
/// those of <see cref="SemanaQuery"/>; tests compare each week with it.
/// </summary>
internal static class CifrasDeSemanas
{
    /// <summary>The weeks numbered from 1 (<c>semanas</c>).</summary>
    public static FormattableString Semanas(IReadOnlyList<SemanaPedida> semanas) => $"""
            semanas AS (
                SELECT s.n::integer, s.lunes, s.inicio, s.corte, s.ultimo_dia, s.vigencia, coalesce(c.ultima >= s.lunes, false) AS cerrada
                FROM unnest(
                    {semanas.Select(s => s.Semana.Lunes).ToArray()}::date[],
                    {semanas.Select(s => s.Semana.Inicio).ToArray()}::timestamptz[],
                    {semanas.Select(s => s.Cutoff).ToArray()}::timestamptz[],
                    {semanas.Select(s => s.UltimoDia).ToArray()}::date[],
                    {semanas.Select(s => s.Vigencia).ToArray()}::date[]) WITH ORDINALITY AS s (lunes, inicio, corte, ultimo_dia, vigencia, n)
                CROSS JOIN (SELECT max(semana) AS ultima FROM semana_cierre) c)
            """;

    /// <summary>The weeks that are not closed (<c>pedidas</c>) and the figures of each group in each (<c>cifras</c>), with the faltas that closing it now would write.</summary>
    /// <param name="semanas">As for <see cref="Semanas"/>.</param>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    public static FormattableString Abiertas(IReadOnlyList<SemanaPedida> semanas, FormattableString grupos) => $"""
            pedidas AS (
                SELECT * FROM semanas WHERE NOT cerrada),
            {De(semanas, grupos, $"m.fecha_pago < 'infinity'")},
            -- A client who has moved between these groups has an entry in each.
            recientes AS (
                SELECT e.prestamo_id, e.n, sum(e.monto_pagado) AS monto
                FROM (SELECT DISTINCT ON (pago_id) prestamo_id, n, monto_pagado FROM entradas) e
                GROUP BY e.prestamo_id, e.n),
            pendientes AS (
                SELECT s.n, c.grupo_id, c.prestamo_id, c.monto_utilidad, c.cobranza_ideal, c.numero_semanas,
                       semana_del_plan(c.fecha_inicio, s.lunes) AS k,
                       c.pagado - coalesce(sum(r.monto), 0) AS antes,
                       coalesce(sum(r.monto) FILTER (WHERE r.n = s.n), 0) AS en_la_semana
                FROM pedidas s
                JOIN creditos c ON vigente(c.desde, c.hasta, s.vigencia) AND c.fecha_inicio <= s.ultimo_dia AND semana_del_plan(c.fecha_inicio, s.lunes) BETWEEN 1 AND c.numero_semanas
                LEFT JOIN recientes r ON r.prestamo_id = c.prestamo_id AND r.n >= s.n
                GROUP BY s.n, s.lunes, c.grupo_id, c.prestamo_id, c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.fecha_inicio, c.pagado),
            faltas AS (
                SELECT d.n, d.grupo_id, count(*) AS faltas
                FROM pendientes d
                WHERE hay_falta(d.monto_utilidad, d.cobranza_ideal, d.numero_semanas, d.k, d.antes, d.en_la_semana)
                  AND NOT EXISTS (SELECT FROM sin_cobranza x WHERE x.n = d.n AND x.grupo_id = d.grupo_id)
                GROUP BY d.n, d.grupo_id),
            {PorGrupo}
            """;

    /// <summary>A group's figures in a week, by name.</summary>
    public static FormattableString Cifras => $"cobranza_ideal, cobranza_real, prestamos_activos, faltas";

    /// <summary>A group without anything in a week has no row.</summary>
    public static FormattableString Any => $"({Cifras}) <> (0, 0, 0, 0)";

    /// <summary>The weeks (<c>pedidas</c>), all of them over, and the figures of each group in each (<c>cifras</c>), with the stored faltas.</summary>
    /// <param name="semanas">As for <see cref="Semanas"/>.</param>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    public static FormattableString Cerradas(IReadOnlyList<SemanaPedida> semanas, FormattableString grupos) => $"""
            pedidas AS (
                SELECT * FROM semanas),
            {De(semanas, grupos, $"m.fecha_pago < {semanas[^1].Cutoff}")},
            -- An adopted falta may be of a loan that was paid before the week.
            faltas AS (
                SELECT s.n, c.grupo_id, count(*) AS faltas
                FROM pedidas s
                JOIN falta f ON f.fecha = s.lunes + 6
                JOIN prestamos p USING (prestamo_id)
                JOIN membresias c USING (cliente_id)
                JOIN {grupos} USING (grupo_id)
                WHERE vigente(c.desde, c.hasta, s.vigencia) AND p.fecha_inicio <= s.ultimo_dia
                GROUP BY s.n, c.grupo_id),
            {PorGrupo}
            """;

    // Loans that were fully paid before the first of the weeks owe and pay nothing in them.
    private static FormattableString De(IReadOnlyList<SemanaPedida> semanas, FormattableString grupos, FormattableString hasta)
    {
        // The start of each week, and the end of the last one; later entries get a number of their own.
        DateTimeOffset[] edges = [.. semanas.Select(s => s.Semana.Inicio), semanas[^1].Cutoff];
        return $"""
            sin_cobranza AS (
                SELECT s.n, d.grupo_id
                FROM pedidas s
                JOIN grupos_sin_cobranza d ON d.semana = s.lunes),
            creditos AS (
                SELECT c.grupo_id, c.desde, c.hasta, p.*
                FROM {grupos}
                JOIN membresias c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE EXISTS (SELECT FROM pedidas) AND {ReporteParts.StartedOrRegistered(semanas[^1].UltimoDia, semanas[^1].Semana)}
                  AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= (SELECT min(inicio) FROM pedidas) OR p.excepcion_adopcion)),
            abiertos AS (
                SELECT s.n, c.grupo_id, sum(c.cobranza_ideal) AS cobranza_ideal, count(*) AS prestamos_activos
                FROM pedidas s
                JOIN creditos c ON vigente(c.desde, c.hasta, s.vigencia) AND c.fecha_inicio <= s.ultimo_dia AND (c.fecha_cierre IS NULL OR c.fecha_cierre >= s.corte)
                GROUP BY s.n, c.grupo_id),
            entradas AS (
                SELECT c.grupo_id, c.desde, c.hasta, m.pago_id, m.prestamo_id, m.monto_pagado,
                       {PagoParts.TipoDeOrigen($"m")} AS tipo,
                       width_bucket(m.fecha_pago, {edges}::timestamptz[]) AS n
                FROM creditos c
                JOIN pagos m USING (prestamo_id)
                WHERE m.fecha_pago >= (SELECT min(inicio) FROM pedidas) AND {hasta}),
            efectivo AS (
                SELECT s.n, e.grupo_id, sum(e.monto_pagado) AS cobranza_real
                FROM entradas e
                JOIN pedidas s USING (n)
                WHERE vigente(e.desde, e.hasta, s.vigencia) AND e.tipo = 'cobro'
                GROUP BY s.n, e.grupo_id)
            """;
    }

    private static FormattableString PorGrupo => $"""
            cifras AS (
                SELECT n, grupo_id, {Cifras}
                FROM (
                    SELECT n, grupo_id,
                           CASE WHEN x.n IS NULL THEN coalesce(a.cobranza_ideal, 0) ELSE 0 END AS cobranza_ideal,
                           coalesce(e.cobranza_real, 0) AS cobranza_real,
                           coalesce(a.prestamos_activos, 0)::integer AS prestamos_activos,
                           coalesce(f.faltas, 0)::integer AS faltas
                    FROM abiertos a
                    FULL JOIN efectivo e USING (n, grupo_id)
                    FULL JOIN faltas f USING (n, grupo_id)
                    LEFT JOIN sin_cobranza x USING (n, grupo_id)) c
                WHERE {Any})
            """;
}
