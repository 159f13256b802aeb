using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Http;

/// <summary>Files that the program carries with it, as an answer.</summary>
public sealed class ArchivosTests
{
    private static readonly string Texto = string.Concat(Enumerable.Repeat("hola ", 100));
    private static readonly ServedFile Largo = ServedFile.Of("text/html; charset=utf-8", Encoding.UTF8.GetBytes(Texto));

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, GZIP;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public async Task Archivo_ParaQuienTomaGzip_VaComprimido(string acepta, bool comprimido)
    {
        var (http, cuerpo) = await PedirAsync(new(Largo) { Policy = ServedFileResult.OwnPolicy }, ("Accept-Encoding", acepta));
        Assert.Equal(comprimido ? "gzip" : "", http.Response.Headers.ContentEncoding.ToString());
        using var lector = new StreamReader(comprimido ? new GZipStream(new MemoryStream(cuerpo), CompressionMode.Decompress) : new MemoryStream(cuerpo));
        Assert.Equal(Texto, await lector.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal((cuerpo.Length, "text/html; charset=utf-8", "Accept-Encoding"), ((int)http.Response.ContentLength!, http.Response.ContentType, http.Response.Headers.Vary.ToString()));
        Assert.Equal("no-cache", http.Response.Headers.CacheControl.ToString());
        Assert.Contains("default-src 'none'", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archivo_QueYaSeTiene_Es304SinCuerpo()
    {
        var (primera, _) = await PedirAsync(new(Largo) { IsImmutable = true });
        var etiqueta = primera.Response.Headers.ETag.ToString();
        Assert.Contains("immutable", primera.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        foreach (var dicha in new[] { etiqueta, etiqueta.Replace("W/", "", StringComparison.Ordinal), $"\"otra\", {etiqueta}", "*" })
        {
            var (http, cuerpo) = await PedirAsync(new(Largo), ("If-None-Match", dicha));
            Assert.Equal((304, 0, etiqueta), (http.Response.StatusCode, cuerpo.Length, http.Response.Headers.ETag.ToString()));
        }

        var (otra, contenido) = await PedirAsync(new(ServedFile.Of("text/css", "x"u8)), ("If-None-Match", etiqueta), ("Accept-Encoding", "gzip"));
        Assert.Equal((200, 1), (otra.Response.StatusCode, contenido.Length));
        Assert.NotEqual(etiqueta, otra.Response.Headers.ETag.ToString());
        Assert.False(otra.Response.Headers.ContainsKey("Content-Security-Policy"));
    }

    private static async Task<(HttpContext Http, byte[] Cuerpo)> PedirAsync(ServedFileResult respuesta, params (string Nombre, string Valor)[] cabeceras)
    {
        var http = new DefaultHttpContext();
        using var cuerpo = new MemoryStream();
        http.Response.Body = cuerpo;
        foreach (var (nombre, valor) in cabeceras)
        {
            http.Request.Headers[nombre] = valor;
        }

        await respuesta.ExecuteAsync(http);
        return (http, cuerpo.ToArray());
    }
}
