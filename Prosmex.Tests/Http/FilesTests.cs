using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Http;

/// <summary>Files that the program carries with it, as an answer.</summary>
[Trait("Kind", "Unit")]
public sealed class FilesTests
{
    private static readonly string Text = string.Concat(Enumerable.Repeat("hola ", 100));
    private static readonly ServedFile Long = ServedFile.Of("text/html; charset=utf-8", Encoding.UTF8.GetBytes(Text));

    [Theory]
    [InlineData("gzip", true)]
    [InlineData("br, GZIP;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("identity", false)]
    [InlineData("", false)]
    public async Task File_ClientAcceptsGzip_IsCompressed(string accepted, bool compressed)
    {
        var (http, body) = await RequestAsync(new(Long) { Policy = ServedFileResult.OwnPolicy }, ("Accept-Encoding", accepted));
        Assert.Equal(compressed ? "gzip" : "", http.Response.Headers.ContentEncoding.ToString());
        using var reader = new StreamReader(compressed ? new GZipStream(new MemoryStream(body), CompressionMode.Decompress) : new MemoryStream(body));
        Assert.Equal(Text, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal((body.Length, "text/html; charset=utf-8", "Accept-Encoding"), ((int)http.Response.ContentLength!, http.Response.ContentType, http.Response.Headers.Vary.ToString()));
        Assert.Equal("no-cache", http.Response.Headers.CacheControl.ToString());
        Assert.Contains("default-src 'none'", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", http.Response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_AlreadyCached_Is304WithoutBody()
    {
        var (primera, _) = await RequestAsync(new(Long) { IsImmutable = true });
        var etag = primera.Response.Headers.ETag.ToString();
        Assert.Contains("immutable", primera.Response.Headers.CacheControl.ToString(), StringComparison.Ordinal);
        foreach (var dicha in new[] { etag, etag.Replace("W/", "", StringComparison.Ordinal), $"\"otra\", {etag}", "*" })
        {
            var (http, body) = await RequestAsync(new(Long), ("If-None-Match", dicha));
            Assert.Equal((304, 0, etag), (http.Response.StatusCode, body.Length, http.Response.Headers.ETag.ToString()));
        }

        var (otra, content) = await RequestAsync(new(ServedFile.Of("text/css", "x"u8)), ("If-None-Match", etag), ("Accept-Encoding", "gzip"));
        Assert.Equal((200, 1), (otra.Response.StatusCode, content.Length));
        Assert.NotEqual(etag, otra.Response.Headers.ETag.ToString());
        Assert.False(otra.Response.Headers.ContainsKey("Content-Security-Policy"));
    }

    private static async Task<(HttpContext Http, byte[] Body)> RequestAsync(ServedFileResult response, params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext();
        using var body = new MemoryStream();
        http.Response.Body = body;
        foreach (var (name, value) in headers)
        {
            http.Request.Headers[name] = value;
        }

        await response.ExecuteAsync(http);
        return (http, body.ToArray());
    }
}
