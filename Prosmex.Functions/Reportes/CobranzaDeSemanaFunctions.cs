using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Reportes;

/// <summary>The progress of a week's collection, for the groups that the caller sees.</summary>
public sealed class CobranzaDeSemanaFunctions(CobranzaService cobranza)
{
    /// <summary>The report's totals of the weeks up to the requested one, oldest first.</summary>
    [Function("ReporteTendencia"), SignedIn, QueryParameter("semana", "string"), QueryParameter("semanas", "integer"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), Responds<Datos<TendenciaDto>>]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public async Task<IResult> TendenciaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/tendencia")] HttpRequest req) =>
        Responses.Ok(new TendenciaDto(
            await cobranza.TendenciaAsync(req.Context(), ReporteFilters.Semana(req), req.QueryInteger("semanas") ?? CobranzaService.SemanasDeTendencia, req.Deadline())));

    /// <summary>The open loans by days late.</summary>
    [Function("ReporteAntiguedad"), SignedIn, QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), Responds<Datos<AntiguedadDto>>]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public async Task<IResult> AntiguedadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/antiguedad")] HttpRequest req) =>
        Responses.Ok(await cobranza.AntiguedadAsync(req.Context(), ReporteFilters.Semana(req), req.Deadline()));

    /// <summary>The week per group.</summary>
    [Function("ReporteCobranza"), SignedIn, Paged, QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), Responds<Datos<CobranzaDeGruposDto>>]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public async Task<IResult> GruposAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/cobranza")] HttpRequest req)
    {
        var page = await cobranza.GruposAsync(req.Context(), ReporteFilters.Semana(req), req.PageRequest(), req.Deadline());
        return Responses.Ok(new CobranzaDeGruposDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }

    /// <summary>The week per route.</summary>
    [Function("ReporteRutas"), SignedIn, QueryParameter("semana", "string"), Responds<Datos<CobranzaDeRutasDto>>]
    public async Task<IResult> RutasAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/rutas")] HttpRequest req) =>
        Responses.Ok(new CobranzaDeRutasDto(await cobranza.RutasAsync(req.Context(), new(req.QueryDay("semana")), req.Deadline())));

    /// <summary>Routes, groups or titulares over the weeks up to the requested one.</summary>
    [Function("ReporteComparacion"), SignedIn, Paged, Responds<Datos<ComparacionDto>>]
    [QueryParameter("por", "string"), QueryParameter("semana", "string"), QueryParameter("semanas", "integer"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("orden", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public async Task<IResult> ComparacionAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/comparacion")] HttpRequest req)
    {
        var page = await cobranza.ComparacionAsync(
            req.Context(),
            ReporteFilters.Semana(req),
            req.QueryInteger("semanas") ?? CobranzaService.SemanasDeTendencia,
            req.QueryChoice<Comparados>("por") ?? Comparados.Ruta,
            req.QueryChoice<OrdenDeComparacion>("orden") ?? OrdenDeComparacion.Morosidad,
            req.PageRequest(),
            req.Deadline());
        return Responses.Ok(new ComparacionDto(page.Items, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages));
    }
}

/// <summary>The weeks of a trend, the oldest first.</summary>
public sealed record TendenciaDto(IReadOnlyList<SemanaDeTendenciaDto> Tendencia);

/// <summary>A page of routes, groups or titulares.</summary>
public sealed record ComparacionDto(IReadOnlyList<ComparadoDto> Comparacion, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>A page of groups.</summary>
public sealed record CobranzaDeGruposDto(IReadOnlyList<CobranzaDeGrupoDto> Cobranza, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>The routes.</summary>
public sealed record CobranzaDeRutasDto(IReadOnlyList<CobranzaDeRutaDto> Rutas);
