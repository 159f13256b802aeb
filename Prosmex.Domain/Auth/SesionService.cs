using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>Deletes old sessions.</summary>
public sealed class SesionService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>Ended sessions are kept this long, for the investigation of incidents.</summary>
    private static readonly TimeSpan Guarda = TimeSpan.FromDays(30);

    /// <summary>Deletes sessions that ended before the retention time.</summary>
    /// <returns>The number deleted.</returns>
    public Task<int> CleanUpAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - Guarda;
        var viejas = db.Sesiones.Where(s => s.ExpiraEn < limit || s.RevocadaEn < limit);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                await db.Telefonos.Where(t => viejas.Any(s => s.Id == t.SesionId)).ExecuteUpdateAsync(t => t.SetProperty(x => x.SesionId, (Guid?)null), token);
                await db.RefreshUsados.Where(r => viejas.Any(s => s.Id == r.SesionId)).ExecuteDeleteAsync(token);
                return await viejas.ExecuteDeleteAsync(token);
            },
            cancellationToken);
    }
}
