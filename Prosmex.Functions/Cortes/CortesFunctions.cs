using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Cortes;

/// <summary>Cash cuts. These responses have no envelope, for compatibility with the existing client.</summary>
public sealed class CortesFunctions(CorteService cortes, ReporteService reportes, IdempotentRequests idempotent)
{
    /// <summary>The starting point of a corte: the caller's, or of a caller who may edit information anybody's, deactivated users included.</summary>
    [Function("ReporteDatosCorte"), AnyOf(AccionId.Corte), QueryParameter("usuario_id", "integer"), Responds<DatosDeCorteDto>]
    [Refuses(404, "usuario.no_encontrado")]
    public async Task<IResult> DatosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/datos-corte")] HttpRequest req)
    {
        var persona = await cortes.DeQuienAsync(req.CurrentUser(), req.QueryId("usuario_id"), req.Deadline());
        var cifras = await reportes.CifrasDeCorteAsync(req.Context(), persona.User, req.Deadline());
        return Responses.Bare(new DatosDeCorteDto(
            cifras.SobranteTotal,
            cifras.BonoGlobal,
            persona.Arrastre + persona.EfectivoRecibido,
            persona.EfectivoRecibido,
            persona.Arrastre,
            persona.Desde,
            persona.User.UsuarioId,
            persona.Nombre,
            persona.Activo));
    }

    /// <summary>Who holds cash that is not handed over, how much and since when, deactivated users included.</summary>
    [Function("CortesCustodia"), AnyOf(AccionId.Corte, AccionId.ReportesGenerales), Paged, Responds<Datos<CustodiasDto>>]
    public async Task<IResult> CustodiaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/custodia")] HttpRequest req)
    {
        var page = await cortes.CustodiaAsync(req.CurrentUser(), req.PageRequest(), req.Deadline());
        return Responses.Ok(new CustodiasDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>Creates a corte.</summary>
    [Function("CortesHacer"), Idempotent(CatchesDoubleClick = true), AnyOf(AccionId.Corte), Accepts<CorteRequest>, Responds<CorteDto>(201)]
    [Refuses(404, "usuario.no_encontrado"), Refuses(409, "corte.efectivo_demasiado_grande")]
    public Task<IResult> CreateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cortes/cortes")] HttpRequest req) => SaveAsync(req);

    /// <summary>The same under the path that the existing client uses.</summary>
    [Function("CortesHacerSemanal"), Idempotent(CatchesDoubleClick = true), AnyOf(AccionId.Corte), Accepts<CorteRequest>, Responds<CorteDto>(201)]
    [Refuses(404, "usuario.no_encontrado"), Refuses(409, "corte.efectivo_demasiado_grande")]
    public Task<IResult> CreateSemanalAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "cortes/realizar-corte-semanal")] HttpRequest req) => SaveAsync(req);

    /// <summary>The caller's cortes; director and admin: all.</summary>
    [Function("CortesListar"), AnyOf(AccionId.Corte), Responds<IReadOnlyList<CorteDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/cortes")] HttpRequest req) =>
        Responses.Bare(await cortes.ListarAsync(req.CurrentUser(), req.Deadline()));

    /// <summary>Past cortes, the newest first, with those that were deleted or corrected: the caller's; director and admin: all.</summary>
    [Function("CortesHistorial"), AnyOf(AccionId.Corte), Paged, Responds<Datos<PageOfCortesDto>>]
    [QueryParameter("id", "integer"), QueryParameter("usuario_id", "integer"), QueryParameter("desde", "string"), QueryParameter("hasta", "string")]
    [Refuses(404, "usuario.no_encontrado")]
    public async Task<IResult> HistorialAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/historial")] HttpRequest req)
    {
        var filter = new CortesFilter(req.QueryId("id"), req.QueryId("usuario_id"), req.QueryDay("desde"), req.QueryDay("hasta"));
        var page = await cortes.HistorialAsync(req.CurrentUser(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfCortesDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>One corte.</summary>
    [Function("CortesObtener"), AnyOf(AccionId.Corte), Responds<CorteDto>]
    [Refuses(404, "corte.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cortes/cortes/{id:int}")] HttpRequest req, int id) =>
        Responses.Bare(await cortes.ObtenerAsync(req.CurrentUser(), id, req.Deadline()));

    /// <summary>Changes the fields sent.</summary>
    [Function("CortesEditar"), Idempotent, AnyOf(AccionId.EditarInformacion), Accepts<CorteRequest>, Responds<CorteDto>]
    [Refuses(404, "corte.no_encontrado"), Refuses(409, "corte.efectivo_demasiado_grande", "corte.sin_efectivo_esperado")]
    public Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "cortes/cortes/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync<CorteRequest>(req, async (cambios, token) => Responses.Bare(await cortes.EditarAsync(req.Context(), id, cambios, token)));

    /// <summary>Deletes a corte.</summary>
    [Function("CortesEliminar"), Idempotent, AnyOf(AccionId.EditarInformacion), Responds<MensajeDto>]
    [Refuses(404, "corte.no_encontrado"), Refuses(409, "corte.posterior")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "cortes/cortes/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(
            req,
            async token =>
            {
                await cortes.EliminarAsync(req.Context(), id, token);
                return Responses.Bare(new MensajeDto("Corte eliminado"));
            });

    private async Task<IResult> SaveAsync(HttpRequest req)
    {
        var corte = await req.ReadBodyAsync<CorteRequest>();
        return await idempotent.RunAsync(
            req, catchesDoubleClick: true, async token => Responses.BareCreated(await cortes.CreateAsync(req.Context(), corte, token)));
    }
}

/// <summary>A page of past cortes.</summary>
public sealed record PageOfCortesDto(IReadOnlyList<CorteDeHistorialDto> Cortes, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A page of users who hold cash, the most first.</summary>
public sealed record CustodiasDto(IReadOnlyList<CustodiaDto> Custodia, int Page, int PerPage, int TotalItems, int TotalPages);
