using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>Where a write asks whether another user must approve it.</summary>
internal static class Aprobaciones
{
    /// <summary>Called by a write that is of a kind, before it changes anything.</summary>
    /// <exception cref="DominioException">aprobacion.necesaria, unless the kind is off or the request does what was approved.</exception>
    public static async Task RequireApprovalAsync(this ProsmexDbContext db, RequestContext context, TipoDeSolicitud tipo, CancellationToken cancellationToken)
    {
        if (context.Approved != tipo && await db.NeedsApproval(tipo).AnyAsync(cancellationToken))
        {
            throw new DominioException(AprobacionErrores.Necesaria);
        }
    }

    /// <summary>The rule of a kind, while it is on.</summary>
    public static IQueryable<ReglaDeAprobacion> NeedsApproval(this ProsmexDbContext db, TipoDeSolicitud tipo) =>
        db.ReglasDeAprobacion.Where(r => r.Tipo == tipo && r.Aprobadores > 0);

    /// <summary>Ends some of those that are pending, with what they hold.</summary>
    /// <returns>How many.</returns>
    public static Task<int> EndSolicitudesAsync(
        this ProsmexDbContext db, Expression<Func<Solicitud, bool>> which, EstadoDeSolicitud estado, DateTimeOffset ahora, CancellationToken cancellationToken) =>
        db.Solicitudes.Where(s => s.Estado == EstadoDeSolicitud.Pendiente).Where(which).ExecuteUpdateAsync(
            s => s.SetProperty(x => x.Estado, estado).SetProperty(x => x.TerminadaEn, ahora).SetProperty(x => x.Contenido, (string?)null), cancellationToken);
}
