using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Recibos;

/// <summary>What the receipt of a payment says. Amounts in MXN; <c>semana_activa</c> and <c>restante</c> are as after this payment, counting what is in force now.</summary>
/// <param name="FechaPago">The business instant.</param>
/// <param name="Monto">0 for a visit without payment.</param>
/// <param name="Cliente">The borrower, by full name.</param>
/// <param name="Grupo">The name of the borrower's group.</param>
/// <param name="RecibidoPor">Name and first surname of the user who took the cash; empty on an adopted payment.</param>
/// <param name="SemanaActiva">Weeks of the plan completed.</param>
/// <param name="NumeroSemanas">Weeks of the plan.</param>
/// <param name="Reversado">The payment was reversed: it does not count, and the receipt is void.</param>
/// <param name="Codigo">The code by which the client finds it at <c>/recibo</c>; null on a visit without payment and on payments from before there were codes.</param>
public sealed record ReciboDto(
    int PagoId,
    DateTimeOffset FechaPago,
    decimal Monto,
    NombradoDto Cliente,
    int PrestamoId,
    string Grupo,
    string RecibidoPor,
    int SemanaActiva,
    int NumeroSemanas,
    decimal Restante,
    bool Reversado,
    string? Codigo);

/// <summary>Reads receipts of payments of groups that the caller sees.</summary>
public sealed class ReciboService(ProsmexDbContext db)
{
    /// <summary>Of a collection; reversals and settlements have no receipt.</summary>
    /// <exception cref="DominioException">pago.no_encontrado.</exception>
    public async Task<ReciboDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken)
    {
        var filas = await db.Database.SqlQuery<Fila>(Sql.Combine($"""
            SELECT m.pago_id, m.codigo_de_recibo AS codigo, m.fecha_pago, m.monto_pagado AS monto, c.cliente_id, c.nombre_completo AS cliente, p.prestamo_id, g.nombre_grupo AS grupo,
                   {ReporteParts.NombreDeUsuario($"u")} AS recibido_por, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas,
                   antes.pagado, antes.numero_pagos, NOT {PagoParts.EnVigor($"m")} AS reversado
            FROM pagos m
            JOIN prestamos p USING (prestamo_id)
            JOIN clientes_avales c USING (cliente_id)
            JOIN grupos g USING (grupo_id)
            JOIN rutas r USING (ruta_id)
            LEFT JOIN por_aclarar aclarado ON aclarado.pago_id = m.pago_id
            LEFT JOIN usuarios u ON u.id = coalesce(m.custodio_id, aclarado.usuario_id, m.registrado_por)
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(a.monto_pagado), 0) AS pagado, (count(*) FILTER (WHERE a.tipo = 'cobro'))::integer AS numero_pagos
                FROM pagos a
                WHERE a.prestamo_id = p.prestamo_id AND (a.fecha_pago, a.pago_id) <= (m.fecha_pago, m.pago_id) AND {PagoParts.EnVigor($"a")}) antes
            WHERE m.pago_id = {id} AND m.tipo = 'cobro' AND {Alcance.Condicion(currentUser)}
            """)).ToListAsync(cancellationToken);
        return filas is [var fila] ? fila.Recibo() : throw new DominioException(PagoErrores.NoEncontrado);
    }

    private sealed record Fila(
        int PagoId,
        string? Codigo,
        DateTimeOffset FechaPago,
        decimal Monto,
        int ClienteId,
        string Cliente,
        int PrestamoId,
        string Grupo,
        string RecibidoPor,
        decimal MontoUtilidad,
        decimal CobranzaIdeal,
        int NumeroSemanas,
        decimal Pagado,
        int NumeroPagos,
        bool Reversado)
    {
        public ReciboDto Recibo()
        {
            var avance = AvanceDePrestamo.De(new(MontoUtilidad, CobranzaIdeal, NumeroSemanas), Pagado, NumeroPagos, StatusPrestamo.Activo, faltas: 0);
            return new(
                PagoId, FechaPago, Monto, new(ClienteId, Cliente), PrestamoId, Grupo, RecibidoPor, avance.SemanaActiva, NumeroSemanas, MontoUtilidad - Pagado, Reversado, Codigo);
        }
    }
}
