using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>Reports as files, for the groups that the caller sees: all their rows, with the filters of the report, and the totals.</summary>
public sealed class ExportFunctions(ExportService reportes)
{
    /// <summary>All rows of the general report and their totals as a spreadsheet.</summary>
    [Function("ReporteGeneralXlsx"), SignedIn, QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), RespondsFile(ContentTypes.Xlsx)]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    [Refuses(429, "exportacion.saturado")]
    public IResult GeneralXlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/general.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => GeneralAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReporteGeneralCsv"), SignedIn, QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), RespondsFile(ContentTypes.Csv)]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    [Refuses(429, "exportacion.saturado")]
    public IResult GeneralCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/general.csv")] HttpRequest req) =>
        Download.DeCsv(write => GeneralAsync(req, write));

    /// <summary>The open loans by days late, and their totals, as a spreadsheet.</summary>
    [Function("ReporteAntiguedadXlsx"), SignedIn, QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), RespondsFile(ContentTypes.Xlsx)]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public IResult AntiguedadXlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/antiguedad.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => AntiguedadAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReporteAntiguedadCsv"), SignedIn, QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), RespondsFile(ContentTypes.Csv)]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public IResult AntiguedadCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/antiguedad.csv")] HttpRequest req) =>
        Download.DeCsv(write => AntiguedadAsync(req, write));

    /// <summary>The report's totals of the weeks up to the requested one, oldest first, and their sums, as a spreadsheet.</summary>
    [Function("ReporteTendenciaXlsx"), SignedIn, QueryParameter("semana", "string"), QueryParameter("semanas", "integer"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), RespondsFile(ContentTypes.Xlsx)]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public IResult TendenciaXlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/tendencia.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => TendenciaAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReporteTendenciaCsv"), SignedIn, QueryParameter("semana", "string"), QueryParameter("semanas", "integer"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), RespondsFile(ContentTypes.Csv)]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada")]
    public IResult TendenciaCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/tendencia.csv")] HttpRequest req) =>
        Download.DeCsv(write => TendenciaAsync(req, write));

    private Task GeneralAsync(HttpRequest req, WriteSheets write) => reportes.GeneralAsync(
        req.Context(),
        ReporteFilters.Semana(req),
        (scope, filas, totales) => write(ReporteTitle.FileName("reporte-general", scope), GeneralTable.Hoja(scope, filas, totales)),
        req.Deadline());

    private async Task AntiguedadAsync(HttpRequest req, WriteSheets write)
    {
        var (scope, antiguedad) = await reportes.AntiguedadAsync(req.Context(), ReporteFilters.Semana(req), req.Deadline());
        await write(ReporteTitle.FileName("antiguedad", scope), CobranzaTables.Antiguedad(scope, antiguedad));
    }

    private async Task TendenciaAsync(HttpRequest req, WriteSheets write)
    {
        var semanas = req.QueryInteger("semanas") ?? CobranzaService.SemanasDeTendencia;
        var (scope, tendencia) = await reportes.TendenciaAsync(req.Context(), ReporteFilters.Semana(req), semanas, req.Deadline());
        await write(ReporteTitle.FileName("tendencia", scope), CobranzaTables.Tendencia(scope, tendencia));
    }
}
