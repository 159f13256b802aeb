using System.Net;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel;

/// <summary>The page for phones as a browser gets it. What it does is tried in a real one: Prosmex.Web/e2e.</summary>
[Trait("Kind", "Integration")]
public sealed class CobroPageTests(TestServer server)
{
    [Fact]
    public async Task Page_AnyCaller_IsServedWithItsPolicy()
    {
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();
        var document = (await anonymous.GetAsync("/cobro")).Text;
        foreach (var address in new[] { "/cobro", "/cobro/", "/cobro?x=1" })
        {
            var response = await anonymous.GetAsync(address);

            Assert.Equal((HttpStatusCode.OK, "text/html", document), (response.Status, response.Message.Content.Headers.ContentType?.MediaType, response.Text));
            Assert.Equal(ServedFileResult.OwnPolicy + "; worker-src 'self'", Assert.Single(response.Message.Headers.GetValues("Content-Security-Policy")));
            Assert.True(response.Message.Headers.CacheControl!.NoCache);
        }

        foreach (var address in new[] { "/cobro/no-hay.js", "/cobro/efectivo", "/cobro/cobro.html", "/cobro/..%2Fdocs%2Findex.html" })
        {
            (await anonymous.GetAsync(address)).Problem(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }
    }

    [Fact]
    public async Task Api_BelowThePage_IsItsOwn()
    {
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();

        (await anonymous.GetAsync("/cobro/telefonos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await anonymous.PostAsync("/cobro/contacto")).Problem(HttpStatusCode.BadRequest, "solicitud.sin_cuerpo");
    }

    [Fact]
    public async Task Files_OfThePage_AreCachedForEverOnlyUnderAHash()
    {
        Assert.SkipUnless(ServedFile.NamesInWeb("cobro/").Any(), "Built without Node, or without the page.");
        await using var program = await ProgramWithClock.StartAsync(server);
        using var anonymous = program.Api();

        foreach (var file in ServedFile.NamesInWeb("cobro/").Where(f => f != "cobro.html"))
        {
            var response = await anonymous.GetAsync($"/cobro/{file}");

            Assert.Equal(HttpStatusCode.OK, response.Status);
            var forEver = response.Message.Headers.CacheControl!.ToString() == "public, max-age=31536000, immutable";
            Assert.True(file is "sw.js" or "manifest.webmanifest" ? !forEver : !forEver || file.Length > "-12345678.js".Length, $"{file}: {response.Message.Headers.CacheControl}");
            Assert.Equal(file == "sw.js" ? "/cobro" : null, response.Message.Headers.TryGetValues("Service-Worker-Allowed", out var scopes) ? Assert.Single(scopes) : null);
        }
    }
}
