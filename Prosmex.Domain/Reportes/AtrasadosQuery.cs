using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Visitas;

namespace Prosmex.Domain.Reportes;

/// <summary>The statement of the queue of the late: which loans they are, what their clients promised and did, and what to do next.</summary>
internal static class AtrasadosQuery
{
    /// <param name="alcance">Of the running week.</param>
    /// <param name="pasos">The first days of the steps.</param>
    public static FormattableString De(AlcanceDeReporte alcance, AtrasadosFilter filter, int[] pasos)
    {
        FormattableString nada = $"";
        var promesa = filter.Promesa is { } estado
            ? estado == PromesaDeAtrasado.Ninguna ? $"AND p.promesa IS NULL" : (FormattableString)$"AND p.promesa = {EnumNames.NameOf(estado)}"
            : nada;
        var paso = filter.Paso is { } dias ? $"AND s.paso = {dias}" : nada;
        FormattableString orden = $"l.dias DESC, l.atrasado DESC, l.prestamo_id";
        return Sql.Combine($"""
            WITH {ReporteParts.Grupos(alcance)},
            {ReporteParts.Cuentas(alcance.Pedida, $"visibles")},
            {PrestamosQuery.Atrasos(alcance)},
            atrasados AS (
                SELECT a.grupo_id, a.prestamo_id, a.cliente_id, a.aval_id, a.dias, a.atrasado, a.restante
                FROM atrasos a
                WHERE a.atrasado > 0),
            visitas_sin_pago AS ({VisitaParts.SinPago($"atrasados")}),
            -- A newer promise replaces an older one; a visit without a promise leaves it as it is.
            ultimas_promesas AS (
                SELECT DISTINCT ON (s.prestamo_id) s.prestamo_id, s.fecha AS prometida_en, s.promesa_fecha, s.promesa_monto
                FROM visitas_sin_pago s
                WHERE s.promesa_fecha IS NOT NULL
                ORDER BY s.prestamo_id, {VisitaParts.LatestFirst($"s")}),
            cumplimientos AS (
                SELECT u.*, (
                    SELECT coalesce(sum(m.monto_pagado), 0)
                    FROM pagos m
                    WHERE m.prestamo_id = u.prestamo_id AND m.tipo = 'cobro' AND {PagoParts.EnVigor($"m")}
                      AND m.fecha_pago >= u.prometida_en AND m.fecha_pago < (u.promesa_fecha + 1)::timestamp AT TIME ZONE 'America/Mexico_City') AS pagado
                FROM ultimas_promesas u),
            promesas AS (
                SELECT c.*,
                       CASE WHEN c.pagado >= c.promesa_monto THEN 'cumplida' WHEN c.promesa_fecha >= {alcance.UltimoDia} THEN 'pendiente' ELSE 'incumplida' END AS promesa
                FROM cumplimientos c),
            filas AS (
                SELECT a.*, p.promesa, p.promesa_fecha, p.promesa_monto, p.prometida_en, p.pagado, s.paso
                FROM atrasados a
                LEFT JOIN promesas p USING (prestamo_id)
                CROSS JOIN LATERAL (SELECT max(d.dias) AS paso FROM unnest({pasos}) d (dias) WHERE d.dias <= a.dias) s
                WHERE true {promesa} {paso}),
            {ListasQuery.Page(alcance, filter.Q, orden, $"atrasado", $"restante")},
            ultimas_visitas AS (
                SELECT DISTINCT ON (v.prestamo_id) v.*
                FROM (
                    SELECT m.prestamo_id, m.fecha_pago AS fecha, m.recibido_en AS anotada_en, m.pago_id::text AS llave, 'pago' AS visita, m.monto_pagado AS monto,
                           NULL AS nota, m.registrado_por AS usuario_id
                    FROM pagina
                    JOIN pagos m USING (prestamo_id)
                    WHERE m.tipo = 'cobro' AND {PagoParts.EnVigor($"m")}
                    UNION ALL
                    SELECT s.prestamo_id, s.fecha, s.anotada_en, s.llave, s.visita, 0, s.nota, s.usuario_id
                    FROM pagina
                    JOIN visitas_sin_pago s USING (prestamo_id)) v
                ORDER BY v.prestamo_id, {VisitaParts.LatestFirst($"v")})
            SELECT {ListasQuery.Totales},
                   l.prestamo_id, l.nombrado AS cliente_id, l.cliente, e.telefono, coalesce({ListasQuery.NombreDe(alcance, $"aval")}, '') AS aval,
                   l.grupo_id, g.nombre_grupo AS grupo, g.nombre_ruta AS ruta,
                   {ReporteParts.NombreDeUsuario($"titular")} AS titular, {ReporteParts.NombreDeUsuario($"gestor")} AS gestor,
                   l.dias, {ListasQuery.AtrasadoDesde(alcance)}, l.atrasado, l.restante,
                   v.fecha AS visitado_en, v.visita, v.monto, v.nota, {ReporteParts.NombreDeUsuario($"quien")} AS registrado_por,
                   l.promesa, l.promesa_fecha, l.promesa_monto, l.prometida_en, l.pagado, l.paso
            {ListasQuery.Tables(alcance)}
            LEFT JOIN clientes_avales aval ON aval.cliente_id = l.aval_id
            LEFT JOIN ultimas_visitas v ON v.prestamo_id = l.prestamo_id
            LEFT JOIN usuarios quien ON quien.id = v.usuario_id
            ORDER BY {orden}
            """);
    }
}
