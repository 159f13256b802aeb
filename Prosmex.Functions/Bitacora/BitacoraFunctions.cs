using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Bitacora;

/// <summary>Who changed what, and when.</summary>
public sealed class BitacoraFunctions(BitacoraService bitacora)
{
    /// <summary>The audit log, in the order of writing, or the newest first.</summary>
    [Function("BitacoraListar"), AnyOf(AccionId.ReportesGenerales), Paged, Responds<Datos<BitacoraDto>>]
    [QueryParameter("entidad", "string"), QueryParameter("id", "integer"), QueryParameter("usuario_id", "integer"), QueryParameter("desde", "string"), QueryParameter("hasta", "string"), QueryParameter("orden", "string")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bitacora")] HttpRequest req)
    {
        var filter = new BitacoraFilter(
            req.QueryText("entidad"), req.QueryId("id"), req.QueryId("usuario_id"), req.QueryDay("desde"), req.QueryDay("hasta"),
            req.QueryChoice<OrdenDeBitacora>("orden") ?? OrdenDeBitacora.Antiguas);
        var page = await bitacora.ListarAsync(filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new BitacoraDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>The users who changed something, deactivated ones included, by full name.</summary>
    [Function("BitacoraAutores"), AnyOf(AccionId.ReportesGenerales), Paged, Responds<Datos<AutoresDto>>]
    public async Task<IResult> AutoresAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bitacora/autores")] HttpRequest req)
    {
        var page = await bitacora.AutoresAsync(req.PageRequest(), req.Deadline());
        return Responses.Ok(new AutoresDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }
}

/// <summary>A page of users who changed something.</summary>
public sealed record AutoresDto(IReadOnlyList<AutorDto> Autores, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A page of changes.</summary>
public sealed record BitacoraDto(IReadOnlyList<ApunteDto> Bitacora, int Page, int PerPage, int TotalItems, int TotalPages);
