using System.Net;
using System.Text.RegularExpressions;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel;

/// <summary>The managers' page as a browser gets it. What it shows is tried in a real one: <c>Long/LongPanelTests</c>.</summary>
[Trait("Kind", "Integration")]
public sealed partial class PanelTests(TestServer servidor)
{
    private static readonly string Carpeta = Path.Combine(Repository.Root, "Prosmex.Functions", "Web", "panel");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Carpeta).Select(f => Path.GetFileName(f))];

    [Fact]
    public async Task PageAndFiles_AnyCaller_AreServedWithTheirPolicy()
    {
        await using var programa = await ProgramWithClock.IniciarAsync(await servidor.NuevaBaseAsync());
        using var anonimo = programa.Api();
        foreach (var (direccion, file, tipo) in Files.Select(a => a.Data).Where(a => a != "index.html")
            .Select(a => ($"/panel/{a}", a, TipoDe(a))).Append(("/panel", "index.html", "text/html")).Append(("/panel/", "index.html", "text/html")))
        {
            var response = await anonimo.GetAsync(direccion);
            Assert.Equal((HttpStatusCode.OK, tipo), (response.Estado, response.Mensaje.Content.Headers.ContentType?.MediaType));
            Assert.Equal(File.ReadAllText(Path.Combine(Carpeta, file)), response.Texto);
            Assert.Equal(ServedFileResult.OwnPolicy, Assert.Single(response.Mensaje.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", Assert.Single(response.Mensaje.Headers.GetValues("X-Content-Type-Options")));

            var etiqueta = response.Mensaje.Headers.ETag!.ToString();
            var otraVez = await anonimo.EnviarAsync(HttpMethod.Get, direccion, null, ("If-None-Match", etiqueta));
            Assert.Equal((HttpStatusCode.NotModified, ""), (otraVez.Estado, otraVez.Texto));
            var comprimida = await anonimo.EnviarAsync(HttpMethod.Get, direccion, null, ("Accept-Encoding", "gzip"));
            Assert.Equal("gzip", Assert.Single(comprimida.Mensaje.Content.Headers.ContentEncoding));
        }

        foreach (var direccion in new[] { "/panel/no-hay.js", "/panel/PANEL.JS", "/panel/..%2Fdocs%2Findex.html", "/panel/index.html/x" })
        {
            (await anonimo.GetAsync(direccion)).Problema(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }
    }

    /// <summary>The policy forbids it: a browser would only refuse it silently.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Files_All_UseNoOtherHostAndNoInlineScriptOrStyle(string file)
    {
        var text = File.ReadAllText(Path.Combine(Carpeta, file)).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(https?|wss?):|[""'(]//", text);
        if (!file.EndsWith(".js", StringComparison.Ordinal))
        {
            Assert.DoesNotMatch(@"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:|@import", text);
            return;
        }

        // Text goes in as text: nothing here turns a string into markup or code.
        Assert.DoesNotMatch(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\bimport\(|\.cssText|setAttribute\('style'", text);
        Assert.DoesNotMatch(@"localStorage|document\.cookie", text);
    }

    /// <summary>One that never gets its answer would leave the page waiting for ever.</summary>
    [Fact]
    public void Requests_All_HaveATimeLimit()
    {
        var requests = Directory.EnumerateFiles(Carpeta, "*.js")
            .SelectMany(f => File.ReadLines(f).Where(l => Request().IsMatch(l)).Select(l => (File: Path.GetFileName(f), Line: l))).ToList();

        var (file, line) = Assert.Single(requests);
        Assert.Equal("api.js", file);
        Assert.Contains("signal: corte.signal", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_Imported_ExistAndNoneIsUnused()
    {
        var importados = Directory.EnumerateFiles(Carpeta, "*.js").SelectMany(f => Importado().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value));
        var cargados = Cargado().Matches(File.ReadAllText(Path.Combine(Carpeta, "index.html"))).Select(m => m.Groups[1].Value);
        Assert.Equal(
            Directory.EnumerateFiles(Carpeta).Select(f => Path.GetFileName(f)).Where(f => f != "index.html").Order(StringComparer.Ordinal),
            importados.Concat(cargados).Distinct().Order(StringComparer.Ordinal));
    }

    private static string TipoDe(string file) => Path.GetExtension(file) switch
    {
        ".js" => "text/javascript",
        ".css" => "text/css",
        ".svg" => "image/svg+xml",
        var otra => throw new ArgumentOutOfRangeException(nameof(file), otra, "No content type for this extension."),
    };

    [GeneratedRegex(@"\bfetch\(|XMLHttpRequest|sendBeacon|EventSource|WebSocket")]
    private static partial Regex Request();

    [GeneratedRegex(@"from '\./([\w.-]+)'")]
    private static partial Regex Importado();

    [GeneratedRegex(@"(?:src|href)=""/panel/([\w.-]+)""")]
    private static partial Regex Cargado();
}
