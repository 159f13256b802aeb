using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Cortes;

/// <summary>The cash that a user holds, MXN, and the last entries included in it.</summary>
/// <param name="Arrastre">Carried over from the user's cortes: positive is owed by the user.</param>
/// <param name="Recibido">Received since: payments, reversals, and all money por aclarar, resolved or not.</param>
/// <param name="Desde">Since when they hold it; null where they hold nothing.</param>
/// <param name="DesdePagoId">Payments up to here belong to cortes.</param>
internal sealed record SaldoDeCustodia(
    decimal Arrastre, decimal Recibido, int DesdePagoId, int HastaPagoId, int DesdePorAclararId, int HastaPorAclararId, DateTimeOffset? Desde)
{
    public decimal Efectivo => Arrastre + Recibido;
}

/// <summary>
/// Which user holds the cash. A corte is a cut in the order of ids: a write that puts money into a custody takes its lock shared and gets the id
/// under it; a corte takes the lock exclusively. So everything the corte sees lies before the cut, everything that follows lies behind it, and
/// nothing is counted twice.
/// </summary>
internal static class Custodia
{
    /// <summary>The class of the advisory locks; the second half is the user.</summary>
    public const int LockKey = 1_677_721_601;

    /// <summary>For a corte of this user: no money enters or leaves their custody until the transaction ends.</summary>
    public static Task LockCustodiaAsync(this ProsmexDbContext db, int usuarioId, CancellationToken cancellationToken) =>
        db.LockAsync(LockKey, $"{usuarioId}", cancellationToken);

    /// <summary>Cortes that are neither voided nor void another.</summary>
    public static IQueryable<Corte> CortesEnVigor(this ProsmexDbContext db) => db.Cortes.Where(c => c.AnulaA == null && !db.Cortes.Any(o => o.AnulaA == c.Id));

    /// <summary>One statement: the entries since the last cut, and the user's cortes.</summary>
    public static Task<SaldoDeCustodia> SaldoDeCustodiaAsync(this ProsmexDbContext db, int usuarioId, CancellationToken cancellationToken) => db.Database.SqlQuery<SaldoDeCustodia>(
        $"SELECT arrastre, recibido, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id, desde FROM custodia({usuarioId})").SingleAsync(cancellationToken);
}
