using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

internal static class PrestamoQueryExtensions
{
    /// <summary>The loans that still take payments. A query that nests it takes it from a local: EF Core does not translate the call.</summary>
    public static IQueryable<Prestamo> PrestamosAbiertos(this ProsmexDbContext db) =>
        db.Prestamos.Where(p => p.Status == StatusPrestamo.Activo || p.Status == StatusPrestamo.Vencido);

    /// <summary>The same of a row of <c>prestamos</c>, for <see cref="Sql.Combine"/>.</summary>
    public static FormattableString Abierto(FormattableString prestamo) => $"{prestamo}.status IN ('activo', 'vencido')";
}
