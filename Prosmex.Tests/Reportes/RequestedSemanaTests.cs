using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Every report with a week in it takes <c>?semana=</c>, over HTTP.</summary>
[Trait("Kind", "Integration")]
public sealed class RequestedSemanaTests(TestServer server)
{
    [Fact]
    public async Task BonosYSobrante_OfAPastWeek_AreThatWeeks()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await d.AnotherAsync("tina", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'tina') WHERE grupo_id = 1");
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        var prestamo = (int)(await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""
            {"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":20000,"fecha_inicio":"2026-11-04"}
            """))).Data["prestamo"]!;
        await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":5000,"fecha_pago":"2026-11-10"}]"""));

        var pasada = Assert.Single((await titular.GetAsync("/reporte/bono-grupos-titular?semana=2026-11-09")).Success("get", "/reporte/bono-grupos-titular").Data["reporte_bonos"]!.AsArray())!;
        var actual = Assert.Single((await titular.GetAsync("/reporte/bono-grupos-titular")).Data["reporte_bonos"]!.AsArray())!;

        Assert.Equal(5000, (decimal)pasada["cobranza_real_semanal"]!);
        Assert.Equal(150, (decimal)pasada["bono_aplicado"]!["monto"]!);
        Assert.Equal(0, (decimal)actual["cobranza_real_semanal"]!);
        Assert.Equal(150, (decimal)(await titular.GetAsync("/reporte/bono-global-titular?semana=2026-11-15")).Data["total_bono"]!);
        Assert.Equal(0, (decimal)(await titular.GetAsync("/reporte/bono-global-titular")).Data["total_bono"]!);
        Assert.Equal(5000 - 20_000 - 150, (decimal)(await titular.GetAsync("/reporte/sobrante-semanal/1?semana=2026-11-09")).Data["sobrante_semanal"]!);
        Assert.Equal(-20_000, (decimal)(await titular.GetAsync("/reporte/sobrante-semanal/1")).Data["sobrante_semanal"]!);
    }

    [Theory]
    [InlineData("general")]
    [InlineData("general/totales")]
    [InlineData("general.xlsx")]
    [InlineData("general.csv")]
    [InlineData("por-cobrar.xlsx")]
    [InlineData("por-cobrar.csv")]
    [InlineData("antiguedad.xlsx")]
    [InlineData("antiguedad.csv")]
    [InlineData("tendencia.xlsx")]
    [InlineData("tendencia.csv")]
    [InlineData("sobrante-semanal/1")]
    [InlineData("bono-grupos-titular")]
    [InlineData("bono-global-titular")]
    [InlineData("tendencia")]
    [InlineData("antiguedad")]
    [InlineData("cobranza")]
    [InlineData("rutas")]
    [InlineData("por-cobrar")]
    [InlineData("comparacion")]
    [InlineData("cartera")]
    [InlineData("cartera.xlsx")]
    [InlineData("cartera.csv")]
    [InlineData("faltas")]
    [InlineData("faltas.xlsx")]
    [InlineData("faltas.csv")]
    public async Task Semana_ToComeOrMalformed_IsRefused(string reporte)
    {
        await using var d = await Despacho.OpenAsync(server);

        var futura = await d.Admin.GetAsync($"/reporte/{reporte}?semana=2026-11-23");
        var malformada = await d.Admin.GetAsync($"/reporte/{reporte}?semana=ayer");

        futura.Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        malformada.Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public void Reportes_ButTheBalancesOfTodayTheAtrasadosAndTheSenales_DeclareSemana()
    {
        var paths = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "openapi.json")))!["paths"]!.AsObject();

        var sin = paths.Where(p => p.Key.StartsWith("/reporte/", StringComparison.Ordinal)
                && p.Value!["get"] is { } get && !(get["parameters"]?.AsArray() ?? []).Any(x => (string?)x!["name"] == "semana"))
            .Select(p => p.Key).Order(StringComparer.Ordinal);

        Assert.Equal(["/reporte/atrasados", "/reporte/atrasados.csv", "/reporte/atrasados.xlsx", "/reporte/senales", "/reporte/sobrante-grupo/{id}", "/reporte/sobrante-total-usuario"], sin);
    }
}
