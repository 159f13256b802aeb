using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Recibos;

namespace Prosmex.Domain.Senales;

/// <summary>The rule about receipts whose money is not here. It knows the collector alone: what would tell the client has not arrived.</summary>
internal static class ReglasDeRecibos
{
    /// <summary><c>recibo_sin_pago</c>, of collectors who have a group that the caller sees; for who sees all, of all.</summary>
    /// <param name="desde">Receipts looked up before are not listed any more.</param>
    public static FormattableString Queries(RequestContext context, DateTimeOffset desde) => $"""
        recibo_sin_pago AS (
            SELECT v.clave::text AS identidad, ARRAY[]::integer[] AS clientes, ARRAY[]::integer[] AS prestamos, v.usuario_id,
                   {SenalesQuery.Dia($"v.ocurrido_en")} AS desde, NULL::integer AS cuantos, NULL::integer AS de,
                   v.monto, NULL::numeric AS de_monto, NULL::text AS detail
            FROM recibos_vistos v
            WHERE v.visto_en >= {desde} AND least(v.ocurrido_en, v.visto_en) < {context.Now - ReciboVisto.Patience}
              AND NOT EXISTS (SELECT FROM pagos p WHERE p.clave = v.clave AND p.monto_pagado = v.monto)
              AND NOT EXISTS (SELECT FROM por_aclarar a WHERE a.clave = v.clave AND a.monto = v.monto)
              AND {OfTheCaller(context)})
        """;

    private static FormattableString OfTheCaller(RequestContext context) => context.User.SeesAll ? $"true" : (FormattableString)$"""
        EXISTS (
            SELECT FROM grupos g
            JOIN rutas r USING (ruta_id)
            WHERE {Alcance.Condicion(context.User)} AND v.usuario_id IN (g.usuario_id_titular, g.usuario_id_gestor))
        """;
}
