using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>Forgets old sessions.</summary>
public sealed class SesionService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>Ended sessions are kept this long, for whoever looks into an incident.</summary>
    private static readonly TimeSpan Guarda = TimeSpan.FromDays(30);

    /// <summary>Deletes sessions that ended long ago.</summary>
    /// <returns>How many.</returns>
    public Task<int> LimpiarAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var limit = clock.GetUtcNow() - Guarda;
        var viejas = db.Sesiones.Where(s => s.ExpiraEn < limit || s.RevocadaEn < limit);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                await db.RefreshUsados.Where(r => viejas.Any(s => s.Id == r.SesionId)).ExecuteDeleteAsync(token);
                return await viejas.ExecuteDeleteAsync(token);
            },
            cancellationToken);
    }
}
