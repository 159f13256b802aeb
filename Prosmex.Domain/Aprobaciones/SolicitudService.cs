using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>Asks for approval, and does what was approved.</summary>
/// <remarks>Locks: the row of the solicitud comes before those of the work.</remarks>
public sealed class SolicitudService(ProsmexDbContext db, UnitOfWork unitOfWork, SolicitudQueries queries, CurrentUserService users, TimeProvider clock)
{
    /// <summary>Does the work; where it needs approval, tries it, undoes it, and asks for the approval instead.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="asked">What for.</param>
    /// <param name="target">The user whose access the work changes; null for all other work.</param>
    /// <param name="work">Does it. May run more than once.</param>
    /// <param name="tryOut">Does it too, and tells what that changed.</param>
    /// <param name="answer">The answer where approval was asked for; gets the id of the solicitud.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DominioException">What the work refuses, whether it needs approval or not.</exception>
    public Task<T> DoOrAskAsync<T>(
        RequestContext context,
        AskedWork asked,
        AccessTarget? target,
        Func<CancellationToken, Task<T>> work,
        Func<RequestContext, CancellationToken, Task<TrialResult>> tryOut,
        Func<int, CancellationToken, Task<T>> answer,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(asked);
        return WriteAsync(
            context,
            target,
            async token =>
            {
                try
                {
                    return await unitOfWork.TryPartAsync(work, undo: false, token);
                }
                catch (DominioException ex) when (ex.Error == AprobacionErrores.Necesaria)
                {
                    var trial = await unitOfWork.TryPartAsync(t => tryOut(context.ApprovedAs(asked.Tipo, context.User), t), undo: true, token);
                    var regla = await db.NeedsApproval(asked.Tipo).SingleOrDefaultAsync(token) ?? throw new DominioException(ErroresComunes.CambioSimultaneo);
                    var solicitud = await unitOfWork.ExecuteAsync(
                        context, _ => Task.FromResult(db.Solicitudes.Add(Solicitud.De(asked, trial, regla, context.User.UsuarioId, clock.GetUtcNow())).Entity), token);
                    return await answer(solicitud.Id, token);
                }
            },
            cancellationToken);
    }

    /// <summary>
    /// Approves it. The last approval that it needs does the work in the same transaction, in its author's name and with all checks repeated: where one
    /// refuses, nothing is done and the solicitud says why.
    /// </summary>
    /// <param name="context">Who approves.</param>
    /// <param name="id">Of the solicitud.</param>
    /// <param name="request">A note.</param>
    /// <param name="target">As <see cref="TargetAsync"/> answers.</param>
    /// <param name="work">Does what was asked for. May run more than once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DominioException">aprobacion.no_encontrada, or why this user may not approve it now.</exception>
    public Task<SolicitudDto> AprobarAsync(
        RequestContext context,
        int id,
        AprobarRequest request,
        AccessTarget? target,
        Func<RequestContext, Solicitud, CancellationToken, Task> work,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var nota = request.Validate();
        return WriteAsync(
            context,
            target,
            async token =>
            {
                var solicitud = await ChangeAsync(context, id, (s, ahora) => s.Responder(context.User, aprueba: true, nota, ahora), token);
                if (await IsApprovedAsync(solicitud, token))
                {
                    var problem = await DoAsync(context, solicitud, work, token);
                    var estado = problem is null ? EstadoDeSolicitud.Hecha : EstadoDeSolicitud.NoHecha;
                    await ChangeAsync(context, id, (s, ahora) => s.Terminar(estado, ahora, problem?.Mensaje), token);
                }

                return await queries.ObtenerAsync(context, id, token);
            },
            cancellationToken);
    }

    /// <exception cref="DominioException">aprobacion.no_encontrada, or why this user may not refuse it now.</exception>
    public Task<SolicitudDto> RechazarAsync(RequestContext context, int id, NotaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var nota = request.Validate();
        return EndAsync(
            context,
            id,
            (solicitud, ahora) =>
            {
                solicitud.Responder(context.User, aprueba: false, nota, ahora);
                solicitud.Terminar(EstadoDeSolicitud.Rechazada, ahora);
            },
            cancellationToken);
    }

    /// <summary>Takes it back, by its author.</summary>
    /// <exception cref="DominioException">aprobacion.no_encontrada, aprobacion.ya_terminada, aprobacion.ajena.</exception>
    public Task<SolicitudDto> RetirarAsync(RequestContext context, int id, CancellationToken cancellationToken) => EndAsync(
        context,
        id,
        (solicitud, ahora) =>
        {
            if (solicitud.SolicitanteId != context.User.UsuarioId)
            {
                throw new DominioException(AprobacionErrores.Ajena);
            }

            solicitud.Terminar(EstadoDeSolicitud.Retirada, ahora);
        },
        cancellationToken);

    /// <summary>The user whose access an approval would change: its locks come first. Null for all other work and for what the caller does not see.</summary>
    public async Task<AccessTarget?> TargetAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return await queries.Visibles(context.User).Where(s => s.Id == id && s.Tipo == TipoDeSolicitud.CambioDeRol).Select(s => s.ObjetoId).SingleOrDefaultAsync(cancellationToken)
            is { } usuarioId ? new AccessTarget.User(usuarioId) : null;
    }

    /// <summary>Ends those that expired, with what they hold.</summary>
    /// <returns>How many.</returns>
    public Task<int> VencerAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var ahora = clock.GetUtcNow();
        return unitOfWork.ExecuteAsync(context, token => db.EndSolicitudesAsync(s => s.ExpiraEn <= ahora, EstadoDeSolicitud.Vencida, ahora, token), cancellationToken);
    }

    private Task<SolicitudDto> EndAsync(RequestContext context, int id, Action<Solicitud, DateTimeOffset> end, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await ChangeAsync(context, id, end, token);
                return await queries.ObtenerAsync(context, id, token);
            },
            cancellationToken);
    }

    // A unit of work of its own inside the one around it, so that it is saved before what follows.
    private Task<Solicitud> ChangeAsync(RequestContext context, int id, Action<Solicitud, DateTimeOffset> change, CancellationToken cancellationToken) =>
        unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var solicitud = await LockAsync(context, id, token);
                change(solicitud, clock.GetUtcNow());
                return solicitud;
            },
            cancellationToken);

    // Who was deactivated or given another role since they approved does not count.
    private async Task<bool> IsApprovedAsync(Solicitud solicitud, CancellationToken cancellationToken)
    {
        int[] ids = [.. solicitud.Respuestas.Where(r => r.Aprueba).Select(r => r.UsuarioId)];
        RolId[] roles = [.. solicitud.Roles];
        return await db.Usuarios.CountAsync(u => ids.Contains(u.Id) && u.Activo && roles.Contains(u.RolId), cancellationToken) >= solicitud.Aprobadores;
    }

    // Null where it was done.
    private async Task<ErrorDeDominio?> DoAsync(RequestContext context, Solicitud solicitud, Func<RequestContext, Solicitud, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (await users.FindAsync(solicitud.SolicitanteId, context.User.SesionId, cancellationToken) is not { } solicitante)
        {
            return AprobacionErrores.SinSolicitante;
        }

        try
        {
            return await unitOfWork.TryPartAsync<ErrorDeDominio?>(
                async token =>
                {
                    await work(context.ApprovedAs(solicitud.Tipo, solicitante), solicitud, token);
                    return null;
                },
                undo: false,
                cancellationToken);
        }
        catch (DominioException ex) when (ex.Error.Tipo != TipoDeError.Demasiado && ex.Error != ErroresComunes.CambioSimultaneo)
        {
            return ex.Error;
        }
    }

    private Task<T> WriteAsync<T>(RequestContext context, AccessTarget? target, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) => target is null
        ? unitOfWork.ExecuteAsync(context, work, cancellationToken)
        : unitOfWork.ChangeAccessAsync(context, target, work, cancellationToken);

    // Pending and not expired. Locked before it is read: of two users who decide at once the second reads what the first did.
    private async Task<Solicitud> LockAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT FROM solicitudes WHERE id = {id} FOR UPDATE", cancellationToken);
        var solicitud = await queries.Visibles(context.User).Where(s => s.Id == id).AsTracking().Include(s => s.Respuestas).SingleOrDefaultAsync(cancellationToken)
            ?? throw new DominioException(AprobacionErrores.NoEncontrada);
        return solicitud.Estado == EstadoDeSolicitud.Pendiente && solicitud.ExpiraEn > clock.GetUtcNow() ? solicitud : throw new DominioException(AprobacionErrores.YaTerminada);
    }
}
