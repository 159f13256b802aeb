using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The statements of the lists behind the numbers: which loans they are, whose, and what is known about them.</summary>
internal static class ListasQuery
{
    /// <summary>The open loans.</summary>
    public static FormattableString Cartera(AlcanceDeReporte alcance, CarteraFilter filter)
    {
        FormattableString nada = $"";
        var desde = filter.Desde is { } dias ? $"AND a.dias >= {dias}" : nada;
        var hasta = filter.Hasta is { } maximo ? $"AND a.dias <= {maximo}" : nada;
        var conFaltas = filter.ConFaltas ? $"AND {FaltasDe(alcance, $"a")} > 0" : nada;
        FormattableString orden = filter.Orden switch
        {
            OrdenDeCartera.Restante => $"l.restante DESC, l.prestamo_id",
            OrdenDeCartera.Cliente => $"l.cliente, l.prestamo_id",
            OrdenDeCartera.Grupo => $"l.grupo_id, l.cliente, l.prestamo_id",
            _ => $"l.dias DESC, l.atrasado DESC, l.prestamo_id",
        };
        return Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            {ReporteParts.Cuentas(alcance.Pedida, $"visibles")},
            {PrestamosQuery.Atrasos(alcance)},
            filas AS (
                SELECT a.grupo_id, a.prestamo_id, a.cliente_id, a.dias, a.atrasado, a.restante
                FROM atrasos a
                WHERE true {desde} {hasta} {conFaltas}),
            {Page(alcance, filter.Q, orden, $"atrasado", $"restante")}
            SELECT {Totales},
                   {Comunes()},
                   g.ruta_id, {ReporteParts.NombreDeUsuario($"gestor")} AS gestor, l.dias, l.atrasado, {AtrasadoDesde(alcance)}, l.restante, x.ultimo_pago,
                   {FaltasDe(alcance, $"l")} AS faltas
            {Tables(alcance)}
            ORDER BY {orden}
            """);
    }

    /// <summary>The loans with a falta in the week, by group, client (Spanish order) and loan.</summary>
    public static FormattableString Faltas(AlcanceDeReporte alcance, string? q)
    {
        FormattableString orden = $"l.grupo_id, l.cliente, l.prestamo_id";
        return Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            {ReporteParts.Cuentas(alcance.Pedida, $"visibles")},
            {ReporteParts.Guardadas(alcance.Pedida, $"visibles")},
            filas AS (
                SELECT c.grupo_id, c.prestamo_id, c.cliente_id, c.debe AS debia, c.en_la_semana AS abonado, c.restante
                FROM cuentas c
                WHERE c.falta AND NOT (SELECT cerrada FROM semana)
                UNION ALL
                -- An adopted falta may be of a loan that was paid before the week, and so has no row in cuentas.
                SELECT f.grupo_id, f.prestamo_id, p.cliente_id,
                       debe_en_semana(p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, semana_del_plan(p.fecha_inicio, {alcance.Semana.Lunes})) AS debia,
                       f.monto_abonado AS abonado, coalesce(c.restante, 0) AS restante
                FROM guardadas f
                JOIN prestamos p USING (prestamo_id)
                LEFT JOIN cuentas c USING (grupo_id, prestamo_id)),
            {Page(alcance, q, orden, $"debia", $"abonado", $"restante")}
            SELECT {Totales},
                   {Comunes()},
                   l.debia, l.abonado, l.restante
            {Tables(alcance)}
            ORDER BY {orden}
            """);
    }

    /// <summary>The loans for which the collection sheet still asks for money.</summary>
    public static FormattableString PorCobrar(AlcanceDeReporte alcance, PorCobrarFilter filter)
    {
        FormattableString orden = filter.Orden switch
        {
            OrdenDePorCobrar.Debe => $"l.vence + l.atrasado DESC, l.prestamo_id",
            OrdenDePorCobrar.Cliente => $"l.cliente, l.prestamo_id",
            _ => $"l.grupo_id, l.cliente, l.prestamo_id",
        };
        return Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            {ReporteParts.Cuentas(alcance.Pedida, $"visibles")},
            {PrestamosQuery.Atrasos(alcance)},
            filas AS (
                SELECT a.grupo_id, a.prestamo_id, a.cliente_id, a.aval_id, a.dias, a.esperado - a.atrasado AS vence, a.atrasado, a.restante
                FROM atrasos a
                WHERE a.por_cobrar),
            {Page(alcance, filter.Q, orden, $"vence", $"atrasado")}
            SELECT {Totales},
                   {Comunes()},
                   coalesce({NombreDe(alcance, $"aval")}, '') AS aval, l.vence, l.atrasado, {AtrasadoDesde(alcance)}, l.restante,
                   {FaltasDe(alcance, $"l")} AS faltas
            {Tables(alcance)}
            LEFT JOIN clientes_avales aval ON aval.cliente_id = l.aval_id
            ORDER BY {orden}
            """);
    }

    // In a past week, a person who has left the group since is named, and found, only by a caller who sees the group that they are in now.
    internal static FormattableString CanName(AlcanceDeReporte alcance, FormattableString cliente) =>
        alcance.Vigencia == DateOnly.MaxValue ? $"true" : (FormattableString)$"{cliente}.grupo_id IN (SELECT v.grupo_id FROM alcance v)";

    internal static FormattableString NombreDe(AlcanceDeReporte alcance, FormattableString cliente) => $"""
        CASE WHEN {CanName(alcance, cliente)} THEN {cliente}.nombre_completo WHEN {cliente}.cliente_id IS NOT NULL THEN 'cliente de otro grupo' END
        """;

    // From filas: those with the requested name (lista), their number and sums (totales), and the requested page of them (pagina).
    internal static FormattableString Page(AlcanceDeReporte alcance, string? q, FormattableString orden, params IReadOnlyList<FormattableString> columns)
    {
        var busqueda = q is null ? $"" : (FormattableString)$"WHERE {CanName(alcance, $"d")} AND strpos(d.busqueda, sin_acentos({q})) > 0";
        return $"""
            lista AS (
                SELECT f.*, {NombreDe(alcance, $"d")} AS cliente, CASE WHEN {CanName(alcance, $"d")} THEN d.cliente_id END AS nombrado
                FROM filas f
                JOIN clientes_avales d USING (cliente_id)
                {busqueda}),
            totales AS (
                SELECT {columns.Aggregate((FormattableString)$"count(*)::integer AS total", (all, column) => $"{all}, coalesce(sum({column}), 0) AS total_{column}")} FROM lista),
            pagina AS (
                SELECT * FROM lista l ORDER BY {orden} {ReporteParts.Page(alcance)})
            """;
    }

    internal static FormattableString Totales => $"filtros.grupo_conocido, filtros.ruta_conocida, filtros.titular_conocido, totales.*";

    private static FormattableString Comunes() => $"""
        l.prestamo_id, l.nombrado AS cliente_id, l.cliente, e.telefono, l.grupo_id, g.nombre_grupo AS grupo, g.nombre_ruta AS ruta,
        {ReporteParts.NombreDeUsuario($"titular")} AS titular, x.ultima_visita
        """;

    // The last payments are looked up for the page alone.
    internal static FormattableString Tables(AlcanceDeReporte alcance) => $"""
        FROM filtros
        CROSS JOIN totales
        LEFT JOIN pagina l ON true
        LEFT JOIN expedientes e ON e.cliente_id = l.nombrado
        LEFT JOIN visibles g ON g.grupo_id = l.grupo_id
        {ReporteParts.TitularYGestor(alcance)}
        CROSS JOIN LATERAL (
            SELECT max(m.fecha_pago) AS ultima_visita, max(m.fecha_pago) FILTER (WHERE m.monto_pagado > 0) AS ultimo_pago
            FROM pagos m
            WHERE m.prestamo_id = l.prestamo_id AND m.tipo = 'cobro' AND m.fecha_pago < {alcance.Hasta} AND {PagoParts.EnVigor($"m")}) x
        """;

    internal static FormattableString AtrasadoDesde(AlcanceDeReporte alcance) => $"CASE WHEN l.dias > 0 THEN {alcance.UltimoDia}::date - l.dias END AS atrasado_desde";

    private static FormattableString FaltasDe(AlcanceDeReporte alcance, FormattableString prestamo) =>
        $"(SELECT count(*) FROM falta f WHERE f.prestamo_id = {prestamo}.prestamo_id AND f.fecha <= {alcance.UltimoDia})::integer";
}
