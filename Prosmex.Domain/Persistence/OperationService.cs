using Microsoft.EntityFrameworkCore;

namespace Prosmex.Domain.Persistence;

/// <summary>Forgets old operations.</summary>
public sealed class OperationService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>A client may repeat a request with its key this long.</summary>
    private static readonly TimeSpan ConClave = TimeSpan.FromDays(30);

    // Without a key the row matters while its own COMMIT is in doubt: seconds.
    private static readonly TimeSpan SinClave = TimeSpan.FromDays(1);

    /// <returns>How many rows were deleted.</returns>
    public Task<int> LimpiarAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var (withKey, withoutKey) = (clock.GetUtcNow() - ConClave, clock.GetUtcNow() - SinClave);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                return await db.Operaciones.Where(o => o.CreadaEn < withKey || (o.CreadaEn < withoutKey && o.Clave == null)).ExecuteDeleteAsync(token);
            },
            cancellationToken);
    }
}
