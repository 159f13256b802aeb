using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel.Long;

/// <summary>The pages in a real browser on the demo lender, and the spreadsheet in a real office. Run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Browser")]
public sealed partial class LongPanelTests(Financiera financiera, TestServer servidor) : IClassFixture<Financiera>, IAsyncDisposable
{
    private const string EnCurso = "2026-11-16";
    private const string Cargada = "document.documentElement.dataset.mostrada === location.pathname + location.search";
    private const int MaximoDeCaptura = 300_000;

    public async ValueTask DisposeAsync() => await financiera.EndSessionsAsync();

    [Fact(Explicit = true)]
    public async Task Panel_WeekAfterWeek_ShowsTheNumbersOfTheReportes()
    {
        using var api = await financiera.ApiAsync("director1");
        var page = await EntrarAsync("director1");
        await Numeros.CoincidenAsync(page, api, EnCurso, enCurso: true);
        Assert.Equal("16 al 22 de noviembre de 2026", await page.TextoAsync("#semana-titulo"));
        Assert.Null(await page.ValorAsync("document.getElementById('semana-despues').getAttribute('href')"));

        foreach (var semana in new[] { "2026-11-09", "2026-11-02" })
        {
            await page.PulsarAsync("#semana-antes");
            await SemanaAsync(page, semana);
            await Numeros.CoincidenAsync(page, api, semana);
        }

        await page.ValorAsync("void history.back()");
        await SemanaAsync(page, "2026-11-09");
        await page.EscribirAsync("#semana-dia", "2026-08-20");
        await SemanaAsync(page, "2026-08-17");
        await Numeros.CoincidenAsync(page, api, "2026-08-17");
        await page.ValorAsync("void (window.anterior = true)");
        await page.RecargarAsync();
        await page.HastaAsync("!window.anterior");
        await SemanaAsync(page, "2026-08-17");

        // No week beyond the running one, and none that is no day.
        foreach (var dicha in new[] { "2027-01-04", "2026-13-40", "x" })
        {
            await page.IrAsync($"/panel?semana={dicha}");
            await SemanaAsync(page, EnCurso);
        }

        SinQuejas(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_ByRutaAndByGrupo_ShowsOnlyTheirs()
    {
        using var api = await financiera.ApiAsync("director1");
        var page = await EntrarAsync("director1");
        var rutas = (await api.GetAsync("/reporte/rutas")).Data["rutas"]!.AsArray();

        // A group of a route whose other groups have something to collect too.
        var (grupo, ruta) = (await api.GetAsync("/reporte/cobranza?per_page=50")).Data["cobranza"]!.AsArray()
            .Select(g => (Grupo: g!, Ruta: rutas.Single(r => (int)r!["ruta_id"]! == (int)g!["ruta_id"]!)!))
            .First(x => (int)x.Grupo["por_cobrar"]! is > 0 and var suyos && suyos < (int)x.Ruta["por_cobrar"]!);
        await page.PulsarAsync($"[data-foco=ruta-{ruta["ruta_id"]}]");
        await page.HastaAsync($"{Cargada} && location.search.endsWith('ruta={ruta["ruta_id"]}')");
        Assert.Equal(Cifras.Dinero(ruta["cobranza_real"]), await page.TextoAsync("[data-ficha=real] .cifra"));
        Assert.All(await page.TablaAsync("#grupos"), f => Assert.EndsWith((string)ruta["ruta"]!, f[0], StringComparison.Ordinal));
        Assert.Equal((int)ruta["grupos"]!, (await page.TablaAsync("#grupos")).Count);

        await page.PulsarAsync($"#grupos a[href='/panel/por-cobrar?semana={EnCurso}&grupo={grupo["grupo_id"]}']");
        await page.HastaAsync($"{Cargada} && location.pathname === '/panel/por-cobrar'");
        var filas = await page.TablaAsync("#contenido");
        Assert.Equal((int)grupo["por_cobrar"]!, filas.Count);
        Assert.All(filas, f => Assert.StartsWith((string)grupo["grupo"]!, f[1], StringComparison.Ordinal));
        SinQuejas(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_Descargas_AreOfTheSemanaRutaAndGrupoThatItShows()
    {
        const string Descargadas = "performance.getEntriesByType('resource').map(r => r.name.replace(location.origin, '')).filter(n => /\\.(xlsx|csv)\\b/.test(n))";
        var page = await EntrarAsync("director1");
        await page.IrAsync("/panel?semana=2026-11-09&ruta=2&grupo=2");
        await page.HastaAsync($"{Cargada} && location.search === '?semana=2026-11-09&ruta=2&grupo=2'");
        string[] esperadas =
        [
            .. new[] { "/reporte/general.{0}?semana=2026-11-09&ruta_id=2", "/reporte/tendencia.{0}?semana=2026-11-09&semanas=12&ruta_id=2", "/reporte/antiguedad.{0}?semana=2026-11-09&ruta_id=2",
                "/reporte/por-cobrar.{0}?semana=2026-11-09&ruta_id=2&grupo_id=2" }.SelectMany(d => new[] { d.Replace("{0}", "xlsx", StringComparison.Ordinal), d.Replace("{0}", "csv", StringComparison.Ordinal) }),
        ];

        for (var n = 0; n < esperadas.Length; n++)
        {
            await page.ValorAsync($"void document.querySelectorAll('[data-formato]')[{n}].click()");
            await page.HastaAsync($"{Descargadas}.length === {n + 1} && !document.querySelector('[data-formato]:disabled')");
        }

        Assert.Equal(esperadas, ((await page.ValorAsync(Descargadas))!.AsArray()).Select(d => (string)d!));
        Assert.Equal((int)(await page.ValorAsync("document.querySelectorAll('[data-formato]').length"))!, esperadas.Length);
        Assert.True((bool)(await page.ValorAsync("document.getElementById('error').hidden && !document.getElementById('error-archivo')"))!);
        SinQuejas(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_WithoutSession_AsksToSignInAndReturnsToTheSameSemana()
    {
        var page = await financiera.PestanaAsync();
        await page.IrAsync("/panel?semana=2026-10-12");
        await page.HastaAsync("document.getElementById('acceso')?.hidden === false");
        await IniciarAsync(page, "director1", "no-es-esta");
        await page.HastaAsync("!document.getElementById('acceso-error').hidden");
        Assert.Equal("Usuario o contraseña incorrectos. Revíselos e intente de nuevo.", await page.TextoAsync("#acceso-error"));
        await IniciarAsync(page, "director1", financiera.Contrasena);
        await SemanaAsync(page, "2026-10-12");

        // Ended elsewhere: the next call is rejected, and so is the refresh token.
        using var admin = await financiera.ApiAsync("admin1");
        var director = (await admin.GetAsync("/users")).Json.AsArray().Single(u => (string?)u!["usuario"] == "director1")!;
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"/users/{director["userId"]}/sesiones")).Estado);
        await page.PulsarAsync("#actualizar");
        await page.HastaAsync("!document.getElementById('acceso').hidden");
        Assert.Equal(("Su sesión no es válida o terminó. Inicie sesión de nuevo.", ""), (await page.TextoAsync("#acceso-motivo"), (string?)await page.ValorAsync("document.querySelector('#aplicacion')?.textContent ?? ''")));
        await IniciarAsync(page, "director1", financiera.Contrasena);
        await SemanaAsync(page, "2026-10-12");
        await page.HastaAsync("document.getElementById('aplicacion')");

        await page.PulsarAsync("#salir");
        await page.HastaAsync("document.getElementById('acceso')?.hidden === false && sessionStorage.length === 0");
        Assert.Empty(page.Ajenos);
    }

    [Fact(Explicit = true)]
    public async Task Panel_PhoneToDesktop_NeverScrollsSidewaysAndWorksByKeyboard()
    {
        var page = await EntrarAsync("admin1");
        await page.ValorAsync("void document.querySelector('#tendencia details').setAttribute('open', '')");
        foreach (var ancho in new[] { 320, 390, 480, 768, 1024, 1440 })
        {
            await page.AnchoAsync(ancho);
            Assert.Equal(ancho, (int)(await page.ValorAsync("document.documentElement.scrollWidth"))!);
        }

        // The skip link comes first and leaves the week in the address.
        await page.RecargarAsync();
        await page.HastaAsync($"{Cargada} && performance.getEntriesByType('navigation')[0].type === 'reload'");
        await page.TeclaAsync("Tab", 9);
        Assert.Equal("saltar", (string?)await page.ValorAsync("document.activeElement.id"));
        await page.TeclaAsync("Enter", 13);
        Assert.Equal(("contenido", $"?semana={EnCurso}"), ((string?)await page.ValorAsync("document.activeElement.id"), (string?)await page.ValorAsync("location.search")));
        SinQuejas(page);
    }

    [Fact(Explicit = true)]
    public async Task Docs_InTheBrowser_OpenWithEachSection()
    {
        using var api = await financiera.ApiAsync("director1");
        var secciones = (await api.GetAsync("/openapi.json")).Json["paths"]!.AsObject().SelectMany(r => r.Value!.AsObject()).Select(o => (string)o.Value!["tags"]![0]!).Distinct().ToList();
        var page = await financiera.PestanaAsync();
        await page.AnchoAsync(1440);
        await page.IrAsync("/docs#tag/pagos");
        foreach (var seccion in secciones)
        {
            await page.HastaAsync($"[...document.querySelectorAll('nav, aside')].some(n => n.innerText.includes('{seccion}'))");
        }

        const string Lista = "document.body.innerText.includes('/pagos/grupos')";
        await page.HastaAsync(Lista);
        SinQuejas(page);
        await CapturarAsync(page, "docs", Lista, 844, 900);
    }

    [Fact(Explicit = true)]
    public async Task Reporte_InLibreOffice_HasTheCellsOfTheReporte()
    {
        using var api = await financiera.ApiAsync("director1");
        var reporte = (await api.GetAsync("/reporte/general?per_page=200&semana=2026-11-09")).Data["reporte"]!.AsArray();
        var totales = (await api.GetAsync("/reporte/general/totales?semana=2026-11-09")).Data["totales"]!;
        var hoja = await Oficina.LeerAsync(await (await api.GetAsync("/reporte/general.xlsx?semana=2026-11-09")).Mensaje.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Prosmex", "Reporte general"], hoja[..2].Select(f => Assert.Single(f)));
        hoja = hoja[3..];
        Assert.Equal(["Semana", "Núm. de grupo", "Grupo", "Ruta", "Gerente", "Supervisor", "Titular", "Cobranza ideal"], hoja[0][..8]);
        Assert.Equal(
            reporte.Select(f => (List<object?>)[
                new DateOnly(2026, 11, 9),
                .. Valores(f!, "grupo_id"),
                .. new[] { "grupo", "ruta", "gerente", "supervisor", "titular" }.Select(c => (string?)f![c]),
                .. Valores(f!, "cobranza_ideal", "cobranza_real", "prestamo_papel", "prestamo_real", "morosidad_monto", "morosidad_porcentaje", "porcentaje_prestamo", "sobrante", "sobrante_logico", "bono", "numero_de_creditos", "prestamos_activos"),
            ]),
            hoja[1..^1]);
        Assert.Equal(["Total", .. Valores(totales, "total_cobranza_ideal", "total_cobranza_real", "total_prestamo_papel", "total_prestamo_real", "morosidad_monto")], hoja[^1].Where(c => c is not null).Take(6));
    }

    private static IEnumerable<object?> Valores(JsonNode fila, params string[] fields) => fields.Select(c => (object?)(decimal?)fila[c]);

    private static Task SemanaAsync(BrowserTab page, string semana) => page.HastaAsync($"{Cargada} && location.search === '?semana={semana}'");

    private static async Task IniciarAsync(BrowserTab page, string usuario, string contrasena)
    {
        await page.EscribirAsync("#usuario", usuario);
        await page.EscribirAsync("#contrasena", contrasena);
        await page.PulsarAsync("#entrar button");
    }

    private static void SinQuejas(BrowserTab page)
    {
        Assert.Empty(page.Quejas);
        Assert.Empty(page.Ajenos);
        Assert.True(page.Pedidos > 3, "The browser did not tell what it asked for.");
    }

    /// <summary>Screenshots of the page at each width, for docs/; only on request, so that a run leaves no files.</summary>
    private static async Task CapturarAsync(BrowserTab page, string nombre, string lista, int alto390, int alto1440)
    {
        if (Environment.GetEnvironmentVariable("PROSMEX_CAPTURAS") is null)
        {
            return;
        }

        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "capturas")).FullName;
        foreach (var (ancho, alto) in new[] { (390, alto390), (1440, alto1440) })
        {
            await page.AnchoAsync(ancho, alto);
            await page.ValorAsync("void (window.anterior = true, scrollTo(0, 0))");
            await page.RecargarAsync();
            await page.HastaAsync($"!window.anterior && {lista}");
            await Task.Delay(1000);
            var captura = await page.CapturarAsync();
            Assert.InRange(captura.Length, 10_000, MaximoDeCaptura);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{nombre}-{ancho}.png"), captura);
        }
    }

    private async Task<BrowserTab> EntrarAsync(string usuario)
    {
        var page = await financiera.PestanaAsync();
        await page.AnchoAsync(1440);
        await page.IrAsync("/panel");
        await page.HastaAsync("document.getElementById('acceso')?.hidden === false");
        await IniciarAsync(page, usuario, financiera.Contrasena);
        await page.HastaAsync(Cargada);
        return page;
    }
}
