using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>The figures of a week that is over stay with the group, the titular and the brackets that it had.</summary>
[Trait("Kind", "Integration")]
public sealed class MembresiasTests(TestServer server)
{
    [Fact]
    public async Task Cliente_MovedAfterTheWeek_LeavesItsBonoWithTheOldGroup()
    {
        await using var d = await Despacho.OpenAsync(server);
        var cliente = await GanarAsync(d);

        (await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = 2 })).Success("put", "/clientes/{id}");

        Assert.Equal(["1 5000.00 150.00", "2 0 0", "3 0 0"], await FilasAsync(d, "?semana=2026-11-09"));
        Assert.Equal(["1 0 0", "2 0 0", "3 0 0"], await FilasAsync(d, ""));
        Assert.Equal((5000m, 150m), await TendenciaAsync(d, "&grupo_id=1"));
        Assert.Equal((0m, 0m), await TendenciaAsync(d, "&grupo_id=2"));
        Assert.Equal(["1 5000.00 150.00", "2 0 0", "3 0 0"], await CobranzaAsync(d, "?semana=2026-11-09"));
        Assert.Equal(["1 5000.00 150.00", "2 0 0", "3 0 0"], await RutasAsync(d, "?semana=2026-11-09"));
        Assert.Equal(5000 - 20_000 - 150, (decimal)(await d.Admin.GetAsync("/reporte/sobrante-semanal/1?semana=2026-11-09")).Data["sobrante_semanal"]!);
        Assert.Equal(0, (decimal)(await d.Admin.GetAsync("/reporte/sobrante-semanal/2?semana=2026-11-09")).Data["sobrante_semanal"]!);
        Assert.Equal(-20_000, (decimal)(await d.Admin.GetAsync("/reporte/sobrante-semanal/2")).Data["sobrante_semanal"]!);
    }

    [Fact]
    public async Task Cliente_MovedTwiceOnOneDay_BelongsToTheLastGrupo()
    {
        await using var d = await Despacho.OpenAsync(server);
        var cliente = await d.NuevoClienteAsync();

        foreach (var grupo in new[] { 3, 2 })
        {
            (await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = grupo })).Success("put", "/clientes/{id}");
        }

        Assert.Equal(
            "1 -infinity 2026-11-18, 2 2026-11-18 infinity",
            await TestDatabase.ValueAsync<string>(d.Connection, $"SELECT string_agg(concat_ws(' ', grupo_id, desde, hasta), ', ' ORDER BY desde) FROM membresias WHERE cliente_id = {cliente}"));
    }

    [Fact]
    public async Task Titular_ReplacedAfterTheWeek_KeepsItsBono()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var before = await d.AnotherAsync("tina", rol: 2);
        using var ahora = await d.AnotherAsync("olga", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'tina') WHERE grupo_id = 1");
        await GanarAsync(d);
        var id = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'olga'");

        (await d.Admin.PutAsync("/grupos/1", new JsonObject { ["usuario_id_titular"] = id })).Success("put", "/grupos/{id}");

        Assert.Equal(150, await BonoAsync(before, "?semana=2026-11-09"));
        Assert.Equal(0, await BonoAsync(ahora, "?semana=2026-11-09"));
        Assert.Empty((await before.GetAsync("/reporte/bono-grupos-titular")).Data["reporte_bonos"]!.AsArray());
        Assert.Single((await ahora.GetAsync("/reporte/bono-grupos-titular")).Data["reporte_bonos"]!.AsArray());
    }

    [Fact]
    public async Task Cobranza_TitularReplacedAfterTheWeek_NamesTheTitularOfEachWeek()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (tina, olga) = (await Personas.AgregarAsync(d.Connection, "tina", rol: 2), await Personas.AgregarAsync(d.Connection, "olga", rol: 2));
        await d.Admin.PutAsync("/grupos/1", new JsonObject { ["usuario_id_titular"] = tina });
        await d.AdvanceAsync(TimeSpan.FromDays(7));

        await d.Admin.PutAsync("/grupos/1", new JsonObject { ["usuario_id_titular"] = olga });

        Assert.Equal(tina, await TitularAsync("&semana=2026-11-16"));
        Assert.Equal(olga, await TitularAsync(""));

        async Task<int?> TitularAsync(string semana) =>
            (int?)Assert.Single((await d.Admin.GetAsync($"/reporte/cobranza?grupo_id=1{semana}")).Success("get", "/reporte/cobranza").Data["cobranza"]!.AsArray())!["titular_id"];
    }

    [Fact]
    public async Task Tramo_ReplacedAfterTheWeek_RewritesNoPastWeek()
    {
        await using var d = await Despacho.OpenAsync(server);
        await GanarAsync(d);

        (await d.Admin.DeleteAsync("/bonos/1")).Success("delete", "/bonos/{id}");
        (await d.Admin.PostAsync("/bonos", JsonNode.Parse("""{"monto":777,"entrega_min":5000,"entrega_max":5999,"fallas":0}"""))).Success("post", "/bonos");

        Assert.Equal("1 5000.00 150.00", (await FilasAsync(d, "?semana=2026-11-09"))[0]);
        await d.Admin.PostAsync("/pagos", JsonNode.Parse("""[{"prestamo_id":1,"monto_pagado":5000}]"""));
        Assert.Equal("1 5000.00 777.00", (await FilasAsync(d, ""))[0]);
    }

    [Fact]
    public async Task Tramo_EditedAfterTheWeek_RewritesNoPastWeek()
    {
        await using var d = await Despacho.OpenAsync(server);
        await GanarAsync(d);

        (await d.Admin.PutAsync("/bonos/1", new JsonObject { ["monto"] = 999 })).Success("put", "/bonos/{id}");

        Assert.Equal("1 5000.00 150.00", (await FilasAsync(d, "?semana=2026-11-09"))[0]);
        await d.Admin.PostAsync("/pagos", JsonNode.Parse("""[{"prestamo_id":1,"monto_pagado":5000}]"""));
        Assert.Equal("1 5000.00 999.00", (await FilasAsync(d, ""))[0]);
    }

    [Fact]
    public async Task PorCobrar_ClienteWhoLeft_IsNamedOnlyToACallerWhoSeesThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await d.AnotherAsync("tina", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'tina') WHERE grupo_id = 1");
        var (cliente, _) = await DeberAsync(d);

        await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = 2 });

        Assert.Equal(("cliente de otro grupo", "Eva P M"), await PorCobrarAsync(titular, "&semana=2026-11-09"));
        Assert.Equal(("Ana P M", "Eva P M"), await PorCobrarAsync(d.Admin, "&semana=2026-11-09"));
    }

    [Fact]
    public async Task PorCobrar_AvalWhoLeft_IsNamedInTheRunningWeekAsOnTheSheet()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await d.AnotherAsync("tina", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'tina') WHERE grupo_id = 1");
        var (_, aval) = await DeberAsync(d);

        await d.Admin.PutAsync($"/clientes/{aval}", new JsonObject { ["grupo_id"] = 2 });

        Assert.Equal(("Ana P M", "Eva P M"), await PorCobrarAsync(titular, ""));
        Assert.Equal(("Ana P M", "cliente de otro grupo"), await PorCobrarAsync(titular, "&semana=2026-11-09"));
    }

    private static async Task<(string? Cliente, string? Aval)> PorCobrarAsync(Api caller, string semana)
    {
        var fila = Assert.Single((await caller.GetAsync($"/reporte/por-cobrar?grupo_id=1{semana}")).Data["por_cobrar"]!.AsArray())!;
        return ((string?)fila["cliente"], (string?)fila["aval"]);
    }

    private static async Task<(int Cliente, int Aval)> DeberAsync(Despacho d)
    {
        var cliente = await d.NuevoClienteAsync();
        var aval = (int)(await d.Admin.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente("Eva")))).Data["cliente"]!;
        await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000,"fecha_inicio":"2026-11-04"}"""));
        return (cliente, aval);
    }

    // 5,000 collected in the week of 9 November by the only client with a loan.
    private static async Task<int> GanarAsync(Despacho d)
    {
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        var prestamo = (int)(await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""
            {"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":20000,"fecha_inicio":"2026-11-04"}
            """))).Data["prestamo"]!;
        await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":5000,"fecha_pago":"2026-11-10"}]"""));
        return cliente;
    }

    private static Task<List<string>> FilasAsync(Despacho d, string semana) => CifrasAsync(d, "general" + semana, "reporte", "grupo_id");

    private static Task<List<string>> CobranzaAsync(Despacho d, string semana) => CifrasAsync(d, "cobranza" + semana, "cobranza", "grupo_id");

    private static Task<List<string>> RutasAsync(Despacho d, string semana) => CifrasAsync(d, "rutas" + semana, "rutas", "ruta_id");

    private static async Task<List<string>> CifrasAsync(Despacho d, string reporte, string filas, string key) =>
        [.. (await d.Admin.GetAsync($"/reporte/{reporte}")).Data[filas]!.AsArray().Select(f => $"{f![key]} {f["cobranza_real"]!.ToJsonString()} {f["bono"]!.ToJsonString()}")];

    private static async Task<(decimal Real, decimal Bono)> TendenciaAsync(Despacho d, string filter)
    {
        var semanas = (await d.Admin.GetAsync("/reporte/tendencia?semanas=12" + filter)).Data["tendencia"]!.AsArray();
        return (semanas.Sum(s => (decimal)s!["cobranza_real"]!), semanas.Sum(s => (decimal)s!["bono"]!));
    }

    private static async Task<decimal> BonoAsync(Api titular, string semana) => (decimal)(await titular.GetAsync("/reporte/bono-global-titular" + semana)).Data["total_bono"]!;
}
