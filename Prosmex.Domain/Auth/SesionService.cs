using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>Forgets old sessions.</summary>
public sealed class SesionService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider reloj)
{
    /// <summary>Ended sessions are kept this long, for whoever looks into an incident.</summary>
    private static readonly TimeSpan Guarda = TimeSpan.FromDays(30);

    /// <summary>Deletes sessions that ended long ago.</summary>
    /// <returns>How many.</returns>
    public Task<int> LimpiarAsync(RequestContext request, CancellationToken cancellationToken)
    {
        var limite = reloj.GetUtcNow() - Guarda;
        var viejas = db.Sesiones.Where(s => s.ExpiraEn < limite || s.RevocadaEn < limite);
        return unitOfWork.ExecuteAsync(
            request,
            async token =>
            {
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                await db.RefreshUsados.Where(r => viejas.Any(s => s.Id == r.SesionId)).ExecuteDeleteAsync(token);
                return await viejas.ExecuteDeleteAsync(token);
            },
            cancellationToken);
    }
}
