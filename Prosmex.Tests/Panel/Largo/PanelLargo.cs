using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Panel.Largo;

/// <summary>The pages in a real browser on the demo lender, and the spreadsheet in a real office. Run by <c>.ci/largo</c>.</summary>
public sealed class PanelLargo(Financiera financiera) : IClassFixture<Financiera>
{
    private const string EnCurso = "2026-11-16";
    private const string Cargada = "document.documentElement.dataset.mostrada === location.hash";
    private const int MaximoDeCaptura = 300_000;

    [Fact(Explicit = true)]
    public async Task Panel_SemanaTrasSemana_MuestraLosNumerosDeLosReportes()
    {
        using var api = await financiera.ApiAsync("director1");
        var pagina = await EntrarAsync("director1");
        await Numeros.CoincidenAsync(pagina, api, EnCurso, enCurso: true);
        Assert.Equal("16 al 22 de noviembre de 2026", await pagina.TextoAsync("#semana-titulo"));
        Assert.Null(await pagina.ValorAsync("document.getElementById('semana-despues').getAttribute('href')"));

        foreach (var semana in new[] { "2026-11-09", "2026-11-02" })
        {
            await pagina.PulsarAsync("#semana-antes");
            await SemanaAsync(pagina, semana);
            await Numeros.CoincidenAsync(pagina, api, semana);
        }

        await pagina.ValorAsync("void history.back()");
        await SemanaAsync(pagina, "2026-11-09");
        await pagina.EscribirAsync("#semana-dia", "2026-08-20");
        await SemanaAsync(pagina, "2026-08-17");
        await Numeros.CoincidenAsync(pagina, api, "2026-08-17");
        await pagina.ValorAsync("void location.reload()");
        await pagina.HastaAsync("document.documentElement.dataset.mostrada === undefined");
        await SemanaAsync(pagina, "2026-08-17");

        // No week beyond the running one, and none that is no day.
        foreach (var dicha in new[] { "2027-01-04", "2026-13-40", "x" })
        {
            await pagina.ValorAsync($"void (location.hash = 'semana={dicha}')");
            await SemanaAsync(pagina, EnCurso);
        }

        SinQuejas(pagina);
    }

    [Fact(Explicit = true)]
    public async Task Panel_PorRutaYPorGrupo_MuestraSoloLoSuyo()
    {
        using var api = await financiera.ApiAsync("director1");
        var pagina = await EntrarAsync("director1");
        var rutas = (await api.GetAsync("/reporte/rutas")).Data["rutas"]!.AsArray();

        // A group of a route whose other groups have something to collect too.
        var (grupo, ruta) = (await api.GetAsync("/reporte/cobranza?per_page=50")).Data["cobranza"]!.AsArray()
            .Select(g => (Grupo: g!, Ruta: rutas.Single(r => (int)r!["ruta_id"]! == (int)g!["ruta_id"]!)!))
            .First(x => (int)x.Grupo["por_cobrar"]! is > 0 and var suyos && suyos < (int)x.Ruta["por_cobrar"]!);
        await pagina.PulsarAsync($"[data-foco=ruta-{ruta["ruta_id"]}]");
        await pagina.HastaAsync($"{Cargada} && location.hash.endsWith('ruta={ruta["ruta_id"]}')");
        Assert.Equal(Cifras.Dinero(ruta["cobranza_real"]), await pagina.TextoAsync("[data-ficha=real] .cifra"));
        Assert.All(await pagina.TablaAsync("#grupos"), f => Assert.EndsWith((string)ruta["ruta"]!, f[0], StringComparison.Ordinal));
        Assert.Equal((int)ruta["grupos"]!, (await pagina.TablaAsync("#grupos")).Count);

        await pagina.PulsarAsync($"[data-foco=cobrar-{grupo["grupo_id"]}]");
        await pagina.HastaAsync($"{Cargada} && location.hash.endsWith('grupo={grupo["grupo_id"]}')");
        var filas = await pagina.TablaAsync("#por-cobrar");
        Assert.Equal((int)grupo["por_cobrar"]!, filas.Count);
        Assert.All(filas, f => Assert.StartsWith((string)grupo["grupo"]!, f[1], StringComparison.Ordinal));
        Assert.Equal("por-cobrar-h", (string?)await pagina.ValorAsync("document.activeElement.id"));
        SinQuejas(pagina);
    }

    [Fact(Explicit = true)]
    public async Task Panel_AsignarTitular_CambiaElGrupoCuandoSeConfirma()
    {
        using var api = await financiera.ApiAsync("admin1");
        var pagina = await EntrarAsync("admin1");
        var grupo = (await api.GetAsync("/reporte/cobranza")).Data["cobranza"]![0]!;
        var otro = (await api.GetAsync("/users/tipo-especifico?rol=Titular")).Data.AsArray().First(u => (int)u!["userId"]! != (int)grupo["titular_id"]!)!;
        await pagina.PulsarAsync($"[data-foco=asignar-{grupo["grupo_id"]}]");
        await pagina.HastaAsync("document.querySelector('#asignar select')");
        Assert.Equal((string?)grupo["titular"], await pagina.TextoAsync("#asignar select option:checked"));
        await pagina.EscribirAsync("#asignar [name=usuario_id_titular]", $"{otro["userId"]}");
        await pagina.PulsarAsync("#asignar .principal");
        Assert.Contains($"{grupo["titular"]} → {otro["nombre"]}", await pagina.TextoAsync("#asignar .cambios"), StringComparison.Ordinal);
        Assert.Equal((int)grupo["titular_id"]!, (int)(await api.GetAsync("/reporte/cobranza")).Data["cobranza"]![0]!["titular_id"]!);

        await pagina.PulsarAsync("#asignar .principal");
        await pagina.HastaAsync("!document.getElementById('dialogo-asignar').open && document.getElementById('avisos').textContent.startsWith('Se guardó')");
        var despues = (await api.GetAsync("/reporte/cobranza")).Data["cobranza"]![0]!;
        Assert.Equal((int)otro["userId"]!, (int)despues["titular_id"]!);
        Assert.Equal(((int?)grupo["gestor_id"], (int)grupo["ruta_id"]!), ((int?)despues["gestor_id"], (int)despues["ruta_id"]!));
        Assert.Contains((string)despues["titular"]!, (await pagina.TablaAsync("#grupos"))[0]);

        // A refusal is shown in the API's own words: the one chosen was dismissed meanwhile.
        var despedido = (int)(await api.PostAsync("/auth/register", JsonNode.Parse(
            """{"nombre":"Quien","apellido_paterno":"Se","apellido_materno":"Fue","usuario":"quiensefue","contrasena":"Prueba-Segura-9","rol_id":2}"""))).Data["User"]!["userId"]!;
        await pagina.PulsarAsync($"[data-foco=asignar-{grupo["grupo_id"]}]");
        await pagina.HastaAsync($"document.querySelector('#asignar option[value=\"{despedido}\"]')");
        await pagina.EscribirAsync("#asignar [name=usuario_id_titular]", $"{despedido}");
        await pagina.PulsarAsync("#asignar .principal");
        await api.DeleteAsync($"/users/{despedido}");
        await pagina.PulsarAsync("#asignar .principal");
        await pagina.HastaAsync("document.querySelector('#asignar .error:not([hidden])')");
        Assert.NotEqual("", await pagina.TextoAsync("#asignar .error"));
        Assert.Empty(pagina.Ajenos);

        var titular = await EntrarAsync("titular1");
        Assert.Equal(0, (int)(await titular.ValorAsync("document.querySelectorAll('#grupos button').length"))!);
        SinQuejas(titular);
    }

    [Fact(Explicit = true)]
    public async Task Panel_SinSesion_PideEntrarYVuelveALaMismaSemana()
    {
        var pagina = await financiera.PestanaAsync();
        await pagina.IrAsync("/panel#semana=2026-10-12");
        await pagina.HastaAsync("document.getElementById('acceso')?.hidden === false");
        await IniciarAsync(pagina, "director1", "no-es-esta");
        await pagina.HastaAsync("!document.getElementById('acceso-error').hidden");
        Assert.Equal("Usuario o contraseña incorrectos.", await pagina.TextoAsync("#acceso-error"));
        await IniciarAsync(pagina, "director1", financiera.Contrasena);
        await SemanaAsync(pagina, "2026-10-12");

        // Ended elsewhere: the next call is refused, and so is the refresh token.
        using var admin = await financiera.ApiAsync("admin1");
        var director = (await admin.GetAsync("/users")).Json.AsArray().Single(u => (string?)u!["usuario"] == "director1")!;
        Assert.Equal(HttpStatusCode.OK, (await admin.DeleteAsync($"/users/{director["userId"]}/sesiones")).Estado);
        await pagina.PulsarAsync("#actualizar");
        await pagina.HastaAsync("!document.getElementById('acceso').hidden");
        Assert.Equal(("Su sesión no es válida o terminó. Inicie sesión de nuevo.", ""), (await pagina.TextoAsync("#acceso-motivo"), (string?)await pagina.ValorAsync("document.querySelector('#totales .cuerpo').textContent")));
        await IniciarAsync(pagina, "director1", financiera.Contrasena);
        await SemanaAsync(pagina, "2026-10-12");
        await pagina.HastaAsync("!document.getElementById('aplicacion').hidden");

        await pagina.PulsarAsync("#salir");
        await pagina.HastaAsync("document.getElementById('acceso')?.hidden === false && sessionStorage.length === 0");
        Assert.Empty(pagina.Ajenos);
    }

    [Fact(Explicit = true)]
    public async Task Panel_DeTelefonoAEscritorio_NoSeDesplazaDeLadoYSeUsaConElTeclado()
    {
        var pagina = await EntrarAsync("admin1");
        await pagina.ValorAsync("void document.querySelector('#tendencia details').setAttribute('open', '')");
        foreach (var ancho in new[] { 320, 390, 768, 1024, 1440 })
        {
            await pagina.AnchoAsync(ancho);
            Assert.Equal(ancho, (int)(await pagina.ValorAsync("document.documentElement.scrollWidth"))!);
        }

        // The skip link comes first and leaves the week in the address.
        await pagina.ValorAsync("void location.reload()");
        await pagina.HastaAsync($"{Cargada} && performance.getEntriesByType('navigation')[0].type === 'reload'");
        await pagina.TeclaAsync("Tab", 9);
        Assert.Equal("saltar", (string?)await pagina.ValorAsync("document.activeElement.id"));
        await pagina.TeclaAsync("Enter", 13);
        Assert.Equal(("contenido", $"#semana={EnCurso}"), ((string?)await pagina.ValorAsync("document.activeElement.id"), (string?)await pagina.ValorAsync("location.hash")));
        SinQuejas(pagina);
        await CapturarAsync(pagina, "panel", Cargada, 2400, 1500);
    }

    [Fact(Explicit = true)]
    public async Task Docs_EnElNavegador_SeAbreConCadaSeccion()
    {
        using var api = await financiera.ApiAsync("director1");
        var secciones = (await api.GetAsync("/openapi.json")).Json["paths"]!.AsObject().SelectMany(r => r.Value!.AsObject()).Select(o => (string)o.Value!["tags"]![0]!).Distinct().ToList();
        var pagina = await financiera.PestanaAsync();
        await pagina.AnchoAsync(1440);
        await pagina.IrAsync("/docs#tag/pagos");
        foreach (var seccion in secciones)
        {
            await pagina.HastaAsync($"[...document.querySelectorAll('nav, aside')].some(n => n.innerText.includes('{seccion}'))");
        }

        const string Lista = "document.body.innerText.includes('/pagos/grupos')";
        await pagina.HastaAsync(Lista);
        SinQuejas(pagina);
        await CapturarAsync(pagina, "docs", Lista, 844, 900);
    }

    [Fact(Explicit = true)]
    public async Task Reporte_EnLibreOffice_TieneLasCeldasDelReporte()
    {
        using var api = await financiera.ApiAsync("director1");
        var reporte = (await api.GetAsync("/reporte/general?per_page=200&semana=2026-11-09")).Data["reporte"]!.AsArray();
        var totales = (await api.GetAsync("/reporte/general/totales?semana=2026-11-09")).Data["totales"]!;
        var hoja = await Oficina.LeerAsync(await (await api.GetAsync("/reporte/general.xlsx?semana=2026-11-09")).Mensaje.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["Semana", "Id de grupo", "Grupo", "Ruta", "Gerente", "Supervisor", "Titular", "Cobranza ideal"], hoja[0][..8]);
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

    private static IEnumerable<object?> Valores(JsonNode fila, params string[] campos) => campos.Select(c => (object?)(decimal?)fila[c]);

    private static Task SemanaAsync(Pestana pagina, string semana) => pagina.HastaAsync($"{Cargada} && location.hash === '#semana={semana}'");

    private static async Task IniciarAsync(Pestana pagina, string usuario, string contrasena)
    {
        await pagina.EscribirAsync("#usuario", usuario);
        await pagina.EscribirAsync("#contrasena", contrasena);
        await pagina.PulsarAsync("#entrar button");
    }

    private static void SinQuejas(Pestana pagina)
    {
        Assert.Empty(pagina.Quejas);
        Assert.Empty(pagina.Ajenos);
        Assert.True(pagina.Pedidos > 3, "The browser did not tell what it asked for.");
    }

    /// <summary>Pictures of the page as it is loaded at each width, for docs/: only when asked for, a run leaves no trace.</summary>
    private static async Task CapturarAsync(Pestana pagina, string nombre, string lista, int alto390, int alto1440)
    {
        if (Environment.GetEnvironmentVariable("PROSMEX_CAPTURAS") is null)
        {
            return;
        }

        var carpeta = Directory.CreateDirectory(Path.Combine(Repositorio.Raiz, "docs", "capturas")).FullName;
        foreach (var (ancho, alto) in new[] { (390, alto390), (1440, alto1440) })
        {
            await pagina.AnchoAsync(ancho, alto);
            await pagina.ValorAsync("void (window.anterior = true, scrollTo(0, 0), location.reload())");
            await pagina.HastaAsync($"!window.anterior && {lista}");
            await Task.Delay(1000);
            var captura = await pagina.CapturarAsync();
            Assert.InRange(captura.Length, 10_000, MaximoDeCaptura);
            await File.WriteAllBytesAsync(Path.Combine(carpeta, $"{nombre}-{ancho}.png"), captura);
        }
    }

    private async Task<Pestana> EntrarAsync(string usuario)
    {
        var pagina = await financiera.PestanaAsync();
        await pagina.AnchoAsync(1440);
        await pagina.IrAsync("/panel");
        await pagina.HastaAsync("document.getElementById('acceso')?.hidden === false");
        await IniciarAsync(pagina, usuario, financiera.Contrasena);
        await pagina.HastaAsync(Cargada);
        return pagina;
    }
}
