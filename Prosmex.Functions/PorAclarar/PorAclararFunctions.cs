using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Common;
using Prosmex.Domain.PorAclarar;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;
using Prosmex.Functions.Pagos;

namespace Prosmex.Functions.PorAclarar;

/// <summary>Money that was received and could not be applied, and its resolution.</summary>
public sealed class PorAclararFunctions(PorAclararService porAclarar, IdempotentRequests idempotent, ApprovableRequests approvable)
{
    /// <summary>The money of the groups that the caller sees, by id, resolved or not.</summary>
    [Function("PorAclararListar"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Paged, Responds<Datos<PageOfPorAclararDto>>]
    [QueryParameter("estado", "string"), QueryParameter("grupo_id", "integer")]
    [Refuses(404, "grupo.no_encontrado")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "por-aclarar")] HttpRequest req)
    {
        var filter = new PorAclararFilter(req.QueryChoice<EstadoPorAclarar>("estado"), req.QueryId("grupo_id"));
        var (page, total) = await porAclarar.ListarAsync(req.CurrentUser(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfPorAclararDto(page.Items, total, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>One of them.</summary>
    [Function("PorAclararObtener"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<UnPorAclararDto>>]
    [Refuses(404, "por_aclarar.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "por-aclarar/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new UnPorAclararDto(await porAclarar.ObtenerAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>Applies the whole amount as a payment of a loan; a reversal of that payment makes it pending again.</summary>
    [Function("PorAclararAplicar"), Idempotent, AnyOf(AccionId.EditarInformacion), Accepts<AplicarRequest>, Responds<Datos<UnPorAclararDto>>]
    [RefusesPago, Refuses(404, "por_aclarar.no_encontrado", "prestamo.no_encontrado"), Refuses(409, "por_aclarar.ya_resuelto")]
    public Task<IResult> AplicarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/aplicar")] HttpRequest req, int id) =>
        idempotent.RunAsync<AplicarRequest>(
            req, async (solicitud, token) => Responses.Ok(new UnPorAclararDto(await porAclarar.AplicarAsync(req.Context(), id, solicitud, token))));

    /// <summary>What applying it would change; it refuses what that would, and writes nothing.</summary>
    [Function("PorAclararVistaPreviaAplicar"), AnyOf(AccionId.EditarInformacion), Accepts<AplicarRequest>, Responds<Datos<VistaPreviaDto>>]
    [RefusesPago, Refuses(404, "por_aclarar.no_encontrado", "prestamo.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo", "por_aclarar.ya_resuelto")]
    public async Task<IResult> PreviewAplicarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/aplicar/vista-previa")] HttpRequest req, int id)
    {
        var solicitud = await req.ReadBodyAsync<AplicarRequest>();
        return Responses.Ok(await porAclarar.PreviewAplicarAsync(req.Context(), id, solicitud, req.Deadline()));
    }

    /// <summary>Records its return to the client.</summary>
    [Function("PorAclararDevolver"), Idempotent, AnyOf(AccionId.EditarInformacion), Accepts<NotaRequest>, Responds<Datos<UnPorAclararDto>>]
    [Refuses(404, "por_aclarar.no_encontrado"), Refuses(409, "por_aclarar.ya_resuelto")]
    public Task<IResult> DevolverAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/devolver")] HttpRequest req, int id) =>
        idempotent.RunAsync<NotaRequest>(req, (nota, token) => CerrarAsync(req, id, EstadoPorAclarar.Devuelto, nota, token));

    /// <summary>Writes it off.</summary>
    [Function("PorAclararCastigar"), Idempotent, AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.Castigo), Accepts<NotaRequest>, Responds<Datos<UnPorAclararDto>>]
    [Refuses(404, "por_aclarar.no_encontrado"), Refuses(409, "por_aclarar.ya_resuelto")]
    public async Task<IResult> CastigarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "por-aclarar/{id:int}/castigar")] HttpRequest req, int id)
    {
        var nota = await req.ReadBodyAsync<NotaRequest>();
        return await idempotent.RunAsync(req, approvable.DoOrAsk(req, "PorAclararCastigar", id, token => CerrarAsync(req, id, EstadoPorAclarar.Castigado, nota, token)));
    }

    private async Task<IResult> CerrarAsync(HttpRequest req, int id, EstadoPorAclarar estado, NotaRequest nota, CancellationToken cancellationToken) =>
        Responses.Ok(new UnPorAclararDto(await porAclarar.CerrarAsync(req.Context(), id, estado, nota, cancellationToken)));
}

/// <summary>A page of money por aclarar.</summary>
/// <param name="TotalMonto">The sum of all that the filter finds, MXN.</param>
public sealed record PageOfPorAclararDto(IReadOnlyList<PorAclararDto> PorAclarar, decimal TotalMonto, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>Money por aclarar in its current state.</summary>
public sealed record UnPorAclararDto(PorAclararDto PorAclarar);
