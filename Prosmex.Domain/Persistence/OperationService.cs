using Microsoft.EntityFrameworkCore;

namespace Prosmex.Domain.Persistence;

/// <summary>Deletes old operations.</summary>
public sealed class OperationService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>How long a client may repeat a request with its key.</summary>
    private static readonly TimeSpan ConClave = TimeSpan.FromDays(30);

    // Without a key the row only matters while its own COMMIT is in doubt: seconds.
    private static readonly TimeSpan SinClave = TimeSpan.FromDays(1);

    /// <returns>The number of rows deleted.</returns>
    public Task<int> CleanUpAsync(RequestContext context, CancellationToken cancellationToken)
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
