using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Pagos;

/// <summary>Payments of the groups that the caller sees.</summary>
public sealed class PagosFunctions(PagoService pagos, PagoQueries queries, IdempotentRequests idempotent, ApprovableRequests approvable)
{
    /// <summary>Registers payments, all or none; 0 records a visit.</summary>
    [Function("PagosRegistrar"), Idempotent(CatchesDoubleClick = true), AnyOf(AccionId.PagosDeCobranzaPorGrupo, AccionId.PagosDePrestamosPorGrupo)]
    [AcceptsOneOrMany<PagoRequest>, RespondsOneOrMany<Datos<UnPagoDto<PagoDto>>, Datos<PagosDto>>(201)]
    [RefusesPago, Refuses(404, "prestamo.no_encontrado"), Refuses(409, "pago.clave_usada")]
    public async Task<IResult> RegistrarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pagos")] HttpRequest req)
    {
        var (_, filas) = await req.ReadRowsAsync<PagoRequest>();

        // Rows with a clave are recognised by it; where a row has none, the whole request is compared.
        return await idempotent.RunAsync(
            req,
            catchesDoubleClick: filas.Any(f => f.Request?.Clave.HasValue != true),
            async token =>
            {
                var hechos = await pagos.RegistrarAsync(req.Context(), filas, token);
                return hechos is [var unico] ? Responses.Created(new UnPagoDto<PagoDto>(unico)) : Responses.Created(new PagosDto(hechos));
            });
    }

    /// <summary>The payments in force.</summary>
    [Function("PagosListar"), AnyOf(AccionId.PagosDePrestamosPorGrupo), Paged, Responds<Datos<PageOfPagosDto>>]
    [QueryParameter("desde", "string"), QueryParameter("hasta", "string"), QueryParameter("grupo_id", "integer"), QueryParameter("prestamo_id", "integer")]
    [Refuses(404, "grupo.no_encontrado", "prestamo.no_encontrado")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos")] HttpRequest req)
    {
        var filter = new PagosFilter(req.QueryDay("desde"), req.QueryDay("hasta"), req.QueryId("grupo_id"), req.QueryId("prestamo_id"));
        var page = await queries.ListarAsync(req.Context(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfPagosDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>One payment, also if it was reversed.</summary>
    [Function("PagosObtener"), AnyOf(AccionId.PagosDeCobranzaPorGrupo), Responds<Datos<UnPagoDto<PagoConReversaDto>>>]
    [Refuses(404, "pago.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/{id:int}")] HttpRequest req, int id) =>
        Responses.Ok(new UnPagoDto<PagoConReversaDto>(await queries.ObtenerAsync(req.CurrentUser(), id, req.Deadline())));

    /// <summary>Reverses a payment and registers the corrected one.</summary>
    [Function("PagosCorregir"), Idempotent, AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.CorreccionTrasCorte), Accepts<PagoRequest>, Responds<Datos<UnPagoDto<PagoDto>>>]
    [RefusesPago, RefusesReversa, Refuses(409, "pago.era_por_aclarar")]
    public async Task<IResult> CorregirAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "pagos/{id:int}")] HttpRequest req, int id)
    {
        var cambios = await req.ReadBodyAsync<PagoRequest>();
        return await idempotent.RunAsync(
            req, approvable.DoOrAsk(req, "PagosCorregir", id, async token => Responses.Ok(new UnPagoDto<PagoDto>(await pagos.CorregirAsync(req.Context(), id, cambios, token)))));
    }

    /// <summary>What correcting a payment would change; it refuses what the correction would, and writes nothing.</summary>
    [Function("PagosVistaPreviaCorreccion"), AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.CorreccionTrasCorte), Accepts<PagoRequest>(IsPartial = true), Responds<Datos<VistaPreviaDto>>]
    [RefusesPago, RefusesReversa, Refuses(409, "conflicto.cambio_simultaneo", "pago.era_por_aclarar")]
    public async Task<IResult> PreviewCorreccionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pagos/{id:int}/correccion/vista-previa")] HttpRequest req, int id)
    {
        var cambios = await req.ReadBodyAsync<PagoRequest>();
        return await ApprovableRequests.PreviewAsync(req, "PagosVistaPreviaCorreccion", context => pagos.PreviewCorreccionAsync(context, id, cambios, req.Deadline()));
    }

    /// <summary>What reversing a payment would change; it refuses what the reversal would, and writes nothing.</summary>
    [Function("PagosVistaPreviaReversa"), AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.CorreccionTrasCorte), Accepts<ReversaRequest>(IsOptional = true), Responds<Datos<VistaPreviaDto>>]
    [RefusesReversa, Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> PreviewReversaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "pagos/{id:int}/cancelacion/vista-previa")] HttpRequest req, int id)
    {
        var reversa = await req.ReadOptionalBodyAsync<ReversaRequest>();
        return await ApprovableRequests.PreviewAsync(req, "PagosVistaPreviaReversa", context => pagos.PreviewReversaAsync(context, id, reversa, req.Deadline()));
    }

    /// <summary>Reverses a payment: it counts as if it had never been.</summary>
    [Function("PagosReversar"), Idempotent, AnyOf(AccionId.EditarInformacion), MayNeedApproval(TipoDeSolicitud.CorreccionTrasCorte), Accepts<ReversaRequest>(IsOptional = true), Responds<Datos<MensajeDto>>]
    [RefusesReversa]
    public async Task<IResult> ReversarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "pagos/{id:int}")] HttpRequest req, int id)
    {
        var reversa = await req.ReadOptionalBodyAsync<ReversaRequest>();
        return await idempotent.RunAsync(
            req, approvable.DoOrAsk(req, "PagosReversar", id, token => Responses.DoneAsync(pagos.ReversarAsync(req.Context(), id, reversa, token), "Pago eliminado correctamente")));
    }
}

/// <summary>Any route that registers a payment.</summary>
[Refuses(400, "pago.fecha_anterior", "pago.fecha_futura"), Refuses(409, "pago.excede_restante", "prestamo.cerrado")]
public sealed class RefusesPagoAttribute : RefusalSetAttribute;

/// <summary>Any route that reverses a payment.</summary>
[Refuses(404, "pago.no_encontrado"), Refuses(409, "pago.prestamo_posterior_abierto", "pago.prestamo_renovado", "pago.ya_reversado")]
public sealed class RefusesReversaAttribute : RefusalSetAttribute;

/// <summary>One payment.</summary>
public sealed record UnPagoDto<T>(T Pago);

/// <summary>The payments of a batch.</summary>
public sealed record PagosDto(IReadOnlyList<PagoDto> Pagos);

/// <summary>A page of payments.</summary>
public sealed record PageOfPagosDto(IReadOnlyList<PagoDto> Pagos, int Page, int PerPage, int TotalItems, int TotalPages);
