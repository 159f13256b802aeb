using Prosmex.Domain.Auth;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Reportes;

/// <summary>What the statements of the reports begin with.</summary>
internal static class PartesDeReporte
{
    /// <summary>The groups that the caller sees (<c>alcance</c>), those that he asks for (<c>visibles</c>), and whether he knows what he filters by (<c>filtros</c>).</summary>
    /// <remarks>A filter that is not asked for is not in the text: PostgreSQL then keeps a plan for each question that is.</remarks>
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
            conoceRuta = $"EXISTS (SELECT FROM alcance WHERE ruta_id = {rutaId}) OR EXISTS (SELECT FROM rutas r WHERE r.ruta_id = {rutaId} AND {DeSuyo(alcance.Llamante)})";
        }

        return $"""
            alcance AS (
                SELECT g.grupo_id, g.nombre_grupo, g.usuario_id_titular, g.usuario_id_gestor,
                       r.ruta_id, r.nombre_ruta, r.usuario_id_gerente, r.usuario_id_supervisor
                FROM grupos g
                JOIN rutas r USING (ruta_id)
                WHERE {Alcance.Condicion(alcance.Llamante)}),
            visibles AS (
                SELECT * FROM alcance WHERE {delGrupo} AND {deLaRuta}),
            filtros AS (
                SELECT {conoceGrupo} AS grupo_conocido, {conoceRuta} AS ruta_conocida)
            """;
    }

    /// <summary>The page asked for; everything where none is.</summary>
    public static FormattableString Pagina(AlcanceDeReporte alcance) =>
        alcance.Paginacion is { } page ? Sql.PageClause(page) : $"";

    // A route of his may have no group.
    private static FormattableString DeSuyo(CurrentUser currentUser) => currentUser.Rol is RolId.Gestor or RolId.Titular ? $"false" : Alcance.Condicion(currentUser);

    /// <summary>
    /// The loans of the groups in <paramref name="grupos"/> with their week (<c>cuentas</c>), as of the end of the week or of now if that is earlier.
    /// Money of before is told from <c>pagado</c> less what came later, so that only recent entries are read. Who had paid everything before the
    /// week is left out: he owes nothing in it, pays nothing and has no falta. <c>falta</c>: there would be one if the week closed with what is
    /// there. <c>por_cobrar</c>: nobody has collected the loan this week, and its advance does not do.
    /// </summary>
    /// <remarks>No payment is dated infinity: but with two bounds PostgreSQL supposes few recent entries, with one a third of all there ever were.</remarks>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    public static FormattableString Cuentas(AlcanceDeReporte alcance, FormattableString grupos)
    {
        var semana = alcance.Semana;
        var hasta = alcance.Hasta;
        return $"""
            creditos AS (
                SELECT c.grupo_id, p.prestamo_id, p.cliente_id, p.aval_id, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.pagado,
                       p.fecha_cierre IS NULL OR p.fecha_cierre >= {hasta} AS abierto,
                       semana_del_plan(p.fecha_inicio, {semana.Lunes}) AS k
                FROM {grupos}
                JOIN clientes_avales c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE p.fecha_inicio <= {alcance.UltimoDia} AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= {semana.Inicio} OR p.excepcion_adopcion)),
            reciente AS (
                SELECT m.prestamo_id,
                       sum(m.monto_pagado) AS desde_el_lunes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta}) AS en_la_semana,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {hasta} AND coalesce(o.tipo, m.tipo) = 'cobro') AS efectivo,
                       sum(CASE WHEN m.tipo = 'cobro' THEN 1 WHEN o.tipo = 'cobro' THEN -1 END) FILTER (WHERE m.fecha_pago < {hasta}) AS cobros
                FROM creditos
                JOIN pagos m USING (prestamo_id)
                LEFT JOIN pagos o ON o.pago_id = m.reversa_de
                WHERE m.fecha_pago >= {semana.Inicio} AND m.fecha_pago < 'infinity'
                GROUP BY m.prestamo_id),
            cifras AS (
                SELECT c.*,
                       coalesce(x.efectivo, 0) AS efectivo,
                       coalesce(x.cobros, 0) AS cobros,
                       coalesce(x.en_la_semana, 0) AS en_la_semana,
                       c.pagado - coalesce(x.desde_el_lunes, 0) AS antes,
                       plan_acumulado(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k) AS plan_hasta,
                       plan_acumulado(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k - 1) AS plan_antes
                FROM creditos c
                LEFT JOIN reciente x USING (prestamo_id)),
            cuentas AS (
                SELECT c.*,
                       debe_en_semana(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k) AS debe,
                       adelanto_en_semana(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k, c.antes) AS adelanto,
                       hay_falta(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k, c.antes, c.en_la_semana) AS falta,
                       c.abierto AND c.cobros = 0
                       AND hay_falta(c.monto_utilidad, c.cobranza_ideal, c.numero_semanas, c.k, c.antes, 0) AS por_cobrar,
                       c.monto_utilidad - c.antes - c.en_la_semana AS restante
                FROM cifras c)
            """;
    }
}
