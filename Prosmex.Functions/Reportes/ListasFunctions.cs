using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Reportes;

/// <summary>The loans behind the numbers of a week, for the groups that the caller sees.</summary>
public sealed class ListasFunctions(CobranzaService cobranza)
{
    /// <summary>The open loans at the end of the week, or now: the list behind the days late and the active loans.</summary>
    [Function("ReporteCartera"), SignedIn, Paged, Responds<Datos<CarteraDto>>]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer")]
    [QueryParameter("desde", "integer"), QueryParameter("hasta", "integer"), QueryParameter("con_faltas", "boolean"), QueryParameter("q", "string"), QueryParameter("orden", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public async Task<IResult> CarteraAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/cartera")] HttpRequest req)
    {
        var cartera = await cobranza.CarteraAsync(req.Context(), ReporteFilters.Lista(req), ReporteFilters.Cartera(req), req.PageRequest(), req.Deadline());
        var page = cartera.Prestamos;
        return Responses.Ok(new CarteraDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages, cartera.TotalAtrasado, cartera.TotalRestante));
    }

    /// <summary>The loans with a falta in the week: the recorded ones of a closed week, else those that there would be if it closed now.</summary>
    [Function("ReporteFaltas"), SignedIn, Paged, Responds<Datos<ListaDeFaltasDto>>]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("q", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public async Task<IResult> FaltasAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/faltas")] HttpRequest req)
    {
        var faltas = await cobranza.FaltasAsync(req.Context(), ReporteFilters.Lista(req), req.QueryText("q"), req.PageRequest(), req.Deadline());
        var page = faltas.Faltas;
        return Responses.Ok(new ListaDeFaltasDto(
            page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages, faltas.TotalDebia, faltas.TotalAbonado, faltas.TotalRestante));
    }

    /// <summary>The loans for which the week's collection sheet still asks for money.</summary>
    [Function("ReportePorCobrar"), SignedIn, Paged, Responds<Datos<PrestamosSinCobrarDto>>]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("q", "string"), QueryParameter("orden", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public async Task<IResult> PorCobrarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/por-cobrar")] HttpRequest req)
    {
        var porCobrar = await cobranza.PorCobrarAsync(req.Context(), ReporteFilters.Lista(req), ReporteFilters.PorCobrar(req), req.PageRequest(), req.Deadline());
        var page = porCobrar.Prestamos;
        return Responses.Ok(new PrestamosSinCobrarDto(
            page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages, porCobrar.TotalVence, porCobrar.TotalAtrasado));
    }
}

/// <summary>A page of open loans, with the sums of all pages in MXN.</summary>
public sealed record CarteraDto(
    IReadOnlyList<PrestamoDeCarteraDto> Cartera, int Page, int PerPage, int TotalItems, int TotalPages, decimal TotalAtrasado, decimal TotalRestante);

/// <summary>A page of faltas, with the sums of all pages in MXN.</summary>
public sealed record ListaDeFaltasDto(
    IReadOnlyList<FaltaDeSemanaDto> Faltas, int Page, int PerPage, int TotalItems, int TotalPages, decimal TotalDebia, decimal TotalAbonado, decimal TotalRestante);

/// <summary>A page of loans, with the sums of all pages in MXN.</summary>
public sealed record PrestamosSinCobrarDto(
    IReadOnlyList<PrestamoSinCobrarDto> PorCobrar, int Page, int PerPage, int TotalItems, int TotalPages, decimal TotalVence, decimal TotalAtrasado);
