using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Recibos;

/// <summary>Lets a client see whether the money of a receipt has arrived. Public: see docs/recibos.md for what it tells to whom.</summary>
public sealed class ReciboPublicoService(ProsmexDbContext db, UnitOfWork unitOfWork, ReciboKeys keys)
{
    /// <param name="text">A code, which finds what has arrived and nothing else; or a link, which proves that a phone made the receipt.</param>
    /// <exception cref="DominioException">recibo.no_encontrado, recibo.mal_escrito.</exception>
    public async Task<ReciboPublicoDto> ObtenerAsync(RequestContext context, string text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (ReciboLink.TryRead(text, out var link))
        {
            return await OfLinkAsync(context, link, cancellationToken);
        }

        var code = ReciboCode.TryRead(text, out var read) ? read : throw new DominioException(ReciboErrores.Mistyped);
        return await FindAsync($"p.codigo_de_recibo = {code}", $"f.codigo_de_recibo = {code}", cancellationToken)
            ?? throw new DominioException(ReciboErrores.NoEncontrado);
    }

    private async Task<ReciboPublicoDto> OfLinkAsync(RequestContext context, ReciboLink link, CancellationToken cancellationToken)
    {
        var (clave, monto) = (link.Datos.Clave, link.Datos.Monto);
        var found = await FindAsync($"p.clave = {clave}", $"f.clave = {clave}", cancellationToken);
        if (found?.Monto == monto)
        {
            return found;
        }

        if (!link.Proves(keys, context.Now))
        {
            throw new DominioException(ReciboErrores.NoEncontrado);
        }

        await NoteAsync(context, link, cancellationToken);
        var ocurrido = DateTimeOffset.FromUnixTimeMilliseconds(link.Datos.Milliseconds);
        var isLate = found is not null || ocurrido + ReciboVisto.Patience < context.Now;
        return new(monto, ocurrido, isLate ? EstadoDeRecibo.PorAclarar : EstadoDeRecibo.EnCamino);
    }

    private async Task<ReciboPublicoDto?> FindAsync(FormattableString ofPago, FormattableString ofFila, CancellationToken cancellationToken)
    {
        var filas = await db.Database.SqlQuery<Fila>(Sql.Combine($"""
            SELECT p.monto_pagado AS monto, coalesce(f.ocurrido_en, p.fecha_pago) AS fecha,
                   CASE WHEN {PagoParts.EnVigor($"p")} THEN 'aplicado' ELSE 'anulado' END AS estado
            FROM pagos p
            LEFT JOIN envio_filas f ON f.pago_id = p.pago_id
            WHERE {ofPago}
            UNION ALL
            SELECT f.monto, f.ocurrido_en, CASE a.estado WHEN 'aplicado' THEN 'aplicado' WHEN 'pendiente' THEN 'por_aclarar' ELSE 'anulado' END
            FROM envio_filas f
            JOIN por_aclarar a USING (clave)
            WHERE {ofFila}
            LIMIT 1
            """)).ToListAsync(cancellationToken);
        return filas is [var fila] ? new(fila.Monto, fila.Fecha, EnumNames.Parse<EstadoDeRecibo>(fila.Estado)) : null;
    }

    private Task NoteAsync(RequestContext context, ReciboLink link, CancellationToken cancellationToken)
    {
        var (datos, llave) = (link.Datos, link.Llave);
        return unitOfWork.ExecuteAsync(
            context,
            token => db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO recibos_vistos (clave, usuario_id, semana, monto, ocurrido_en, visto_en)
                SELECT {datos.Clave}, {llave.UsuarioId}, {llave.Semana}, {datos.Monto}, {DateTimeOffset.FromUnixTimeMilliseconds(datos.Milliseconds)}, {context.Now}
                WHERE (SELECT count(*) FROM recibos_vistos WHERE usuario_id = {llave.UsuarioId} AND semana = {llave.Semana}) < {ReciboVisto.MaxPerKey}
                ON CONFLICT DO NOTHING
                """,
                token),
            cancellationToken);
    }

#pragma warning disable CA1812 // Instantiated by EF.
    private sealed record Fila(decimal Monto, DateTimeOffset Fecha, string Estado);
#pragma warning restore CA1812
}
