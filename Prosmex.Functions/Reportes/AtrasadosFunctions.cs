using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Reportes;
using Prosmex.Functions.Http;
using Prosmex.Functions.Http.Export;

namespace Prosmex.Functions.Reportes;

/// <summary>The queue of the late, for the groups that the caller sees.</summary>
public sealed class AtrasadosFunctions(AtrasadosService atrasados)
{
    /// <summary>The loans that owe from earlier weeks, with the last visit, the last promise and what to do next; most days late first.</summary>
    [Function("ReporteAtrasados"), SignedIn, Paged, Responds<Datos<AtrasadosDto>>]
    [QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer")]
    [QueryParameter("promesa", "string"), QueryParameter("paso", "integer"), QueryParameter("q", "string")]
    [Refuses(404, "grupo.no_encontrado", "ruta.no_encontrada", "usuario.no_encontrado")]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/atrasados")] HttpRequest req)
    {
        var lista = await atrasados.ListarAsync(req.Context(), Reporte(req), Filter(req), req.PageRequest(), req.Deadline());
        var page = lista.Prestamos;
        return Responses.Ok(new AtrasadosDto(
            page.Items, lista.Pasos, page.Request.Page, page.Request.PerPage, page.Total, page.TotalPages, lista.TotalAtrasado, lista.TotalRestante));
    }

    /// <summary>All of them, and their totals, as a spreadsheet.</summary>
    [Function("ReporteAtrasadosXlsx"), SignedIn, RespondsFile(ContentTypes.Xlsx)]
    [QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer")]
    [QueryParameter("promesa", "string"), QueryParameter("paso", "integer"), QueryParameter("q", "string")]
    [RefusesListFile]
    public IResult Xlsx([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/atrasados.xlsx")] HttpRequest req) =>
        Download.DeXlsx(write => ExportAsync(req, write));

    /// <summary>The same as comma separated values.</summary>
    [Function("ReporteAtrasadosCsv"), SignedIn, RespondsFile(ContentTypes.Csv)]
    [QueryParameter("ruta_id", "integer"), QueryParameter("grupo_id", "integer"), QueryParameter("titular_id", "integer")]
    [QueryParameter("promesa", "string"), QueryParameter("paso", "integer"), QueryParameter("q", "string")]
    [RefusesListFile]
    public IResult Csv([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "reporte/atrasados.csv")] HttpRequest req) =>
        Download.DeCsv(write => ExportAsync(req, write));

    // The queue is about what to do now: it has no week.
    private static ReporteFilter Reporte(HttpRequest req) => new(null, req.QueryId("ruta_id"), req.QueryId("grupo_id"), req.QueryId("titular_id"));

    private static AtrasadosFilter Filter(HttpRequest req) =>
        new(req.QueryChoice<PromesaDeAtrasado>("promesa"), req.QueryInteger("paso"), req.QueryText("q"));

    private Task ExportAsync(HttpRequest req, WriteSheets write)
    {
        var filter = Filter(req);
        return atrasados.ExportAsync(
            req.Context(),
            Reporte(req),
            filter,
            (scope, paso, filas) => write(ReporteTitle.FileName("atrasados", scope), AtrasadosTable.Hoja(scope, filter, paso, filas)),
            req.Deadline());
    }
}

/// <summary>A page of late loans, with the lender's steps and the sums of all pages in MXN.</summary>
public sealed record AtrasadosDto(
    IReadOnlyList<AtrasadoDto> Atrasados,
    IReadOnlyList<PasoDeAtrasoDto> Pasos,
    int Page,
    int PerPage,
    int TotalItems,
    int TotalPages,
    decimal TotalAtrasado,
    decimal TotalRestante);
