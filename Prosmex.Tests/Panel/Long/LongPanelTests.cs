using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel.Long;

/// <summary>The pages in a real browser on the demo lender, and the spreadsheet in a real office. Run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Browser")]
public sealed partial class LongPanelTests(Financiera financiera, TestServer server) : IClassFixture<Financiera>, IAsyncDisposable
{
    private const string EnCurso = "2026-11-16";
    private const string Loaded = "document.documentElement.dataset.mostrada === location.pathname + location.search";
    private const int MaximumScreenshot = 300_000;

    public async ValueTask DisposeAsync() => await financiera.EndSessionsAsync();

    [Fact(Explicit = true)]
    public async Task Panel_WeekAfterWeek_ShowsTheNumbersOfTheReportes()
    {
        using var api = await financiera.ApiAsync("director1");
        var page = await SignInAsync("director1");
        await PanelNumbers.AgreeAsync(page, api, EnCurso, enCurso: true);
        Assert.Equal("16 al 22 de noviembre de 2026", await page.TextAsync("#semana-titulo"));
        Assert.Null(await page.ValueAsync("document.getElementById('semana-despues').getAttribute('href')"));

        foreach (var semana in new[] { "2026-11-09", "2026-11-02" })
        {
            await page.ClickAsync("#semana-antes");
            await SemanaAsync(page, semana);
            await PanelNumbers.AgreeAsync(page, api, semana);
        }

        await page.ValueAsync("void history.back()");
        await SemanaAsync(page, "2026-11-09");
        await page.TypeAsync("#semana-dia", "2026-08-20");
        await SemanaAsync(page, "2026-08-17");
        await PanelNumbers.AgreeAsync(page, api, "2026-08-17");
        await page.ValueAsync("void (window.anterior = true)");
        await page.ReloadAsync();
        await page.UntilAsync("!window.anterior");
        await SemanaAsync(page, "2026-08-17");

        // No week beyond the running one, and none that is no day.
        foreach (var dicha in new[] { "2027-01-04", "2026-13-40", "x" })
        {
            await page.GoToAsync($"/panel?semana={dicha}");
            await SemanaAsync(page, EnCurso);
        }

        AssertNoComplaints(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_ByRutaAndByGrupo_ShowsOnlyTheirs()
    {
        using var api = await financiera.ApiAsync("director1");
        var page = await SignInAsync("director1");
        var rutas = (await api.GetAsync("/reporte/rutas")).Data["rutas"]!.AsArray();

        // A group of a route whose other groups have something to collect too.
        var (grupo, ruta) = (await api.GetAsync("/reporte/cobranza?per_page=50")).Data["cobranza"]!.AsArray()
            .Select(g => (Grupo: g!, Ruta: rutas.Single(r => (int)r!["ruta_id"]! == (int)g!["ruta_id"]!)!))
            .First(x => (int)x.Grupo["por_cobrar"]! is > 0 and var suyos && suyos < (int)x.Ruta["por_cobrar"]!);
        await page.ClickAsync($"[data-foco=ruta-{ruta["ruta_id"]}]");
        await page.UntilAsync($"{Loaded} && location.search.endsWith('ruta={ruta["ruta_id"]}')");
        Assert.Equal(Cifras.Dinero(ruta["cobranza_real"]), await page.TextAsync("[data-ficha=real] .cifra"));
        Assert.All(await page.TableAsync("#grupos"), f => Assert.EndsWith((string)ruta["ruta"]!, f[0], StringComparison.Ordinal));
        Assert.Equal((int)ruta["grupos"]!, (await page.TableAsync("#grupos")).Count);

        await page.ClickAsync($"#grupos a[href='/panel/por-cobrar?semana={EnCurso}&grupo={grupo["grupo_id"]}']");
        await page.UntilAsync($"{Loaded} && location.pathname === '/panel/por-cobrar'");
        var filas = await page.TableAsync("#contenido");
        Assert.Equal((int)grupo["por_cobrar"]!, filas.Count);
        Assert.All(filas, f => Assert.StartsWith((string)grupo["grupo"]!, f[1], StringComparison.Ordinal));
        AssertNoComplaints(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_Descargas_AreOfTheSemanaRutaAndGrupoThatItShows()
    {
        const string Downloaded = "performance.getEntriesByType('resource').map(r => r.name.replace(location.origin, '')).filter(n => /\\.(xlsx|csv)\\b/.test(n))";
        var page = await SignInAsync("director1");
        await page.GoToAsync("/panel?semana=2026-11-09&ruta=2&grupo=2");
        await page.UntilAsync($"{Loaded} && location.search === '?semana=2026-11-09&ruta=2&grupo=2'");
        string[] expected =
        [
            .. new[] { "/reporte/general.{0}?semana=2026-11-09&ruta_id=2", "/reporte/tendencia.{0}?semana=2026-11-09&semanas=12&ruta_id=2", "/reporte/antiguedad.{0}?semana=2026-11-09&ruta_id=2",
                "/reporte/por-cobrar.{0}?semana=2026-11-09&ruta_id=2&grupo_id=2" }.SelectMany(d => new[] { d.Replace("{0}", "xlsx", StringComparison.Ordinal), d.Replace("{0}", "csv", StringComparison.Ordinal) }),
        ];

        for (var n = 0; n < expected.Length; n++)
        {
            await page.ValueAsync($"void document.querySelectorAll('[data-formato]')[{n}].click()");
            await page.UntilAsync($"{Downloaded}.length === {n + 1} && !document.querySelector('[data-formato]:disabled')");
        }

        Assert.Equal(expected, ((await page.ValueAsync(Downloaded))!.AsArray()).Select(d => (string)d!));
        Assert.Equal((int)(await page.ValueAsync("document.querySelectorAll('[data-formato]').length"))!, expected.Length);
        Assert.True((bool)(await page.ValueAsync("document.getElementById('error').hidden && !document.getElementById('error-archivo')"))!);
        AssertNoComplaints(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_WithoutSession_AsksToSignInAndReturnsToTheSameSemana()
    {
        var page = await financiera.TabAsync();
        await page.GoToAsync("/panel?semana=2026-10-12");
        await page.UntilAsync("document.getElementById('acceso')?.hidden === false");
        await StartAsync(page, "director1", "no-es-esta");
        await page.UntilAsync("!document.getElementById('acceso-error').hidden");
        Assert.Equal("Usuario o contraseña incorrectos. Revíselos e intente de nuevo.", await page.TextAsync("#acceso-error"));
        await StartAsync(page, "director1", financiera.Contrasena);
        await SemanaAsync(page, "2026-10-12");

        // Ended elsewhere: the next call is rejected, and so is the refresh token.
        using var admin = await financiera.ApiAsync("admin1");
        var director = (await admin.GetAsync("/users")).Json.AsArray().Single(u => (string?)u!["usuario"] == "director1")!;
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"/users/{director["userId"]}/sesiones")).Status);
        await page.ClickAsync("#actualizar");
        await page.UntilAsync("!document.getElementById('acceso').hidden");
        Assert.Equal(("Su sesión no es válida o terminó. Inicie sesión de nuevo.", ""), (await page.TextAsync("#acceso-motivo"), (string?)await page.ValueAsync("document.querySelector('#aplicacion')?.textContent ?? ''")));
        await StartAsync(page, "director1", financiera.Contrasena);
        await SemanaAsync(page, "2026-10-12");
        await page.UntilAsync("document.getElementById('aplicacion')");

        await page.ClickAsync("#salir");
        await page.UntilAsync("document.getElementById('acceso')?.hidden === false && sessionStorage.length === 0");
        Assert.Empty(page.Ajenos);
    }

    [Fact(Explicit = true)]
    public async Task Panel_PhoneToDesktop_NeverScrollsSidewaysAndWorksByKeyboard()
    {
        var page = await SignInAsync("admin1");
        await page.ValueAsync("void document.querySelector('#tendencia details').setAttribute('open', '')");
        foreach (var width in new[] { 320, 390, 480, 768, 1024, 1440 })
        {
            await page.WidthAsync(width);
            Assert.Equal(width, (int)(await page.ValueAsync("document.documentElement.scrollWidth"))!);
        }

        // The skip link comes first and leaves the week in the address.
        await page.ReloadAsync();
        await page.UntilAsync($"{Loaded} && performance.getEntriesByType('navigation')[0].type === 'reload'");
        await page.KeyAsync("Tab", 9);
        Assert.Equal("saltar", (string?)await page.ValueAsync("document.activeElement.id"));
        await page.KeyAsync("Enter", 13);
        Assert.Equal(("contenido", $"?semana={EnCurso}"), ((string?)await page.ValueAsync("document.activeElement.id"), (string?)await page.ValueAsync("location.search")));
        AssertNoComplaints(page);
    }

    [Fact(Explicit = true)]
    public async Task Docs_InTheBrowser_OpenWithEachSection()
    {
        using var api = await financiera.ApiAsync("director1");
        var sections = (await api.GetAsync("/openapi.json")).Json["paths"]!.AsObject().SelectMany(r => r.Value!.AsObject()).Select(o => (string)o.Value!["tags"]![0]!).Distinct().ToList();
        var page = await financiera.TabAsync();
        await page.WidthAsync(1440);
        await page.GoToAsync("/docs#tag/pagos");
        foreach (var section in sections)
        {
            await page.UntilAsync($"[...document.querySelectorAll('nav, aside')].some(n => n.innerText.includes('{section}'))");
        }

        const string Lista = "document.body.innerText.includes('/pagos/grupos')";
        await page.UntilAsync(Lista);
        AssertNoComplaints(page);
        await ScreenshotAsync(page, "docs", Lista, 844, 900);
    }

    [Fact(Explicit = true)]
    public async Task Reporte_InLibreOffice_HasTheCellsOfTheReporte()
    {
        using var api = await financiera.ApiAsync("director1");
        var reporte = (await api.GetAsync("/reporte/general?per_page=200&semana=2026-11-09")).Data["reporte"]!.AsArray();
        var totales = (await api.GetAsync("/reporte/general/totales?semana=2026-11-09")).Data["totales"]!;
        var hoja = await Oficina.ReadAsync(await (await api.GetAsync("/reporte/general.xlsx?semana=2026-11-09")).Message.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Prosmex", "Reporte general"], hoja[..2].Select(f => Assert.Single(f)));
        hoja = hoja[3..];
        Assert.Equal(["Semana", "Núm. de grupo", "Grupo", "Ruta", "Gerente", "Supervisor", "Titular", "Cobranza ideal"], hoja[0][..8]);
        Assert.Equal(
            reporte.Select(f => (List<object?>)[
                new DateOnly(2026, 11, 9),
                .. Values(f!, "grupo_id"),
                .. new[] { "grupo", "ruta", "gerente", "supervisor", "titular" }.Select(c => (string?)f![c]),
                .. Values(f!, "cobranza_ideal", "cobranza_real", "prestamo_papel", "prestamo_real", "morosidad_monto", "morosidad_porcentaje", "porcentaje_prestamo", "sobrante", "sobrante_logico", "bono", "numero_de_creditos", "prestamos_activos"),
            ]),
            hoja[1..^1]);
        Assert.Equal(["Total", .. Values(totales, "total_cobranza_ideal", "total_cobranza_real", "total_prestamo_papel", "total_prestamo_real", "morosidad_monto")], hoja[^1].Where(c => c is not null).Take(6));
    }

    private static IEnumerable<object?> Values(JsonNode fila, params string[] fields) => fields.Select(c => (object?)(decimal?)fila[c]);

    private static Task SemanaAsync(BrowserTab page, string semana) => page.UntilAsync($"{Loaded} && location.search === '?semana={semana}'");

    private static async Task StartAsync(BrowserTab page, string usuario, string contrasena)
    {
        await page.TypeAsync("#usuario", usuario);
        await page.TypeAsync("#contrasena", contrasena);
        await page.ClickAsync("#entrar button");
    }

    private static void AssertNoComplaints(BrowserTab page)
    {
        Assert.Empty(page.Complaints);
        Assert.Empty(page.Ajenos);
        Assert.True(page.Requests > 3, "The browser did not tell what it asked for.");
    }

    /// <summary>Screenshots of the page at each width, for docs/; only on request, so that a run leaves no files.</summary>
    private static async Task ScreenshotAsync(BrowserTab page, string nombre, string lista, int height390, int height1440)
    {
        if (Environment.GetEnvironmentVariable("PROSMEX_CAPTURAS") is null)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "capturas")).FullName;
        foreach (var (width, height) in new[] { (390, height390), (1440, height1440) })
        {
            await page.WidthAsync(width, height);
            await page.ValueAsync("void (window.anterior = true, scrollTo(0, 0))");
            await page.ReloadAsync();
            await page.UntilAsync($"!window.anterior && {lista}");
            await Task.Delay(1000);
            var screenshot = await page.ScreenshotAsync();
            Assert.InRange(screenshot.Length, 10_000, MaximumScreenshot);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{nombre}-{width}.png"), screenshot);
        }
    }

    private async Task<BrowserTab> SignInAsync(string usuario)
    {
        var page = await financiera.TabAsync();
        await page.WidthAsync(1440);
        await page.GoToAsync("/panel");
        await page.UntilAsync("document.getElementById('acceso')?.hidden === false");
        await StartAsync(page, usuario, financiera.Contrasena);
        await page.UntilAsync(Loaded);
        return page;
    }
}
