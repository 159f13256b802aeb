using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Http;

/// <summary>Files that the program carries with it, as an answer.</summary>
[Trait("Kind", "Unit")]
public sealed class FilesTests
{
    private static readonly string Texto = string.Concat(Enumerable.Repeat("hola ", 100));
    private static readonly ServedFile Largo = ServedFile.Of("text/html; charset=utf-8", Encoding.UTF8.GetBytes(Texto));

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, GZIP;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public async Task File_ClientAcceptsGzip_IsCompressed(string acepta, bool compressed)
    {
        var (http, body) = await PedirAsync(new(Largo) { Policy = ServedFileResult.OwnPolicy }, ("Accept-Encoding", acepta));
        Assert.Equal(compressed ? "gzip" : "", http.Response.Headers.ContentEncoding.ToString());
        using var reader = new StreamReader(compressed ? new GZipStream(new MemoryStream(body), CompressionMode.Decompress) : new MemoryStream(body));
        Assert.Equal(Texto, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal((body.Length, "text/html; charset=utf-8", "Accept-Encoding"), ((int)http.Response.ContentLength!, http.Response.ContentType, http.Response.Headers.Vary.ToString()));
        Assert.Equal("no-cache", http.Response.Headers.CacheControl.ToString());
        Assert.Contains("default-src 'none'", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_AlreadyCached_Is304WithoutBody()
    {
        var (primera, _) = await PedirAsync(new(Largo) { IsImmutable = true });
        var etiqueta = primera.Response.Headers.ETag.ToString();
        Assert.Contains("immutable", primera.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        foreach (var dicha in new[] { etiqueta, etiqueta.Replace("W/", "", StringComparison.Ordinal), $"\"otra\", {etiqueta}", "*" })
        {
            var (http, body) = await PedirAsync(new(Largo), ("If-None-Match", dicha));
            Assert.Equal((304, 0, etiqueta), (http.Response.StatusCode, body.Length, http.Response.Headers.ETag.ToString()));
        }

        var (otra, content) = await PedirAsync(new(ServedFile.Of("text/css", "x"u8)), ("If-None-Match", etiqueta), ("Accept-Encoding", "gzip"));
        Assert.Equal((200, 1), (otra.Response.StatusCode, content.Length));
        Assert.NotEqual(etiqueta, otra.Response.Headers.ETag.ToString());
        Assert.False(otra.Response.Headers.ContainsKey("Content-Security-Policy"));
    }

    private static async Task<(HttpContext Http, byte[] Cuerpo)> PedirAsync(ServedFileResult response, params (string Nombre, string Valor)[] headers)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        foreach (var (nombre, value) in headers)
        {
            http.Request.Headers[nombre] = value;
        }

        await response.ExecuteAsync(http);
        return (http, body.ToArray());
    }
}
