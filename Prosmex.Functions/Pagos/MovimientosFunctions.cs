using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Pagos;

/// <summary>Payments as the office looks for them.</summary>
public sealed class MovimientosFunctions(MovimientosService movimientos)
{
    /// <summary>Payments by client, number, day, group, loan or receiver, the newest first: those in force, or those that were reversed or corrected.</summary>
    [Function("PagosMovimientos"), AnyOf(AccionId.PagosDePrestamosPorGrupo), Paged, Responds<Datos<PageOfMovimientosDto>>]
    [QueryParameter("q", "string"), QueryParameter("desde", "string"), QueryParameter("hasta", "string"), QueryParameter("grupo_id", "integer")]
    [QueryParameter("prestamo_id", "integer"), QueryParameter("custodio_id", "integer"), QueryParameter("cancelados", "boolean")]
    [Refuses(404, "grupo.no_encontrado", "prestamo.no_encontrado", "usuario.no_encontrado")]
    public async Task<IResult> BuscarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "pagos/movimientos")] HttpRequest req)
    {
        var filter = new MovimientosFilter(
            req.QueryText("q"),
            req.QueryDay("desde"),
            req.QueryDay("hasta"),
            req.QueryId("grupo_id"),
            req.QueryId("prestamo_id"),
            req.QueryId("custodio_id"),
            req.QueryFlag("cancelados"));
        var (page, total) = await movimientos.BuscarAsync(req.CurrentUser(), filter, req.PageRequest(), req.Deadline());
        return Responses.Ok(new PageOfMovimientosDto(page.Items, total, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }
}

/// <summary>A page of payments.</summary>
/// <param name="TotalMonto">The sum of all of them, MXN.</param>
public sealed record PageOfMovimientosDto(IReadOnlyList<MovimientoHalladoDto> Movimientos, decimal TotalMonto, int Page, int PerPage, int TotalItems, int TotalPages);
