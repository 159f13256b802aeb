using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel.Long;

/// <summary>A page that is narrow, that waits, that gets no answer, and that has nothing to show.</summary>
public sealed partial class LongPanelTests
{
    [Fact(Explicit = true)]
    public async Task Panel_GrupoTableOnATablet_SaysThatItGoesOnAndReachesItsLastColumn()
    {
        const string Caja = "document.querySelector('#grupos .caja')";
        const string Aviso = "document.querySelector('#grupos .sigue').offsetParent !== null";
        var page = await EntrarAsync("admin1");
        foreach (var tema in new[] { "light", "dark" })
        {
            await page.TemaAsync(tema);
            await page.AnchoAsync(768);
            await page.ValorAsync($"void ({Caja}.scrollLeft = 0)");
            await page.HastaAsync($"{Aviso} && {Caja}.parentElement.classList.contains('hay-mas') && {Caja}.tabIndex === 0 && {Caja}.getAttribute('role') === 'region'");
            await page.ValorAsync($"void ({Caja}.scrollLeft = {Caja}.scrollWidth)");
            await page.HastaAsync($"!{Caja}.parentElement.classList.contains('hay-mas')");
            Assert.True((bool)(await page.ValorAsync($"{Caja}.querySelector('thead th:last-child').getBoundingClientRect().right <= innerWidth && {Caja}.querySelector('tbody th').getBoundingClientRect().left >= 0"))!);
        }

        await page.AnchoAsync(1440);
        await page.HastaAsync($"!({Aviso}) && !{Caja}.hasAttribute('tabindex')");
        SinQuejas(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_SemanaThatGetsNoAnswer_KeepsTitleAndFiguresOfTheOneShownAndSaysSo()
    {
        var page = await EntrarAsync("gerente1");
        var antes = await MostradoAsync(page);
        await page.ValorAsync("void (window.plazos = [], window.reloj = setTimeout, window.setTimeout = (hacer, ms, ...mas) => ms >= 10_000 ? plazos.push(hacer) : reloj(hacer, ms, ...mas))");
        await page.CongelarAsync("*/reporte/rutas*");

        await page.PulsarAsync("#semana-antes");
        await page.HastaAsync("document.getElementById('espera').hidden === false && document.getElementById('espera').innerText.includes('9 al 15')");
        Assert.Equal(antes, await MostradoAsync(page));
        Assert.Contains("Lo que ve es de la semana del 16 al 22 de noviembre de 2026", await page.TextoAsync("#espera"), StringComparison.Ordinal);

        await page.ValorAsync("void plazos.forEach(vencer => vencer())");
        await page.HastaAsync("!document.getElementById('error').hidden");
        Assert.Equal(antes, await MostradoAsync(page));
        Assert.StartsWith("El servidor tarda demasiado en responder.", await page.TextoAsync("#error"), StringComparison.Ordinal);
        Assert.Contains("Lo que ve es de la semana del 16 al 22 de noviembre de 2026", await page.TextoAsync("#error"), StringComparison.Ordinal);

        await page.DescongelarAsync();
        await page.PulsarAsync("#error button");
        await SemanaAsync(page, "2026-11-09");
        Assert.NotEqual(antes, await MostradoAsync(page));
        Assert.Equal("9 al 15 de noviembre de 2026", await page.TextoAsync("#semana-titulo"));
        Assert.True((bool)(await page.ValorAsync("document.getElementById('error').hidden && document.getElementById('espera').hidden"))!);
    }

    [Fact(Explicit = true)]
    public async Task Panel_RefreshWithoutNetwork_KeepsTheFiguresAndShowsOneMessage()
    {
        var page = await EntrarAsync("gerente1");
        var antes = await MostradoAsync(page);
        await page.ConRedAsync(hay: false);

        await page.PulsarAsync("#actualizar");
        await page.HastaAsync("!document.getElementById('error').hidden");
        Assert.Equal(1, (int)(await page.ValorAsync("document.querySelectorAll('#contenido .error:not([hidden])').length"))!);
        Assert.Contains("No hay conexión con el servidor.", await page.TextoAsync("#error"), StringComparison.Ordinal);
        Assert.Contains("Lo que ve es de las ", await page.TextoAsync("#error"), StringComparison.Ordinal);
        Assert.Equal(antes, await MostradoAsync(page));

        await page.ConRedAsync(hay: true);
        await page.PulsarAsync("#error button");
        await page.HastaAsync("document.getElementById('error').hidden");
        Assert.Equal(antes, await MostradoAsync(page));
    }

    [Fact(Explicit = true)]
    public async Task Panel_LenderWithoutPrestamos_ShowsTheFirstSteps()
    {
        await using var programa = await RunningProgram.IniciarAsync(await servidor.NuevaBaseAsync());
        var page = await financiera.PestanaAsync(programa.Direccion);
        await page.IrAsync("/panel");
        await page.HastaAsync("document.getElementById('acceso')?.hidden === false");
        await IniciarAsync(page, RunningProgram.Admin, RunningProgram.ContrasenaDelAdmin);
        await page.HastaAsync(Cargada);

        Assert.StartsWith("Todavía no hay préstamos", await page.TextoAsync("#primeros-pasos"), StringComparison.Ordinal);
        Assert.Contains("Asigne un titular a cada grupo", await page.TextoAsync("#primeros-pasos"), StringComparison.Ordinal);
        Assert.Equal("Todavía no hay préstamos que cobrar.", await page.TextoAsync("#por-cobrar .cuerpo"));
        SinQuejas(page);
    }

    /// <summary>The title and all figures.</summary>
    private static async Task<string> MostradoAsync(BrowserTab page) =>
        (string)(await page.ValorAsync("[document.title, document.getElementById('semana-titulo'), ...document.querySelectorAll('section > .cuerpo')].map(e => e.innerText ?? e).join('\\n')"))!;
}
