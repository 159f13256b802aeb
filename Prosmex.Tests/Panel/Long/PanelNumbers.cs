using System.Globalization;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel.Long;

/// <summary>What the page says and draws of a week, held against the reports.</summary>
internal static class PanelNumbers
{
    /// <summary>Every number of the page compared with a separate request for the same report.</summary>
    public static async Task AgreeAsync(BrowserTab page, Api api, string semana, bool enCurso = false)
    {
        async Task<JsonNode> Pedir(string reporte, string mas = "") => (await api.GetAsync($"/reporte/{reporte}?semana={semana}{mas}")).Data;
        var totales = (await Pedir("general/totales"))["totales"]!;
        var rutas = (await Pedir("rutas"))["rutas"]!.AsArray();
        var grupos = (await Pedir("cobranza", "&per_page=50"))["cobranza"]!.AsArray();
        var antiguedad = await Pedir("antiguedad");
        var porCobrar = await Pedir("por-cobrar", "&per_page=25");
        var tendencia = (await Pedir("tendencia", "&semanas=12"))["tendencia"]!.AsArray();

        foreach (var (ficha, expected) in new[]
        {
            ("ideal", Cifras.Dinero(totales["total_cobranza_ideal"])),
            ("real", Cifras.Dinero(totales["total_cobranza_real"])),
            ("morosidad", Cifras.Porcentaje((decimal)totales["morosidad_porcentaje"]! / 100)),
            ("faltas", Cifras.Whole(rutas.Sum(r => (int)r!["faltas"]!))),
            ("bono", Cifras.Dinero(totales["total_bono"])),
            ("activos", Cifras.Whole(totales["total_prestamos_activos"])),
        })
        {
            Assert.Equal(expected, await page.TextAsync($"[data-ficha={ficha}] .cifra"));
        }

        Assert.Equal(rutas.Select(Cifras.Cobranza), (await page.TableAsync("#rutas")).Select(f => f[2..].Select(Cifras.WithoutDetail)));
        Assert.Equal(grupos.Select(Cifras.Cobranza), (await page.TableAsync("#grupos")).Select(f => f[2..10].Select(Cifras.WithoutDetail)));
        Assert.Equal(grupos.Select(g => (string?)g!["grupo"]), (await page.TableAsync("#grupos")).Select(f => Cifras.WithoutDetail(f[0])));
        Assert.Equal(
            antiguedad["antiguedad"]!.AsArray().Select(t => new[] { Cifras.Whole(t!["prestamos"]), Cifras.Dinero(t["atrasado"]), Cifras.Dinero(t["restante"]) }),
            (await page.TableAsync("#antiguedad")).Select(f => f[2..5].ToArray()));
        Assert.Equal([Cifras.Whole(antiguedad["total_prestamos"]), Cifras.Dinero(antiguedad["total_atrasado"]), Cifras.Dinero(antiguedad["total_restante"])], (await page.TableAsync("#antiguedad", "tfoot"))[0][2..5]);
        Assert.StartsWith($"{Cifras.Whole(porCobrar["total_items"])} préstamo", await page.TextAsync("#por-cobrar .filtro .nota"), StringComparison.Ordinal);
        Assert.Equal(
            porCobrar["por_cobrar"]!.AsArray().Select(p => new[] { Cifras.Dinero(p!["vence"]), Cifras.Dinero(p["atrasado"]), Cifras.Dinero(p["restante"]), Cifras.Whole(p["faltas"]) }),
            (await page.TableAsync("#por-cobrar")).Select(f => f[3..].ToArray()));

        await ChartsAgreeAsync(page, grupos, tendencia, cerradas: enCurso ? 11 : 12);
    }

    /// <summary>Bars are as long as their numbers say.</summary>
    private static async Task ChartsAgreeAsync(BrowserTab page, JsonArray grupos, JsonArray tendencia, int cerradas)
    {
        var max = grupos.Max(g => Math.Max((double)g!["cobranza_ideal"]!, (double)g["cobranza_real"]!));
        var bars = (await page.ValueAsync("[...document.querySelectorAll('#grupos svg.barra')].map(s => ['.todo', '.parte'].map(c => s.querySelector(c).getBoundingClientRect().width / s.getBoundingClientRect().width))"))!.AsArray();
        Assert.Equal(grupos.Count, bars.Count);
        foreach (var (bar, grupo) in bars.Zip(grupos))
        {
            Assert.Equal((double)grupo!["cobranza_ideal"]! / max, (double)bar![0]!, 0.02);
            Assert.Equal((double)grupo["cobranza_real"]! / max, (double)bar[1]!, 0.02);
        }

        var columns = (await page.ValueAsync("[...document.querySelectorAll('#tendencia svg')].map(s => [...s.querySelectorAll('g')].map(g => [+g.dataset.valor, +g.querySelector('rect').getAttribute('height'), g.querySelector('.valor').textContent]))"))!.AsArray();
        foreach (var (chart, fieldName) in columns.Zip(["morosidad_porcentaje", "cobranza_real"]))
        {
            Assert.Equal(tendencia.Select(t => (double)t![fieldName]!), chart!.AsArray().Select(c => (double)c![0]!));

            // The running week's column may be cut.
            var enteras = chart.AsArray().Take(cerradas).ToList();
            var scale = (double)enteras[0]![1]! / (double)enteras[0]![0]!;
            Assert.All(enteras, c => Assert.Equal((double)c![0]! * scale, (double)c[1]!, 0.5));
        }

        Assert.Equal(
            tendencia.Select(t => ((decimal)t!["morosidad_porcentaje"]! * 100).ToString("0.0", CultureInfo.InvariantCulture)),
            columns[0]!.AsArray().Select(c => (string?)c![2]));
    }
}
