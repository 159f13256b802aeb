using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Cortes;

/// <summary>Cash stays visible until it is handed over, and the office can make the corte of a user who is gone.</summary>
[Trait("Kind", "Integration")]
public sealed class CashHeldTests(TestServer server)
{
    [Fact]
    public async Task Custodia_OfADeactivatedCollector_IsShownUntilTheOfficeMakesTheCorte()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        var id = await IdAsync(d, "bea");
        await PagarAsync(bea, await d.NuevoPrestamoAsync(), 1200);
        await d.Admin.DeleteAsync($"/users/{id}");

        var held = Assert.Single(await CustodiaAsync(d.Admin));
        var finding = Assert.Single(await FindingsAsync(d));
        var corte = (await CortarAsync(d.Admin, id)).Success("post", "/cortes/cortes");

        Assert.Equal((id, "bea", false, 1200m), ((int)held["usuario_id"]!, (string)held["usuario"]!, (bool)held["activo"]!, (decimal)held["efectivo"]!));
        Assert.Equal(d.Ahora, (DateTimeOffset)held["desde"]!);
        Assert.Equal(("custodia_inactiva", id), ((string?)finding["concepto"], (int?)finding["usuario_id"]));
        Assert.Equal(id, (int)corte.Json["usuario_id"]!);
        Assert.Empty(await CustodiaAsync(d.Admin));
        Assert.Empty(await FindingsAsync(d));
        Assert.Equal("ada", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT u.usuario FROM bitacora b JOIN usuarios u ON u.id = b.usuario_id WHERE b.entidad = 'corte'"));
    }

    [Fact]
    public async Task Efectivo_OfAGrupo_IsItsOwnUntilTheCorte()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        var id = await IdAsync(d, "bea");
        await PagarAsync(bea, await d.NuevoPrestamoAsync(), 1200);

        var held = Assert.Single(await EfectivoAsync(d.Admin, 1));
        var elsewhere = await EfectivoAsync(d.Admin, 2);
        (await CortarAsync(d.Admin, id)).Success("post", "/cortes/cortes");

        Assert.Equal((id, 1200m), ((int)held!["usuario_id"]!, (decimal)held["efectivo"]!));
        Assert.Empty(elsewhere);
        Assert.Empty(await EfectivoAsync(d.Admin, 1));
    }

    [Fact]
    public async Task Corte_OfAnotherWithoutAccion8_Is403AndOnesOwnIdIsAccepted()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await d.AnotherAsync("tita", rol: 2);
        var (own, other) = (await IdAsync(d, "tita"), await IdAsync(d, "ada"));

        (await CortarAsync(titular, other)).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await CortarAsync(titular, 99_999)).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await CortarAsync(d.Admin, 99_999)).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        var made = (await CortarAsync(titular, own)).Success("post", "/cortes/cortes");

        Assert.Equal(own, (int)made.Json["usuario_id"]!);
        Assert.Equal(1, await d.CountAsync("corte"));
    }

    [Fact]
    public async Task Custodia_OfATitular_ShowsWhoHoldsCashOfTheirGroups()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        await PagarAsync(bea, await d.NuevoPrestamoAsync(), 100);
        using var near = await d.AnotherAsync("near", rol: 2);
        using var far = await d.AnotherAsync("far", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = u.id FROM usuarios u WHERE (grupo_id, u.usuario) IN ((1, 'near'), (2, 'far'))");

        Assert.Equal("bea", (string?)Assert.Single(await CustodiaAsync(near))["usuario"]);
        Assert.Empty(await CustodiaAsync(far));
    }

    // What is carried over is still missing.
    [Fact]
    public async Task Custodia_AfterACorteThatCameShort_StaysVisibleForTheSamePeople()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_gestor = (SELECT id FROM usuarios WHERE usuario = 'bea') WHERE grupo_id = 1");
        await PagarAsync(bea, await d.NuevoPrestamoAsync(), 100);
        using var near = await d.AnotherAsync("near", rol: 2);
        using var far = await d.AnotherAsync("far", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = u.id FROM usuarios u WHERE (grupo_id, u.usuario) IN ((1, 'near'), (2, 'far'))");
        var corte = JsonNode.Parse("""{"corte_total":40,"total_gastos":0,"semilla":0,"efectivo_contado":40}""");

        (await bea.PostAsync("/cortes/cortes", corte)).Success("post", "/cortes/cortes");

        var held = Assert.Single(await CustodiaAsync(near));
        Assert.Equal(("bea", 60m), ((string?)held["usuario"], (decimal)held["efectivo"]!));
        Assert.Empty(await CustodiaAsync(far));
        Assert.Single(await CustodiaAsync(d.Admin));
    }

    [Fact]
    public async Task Custodia_PageByPage_ListsTheMostFirstAndKeepsItsTotal()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        await PagarAsync(d.Admin, await d.NuevoPrestamoAsync(), 100);
        await PagarAsync(bea, await d.NuevoPrestamoAsync(), 300);

        var pages = new List<JsonNode>();
        foreach (var page in new[] { 1, 2, 3 })
        {
            pages.Add((await d.Admin.GetAsync($"/cortes/custodia?page={page}&per_page=1")).Success("get", "/cortes/custodia").Data);
        }

        Assert.Equal(["bea", "ada"], pages.SelectMany(p => p["custodia"]!.AsArray()).Select(c => (string)c!["usuario"]!));
        Assert.All(pages, p => Assert.Equal(2, (int)p["total_items"]!));
    }

    [Fact]
    public async Task Corte_WithMoreExpensesThanCash_IsTakenAndAFindingOfTheCuadre()
    {
        await using var d = await Despacho.OpenAsync(server);
        await PagarAsync(d.Admin, await d.NuevoPrestamoAsync(), 12);

        var corte = (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"total_gastos":99999,"semilla":0}"""))).Success("post", "/cortes/cortes");

        var finding = Assert.Single(await FindingsAsync(d));
        Assert.Equal(
            ("gastos_excedidos", $"corte {corte.Json["id"]}: gastos 99999.00", $"corte {corte.Json["id"]}: efectivo 12.00"),
            ((string?)finding["concepto"], (string?)finding["guardado"], (string?)finding["calculado"]));
    }

    private static async Task<IEnumerable<JsonNode>> CustodiaAsync(Api api) =>
        (await api.GetAsync("/cortes/custodia")).Success("get", "/cortes/custodia").Data["custodia"]!.AsArray().Select(c => c!);

    private static async Task<IEnumerable<JsonNode>> FindingsAsync(Despacho d) =>
        (await d.Admin.GetAsync("/verificacion/cuadre")).Success("get", "/verificacion/cuadre").Data["diferencias"]!.AsArray().Select(c => c!);

    private static Task<int> IdAsync(Despacho d, string usuario) => TestDatabase.ValueAsync<int>(d.Connection, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'");

    private static async Task PagarAsync(Api api, int prestamo, decimal monto) =>
        (await api.PostAsync("/pagos", new JsonArray(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto }))).Success("post", "/pagos");

    private static Task<ApiResponse> CortarAsync(Api api, int usuarioId) =>
        api.PostAsync("/cortes/cortes", new JsonObject { ["corte_total"] = -1, ["total_gastos"] = 0, ["semilla"] = 0, ["usuario_id"] = usuarioId });

    private static async Task<JsonArray> EfectivoAsync(Api api, int grupo) =>
        (await api.GetAsync($"/grupos/{grupo}/ficha?semanas=1")).Success("get", "/grupos/{id}/ficha").Data["efectivo"]!.AsArray();
}
