using System.Net;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel;

/// <summary>The page for phones as a browser gets it. What it does is tried in a real one: Prosmex.Web/e2e.</summary>
[Trait("Kind", "Integration")]
public sealed class CobroPageTests(TestServer servidor)
{
    [Fact]
    public async Task Page_AnyCaller_IsServedWithItsPolicy()
    {
        await using var programa = await ProgramWithClock.IniciarAsync(servidor);
        using var anonimo = programa.Api();
        var document = (await anonimo.GetAsync("/cobro")).Texto;
        foreach (var address in new[] { "/cobro", "/cobro/", "/cobro?x=1" })
        {
            var response = await anonimo.GetAsync(address);

            Assert.Equal((HttpStatusCode.OK, "text/html", document), (response.Estado, response.Mensaje.Content.Headers.ContentType?.MediaType, response.Texto));
            Assert.Equal(ServedFileResult.OwnPolicy + "; worker-src 'self'", Assert.Single(response.Mensaje.Headers.GetValues("Content-Security-Policy")));
            Assert.True(response.Mensaje.Headers.CacheControl!.NoCache);
        }

        foreach (var address in new[] { "/cobro/no-hay.js", "/cobro/efectivo", "/cobro/cobro.html", "/cobro/..%2Fdocs%2Findex.html" })
        {
            (await anonimo.GetAsync(address)).Problema(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }
    }

    [Fact]
    public async Task ApiBelowThePage_IsItsOwn()
    {
        await using var programa = await ProgramWithClock.IniciarAsync(servidor);
        using var anonimo = programa.Api();

        (await anonimo.GetAsync("/cobro/telefonos")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await anonimo.PostAsync("/cobro/contacto")).Problema(HttpStatusCode.BadRequest, "solicitud.sin_cuerpo");
    }

    [Fact]
    public async Task Files_OfThePage_AreCachedForEverOnlyUnderAHash()
    {
        Assert.SkipUnless(ServedFile.NamesInWeb("cobro/").Any(), "Built without Node, or without the page.");
        await using var programa = await ProgramWithClock.IniciarAsync(servidor);
        using var anonimo = programa.Api();

        foreach (var file in ServedFile.NamesInWeb("cobro/").Where(f => f != "cobro.html"))
        {
            var response = await anonimo.GetAsync($"/cobro/{file}");

            Assert.Equal(HttpStatusCode.OK, response.Estado);
            var forEver = response.Mensaje.Headers.CacheControl!.ToString() == "public, max-age=31536000, immutable";
            Assert.True(file is "sw.js" or "manifest.webmanifest" ? !forEver : !forEver || file.Length > "-12345678.js".Length, $"{file}: {response.Mensaje.Headers.CacheControl}");
            Assert.Equal(file == "sw.js" ? "/cobro" : null, response.Mensaje.Headers.TryGetValues("Service-Worker-Allowed", out var scopes) ? Assert.Single(scopes) : null);
        }
    }
}
