using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

internal static class PagoQueryExtensions
{
    /// <summary>Collections in force: no reversals, reversed entries or settlements.</summary>
    public static IQueryable<Pago> CobrosEnVigor(this ProsmexDbContext db) =>
        db.EnVigor().Where(p => p.Tipo == TipoPago.Cobro);

    /// <summary>All money in force: the collections, and settlements by renewal.</summary>
    public static IQueryable<Pago> EnVigor(this ProsmexDbContext db) =>
        db.Pagos.Where(p => p.Tipo != TipoPago.Reversa && !db.Pagos.Any(r => r.ReversaDe == p.PagoId));

    /// <summary>Locks loans in id order until the transaction ends, in one statement.</summary>
    public static Task<Dictionary<int, Prestamo>> LockLoansAsync(this ProsmexDbContext db, int[] ids, CancellationToken cancellationToken) => db.Prestamos
        .FromSql($"SELECT * FROM prestamos WHERE prestamo_id = ANY({ids}) ORDER BY prestamo_id FOR UPDATE")
        .AsTracking().ToDictionaryAsync(p => p.PrestamoId, cancellationToken);

    /// <summary>The same for loans that the caller sees; the others are neither returned nor locked. Not tracked: <see cref="LoteDeCobros"/> writes them by its own statement.</summary>
    public static Task<Dictionary<int, Prestamo>> LockLoansAsync(
        this ProsmexDbContext db, CurrentUser currentUser, int[] ids, CancellationToken cancellationToken) => db.Prestamos
        .FromSql(Sql.Combine($"""
            SELECT p.*
            FROM prestamos p
            JOIN clientes_avales c ON c.cliente_id = p.cliente_id
            JOIN grupos g ON g.grupo_id = c.grupo_id
            JOIN rutas r ON r.ruta_id = g.ruta_id
            WHERE p.prestamo_id = ANY({ids}) AND {Alcance.Condicion(currentUser)}
            ORDER BY p.prestamo_id
            FOR UPDATE OF p
            """))
        .ToDictionaryAsync(p => p.PrestamoId, cancellationToken);

    /// <summary>Per loan, the business instant of its latest money in force.</summary>
    /// <param name="sin">An entry to exclude, as if it were reversed already.</param>
    public static Task<Dictionary<int, DateTimeOffset?>> UltimosIngresosAsync(
        this ProsmexDbContext db, int[] prestamoIds, int? sin, CancellationToken cancellationToken) => db.CobrosEnVigor()
        .Where(p => prestamoIds.Contains(p.PrestamoId) && p.MontoPagado > 0 && p.PagoId != sin)
        .GroupBy(p => p.PrestamoId)
        .Select(g => new { PrestamoId = g.Key, Ultimo = (DateTimeOffset?)g.Max(p => p.FechaPago) })
        .ToDictionaryAsync(g => g.PrestamoId, g => g.Ultimo, cancellationToken);
}
