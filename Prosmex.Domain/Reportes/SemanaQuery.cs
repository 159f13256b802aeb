using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Reportes;

/// <summary>The statement behind the general report and its totals, the bonos, and the week per group and route.</summary>
internal static class SemanaQuery
{
    /// <summary>One row per requested group, by id; a row without a group where there is none.</summary>
    public static FormattableString De(AlcanceDeReporte alcance) => Sql.Combine($"""
            {PorGrupo(alcance)}
            SELECT (SELECT count(*) FROM visibles)::integer AS total,
                   filtros.grupo_conocido,
                   filtros.ruta_conocida,
                   filtros.titular_conocido,
                   g.grupo_id,
                   g.ruta_id,
                   t.usuario_id AS titular_id,
                   g.usuario_id_gestor AS gestor_id,
                   {ReporteParts.NombreDeUsuario($"gerente")} AS gerente,
                   {ReporteParts.NombreDeUsuario($"supervisor")} AS supervisor,
                   {ReporteParts.NombreDeUsuario($"titular")} AS titular,
                   {ReporteParts.NombreDeUsuario($"gestor")} AS gestor,
                   g.nombre_ruta AS ruta,
                   g.nombre_grupo AS grupo,
                   coalesce(s.cobranza_ideal, 0) AS cobranza_ideal,
                   coalesce(s.cobranza_real, 0) AS cobranza_real,
                   coalesce(s.prestamo_papel, 0) AS prestamo_papel,
                   coalesce(s.prestamo_real, 0) AS prestamo_real,
                   coalesce(s.restante, 0) AS restante,
                   coalesce(s.numero_de_creditos, 0)::integer AS numero_de_creditos,
                   coalesce(s.prestamos_activos, 0)::integer AS prestamos_activos,
                   coalesce(s.faltas, 0)::integer AS faltas,
                   coalesce(s.por_cobrar, 0)::integer AS por_cobrar,
                   b.bono_id,
                   b.monto AS bono_monto,
                   b.entrega_min AS bono_entrega_min,
                   b.entrega_max AS bono_entrega_max,
                   b.fallas AS bono_fallas
            FROM filtros
            LEFT JOIN pagina g ON true
            LEFT JOIN por_grupo s USING (grupo_id)
            {ReporteParts.Bono($"{alcance.Vigencia}")}
            LEFT JOIN usuarios gerente ON gerente.id = g.usuario_id_gerente
            LEFT JOIN usuarios supervisor ON supervisor.id = g.usuario_id_supervisor
            {ReporteParts.TitularYGestor(alcance)}
            ORDER BY g.grupo_id
            """);

    /// <summary>One row: the sums of the rows. A group's shortfall and bono are computed per group before they are summed.</summary>
    public static FormattableString Totales(AlcanceDeReporte alcance) => Sql.Combine($"""
            {PorGrupo(alcance)}
            SELECT coalesce(sum(s.cobranza_ideal), 0) AS cobranza_ideal,
                   coalesce(sum(s.cobranza_real), 0) AS cobranza_real,
                   coalesce(sum(s.prestamo_papel), 0) AS prestamo_papel,
                   coalesce(sum(s.prestamo_real), 0) AS prestamo_real,
                   coalesce(sum(s.restante), 0) AS restante,
                   coalesce(sum(s.cobranza_ideal - s.cobranza_real) FILTER (WHERE s.cobranza_ideal <> 0), 0) AS morosidad_monto,
                   coalesce(sum(b.monto), 0) AS bono,
                   coalesce(sum(s.numero_de_creditos), 0)::integer AS numero_de_creditos,
                   coalesce(sum(s.prestamos_activos), 0)::integer AS prestamos_activos
            FROM por_grupo s
            {ReporteParts.Bono($"{alcance.Vigencia}")}
            """);

    /// <summary>
    /// The figures of the page's groups (<c>por_grupo</c>); no row where a group has no loan. Those that are kept
    /// (<see cref="Verificacion.CifrasGuardadas"/>) are not computed.
    /// </summary>
    private static FormattableString PorGrupo(AlcanceDeReporte alcance) => $"""
            WITH {ReporteParts.Grupos(alcance)},
            pagina AS (
                SELECT * FROM visibles ORDER BY grupo_id {ReporteParts.Page(alcance)}),
            {ReporteParts.Kept(alcance.Pedida, $"pagina")},
            {Computed(alcance.Pedida, $"por_calcular")},
            por_grupo AS (
                SELECT grupo_id, {Cifras} FROM calculadas
                UNION ALL
                SELECT grupo_id, {Cifras} FROM al_dia WHERE numero_de_creditos IS NOT NULL)
            """;

    /// <summary>A group's figures by name, as <see cref="Computed"/> gives them.</summary>
    public static FormattableString Cifras =>
        $"numero_de_creditos, prestamo_papel, prestamo_real, cobranza_ideal, cobranza_real, restante, prestamos_activos, por_cobrar, faltas";

    /// <summary>The figures of groups (<c>calculadas</c>), computed from loans and ledger.</summary>
    /// <remarks>The latest loan of a client comes from an aggregate over ids instead of a sort of all loans.</remarks>
    /// <param name="semana">The week of the figures.</param>
    /// <param name="grupos">The name of a query with a <c>grupo_id</c>.</param>
    public static FormattableString Computed(SemanaPedida semana, FormattableString grupos) => $"""
            ultimos AS (
                SELECT c.grupo_id, max(p.prestamo_id) AS prestamo_id, count(*) AS creditos
                FROM {grupos}
                JOIN membresias c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE vigente(c.desde, c.hasta, {semana.Vigencia}) AND p.fecha_inicio <= {semana.UltimoDia}
                GROUP BY c.grupo_id, c.cliente_id),
            cartera AS (
                SELECT u.grupo_id, sum(u.creditos) AS numero_de_creditos, sum(p.monto_prestamo) AS prestamo_papel, sum(p.monto_prestamo_real) AS prestamo_real
                FROM ultimos u
                JOIN prestamos p USING (prestamo_id)
                GROUP BY u.grupo_id),
            {ReporteParts.Cuentas(semana, grupos)},
            vivos AS (
                SELECT c.grupo_id,
                       sum(c.cobranza_ideal) FILTER (WHERE c.abierto AND NOT c.sin_cobranza) AS cobranza_ideal,
                       sum(c.efectivo) AS cobranza_real,
                       sum(c.restante) AS restante,
                       count(*) FILTER (WHERE c.abierto) AS prestamos_activos,
                       count(*) FILTER (WHERE c.falta) AS faltas,
                       count(*) FILTER (WHERE c.por_cobrar) AS por_cobrar
                FROM cuentas c
                GROUP BY c.grupo_id),
            {ReporteParts.Guardadas(semana, grupos)},
            calculadas AS (
                SELECT grupo_id,
                       coalesce(k.numero_de_creditos, 0) AS numero_de_creditos,
                       coalesce(k.prestamo_papel, 0) AS prestamo_papel,
                       coalesce(k.prestamo_real, 0) AS prestamo_real,
                       coalesce(v.cobranza_ideal, 0) AS cobranza_ideal,
                       coalesce(v.cobranza_real, 0) AS cobranza_real,
                       coalesce(v.restante, 0) AS restante,
                       coalesce(v.prestamos_activos, 0) AS prestamos_activos,
                       coalesce(v.por_cobrar, 0) AS por_cobrar,
                       coalesce(CASE WHEN s.cerrada THEN f.faltas ELSE v.faltas END, 0) AS faltas
                FROM cartera k
                FULL JOIN vivos v USING (grupo_id)
                CROSS JOIN semana s
                LEFT JOIN (SELECT grupo_id, count(*) AS faltas FROM guardadas GROUP BY grupo_id) f USING (grupo_id))
            """;
}
