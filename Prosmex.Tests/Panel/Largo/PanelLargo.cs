using System.Globalization;
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
        await ConLosReportesAsync(pagina, api, EnCurso);
        Assert.Equal("16 al 22 de noviembre de 2026", await pagina.TextoAsync("#semana-titulo"));
        Assert.Null(await pagina.ValorAsync("document.getElementById('semana-despues').getAttribute('href')"));

        foreach (var semana in new[] { "2026-11-09", "2026-11-02" })
        {
            await pagina.PulsarAsync("#semana-antes");
            await SemanaAsync(pagina, semana);
            await ConLosReportesAsync(pagina, api, semana);
        }

        await pagina.ValorAsync("void history.back()");
        await SemanaAsync(pagina, "2026-11-09");
        await pagina.EscribirAsync("#semana-dia", "2026-08-20");
        await SemanaAsync(pagina, "2026-08-17");
        await ConLosReportesAsync(pagina, api, "2026-08-17");
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
        var ruta = (await api.GetAsync("/reporte/rutas")).Data["rutas"]![1]!;
        await pagina.PulsarAsync("#rutas tbody tr:nth-child(2) a");
        await pagina.HastaAsync($"{Cargada} && location.hash.endsWith('ruta={ruta["ruta_id"]}')");
        Assert.Equal(Cifras.Dinero(ruta["cobranza_real"]), await pagina.TextoAsync("[data-ficha=real] .cifra"));
        Assert.All(await pagina.TablaAsync("#grupos"), f => Assert.EndsWith((string)ruta["ruta"]!, f[0], StringComparison.Ordinal));
        Assert.Equal((int)ruta["grupos"]!, (await pagina.TablaAsync("#grupos")).Count);

        var grupo = (await api.GetAsync($"/reporte/cobranza?ruta_id={ruta["ruta_id"]}")).Data["cobranza"]!.AsArray().First(g => (int)g!["por_cobrar"]! > 0)!;
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
        await CapturarAsync(pagina, "panel");
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

        await pagina.HastaAsync("document.body.innerText.includes('/pagos/grupos')");
        SinQuejas(pagina);
        await CapturarAsync(pagina, "docs");
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
                .. Numeros(f!, "grupo_id"),
                .. new[] { "grupo", "ruta", "gerente", "supervisor", "titular" }.Select(c => (string?)f![c]),
                .. Numeros(f!, "cobranza_ideal", "cobranza_real", "prestamo_papel", "prestamo_real", "morosidad_monto", "morosidad_porcentaje", "porcentaje_prestamo", "sobrante", "sobrante_logico", "bono", "numero_de_creditos", "prestamos_activos"),
            ]),
            hoja[1..^1]);
        Assert.Equal(["Total", .. Numeros(totales, "total_cobranza_ideal", "total_cobranza_real", "total_prestamo_papel", "total_prestamo_real", "morosidad_monto")], hoja[^1].Where(c => c is not null).Take(6));
    }

    private static IEnumerable<object?> Numeros(JsonNode fila, params string[] campos) => campos.Select(c => (object?)(decimal?)fila[c]);

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

    /// <summary>Every number of the page against the same report, asked for apart.</summary>
    private static async Task ConLosReportesAsync(Pestana pagina, Api api, string semana)
    {
        async Task<JsonNode> Pedir(string reporte, string mas = "") => (await api.GetAsync($"/reporte/{reporte}?semana={semana}{mas}")).Data;
        var totales = (await Pedir("general/totales"))["totales"]!;
        var rutas = (await Pedir("rutas"))["rutas"]!.AsArray();
        var grupos = (await Pedir("cobranza", "&per_page=50"))["cobranza"]!.AsArray();
        var antiguedad = await Pedir("antiguedad");
        var porCobrar = await Pedir("por-cobrar", "&per_page=25");
        var tendencia = (await Pedir("tendencia", "&semanas=12"))["tendencia"]!.AsArray();

        foreach (var (ficha, esperado) in new[]
        {
            ("ideal", Cifras.Dinero(totales["total_cobranza_ideal"])),
            ("real", Cifras.Dinero(totales["total_cobranza_real"])),
            ("morosidad", Cifras.Porcentaje((decimal)totales["morosidad_porcentaje"]! / 100)),
            ("faltas", Cifras.Entero(rutas.Sum(r => (int)r!["faltas"]!))),
            ("bono", Cifras.Dinero(totales["total_bono"])),
            ("activos", Cifras.Entero(totales["total_prestamos_activos"])),
        })
        {
            Assert.Equal(esperado, await pagina.TextoAsync($"[data-ficha={ficha}] .cifra"));
        }

        Assert.Equal(rutas.Select(Cifras.Cobranza), (await pagina.TablaAsync("#rutas")).Select(f => f[2..]));
        Assert.Equal(grupos.Select(Cifras.Cobranza), (await pagina.TablaAsync("#grupos")).Select(f => f[2..10].Select(Cifras.SinDetalle)));
        Assert.Equal(grupos.Select(g => (string?)g!["grupo"]), (await pagina.TablaAsync("#grupos")).Select(f => Cifras.SinDetalle(f[0])));
        Assert.Equal(
            antiguedad["antiguedad"]!.AsArray().Select(t => new[] { Cifras.Entero(t!["prestamos"]), Cifras.Dinero(t["atrasado"]), Cifras.Dinero(t["restante"]) }),
            (await pagina.TablaAsync("#antiguedad")).Select(f => f[2..5].ToArray()));
        Assert.Equal([Cifras.Entero(antiguedad["total_prestamos"]), Cifras.Dinero(antiguedad["total_atrasado"]), Cifras.Dinero(antiguedad["total_restante"])], (await pagina.TablaAsync("#antiguedad", "tfoot"))[0][2..5]);
        Assert.StartsWith($"{Cifras.Entero(porCobrar["total_items"])} préstamo", await pagina.TextoAsync("#por-cobrar .filtro .nota"), StringComparison.Ordinal);
        Assert.Equal(
            porCobrar["por_cobrar"]!.AsArray().Select(p => new[] { Cifras.Dinero(p!["vence"]), Cifras.Dinero(p["atrasado"]), Cifras.Dinero(p["restante"]), Cifras.Entero(p["faltas"]) }),
            (await pagina.TablaAsync("#por-cobrar")).Select(f => f[3..].ToArray()));

        await ConLasGraficasAsync(pagina, grupos, tendencia, semana);
    }

    /// <summary>What is drawn is as long as its number says.</summary>
    private static async Task ConLasGraficasAsync(Pestana pagina, JsonArray grupos, JsonArray tendencia, string semana)
    {
        var maximo = grupos.Max(g => Math.Max((double)g!["cobranza_ideal"]!, (double)g["cobranza_real"]!));
        var barras = (await pagina.ValorAsync("[...document.querySelectorAll('#grupos svg.barra')].map(s => ['.todo', '.parte'].map(c => s.querySelector(c).getBoundingClientRect().width / s.getBoundingClientRect().width))"))!.AsArray();
        Assert.Equal(grupos.Count, barras.Count);
        foreach (var (barra, grupo) in barras.Zip(grupos))
        {
            Assert.Equal((double)grupo!["cobranza_ideal"]! / maximo, (double)barra![0]!, 0.02);
            Assert.Equal((double)grupo["cobranza_real"]! / maximo, (double)barra[1]!, 0.02);
        }

        var columnas = (await pagina.ValorAsync("[...document.querySelectorAll('#tendencia svg')].map(s => [...s.querySelectorAll('g')].map(g => [+g.dataset.valor, +g.querySelector('rect').getAttribute('height'), g.querySelector('.valor').textContent]))"))!.AsArray();
        foreach (var (grafica, campo) in columnas.Zip(["morosidad_porcentaje", "cobranza_real"]))
        {
            Assert.Equal(tendencia.Select(t => (double)t![campo]!), grafica!.AsArray().Select(c => (double)c![0]!));

            // The running week's column may be cut.
            var cerradas = grafica.AsArray().Take(semana == EnCurso ? 11 : 12).ToList();
            var escala = (double)cerradas[0]![1]! / (double)cerradas[0]![0]!;
            Assert.All(cerradas, c => Assert.Equal((double)c![0]! * escala, (double)c[1]!, 0.5));
        }

        Assert.Equal(
            tendencia.Select(t => ((decimal)t!["morosidad_porcentaje"]! * 100).ToString("0.0", CultureInfo.InvariantCulture)),
            columnas[0]!.AsArray().Select(c => (string?)c![2]));
    }

    private static async Task CapturarAsync(Pestana pagina, string nombre)
    {
        if (Environment.GetEnvironmentVariable("PROSMEX_CAPTURAS") is null)
        {
            return;
        }

        var carpeta = Directory.CreateDirectory(Path.Combine(Repositorio.Raiz, "docs", "capturas")).FullName;
        foreach (var (ancho, alto) in new[] { (390, 2400), (1440, 1500) })
        {
            await pagina.AnchoAsync(ancho);
            await Task.Delay(500);
            var captura = await pagina.CapturarAsync(ancho, alto);
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
