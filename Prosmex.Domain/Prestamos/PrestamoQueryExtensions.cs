using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

internal static class PrestamoQueryExtensions
{
    /// <summary>Loans that still take payments, as <see cref="Prestamo.EstaCerrado"/> does not say of them. Inside another query it is taken from outside: EF does not look into it.</summary>
    public static IQueryable<Prestamo> PrestamosAbiertos(this ProsmexDbContext db) =>
        db.Prestamos.Where(p => p.Status == StatusPrestamo.Activo || p.Status == StatusPrestamo.Vencido);
}
