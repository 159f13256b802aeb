using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http.Export;

/// <summary>Streams a table to the client in the requested format; the file name has no extension.</summary>
public delegate Task WriteSheets(string nombre, params IReadOnlyList<Hoja> hojas);

/// <summary>
/// A response that is a file, written while its rows are read. A failure before the first bytes are sent is an error like any other; after that the
/// connection is aborted, so that a truncated file is not mistaken for a complete one.
/// </summary>
public sealed class Download : IResult
{
    private readonly string _extension;
    private readonly string _tipo;
    private readonly Func<Stream, string, IReadOnlyList<Hoja>, CancellationToken, Task> _format;
    private readonly Func<WriteSheets, Task> _work;

    private Download(string extension, string tipo, Func<Stream, string, IReadOnlyList<Hoja>, CancellationToken, Task> format, Func<WriteSheets, Task> work) =>
        (_extension, _tipo, _format, _work) = (extension, tipo, format, work);

    /// <param name="work">Gets the rows and hands them over.</param>
    public static Download DeXlsx(Func<WriteSheets, Task> work) => new("xlsx", ContentTypes.Xlsx, Xlsx.WriteAsync, work);

    /// <summary>Comma separated values; one sheet.</summary>
    /// <param name="work">Gets the rows and hands them over.</param>
    public static Download DeCsv(Func<WriteSheets, Task> work) =>
        new("csv", $"{ContentTypes.Csv}; charset=utf-8", (output, _, hojas, cancellationToken) => Csv.WriteAsync(output, hojas.Single(), cancellationToken), work);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return _work((nombre, hojas) => WriteAsync(httpContext, nombre, hojas));
    }

    private async Task WriteAsync(HttpContext http, string nombre, IReadOnlyList<Hoja> hojas)
    {
        await using var output = new BufferedResponseStream(http.Response, () =>
        {
            http.Response.ContentType = _tipo;
            http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = $"\"{nombre}.{_extension}\"" }.ToString();
        });
        await _format(output, http.RequestServices.GetRequiredService<ProsmexOptions>().Financiera.Nombre, hojas, http.RequestAborted);
        await output.SendAsync(http.RequestAborted);
    }
}
