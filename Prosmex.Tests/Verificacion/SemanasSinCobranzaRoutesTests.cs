using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>What users see of a declared week: sheets, reports, calendars, the bitácora; and what they cannot delete any more.</summary>
[Trait("Kind", "Integration")]
public sealed class SemanasSinCobranzaRoutesTests(TestServer server)
{
    // The clock begins in the week before.
    private const string Semana = "2026-11-23";

    [Fact]
    public async Task Hoja_InADeclaredSemana_AsksForWhatIsLateAlone()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.NuevoPrestamoAsync();
        await d.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal((false, 100, 0, 100), await HojaAsync(d));

        await DeclararAsync(d, Semana);
        Assert.Equal((true, 0, 0, 0), await HojaAsync(d));

        // What was due in it is late in the next one.
        await d.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal((false, 100, 100, 200), await HojaAsync(d));
        await DeclararAsync(d, "2026-11-30");
        Assert.Equal((true, 0, 100, 100), await HojaAsync(d));
    }

    [Fact]
    public async Task Reportes_OfADeclaredSemana_ExpectNothingAndCountNoFalta()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.AdvanceAsync(TimeSpan.FromDays(7));
        Assert.Equal((100, 1, 1, 100), await ReporteAsync(d));

        await DeclararAsync(d, Semana, ""","grupo_id":1""");
        Assert.Equal((0, 0, 0, 0), await ReporteAsync(d));
        Assert.Equal((true, false), await CalendarioAsync(d, prestamo));

        // The same figures once the week is over and closed, whenever it was declared.
        await d.AdvanceAsync(TimeSpan.FromDays(7));
        await d.Admin.PostAsync("/verificacion/semanal");
        Assert.Equal((0, 0, 0, 0), await ReporteAsync(d));
        var quitada = (await d.Admin.DeleteAsync("/semanas-sin-cobranza/1")).Data["cambios"]!;
        Assert.Equal((1, 0), ((int)quitada["faltas"]!, (int)quitada["vencidos"]!));
        Assert.Equal((100, 1, 1, 100), await ReporteAsync(d));
        Assert.Equal((false, true), await CalendarioAsync(d, prestamo));
        Assert.Equal(1, (int)(await DeclararAsync(d, Semana))["cambios"]!["faltas"]!);
        Assert.Equal((0, 0, 0, 0), await ReporteAsync(d));
        Assert.Equal(0, (int)(await d.Admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
    }

    [Fact]
    public async Task Declarar_AndQuitar_AreInTheBitacoraWithWho()
    {
        await using var d = await Despacho.OpenAsync(server);
        await DeclararAsync(d, Semana);
        await d.Admin.DeleteAsync("/semanas-sin-cobranza/1");

        var apuntes = (await d.Admin.GetAsync("/bitacora?entidad=semana_sin_cobranza")).Data["bitacora"]!.AsArray();

        Assert.Equal(["alta ada Fiestas", "baja ada Fiestas"], apuntes.Select(a => $"{a!["accion"]} {a["usuario"]} {(a["despues"] ?? a["antes"])!["motivo"]}"));
    }

    [Fact]
    public async Task Eliminar_GrupoOfADeclaredSemana_IsRefusedWhereItWasDeclaredForItAlone()
    {
        await using var d = await Despacho.OpenAsync(server);
        var grupo = (int)(await d.Admin.PostAsync("/grupos", JsonNode.Parse("""{"nombre_grupo":"G","ruta_id":1,"usuario_id_titular":null}"""))).Data["grupo"]!["grupo_id"]!;
        await DeclararAsync(d, Semana);
        await DeclararAsync(d, "2026-11-30", $",\"grupo_id\":{grupo}");

        var rechazada = await d.Admin.DeleteAsync($"/grupos/{grupo}");
        await d.Admin.DeleteAsync("/semanas-sin-cobranza/2");
        var hecha = await d.Admin.DeleteAsync($"/grupos/{grupo}");

        Assert.Equal((HttpStatusCode.Conflict, "conflicto.referenciado"), (rechazada.Status, (string?)rechazada.Json["codigo"]));
        Assert.Equal(HttpStatusCode.OK, hecha.Status);
        Assert.Equal(0, await d.CountAsync($"grupos_sin_cobranza WHERE grupo_id = {grupo}"));
    }

    private static async Task<JsonNode> DeclararAsync(Despacho d, string semana, string alcance = "") => (await d.Admin.PostAsync(
        "/semanas-sin-cobranza", JsonNode.Parse($$"""{"semana":"{{semana}}"{{alcance}},"motivo":"Fiestas"}"""))).Success("post", "/semanas-sin-cobranza").Data;

    private static async Task<(bool SinCobranza, decimal Vence, decimal Atraso, decimal Expected)> HojaAsync(Despacho d)
    {
        var grupo = (await d.Admin.GetAsync("/hojas?grupo_id=1")).Success("get", "/hojas").Data["hoja"]!["grupos"]![0]!;
        var fila = grupo["prestamos"]![0]!;
        return ((bool)grupo["sin_cobranza"]!, (decimal)fila["vence_semana"]!, (decimal)fila["atraso"]!, (decimal)fila["esperado"]!);
    }

    // Of the week of November 23, by the report, the trend, the list of faltas, and what is still to be collected.
    private static async Task<(decimal Ideal, int Faltas, int Lista, decimal PorCobrar)> ReporteAsync(Despacho d)
    {
        var ideal = (decimal)(await d.Admin.GetAsync($"/reporte/general/totales?semana={Semana}")).Data["totales"]!["total_cobranza_ideal"]!;
        var tendencia = (await d.Admin.GetAsync($"/reporte/tendencia?semana={Semana}&semanas=1")).Success("get", "/reporte/tendencia").Data["tendencia"]![0]!;
        var lista = (await d.Admin.GetAsync($"/reporte/faltas?semana={Semana}")).Success("get", "/reporte/faltas").Data;
        var porCobrar = (await d.Admin.GetAsync($"/reporte/por-cobrar?semana={Semana}")).Success("get", "/reporte/por-cobrar").Data["por_cobrar"]!.AsArray();
        Assert.Equal(ideal, (decimal)tendencia["cobranza_ideal"]!);
        return (ideal, (int)tendencia["faltas"]!, (int)lista["total_items"]!, porCobrar.Sum(p => (decimal)p!["vence"]!));
    }

    private static async Task<(bool SinCobranza, bool Falta)> CalendarioAsync(Despacho d, int prestamo)
    {
        var semana = (await d.Admin.GetAsync($"/prestamos/{prestamo}/calendario")).Success("get", "/prestamos/{id}/calendario").Data["calendario"]![0]!;
        return ((bool)semana["sin_cobranza"]!, (bool)semana["falta"]!);
    }
}
