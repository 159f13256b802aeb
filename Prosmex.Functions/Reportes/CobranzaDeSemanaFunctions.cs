using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Reportes;

/// <summary>How the collection of a week goes, for the groups that the caller sees.</summary>
public sealed class CobranzaDeSemanaFunctions(CobranzaService cobranza)
{
    private const int SemanasDeTendencia = 12;

    /// <summary>The report's totals of the weeks up to the one asked for, the oldest first.</summary>
    [Function("ReporteTendencia"), ConSesion, Consulta("semana", "string"), Consulta("semanas", "integer"), Consulta("ruta_id", "integer"), Consulta("grupo_id", "integer"), Responde<Datos<TendenciaDto>>]
    public async Task<IResult> TendenciaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/tendencia")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(new TendenciaDto(
            await cobranza.TendenciaAsync(req.Llamante(), Filtro(req), req.EnteroDeConsulta("semanas") ?? SemanasDeTendencia, cancellationToken)));

    /// <summary>The open loans by how many days late they are.</summary>
    [Function("ReporteAntiguedad"), ConSesion, Consulta("semana", "string"), Consulta("ruta_id", "integer"), Consulta("grupo_id", "integer"), Responde<Datos<AntiguedadDto>>]
    public async Task<IResult> AntiguedadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/antiguedad")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await cobranza.AntiguedadAsync(req.Llamante(), Filtro(req), cancellationToken));

    /// <summary>The week per group.</summary>
    [Function("ReporteCobranza"), ConSesion, Paginada, Consulta("semana", "string"), Consulta("ruta_id", "integer"), Responde<Datos<CobranzaDeGruposDto>>]
    public async Task<IResult> GruposAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/cobranza")] HttpRequest req, CancellationToken cancellationToken)
    {
        var filtro = new FiltroDeReporte(req.DiaDeConsulta("semana"), req.IdDeConsulta("ruta_id"));
        var pagina = await cobranza.GruposAsync(req.Llamante(), filtro, req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new CobranzaDeGruposDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    /// <summary>The week per route.</summary>
    [Function("ReporteRutas"), ConSesion, Consulta("semana", "string"), Responde<Datos<CobranzaDeRutasDto>>]
    public async Task<IResult> RutasAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/rutas")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(new CobranzaDeRutasDto(await cobranza.RutasAsync(req.Llamante(), new(req.DiaDeConsulta("semana")), cancellationToken)));

    /// <summary>The loans that nobody has collected this week.</summary>
    [Function("ReportePorCobrar"), ConSesion, Paginada, Consulta("semana", "string"), Consulta("grupo_id", "integer"), Consulta("ruta_id", "integer"), Responde<Datos<PrestamosSinCobrarDto>>]
    public async Task<IResult> PorCobrarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/por-cobrar")] HttpRequest req, CancellationToken cancellationToken)
    {
        var pagina = await cobranza.PorCobrarAsync(req.Llamante(), Filtro(req), req.Paginacion(), cancellationToken);
        return Respuestas.Ok(new PrestamosSinCobrarDto(pagina.Elementos, pagina.Paginacion.Page, pagina.Paginacion.PerPage, pagina.Total, pagina.TotalDePaginas));
    }

    private static FiltroDeReporte Filtro(HttpRequest req) => new(req.DiaDeConsulta("semana"), req.IdDeConsulta("ruta_id"), req.IdDeConsulta("grupo_id"));
}

/// <summary>The weeks of a trend, the oldest first.</summary>
public sealed record TendenciaDto(IReadOnlyList<SemanaDeTendenciaDto> Tendencia);

/// <summary>A page of groups.</summary>
public sealed record CobranzaDeGruposDto(IReadOnlyList<CobranzaDeGrupoDto> Cobranza, int Page, int PerPage, int TotalItems, int TotalPages);

/// <summary>The routes.</summary>
public sealed record CobranzaDeRutasDto(IReadOnlyList<CobranzaDeRutaDto> Rutas);

/// <summary>A page of loans.</summary>
public sealed record PrestamosSinCobrarDto(IReadOnlyList<PrestamoSinCobrarDto> PorCobrar, int Page, int PerPage, int TotalItems, int TotalPages);
