using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Common;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Aprobaciones;

/// <summary>Work that waits for another user's approval. See docs/aprobaciones.md.</summary>
public sealed class SolicitudesFunctions(SolicitudService solicitudes, SolicitudQueries queries, ApprovableWork work, IdempotentRequests idempotent)
{
    /// <summary>The caller's own solicitudes and, within their scope, those that their role approves, the latest first.</summary>
    [Function("SolicitudesListar"), SignedIn, Paged, Responds<Datos<PageOfSolicitudesDto>>]
    [QueryParameter("estado", "string"), QueryParameter("tipo", "string"), QueryParameter("por_responder", "boolean")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "solicitudes")] HttpRequest req)
    {
        var filter = new SolicitudesFilter(req.QueryChoice<EstadoDeSolicitud>("estado"), req.QueryChoice<TipoDeSolicitud>("tipo"), req.QueryFlag("por_responder"));
        var page = await queries.ListarAsync(req.Context(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfSolicitudesDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>One solicitud.</summary>
    [Function("SolicitudesObtener"), SignedIn, Responds<Datos<UnaSolicitudDto>>]
    [Refuses(404, "aprobacion.no_encontrada")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "solicitudes/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new UnaSolicitudDto(await queries.ObtenerAsync(req.Context(), id, req.Deadline())));

    /// <summary>
    /// Approves it. With the last approval that it needs it is done at once, on behalf of the user who asked; what is no longer possible by then is not done, and its
    /// `motivo` says why.
    /// </summary>
    [Function("SolicitudesAprobar"), Idempotent, SignedIn, Accepts<AprobarRequest>(IsOptional = true), Responds<Datos<UnaSolicitudDto>>]
    [RefusesSolicitud, Refuses(403, "aprobacion.no_le_toca", "aprobacion.propia"), Refuses(409, "aprobacion.ya_respondida")]
    public async Task<IResult> AprobarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "solicitudes/{id:int}/aprobar")] HttpRequest req, int id)
    {
        var aprobacion = await req.ReadOptionalBodyAsync<AprobarRequest>();
        var target = await solicitudes.TargetAsync(req.Context(), id, req.Deadline());
        return await idempotent.RunAsync(
            req, target, async token => Responses.Ok(new UnaSolicitudDto(await solicitudes.AprobarAsync(req.Context(), id, aprobacion, target, work.DoAsync, token))));
    }

    /// <summary>Refuses it, with the reason; one refusal ends it.</summary>
    [Function("SolicitudesRechazar"), Idempotent, SignedIn, Accepts<NotaRequest>, Responds<Datos<UnaSolicitudDto>>]
    [RefusesSolicitud, Refuses(403, "aprobacion.no_le_toca", "aprobacion.propia"), Refuses(409, "aprobacion.ya_respondida")]
    public Task<IResult> RechazarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "solicitudes/{id:int}/rechazar")] HttpRequest req, int id) =>
        idempotent.RunAsync<NotaRequest>(
            req, async (nota, token) => Responses.Ok(new UnaSolicitudDto(await solicitudes.RechazarAsync(req.Context(), id, nota, token))));

    /// <summary>Takes it back, by the user who asked.</summary>
    [Function("SolicitudesRetirar"), Idempotent, SignedIn, Responds<Datos<UnaSolicitudDto>>]
    [RefusesSolicitud, Refuses(403, "aprobacion.ajena")]
    public Task<IResult> RetirarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "solicitudes/{id:int}/retirar")] HttpRequest req, int id) =>
        idempotent.RunAsync(req, async token => Responses.Ok(new UnaSolicitudDto(await solicitudes.RetirarAsync(req.Context(), id, token))));
}

/// <summary>Any decision about a solicitud.</summary>
[Refuses(404, "aprobacion.no_encontrada"), Refuses(409, "aprobacion.ya_terminada")]
public sealed class RefusesSolicitudAttribute : RefusalSetAttribute;

/// <summary>A page of solicitudes.</summary>
public sealed record PageOfSolicitudesDto(IReadOnlyList<SolicitudDto> Solicitudes, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A solicitud as it stands now.</summary>
public sealed record UnaSolicitudDto(SolicitudDto Solicitud);
