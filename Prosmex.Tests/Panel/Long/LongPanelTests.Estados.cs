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
        var page = await SignInAsync("admin1");
        foreach (var theme in new[] { "light", "dark" })
        {
            await page.ThemeAsync(theme);
            await page.WidthAsync(768);
            await page.ValueAsync($"void ({Caja}.scrollLeft = 0)");
            await page.UntilAsync($"{Aviso} && {Caja}.parentElement.classList.contains('hay-mas') && {Caja}.tabIndex === 0 && {Caja}.getAttribute('role') === 'region'");
            await page.ValueAsync($"void ({Caja}.scrollLeft = {Caja}.scrollWidth)");
            await page.UntilAsync($"!{Caja}.parentElement.classList.contains('hay-mas')");
            Assert.True((bool)(await page.ValueAsync($"{Caja}.querySelector('thead th:last-child').getBoundingClientRect().right <= innerWidth && {Caja}.querySelector('tbody th').getBoundingClientRect().left >= 0"))!);
        }

        await page.WidthAsync(1440);
        await page.UntilAsync($"!({Aviso}) && !{Caja}.hasAttribute('tabindex')");
        AssertNoComplaints(page);
    }

    [Fact(Explicit = true)]
    public async Task Panel_SemanaThatGetsNoAnswer_KeepsTitleAndFiguresOfTheOneShownAndSaysSo()
    {
        var page = await SignInAsync("gerente1");
        var before = await ShownAsync(page);
        await page.ValueAsync("void (window.plazos = [], window.reloj = setTimeout, window.setTimeout = (hacer, ms, ...mas) => ms >= 10_000 ? plazos.push(hacer) : reloj(hacer, ms, ...mas))");
        await page.FreezeAsync("*/reporte/rutas*");

        await page.ClickAsync("#semana-antes");
        await page.UntilAsync("document.getElementById('espera').hidden === false && document.getElementById('espera').innerText.includes('9 al 15')");
        Assert.Equal(before, await ShownAsync(page));
        Assert.Contains("Lo que ve es de la semana del 16 al 22 de noviembre de 2026", await page.TextAsync("#espera"), StringComparison.Ordinal);

        await page.ValueAsync("void plazos.forEach(vencer => vencer())");
        await page.UntilAsync("!document.getElementById('error').hidden");
        Assert.Equal(before, await ShownAsync(page));
        Assert.StartsWith("El servidor tarda demasiado en responder.", await page.TextAsync("#error"), StringComparison.Ordinal);
        Assert.Contains("Lo que ve es de la semana del 16 al 22 de noviembre de 2026", await page.TextAsync("#error"), StringComparison.Ordinal);

        await page.UnfreezeAsync();
        await page.ClickAsync("#error button");
        await SemanaAsync(page, "2026-11-09");
        Assert.NotEqual(before, await ShownAsync(page));
        Assert.Equal("9 al 15 de noviembre de 2026", await page.TextAsync("#semana-titulo"));
        Assert.True((bool)(await page.ValueAsync("document.getElementById('error').hidden && document.getElementById('espera').hidden"))!);
    }

    [Fact(Explicit = true)]
    public async Task Panel_RefreshWithoutNetwork_KeepsTheFiguresAndShowsOneMessage()
    {
        var page = await SignInAsync("gerente1");
        var before = await ShownAsync(page);
        await page.WithNetworkAsync(hay: false);

        await page.ClickAsync("#actualizar");
        await page.UntilAsync("!document.getElementById('error').hidden");
        Assert.Equal(1, (int)(await page.ValueAsync("document.querySelectorAll('#contenido .error:not([hidden])').length"))!);
        Assert.Contains("No hay conexión con el servidor.", await page.TextAsync("#error"), StringComparison.Ordinal);
        Assert.Contains("Lo que ve es de las ", await page.TextAsync("#error"), StringComparison.Ordinal);
        Assert.Equal(before, await ShownAsync(page));

        await page.WithNetworkAsync(hay: true);
        await page.ClickAsync("#error button");
        await page.UntilAsync("document.getElementById('error').hidden");
        Assert.Equal(before, await ShownAsync(page));
    }

    [Fact(Explicit = true)]
    public async Task Panel_LenderWithoutPrestamos_ShowsTheFirstSteps()
    {
        await using var program = await RunningProgram.StartAsync(await server.NewDatabaseAsync());
        var page = await financiera.TabAsync(program.Address);
        await page.GoToAsync("/panel");
        await page.UntilAsync("document.getElementById('acceso')?.hidden === false");
        await StartAsync(page, RunningProgram.Admin, RunningProgram.AdminPassword);
        await page.UntilAsync(Loaded);

        Assert.StartsWith("Todavía no hay préstamos", await page.TextAsync("#primeros-pasos"), StringComparison.Ordinal);
        Assert.Contains("Asigne un titular a cada grupo", await page.TextAsync("#primeros-pasos"), StringComparison.Ordinal);
        Assert.Equal("Todavía no hay préstamos que cobrar.", await page.TextAsync("#por-cobrar .cuerpo"));
        AssertNoComplaints(page);
    }

    /// <summary>The title and all figures.</summary>
    private static async Task<string> ShownAsync(BrowserTab page) =>
        (string)(await page.ValueAsync("[document.title, document.getElementById('semana-titulo'), ...document.querySelectorAll('section > .cuerpo')].map(e => e.innerText ?? e).join('\\n')"))!;
}
