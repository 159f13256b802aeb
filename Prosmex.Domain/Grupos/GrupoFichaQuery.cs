using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Grupos;

/// <summary>The single statement of a group's page.</summary>
internal static class GrupoFichaQuery
{
    /// <summary>One row; none for a group that the caller does not see.</summary>
    /// <param name="alcance">Of one group; its week is the last one.</param>
    public static FormattableString De(AlcanceDeReporte alcance, IReadOnlyList<Semana> semanas) => Sql.Combine($"""
        WITH {ReporteParts.Grupos(alcance)},
        {ReporteParts.Cuentas(alcance.Pedida, $"visibles")},
        {PrestamosQuery.Atrasos(alcance)},
        {Celdas(alcance, semanas)},
        {Efectivo()}
        SELECT g.grupo_id, g.nombre_grupo AS grupo, g.ruta_id, g.nombre_ruta AS ruta,
               {ReporteParts.NombreDeUsuario($"titular")} AS titular, {ReporteParts.NombreDeUsuario($"gestor")} AS gestor,
               {NestedRows.Of(TendenciaQuery.De(alcance, semanas))} AS semanas,
               {NestedRows.Of(Clientes(alcance))} AS clientes,
               {NestedRows.Of($"SELECT * FROM efectivo ORDER BY efectivo DESC, usuario_id")} AS efectivo
        FROM visibles g
        {ReporteParts.TitularYGestor(alcance)}
        """);

    // The weeks of the members' loans (plazos), and of the members (celdas; renglones, a row per member with the cells of all weeks). A loan is there from
    // its start until the week in which it closes; its cash always counts. Money before a week is pagado less later entries, as in the reports.
    private static FormattableString Celdas(AlcanceDeReporte alcance, IReadOnlyList<Semana> semanas)
    {
        var lunes = semanas.Select(s => s.Lunes).ToArray();
        var inicios = semanas.Select(s => s.Inicio).ToArray();
        var ultimosDias = semanas.Select(alcance.Ultimo).ToArray();

        // The start of each week, and the end of the last one; later entries get a number of their own.
        DateTimeOffset[] edges = [.. inicios, alcance.Hasta];
        return $"""
            pedidas AS MATERIALIZED (
                SELECT s.n::integer, s.lunes, s.inicio, s.ultimo_dia, coalesce(c.ultima >= s.lunes, false) AS cerrada
                FROM unnest({lunes}::date[], {inicios}::timestamptz[], {ultimosDias}::date[]) WITH ORDINALITY AS s (lunes, inicio, ultimo_dia, n)
                CROSS JOIN (SELECT max(semana) AS ultima FROM semana_cierre) c),
            miembros AS (
                SELECT c.cliente_id
                FROM visibles
                JOIN membresias c USING (grupo_id)
                WHERE vigente(c.desde, c.hasta, {alcance.Vigencia})),
            carteras AS (
                SELECT p.* FROM miembros JOIN prestamos p USING (cliente_id)),
            dinero AS MATERIALIZED (
                SELECT m.prestamo_id, width_bucket(m.fecha_pago, {edges}::timestamptz[]) AS n, sum(m.monto_pagado) AS monto,
                       sum(m.monto_pagado) FILTER (WHERE coalesce(o.tipo, m.tipo) = 'cobro') AS efectivo
                FROM carteras
                JOIN pagos m USING (prestamo_id)
                LEFT JOIN pagos o ON o.pago_id = m.reversa_de
                WHERE m.fecha_pago >= {edges[0]}
                GROUP BY m.prestamo_id, n),
            plazos AS (
                SELECT s.n, s.lunes, s.cerrada, c.prestamo_id, c.cliente_id, c.monto_utilidad, c.cobranza_ideal, c.numero_semanas,
                       semana_del_plan(c.fecha_inicio, s.lunes) AS k,
                       EXISTS (SELECT FROM clientes_sin_cobranza x WHERE x.semana = s.lunes AND x.cliente_id = c.cliente_id) AS sin_cobranza,
                       c.fecha_inicio <= s.ultimo_dia AND (c.fecha_cierre IS NULL OR c.fecha_cierre >= s.inicio OR c.excepcion_adopcion) AS vivo,
                       c.pagado - coalesce(sum(d.monto), 0) AS antes,
                       coalesce(sum(d.monto) FILTER (WHERE d.n = s.n), 0) AS en_la_semana,
                       coalesce(sum(d.efectivo) FILTER (WHERE d.n = s.n), 0) AS efectivo
                FROM pedidas s
                CROSS JOIN carteras c
                LEFT JOIN dinero d ON d.prestamo_id = c.prestamo_id AND d.n >= s.n
                GROUP BY s.n, s.lunes, s.inicio, s.ultimo_dia, s.cerrada, c.prestamo_id, c.cliente_id, c.monto_utilidad, c.cobranza_ideal, c.numero_semanas,
                         c.fecha_inicio, c.fecha_cierre, c.excepcion_adopcion, c.pagado),
            juzgados AS (
                SELECT p.n, p.cliente_id, p.efectivo, p.vivo AND p.sin_cobranza AND p.k BETWEEN 1 AND p.numero_semanas AS sin_cobranza,
                       CASE WHEN p.vivo AND NOT p.sin_cobranza THEN debe_en_semana(p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.k) ELSE 0 END AS debe,
                       p.vivo AND NOT p.sin_cobranza AND hay_falta(p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.k, p.antes, p.en_la_semana) AS falta_algo,
                       p.en_la_semana + adelanto_en_semana(p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, p.k, p.antes) > 0 AS abona,
                       p.cerrada, EXISTS (SELECT FROM falta f WHERE f.prestamo_id = p.prestamo_id AND f.fecha = p.lunes + 6) AS guardada
                FROM plazos p),
            celdas AS (
                SELECT n, cliente_id, sum(debe) AS debe, sum(efectivo) AS pagado,
                       CASE WHEN bool_or(sin_cobranza) THEN 'sin_cobranza'
                            WHEN sum(debe) = 0 THEN 'sin_vencimiento'
                            WHEN NOT bool_or(falta_algo) THEN 'pagado'
                            WHEN bool_or(debe > 0 AND abona) THEN 'parcial'
                            ELSE 'sin_pago' END AS estado,
                       bool_or(CASE WHEN cerrada THEN guardada ELSE falta_algo END) AS falta
                FROM juzgados
                GROUP BY n, cliente_id),
            renglones AS (
                SELECT m.cliente_id,
                       json_agg(json_build_object('debe', coalesce(d.debe, 0), 'pagado', coalesce(d.pagado, 0), 'estado', coalesce(d.estado, 'sin_vencimiento'),
                                                  'falta', coalesce(d.falta, false)) ORDER BY s.n) AS semanas
                FROM miembros m
                CROSS JOIN pedidas s
                LEFT JOIN celdas d USING (n, cliente_id)
                GROUP BY m.cliente_id)
            """;
    }

    private static FormattableString Clientes(AlcanceDeReporte alcance) => $"""
            SELECT CASE WHEN {ListasQuery.CanName(alcance, $"c")} THEN c.cliente_id END AS id, {ListasQuery.NombreDe(alcance, $"c")} AS nombre, e.telefono,
                   a.prestamo_id, coalesce(a.restante, 0) AS restante, coalesce(a.dias, 0) AS dias_de_atraso, w.semanas
            FROM renglones w
            JOIN clientes_avales c USING (cliente_id)
            LEFT JOIN (
                SELECT cliente_id, max(prestamo_id) AS prestamo_id, sum(restante) AS restante, max(dias) AS dias
                FROM atrasos
                GROUP BY cliente_id) a USING (cliente_id)
            LEFT JOIN expedientes e ON e.cliente_id = c.cliente_id AND {ListasQuery.CanName(alcance, $"c")}
            ORDER BY c.nombre_completo, c.cliente_id
            """;

    // Of the present members' loans, and por aclarar of the group: what each custody received after its last corte. The custodies are materialized, or they
    // would be computed once per entry.
    private static FormattableString Efectivo() => $"""
        entradas_de_efectivo AS (
            SELECT m.custodio_id AS usuario_id, m.monto_pagado AS monto, m.pago_id, NULL::integer AS por_aclarar_id
            FROM visibles
            JOIN clientes_avales c USING (grupo_id)
            JOIN prestamos p USING (cliente_id)
            JOIN pagos m USING (prestamo_id)
            WHERE m.custodio_id IS NOT NULL
            UNION ALL
            SELECT a.usuario_id, a.monto, NULL, a.id
            FROM visibles
            JOIN por_aclarar a USING (grupo_id)),
        custodias AS MATERIALIZED (
            SELECT d.usuario_id, c.desde_pago_id, c.desde_por_aclarar_id
            FROM (SELECT DISTINCT usuario_id FROM entradas_de_efectivo) d
            CROSS JOIN LATERAL custodia(d.usuario_id) c),
        efectivo AS (
            SELECT u.id AS usuario_id, {ReporteParts.NombreDeUsuario($"u")} AS nombre, sum(e.monto) AS efectivo
            FROM entradas_de_efectivo e
            JOIN custodias c USING (usuario_id)
            JOIN usuarios u ON u.id = e.usuario_id
            WHERE e.pago_id > c.desde_pago_id OR e.por_aclarar_id > c.desde_por_aclarar_id
            GROUP BY u.id
            HAVING sum(e.monto) <> 0)
        """;
}
