using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <summary>Products, the weekly verification and the reports over HTTP, each answer held against the contract.</summary>
[Trait("Kind", "Integration")]
public sealed class CatalogosTests(TestServer server)
{
    [Fact]
    public async Task Tipos_EditedWhileInUse_KeepTheTerminosOfGrantedPrestamos()
    {
        await using var program = await ProgramWithClock.StartWithFirstAdminAsync(server);
        using var admin = await SignInAsync(program);
        (await admin.PostAsync("/prestamos/tipos", Tipo(10, "0.12", "0.21"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PostAsync("/prestamos/tipos", Tipo(10, "0.1200001", "0.2"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        var tipo = (await admin.PostAsync("/prestamos/tipos", Tipo(10, "0.12", "0.2"))).Success("post", "/prestamos/tipos").Data["tipo"]!;
        Assert.Equal(("1.5", "0.12", "0.2"), ((string)tipo["pena_incumplimiento"]!, tipo["porcentaje_semanal"]!.ToJsonString(), tipo["interes"]!.ToJsonString()));
        var id = (int)tipo["tipo_prestamo_id"]!;

        var cliente = await ClienteAsync(admin);
        var aval = await ClienteAsync(admin);
        var prestamo = (int)(await admin.PostAsync(
            "/prestamos/", new JsonObject { ["cliente_id"] = cliente, ["aval_id"] = aval, ["tipo_prestamo_id"] = id, ["monto_prestamo"] = 1000 })).Data["prestamo"]!;
        (await admin.PutAsync($"/prestamos/tipos/{id}", new JsonObject { ["interes"] = 0.5 })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.PutAsync($"/prestamos/tipos/{id}", new JsonObject { ["interes"] = "0.5", ["porcentaje_semanal"] = 0.15 })).Success("put", "/prestamos/tipos/{id}");
        (await admin.PutAsync($"/prestamos/{prestamo}", new JsonObject { ["aval_id"] = aval })).Success("put", "/prestamos/{id}");
        Assert.Equal("1200.00", (await admin.GetAsync($"/prestamos/{prestamo}")).Success("get", "/prestamos/{id}").Data["monto_utilidad"]!.ToJsonString());
        Assert.Equal("120.00", (await admin.GetAsync($"/prestamos/{prestamo}/cobranza-ideal")).Success("get", "/prestamos/{id}/cobranza-ideal").Data["cobranza_ideal"]!.ToJsonString());
    }

    [Theory]
    [InlineData(12, "0.108333", "0.3", true)]
    [InlineData(12, "0.108334", "0.3", false)]
    [InlineData(12, "0.108332", "0.3", false)]
    [InlineData(7, "0.185714", "0.3", true)]
    [InlineData(7, "0.185715", "0.3", false)]
    [InlineData(10, "0.12", "0.200005", true)]
    [InlineData(10, "0.12", "0.200006", false)]
    public async Task Tipos_WeeklyRateRoundedToSixDecimals_IsTakenAndNoOther(int semanas, string semanal, string interes, bool admitido)
    {
        await using var program = await ProgramWithClock.StartWithFirstAdminAsync(server);
        using var admin = await SignInAsync(program);

        var answer = await admin.PostAsync("/prestamos/tipos", Tipo(semanas, semanal, interes));

        if (admitido)
        {
            Assert.Equal(semanal, answer.Success("post", "/prestamos/tipos").Data["tipo"]!["porcentaje_semanal"]!.ToJsonString());
        }
        else
        {
            answer.Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Fact]
    public async Task ReportesAndVerificacion_OfTheFirstDay_KeepTheContract()
    {
        await using var program = await ProgramWithClock.StartWithFirstAdminAsync(server, new(2026, 11, 25, 12, 0, 0, TimeSpan.FromHours(-6)));
        using var admin = await SignInAsync(program);
        var (cliente, aval) = (await ClienteAsync(admin), await ClienteAsync(admin));
        await admin.PostAsync(
            "/prestamos/",
            new JsonObject { ["cliente_id"] = cliente, ["aval_id"] = aval, ["tipo_prestamo_id"] = 1, ["monto_prestamo"] = 1000, ["fecha_inicio"] = "04/11/2026" });
        await admin.PostAsync("/pagos/", new JsonArray(new JsonObject { ["prestamo_id"] = 1, ["monto_pagado"] = "60" }));

        foreach (var prestamo in new JsonNode?[] { 0, -5, null, "x" })
        {
            (await admin.PutAsync("/pagos/1", new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = 50 })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }

        Assert.False((bool)(await admin.GetAsync("/pagos/1")).Success("get", "/pagos/{id}").Data["pago"]!["reversado"]!);

        var cierre = (await admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal").Data["semanas"]!.AsArray();
        Assert.Equal(
            ["2026-11-02 0 0", "2026-11-09 1 1", "2026-11-16 1 1"], cierre.Select(s => $"{s!["semana"]} {s["prestamos"]} {s["faltas"]}"));
        Assert.Empty((await admin.PostAsync("/verificacion/semanal/")).Success("post", "/verificacion/semanal").Data["semanas"]!.AsArray());
        Assert.Equal("2026-11-16", (string?)(await admin.GetAsync("/verificacion/semanal")).Success("get", "/verificacion/semanal").Data["semanas"]![0]!["semana"]);
        Assert.Equal(2, (await admin.GetAsync("/pagos/faltas/1")).Success("get", "/pagos/faltas/{id}").Data["faltas"]!.AsArray().Count);

        var fila = (await admin.GetAsync("/reporte/general?page=1&per_page=1")).Success("get", "/reporte/general").Data["reporte"]![0]!;
        Assert.Equal(("0.4", "16.666667"), (fila["morosidad_porcentaje"]!.ToJsonString(), fila["porcentaje_prestamo"]!.ToJsonString()));
        var totales = (await admin.GetAsync("/reporte/general/totales/")).Success("get", "/reporte/general/totales").Data["totales"]!;
        Assert.Equal(("40.0", "1666.67"), (totales["morosidad_porcentaje"]!.ToJsonString(), totales["porcentaje_prestamo"]!.ToJsonString()));
        var pasada = (await admin.GetAsync("/reporte/general/totales?semana=2026-11-15")).Success("get", "/reporte/general/totales").Data["totales"]!;
        Assert.Equal(("0", "0"), (pasada["total_cobranza_real"]!.ToJsonString(), pasada["porcentaje_prestamo"]!.ToJsonString()));
        (await admin.GetAsync("/reporte/general?semana=2026-11-30")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await admin.GetAsync("/reporte/general?semana=ayer")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal("-1340.00", (await admin.GetAsync("/reporte/sobrante-grupo/1")).Success("get", "/reporte/sobrante-grupo/{id}").Data["sobrante_grupo"]!.ToJsonString());
        Assert.Equal("-940.00", (await admin.GetAsync("/reporte/sobrante-semanal/1/")).Success("get", "/reporte/sobrante-semanal/{id}").Data["sobrante_semanal"]!.ToJsonString());
        (await admin.GetAsync("/reporte/sobrante-total-usuario")).Success("get", "/reporte/sobrante-total-usuario");
        (await admin.GetAsync("/reporte/bono-grupos-titular")).Success("get", "/reporte/bono-grupos-titular");
        (await admin.GetAsync("/reporte/bono-global-titular")).Success("get", "/reporte/bono-global-titular");
        (await admin.GetAsync("/cortes/datos-corte")).Success("get", "/cortes/datos-corte");
    }

    private static async Task<Api> SignInAsync(ProgramWithClock program)
    {
        var admin = program.Api();
        (await admin.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword)).Success("post", "/auth/login");
        return admin;
    }

    private static async Task<int> ClienteAsync(Api admin) => (int)(await admin.PostAsync("/clientes/", JsonNode.Parse("""
        {"nombre":"N","apellido_paterno":"P","apellido_materno":"M","colonia":"C","cp":"01000","codigo_ine":"I","estado_civil":"viudo","num_hijos":0,"propiedad":"rentada","grupo_id":1}
        """))).Data["cliente"]!;

    private static JsonObject Tipo(int semanas, string semanal, string interes) => new()
    {
        ["nombre"] = "Diez semanas",
        ["numero_semanas"] = semanas,
        ["porcentaje_semanal"] = semanal,
        ["interes"] = interes,
        ["incumplimientos_tolerados"] = 1,
        ["pena_incumplimiento"] = "1.50",
        ["limite_penalizaciones"] = 4,
    };
}
