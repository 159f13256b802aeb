using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Prosmex.Functions.Http;
using Prosmex.Functions.OpenApi;
using Prosmex.Tests.Infrastructure;
using Scalar.AspNetCore;

namespace Prosmex.Tests.Http;

/// <summary>The API's description and its page, as a browser requests them.</summary>
[Trait("Kind", "Integration")]
public sealed partial class ReferenceTests(TestServer server)
{
    [Fact]
    public async Task Page_AndWhatItLoads_ComeFromTheProgramAlone()
    {
        await using var program = await ProgramWithClock.StartAsync(server, ("Prosmex:Docs", "true"));
        using var anonymous = program.Api();
        foreach (var direccion in new[] { "/docs", "/docs/" })
        {
            var page = await anonymous.GetAsync(direccion);
            Assert.Equal((HttpStatusCode.OK, "text/html"), (page.Status, page.Message.Content.Headers.ContentType?.MediaType));
            var politica = Assert.Single(page.Message.Headers.GetValues("Content-Security-Policy"));
            Assert.StartsWith("default-src 'none'; script-src 'self'; ", politica, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"https?:|\*|unsafe-eval|script-src[^;]*unsafe", politica);

            // No inline script, no other host; what it loads exists.
            Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|\son\w+=|https?:", page.Text);
            foreach (var loaded in Loaded().Matches(page.Text).Select(m => m.Groups[1].Value).Append("/openapi.json"))
            {
                Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync(loaded)).Status);
            }
        }

        Assert.Equal(Encoding.UTF8.GetString(ServedFile.FromWeb("openapi.json").Content.Span), (await anonymous.GetAsync("/openapi.json")).Text);
        var etag = (await anonymous.GetAsync("/openapi.json")).Message.Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.NotModified, (await anonymous.SendAsync(HttpMethod.Get, "/openapi.json", null, ("If-None-Match", etag))).Status);
    }

    [Fact]
    public async Task Files_InEachEncoding_HaveTheSameContent()
    {
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();
        foreach (var address in new[] { "/docs", $"/docs/scalar-{ReferenceFunctions.VersionDeScalar}.js", "/openapi.json", "/panel" })
        {
            var content = (await anonymous.GetAsync(address)).Text;
            foreach (var accepted in new[] { "gzip", "gzip, deflate, br" })
            {
                var encoded = (await anonymous.SendAsync(HttpMethod.Get, address, null, ("Accept-Encoding", accepted))).Message.Content;
                var body = await encoded.ReadAsStreamAsync(TestContext.Current.CancellationToken);
                await using Stream decoder = encoded.Headers.ContentEncoding.Single() == "br" ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
                using var reader = new StreamReader(decoder);

                Assert.Equal(content, await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task Page_TurnedOff_DoesNotExist()
    {
        await using var program = await ProgramWithClock.StartAsync(server, ("Prosmex:Docs", "false"));
        using var anonymous = program.Api();
        foreach (var direccion in new[] { "/docs", "/docs/referencia.js", $"/docs/scalar-{ReferenceFunctions.VersionDeScalar}.js" })
        {
            (await anonymous.GetAsync(direccion)).Problem(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }

        Assert.Equal(HttpStatusCode.OK, (await anonymous.GetAsync("/openapi.json")).Status);
    }

    [Fact]
    public void Address_OfWhatIsCachedForever_HasTheVersionOfThePackage()
    {
        var version = typeof(ScalarOptions).Assembly.GetName().Version!;
        Assert.Equal(ReferenceFunctions.VersionDeScalar, version.ToString(3));
        Assert.Contains($"src=\"/docs/scalar-{version.ToString(3)}.js\"", Repository.Read("Prosmex.Functions", "Web", "docs", "index.html"), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?:src|href)=""(/[^""]*)""")]
    private static partial Regex Loaded();
}
