using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Prosmex.Functions.Http;

/// <summary>
/// An answer that the caller may keep and ask for again by its version: 304 while it is the same, else the JSON, compressed where he takes that.
/// Compressed here, because ASP.NET Core's middleware has no place under the Functions worker.
/// </summary>
/// <param name="version">Of the content; the tag is weak, because compressed and plain bodies share it.</param>
internal sealed class Condicional<T>(T valor, string version) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (cabeceras, respuesta) = (httpContext.Request.GetTypedHeaders(), httpContext.Response);
        var etiqueta = new EntityTagHeaderValue($"\"{version}\"", isWeak: true);
        respuesta.GetTypedHeaders().ETag = etiqueta;
        respuesta.Headers.CacheControl = "private, no-cache";
        respuesta.Headers.Vary = HeaderNames.AcceptEncoding;
        if (cabeceras.IfNoneMatch.Any(e => e.Equals(EntityTagHeaderValue.Any) || e.Compare(etiqueta, useStrongComparison: false)))
        {
            respuesta.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        respuesta.ContentType = "application/json; charset=utf-8";
        var json = JsonSerializer.SerializeToUtf8Bytes(valor, JsonProsmex.Opciones);
        if (!cabeceras.AcceptEncoding.Any(e => e.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0))
        {
            await respuesta.Body.WriteAsync(json, httpContext.RequestAborted);
            return;
        }

        respuesta.Headers.ContentEncoding = "gzip";
        using var comprimido = new MemoryStream();
        await using (var gzip = new GZipStream(comprimido, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(json, httpContext.RequestAborted);
        }

        respuesta.ContentLength = comprimido.Length;
        comprimido.Position = 0;
        await comprimido.CopyToAsync(respuesta.Body, httpContext.RequestAborted);
    }
}
