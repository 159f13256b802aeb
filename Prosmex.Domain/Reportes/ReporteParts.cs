using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Reportes;

/// <summary>The common parts of the reports' statements.</summary>
internal static class ReporteParts
{
    /// <summary>
    /// The groups that the caller sees (<c>alcance</c>), those requested (<c>visibles</c>), and whether the caller sees what they filter by
    /// (<c>filtros</c>).
    /// </summary>
    /// <remarks>A filter that is not requested is not in the text, so that PostgreSQL keeps a plan for each combination.</remarks>
    public static FormattableString Grupos(AlcanceDeReporte alcance)
    {
        FormattableString siempre = $"true";
        var (delGrupo, conoceGrupo) = (siempre, siempre);
        if (alcance.GrupoId is { } grupoId)
        {
            delGrupo = $"grupo_id = {grupoId}";
            conoceGrupo = $"EXISTS (SELECT FROM alcance WHERE grupo_id = {grupoId})";
        }

        var (deLaRuta, conoceRuta) = (siempre, siempre);
        if (alcance.RutaId is { } rutaId)
        {
            deLaRuta = $"ruta_id = {rutaId}";
            conoceRuta = $"EXISTS (SELECT FROM alcance WHERE ruta_id = {rutaId}) OR EXISTS (SELECT FROM rutas r WHERE r.ruta_id = {rutaId} AND {DeSuyo(alcance.CurrentUser)})";
        }

        var (delTitular, conoceTitular) = (siempre, siempre);
        if (alcance.TitularId is { } titularId)
        {
            delTitular = $"grupo_id IN (SELECT t.grupo_id FROM titularidades t WHERE t.usuario_id = {titularId} AND vigente(t.desde, t.hasta, {alcance.Vigencia}))";
            conoceTitular = $"EXISTS (SELECT FROM alcance JOIN titularidades t USING (grupo_id) WHERE t.usuario_id = {titularId})";
        }

        var deSusClientes = alcance.ClienteIds is { } clienteIds
            ? $"grupo_id IN (SELECT k.grupo_id FROM membresias k WHERE k.cliente_id = ANY({clienteIds}) UNION SELECT unnest({alcance.AlsoGrupoIds}))"
            : siempre;

        return $"""
            -- Used twice, so PostgreSQL would write it down: all groups of the lender, for the report of one.
            alcance AS NOT MATERIALIZED (
                SELECT g.grupo_id, g.nombre_grupo, g.usuario_id_titular, g.usuario_id_gestor,
                       r.ruta_id, r.nombre_ruta, r.usuario_id_gerente, r.usuario_id_supervisor
                FROM grupos g
                JOIN rutas r USING (ruta_id)
                WHERE {(alcance.DelTitular ? DeTitular(alcance) : Alcance.Condicion(alcance.CurrentUser))}),
            visibles AS (
                SELECT * FROM alcance WHERE {delGrupo} AND {deLaRuta} AND {delTitular} AND {deSusClientes}),
            filtros AS (
                SELECT {conoceGrupo} AS grupo_conocido, {conoceRuta} AS ruta_conocida, {conoceTitular} AS titular_conocido)
            """;
    }

    /// <summary>
    /// Of a loan <c>p</c>: it has started by the last day, or may have cash dated in the week: no payment is dated before both the start and the day
    /// when the loan was registered.
    /// </summary>
    public static FormattableString StartedOrRegistered(DateOnly ultimoDia, Semana semana) =>
        $"(p.fecha_inicio <= {ultimoDia} OR p.fecha_creacion < {semana.Fin})";

    /// <summary>The bracket <c>b</c> that a group's week <c>s</c> earns, as the brackets were at the end of the week.</summary>
    /// <param name="vigencia">For <c>vigente</c>: that end.</param>
    public static FormattableString Bono(FormattableString vigencia) => $"""
        LEFT JOIN vigencias_de_bono b ON vigente(b.vigente_desde, b.vigente_hasta, {vigencia})
            AND b.entrega_min <= s.cobranza_real AND s.cobranza_real < b.entrega_max + 1 AND s.faltas <= b.fallas
        """;

    /// <summary>A user as reports name them; the empty string where there is none.</summary>
    public static FormattableString NombreDeUsuario(FormattableString usuario) => $"concat_ws(' ', {usuario}.nombre, nullif({usuario}.apellido_paterno, ''))";

    /// <summary>The titular of a group <c>g</c> at the end of the week (<c>t</c>, <c>titular</c>), and the present gestor (<c>gestor</c>).</summary>
    public static FormattableString TitularYGestor(AlcanceDeReporte alcance) => $"""
        LEFT JOIN titularidades t ON t.grupo_id = g.grupo_id AND vigente(t.desde, t.hasta, {alcance.Vigencia})
        LEFT JOIN usuarios titular ON titular.id = t.usuario_id
        LEFT JOIN usuarios gestor ON gestor.id = g.usuario_id_gestor
        """;

    // A user who is no longer titular still sees what a past week earned them.
    private static FormattableString DeTitular(AlcanceDeReporte alcance) =>
        $"EXISTS (SELECT FROM titularidades t WHERE t.grupo_id = g.grupo_id AND t.usuario_id = {alcance.CurrentUser.UsuarioId} AND vigente(t.desde, t.hasta, {alcance.Vigencia}))";

    /// <summary>LIMIT and OFFSET of the requested page; empty where there is none.</summary>
    public static FormattableString Page(AlcanceDeReporte alcance) =>
        alcance.Paging is { } page ? Sql.PageClause(page) : $"";

    // A route of the caller may have no group.
    private static FormattableString DeSuyo(CurrentUser currentUser) => currentUser.Rol is RolId.Gestor or RolId.Titular ? $"false" : Alcance.Condicion(currentUser);

    /// <summary>
    /// The figures that are kept of groups in a week and hold (<c>al_dia</c>), and the groups to compute (<c>por_calcular</c>).
    /// </summary>
    /// <remarks>For an array PostgreSQL expects a few groups, which they are but for the first minutes of a day; for a join it would expect half of them.</remarks>
    /// <param name="pedida">The week.</param>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    /// <param name="condition">When they may be used at all.</param>
    public static FormattableString Kept(SemanaPedida pedida, FormattableString grupos, FormattableString? condition = null) => $"""
        cambiados AS (
            SELECT r.grupo_id FROM cambios_de_cifras r WHERE r.grupo_id IS NOT NULL AND r.desde <= {pedida.Semana.Domingo}
            UNION ALL
            SELECT m.grupo_id FROM cambios_de_cifras r JOIN membresias m USING (cliente_id) WHERE r.desde <= {pedida.Semana.Domingo}),
        al_dia AS (
            SELECT c.*
            FROM {grupos}
            JOIN cifras_guardadas c USING (grupo_id)
            WHERE c.semana = {pedida.Semana.Lunes} AND c.dia = {(pedida.IsRunning ? pedida.UltimoDia : DateOnly.MaxValue)}
              AND c.grupo_id NOT IN (SELECT grupo_id FROM cambiados) AND {condition ?? $"true"}),
        por_calcular AS (
            SELECT * FROM {grupos} WHERE grupo_id = ANY (ARRAY(SELECT grupo_id FROM {grupos} EXCEPT SELECT grupo_id FROM al_dia)))
        """;

    /// <summary>
    /// Whether the week is closed (<c>semana</c>), and then its recorded faltas of the groups in <paramref name="grupos"/> (<c>guardadas</c>); for
    /// other weeks they are not read.
    /// </summary>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    public static FormattableString Guardadas(SemanaPedida pedida, FormattableString grupos) => $"""
        semana AS (
            SELECT coalesce(max(semana) >= {pedida.Semana.Lunes}, false) AS cerrada FROM semana_cierre),
        guardadas AS (
            SELECT c.grupo_id, p.prestamo_id, f.monto_abonado
            FROM falta f
            JOIN prestamos p USING (prestamo_id)
            JOIN membresias c USING (cliente_id)
            JOIN {grupos} USING (grupo_id)
            WHERE vigente(c.desde, c.hasta, {pedida.Vigencia}) AND (SELECT cerrada FROM semana) AND f.fecha = {pedida.Semana.Domingo} AND p.fecha_inicio <= {pedida.UltimoDia})
        """;

    /// <summary>
    /// The loans of the groups in <paramref name="grupos"/> with their week (<c>cuentas</c>), as of the end of the week, or of now if that is
    /// earlier. Money before the week is <c>pagado</c> less later entries, so that only recent entries are read. Loans fully paid before the week are
    /// excluded: they owe nothing, pay nothing and have no falta in it. A loan that starts later is there for its cash alone, which counts in the week of
    /// its own date: it is not <c>empezado</c>, thus not <c>abierto</c>, and owes nothing yet. <c>falta</c>: whether closing the week now
    /// would write one. <c>esperado</c>: what the collection sheet asks for, all that is due by the end of the week and not paid; <c>por_cobrar</c>:
    /// whether that is anything. A week without collection (<c>sin_cobranza</c>) asks for nothing but what is late.
    /// </summary>
    /// <remarks>No payment is dated infinity, but with two bounds PostgreSQL estimates few recent entries, with one bound a third of all.</remarks>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    /// <param name="current">The groups' members of now instead of those at the end of the week.</param>
    public static FormattableString Cuentas(SemanaPedida pedida, FormattableString grupos, bool current = false)
    {
        var vigencia = current ? DateOnly.MaxValue : pedida.Vigencia;
        var semana = pedida.Semana;
        var hasta = pedida.Cutoff;

        // A present member may have been in another group at the end of a past week: whose week it was is then asked client by client.
        var declaradas = current
            ? $"clientes_sin_cobranza d ON d.cliente_id = c.cliente_id AND d.semana = {semana.Lunes}"
            : (FormattableString)$"grupos_sin_cobranza d ON d.grupo_id = c.grupo_id AND d.semana = {semana.Lunes}";
        return $"""
            creditos AS (
                SELECT c.grupo_id, p.prestamo_id, p.cliente_id, p.aval_id, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.pagado,
                       p.fecha_inicio <= {pedida.UltimoDia} AS empezado,
                       p.fecha_inicio <= {pedida.UltimoDia} AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= {hasta}) AS abierto,
                       semana_del_plan(p.fecha_inicio, {semana.Lunes}) AS k, d.semana IS NOT NULL AS sin_cobranza
                FROM {grupos}
                JOIN membresias c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                LEFT JOIN {declaradas}
                WHERE vigente(c.desde, c.hasta, {vigencia}) AND {StartedOrRegistered(pedida.UltimoDia, semana)} AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= {semana.Inicio} OR p.excepcion_adopcion)),
            reciente AS (
                SELECT m.prestamo_id,
                       sum(m.monto_pagado) AS desde_el_lunes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta}) AS en_la_semana,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta} AND {PagoParts.TipoDeOrigen($"m")} = 'cobro') AS efectivo
                FROM creditos
                JOIN pagos m USING (prestamo_id)
                WHERE m.fecha_pago >= {semana.Inicio} AND m.fecha_pago < 'infinity'
                GROUP BY m.prestamo_id),
            cifras AS (
                SELECT c.*,
                       coalesce(x.efectivo, 0) AS efectivo,
                       coalesce(x.en_la_semana, 0) AS en_la_semana,
                       c.pagado - coalesce(x.desde_el_lunes, 0) AS antes,
                       plan_acumulado(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, CASE WHEN c.sin_cobranza THEN c.k - 1 ELSE c.k END) AS plan_hasta,
                       plan_acumulado(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k - 1) AS plan_antes
                FROM creditos c
                LEFT JOIN reciente x USING (prestamo_id)),
            cuentas AS (
                SELECT c.*,
                       CASE WHEN c.sin_cobranza THEN 0 ELSE debe_en_semana(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k) END AS debe,
                       adelanto_en_semana(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k, c.antes) AS adelanto,
                       NOT c.sin_cobranza AND hay_falta(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k, c.antes, c.en_la_semana) AS falta,
                       greatest(0, c.plan_hasta - c.antes - c.en_la_semana) AS esperado,
                       c.abierto AND c.plan_hasta > c.antes + c.en_la_semana AS por_cobrar,
                       CASE WHEN c.empezado THEN c.monto_utilidad - c.antes - c.en_la_semana ELSE 0 END AS restante
                FROM cifras c)
            """;
    }
}
