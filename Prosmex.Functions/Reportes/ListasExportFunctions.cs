using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>Lists of loans as files: all their rows, with the filters and the order of the list, and the totals.</summary>
public sealed class ListasExportFunctions(ExportService reportes)
{
    /// <summary>All open loans at the end of the week, or now, and their totals, as a spreadsheet.</summary>
    [Function("ReporteCarteraXlsx"), SignedIn, RespondsFile(ContentTypes.Xlsx)]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer")]
    [QueryParameter("desde", "integer"), QueryParameter("hasta", "integer"), QueryParameter("con_faltas", "boolean"), QueryParameter("q", "string"), QueryParameter("orden", "string")]
    [RefusesListFile]
    public IResult CarteraXlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/cartera.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => CarteraAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReporteCarteraCsv"), SignedIn, RespondsFile(ContentTypes.Csv)]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer")]
    [QueryParameter("desde", "integer"), QueryParameter("hasta", "integer"), QueryParameter("con_faltas", "boolean"), QueryParameter("q", "string"), QueryParameter("orden", "string")]
    [RefusesListFile]
    public IResult CarteraCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/cartera.csv")] HttpRequest req) =>
        Download.DeCsv(write => CarteraAsync(req, write));

    /// <summary>All loans with a falta in the week, and their totals, as a spreadsheet.</summary>
    [Function("ReporteFaltasXlsx"), SignedIn, RespondsFile(ContentTypes.Xlsx)]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("q", "string")]
    [RefusesListFile]
    public IResult FaltasXlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/faltas.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => FaltasAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReporteFaltasCsv"), SignedIn, RespondsFile(ContentTypes.Csv)]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("q", "string")]
    [RefusesListFile]
    public IResult FaltasCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/faltas.csv")] HttpRequest req) =>
        Download.DeCsv(write => FaltasAsync(req, write));

    /// <summary>All loans for which the week's collection sheet still asks for money, and their totals, as a spreadsheet.</summary>
    [Function("ReportePorCobrarXlsx"), SignedIn, RespondsFile(ContentTypes.Xlsx)]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("q", "string"), QueryParameter("orden", "string")]
    [RefusesListFile]
    public IResult PorCobrarXlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/por-cobrar.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => PorCobrarAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReportePorCobrarCsv"), SignedIn, RespondsFile(ContentTypes.Csv)]
    [QueryParameter("semana", "string"), QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer"), QueryParameter("q", "string"), QueryParameter("orden", "string")]
    [RefusesListFile]
    public IResult PorCobrarCsv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/por-cobrar.csv")] HttpRequest req) =>
        Download.DeCsv(write => PorCobrarAsync(req, write));

    private async Task CarteraAsync(HttpRequest req, WriteSheets write)
    {
        var filter = ReporteFilters.Cartera(req);
        await reportes.CarteraAsync(
            req.Context(),
            ReporteFilters.Lista(req),
            filter,
            (scope, prestamos) => write(ReporteTitle.FileName("cartera", scope), ListasTables.Cartera(scope, filter, prestamos)),
            req.Deadline());
    }

    private async Task FaltasAsync(HttpRequest req, WriteSheets write)
    {
        var q = req.QueryText("q");
        await reportes.FaltasAsync(
            req.Context(), ReporteFilters.Lista(req), q, (scope, faltas) => write(ReporteTitle.FileName("faltas", scope), ListasTables.Faltas(scope, q, faltas)), req.Deadline());
    }

    private async Task PorCobrarAsync(HttpRequest req, WriteSheets write)
    {
        var filter = ReporteFilters.PorCobrar(req);
        await reportes.PorCobrarAsync(
            req.Context(),
            ReporteFilters.Lista(req),
            filter,
            (scope, prestamos) => write(ReporteTitle.FileName("por-cobrar", scope), ListasTables.PorCobrar(scope, filter, prestamos)),
            req.Deadline());
    }
}

/// <summary>Any file of a list of loans.</summary>
[Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado"), Refuses(429, "exportacion.saturado")]
public sealed class RefusesListFileAttribute : RefusalSetAttribute;
