using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Bitacora;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Bitacora;

/// <summary>Who changed what, and when.</summary>
public sealed class BitacoraFunctions(BitacoraService bitacora)
{
    /// <summary>The audit log, in the order of writing.</summary>
    [Function("BitacoraListar"), AnyOf(AccionId.ReportesGenerales), Paged, Responds<Datos<BitacoraDto>>]
    [QueryParameter("entidad", "string"), QueryParameter("id", "integer"), QueryParameter("usuario_id", "integer"), QueryParameter("desde", "string"), QueryParameter("hasta", "string")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bitacora")] HttpRequest req)
    {
        var filter = new BitacoraFilter(
            req.QueryText("entidad"), req.QueryId("id"), req.QueryId("usuario_id"), req.QueryDay("desde"), req.QueryDay("hasta"));
        var page = await bitacora.ListarAsync(filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new BitacoraDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }
}

/// <summary>A page of changes.</summary>
public sealed record BitacoraDto(IReadOnlyList<ApunteDto> Bitacora, int Page, int PerPage, int TotalItems, int TotalPages);
