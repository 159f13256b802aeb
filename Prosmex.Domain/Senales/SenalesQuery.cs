using System.Runtime.CompilerServices;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Senales;

/// <summary>The statement of the signs: a query per rule, all with the same columns.</summary>
internal static class SenalesQuery
{
    public static FormattableString Lista(RequestContext context, SenalFilter filter, PageRequest paging)
    {
        var marcadas = filter.Descartadas ? (FormattableString)$"d.id IS NOT NULL" : $"d.id IS NULL";
        var condicion = filter.Clave is { } clave ? (FormattableString)$"{marcadas} AND s.clave = {clave}" : marcadas;
        return De(context, filter.Regla is { } regla ? [regla] : Enum.GetValues<ReglaDeSenal>(), condicion, Sql.PageClause(paging));
    }

    /// <summary>One sign, marked or not.</summary>
    public static FormattableString Una(RequestContext context, ReglaDeSenal regla, string clave) => De(context, [regla], $"s.clave = {clave}", $"");

    // A rule that is not asked for is not in the union, and PostgreSQL leaves out the queries that nothing reads.
    private static FormattableString De(RequestContext context, IReadOnlyList<ReglaDeSenal> reglas, FormattableString condicion, FormattableString page) => Sql.Combine($"""
        WITH RECURSIVE personas AS (
            SELECT c.cliente_id, c.nombre_completo, c.cp, g.grupo_id, g.nombre_grupo
            FROM clientes_avales c
            JOIN grupos g USING (grupo_id)
            JOIN rutas r USING (ruta_id)
            WHERE {Alcance.Condicion(context.User)}),
        creditos AS (
            SELECT p.*
            FROM prestamos p
            JOIN personas USING (cliente_id)
            WHERE p.fecha_cierre IS NULL OR p.fecha_cierre >= {WeeksBefore(context, Thresholds.SemanasRevisadas)}),
        {ReglasDePersonas.Queries},
        {ReglasDePagos.Queries(WeeksBefore(context, Thresholds.SemanasDeLaRuta))},
        {ReglasDeRecibos.Queries(context, WeeksBefore(context, Thresholds.SemanasRevisadas))},
        senales AS ({reglas.Select(r => Rows(context, r)).Aggregate((a, b) => (FormattableString)$"{a} UNION ALL {b}")}),
        lista AS (
            SELECT s.*, d.usuario_id AS por_id, d.descartada_en, d.nota
            FROM (
                SELECT t.*, CASE WHEN length(t.identidad) > {SenalFields.MaximoDeClave} THEN md5(t.identidad) ELSE t.identidad END AS clave
                FROM senales t) s
            LEFT JOIN senales_descartadas d ON d.regla = s.regla AND d.clave = s.clave
            WHERE {condicion}),
        pagina AS (
            SELECT * FROM lista l ORDER BY {Orden} {page})
        SELECT (SELECT count(*) FROM lista)::integer AS total,
               l.regla, l.clave, g.grupo_id, g.grupo,
               {NestedRows.Of($"SELECT c.cliente_id AS id, c.nombre_completo AS nombre FROM personas c WHERE c.cliente_id = ANY(l.clientes) ORDER BY c.cliente_id")} AS clientes,
               l.prestamos, l.usuario_id, {ReporteParts.NombreDeUsuario($"u")} AS usuario, l.desde,
               l.cuantos, l.de, l.monto, l.de_monto, l.detail,
               l.por_id, {ReporteParts.NombreDeUsuario($"q")} AS por, l.descartada_en, l.nota
        FROM (SELECT 1) siempre
        LEFT JOIN pagina l ON true
        LEFT JOIN LATERAL (
            SELECT min(c.grupo_id) AS grupo_id, min(c.nombre_grupo) AS grupo
            FROM personas c
            WHERE c.cliente_id = ANY(l.clientes)
            HAVING count(DISTINCT c.grupo_id) = 1) g ON true
        LEFT JOIN usuarios u ON u.id = l.usuario_id
        LEFT JOIN usuarios q ON q.id = l.por_id
        ORDER BY {Orden}
        """);

    private static FormattableString Orden => $"l.desde DESC NULLS LAST, l.regla, l.clave";

    /// <summary>The day in Mexico City of an instant.</summary>
    public static FormattableString Dia(FormattableString instante) => $"({instante} AT TIME ZONE 'America/Mexico_City')::date";

    // Each rule's query has the rule's name. That about receipts is a supervisor's too; the others need the reports of all routes.
    private static FormattableString Rows(RequestContext context, ReglaDeSenal regla)
    {
        var isOfTheCaller = regla == ReglaDeSenal.ReciboSinPago || context.User.Can(AccionId.ReportesGenerales);
        return FormattableStringFactory.Create($"SELECT '{EnumNames.NameOf(regla)}' AS regla, x.* FROM {EnumNames.NameOf(regla)} x WHERE {(isOfTheCaller ? "true" : "false")}");
    }

    private static DateTimeOffset WeeksBefore(RequestContext context, int semanas) => HoraMexico.Inicio(HoraMexico.Dia(context.Now).AddDays(-7 * semanas));
}
