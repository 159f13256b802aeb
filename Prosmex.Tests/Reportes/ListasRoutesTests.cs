using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>The lists behind the numbers over HTTP: what a past week still shows of a client who has left, and the filters.</summary>
[Trait("Kind", "Integration")]
public sealed class ListasRoutesTests(TestServer server)
{
    private const string LastWeek = "semana=2026-11-09";

    public static TheoryData<string, string> Lists => new() { { "cartera", "cartera" }, { "faltas", "faltas" }, { "por-cobrar", "por_cobrar" } };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_ClienteWhoLeft_IsNamedAndFoundOnlyByACallerWhoSeesThem(string list, string key)
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await TitularAsync(d, "tina");
        var cliente = await DeberAsync(d);

        (await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = 2 })).Success("put", "/clientes/{id}");

        Assert.Equal([(null, "cliente de otro grupo")], await ClientesAsync(titular, list, key, LastWeek));
        Assert.Equal([(cliente, "Ana P M")], await ClientesAsync(d.Admin, list, key, $"{LastWeek}&grupo_id=1"));
        Assert.Empty(await ClientesAsync(titular, list, key, $"{LastWeek}&q=ana"));
        Assert.Empty(await ClientesAsync(titular, list, key, $"{LastWeek}&q=otro"));
        Assert.Equal([(cliente, "Ana P M")], await ClientesAsync(d.Admin, list, key, $"{LastWeek}&q=ana"));
        Assert.Empty(await ClientesAsync(titular, list, key, ""));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_OfATitular_IsOfTheGruposAtTheEndOfTheWeek(string list, string key)
    {
        await using var d = await Despacho.OpenAsync(server);
        (await TitularAsync(d, "tina")).Dispose();
        await DeberAsync(d);
        await d.AdvanceAsync(TimeSpan.FromDays(7));
        (await TitularAsync(d, "olga")).Dispose();
        using var tina = await d.Admin.SignedInAsync("tina");
        var (before, ahora) = (await IdAsync(d, "tina"), await IdAsync(d, "olga"));

        Assert.Single(await ClientesAsync(d.Admin, list, key, $"{LastWeek}&titular_id={before}"));
        Assert.Empty(await ClientesAsync(d.Admin, list, key, $"{LastWeek}&titular_id={ahora}"));
        Assert.Empty(await ClientesAsync(d.Admin, list, key, $"titular_id={before}"));
        Assert.Single(await ClientesAsync(d.Admin, list, key, $"titular_id={ahora}"));
        Assert.Equal("N P", (string?)(await d.Admin.GetAsync($"/reporte/{list}?{LastWeek}&titular_id={before}")).Data[key]![0]!["titular"]);
        (await tina.GetAsync($"/reporte/{list}?titular_id={ahora}")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task File_WithMoreFilters_HasTheRowsOfTheListAndSaysSo(string list, string key)
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await TitularAsync(d, "tina");
        await DeberAsync(d);
        var filter = $"{LastWeek}&titular_id={await IdAsync(d, "tina")}{(list == "cartera" ? "&desde=1&hasta=30" : "")}";

        var rows = await ClientesAsync(d.Admin, list, key, $"{filter}&q=ana");
        var file = await FileAsync(d.Admin, list, $"{filter}&q=ana");
        var empty = await FileAsync(d.Admin, list, $"{filter}&q=zoila");

        Assert.Equal(list == "cartera" ? 0 : 1, rows.Count);
        Assert.Equal(1 + rows.Count + 1, file[file.Hojas.Single()].Count);
        Assert.Equal(1 + 1, empty[empty.Hojas.Single()].Count);
        var title = file.Setup(file.Hojas.Single()).TitleLines[2];
        Assert.Contains($"· Titular: N P {(list == "cartera" ? "· Atraso: 1 a 30 días " : "")}· Cliente: ana ·", title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comparacion_OfTitulares_CountsEachWeekForTheTitularOfItsEnd()
    {
        await using var d = await Despacho.OpenAsync(server);
        (await TitularAsync(d, "tina")).Dispose();
        await DeberAsync(d);
        (await d.Admin.PostAsync("/pagos", JsonNode.Parse("""[{"prestamo_id":1,"monto_pagado":70}]"""))).Success("post", "/pagos");
        await d.AdvanceAsync(TimeSpan.FromDays(7));
        (await TitularAsync(d, "olga")).Dispose();
        (await d.Admin.PostAsync("/pagos", JsonNode.Parse("""[{"prestamo_id":1,"monto_pagado":90}]"""))).Success("post", "/pagos");

        var filas = (await d.Admin.GetAsync("/reporte/comparacion?por=titular&semanas=2&grupo_id=1")).Success("get", "/reporte/comparacion").Data["comparacion"]!.AsArray();

        Assert.Equal(
            [(await IdAsync(d, "tina"), 70m, 30m, 1, 0), (await IdAsync(d, "olga"), 90m, 10m, 0, 1)],
            filas.Select(f => ((int)f!["id"]!, (decimal)f["cobranza_real"]!, (decimal)f["morosidad_monto"]!, (int)f["prestamos_activos_al_inicio"]!, (int)f["prestamos_activos"]!)));
        Assert.Equal([70m, 0m, 0m, 90m], filas.SelectMany(f => f!["semanas"]!.AsArray()).Select(s => (decimal)s!["cobranza_real"]!));
    }

    [Theory]
    [InlineData("comparacion", "por=gerente", "Comparar por: elija ruta, grupo o titular.")]
    [InlineData("comparacion", "orden=faltas", "Orden: elija morosidad, crecimiento, bono o nombre.")]
    [InlineData("cartera", "orden=nombre", "Orden: elija atraso, saldo, cliente o grupo.")]
    [InlineData("cartera", "con_faltas=1", "Solo con faltas: elija sí o no.")]
    [InlineData("cartera", "desde=hoy", "Desde: escriba cuántos días de atraso, con un número entero desde 0.")]
    [InlineData("cartera.csv", "desde=8&hasta=7", "Hasta: escriba 8 o más días.")]
    [InlineData("cartera.xlsx", "hasta=-1", "Hasta: escriba cuántos días de atraso, con un número entero desde 0.")]
    [InlineData("por-cobrar", "orden=atraso", "Orden: elija grupo, cliente o lo que debe.")]
    [InlineData("por-cobrar.csv", "titular_id=x", "Elija el titular.")]
    [InlineData("faltas", "titular_id=0", "Elija el titular.")]
    public async Task List_WithAMalformedFilter_IsRefused(string list, string filter, string message)
    {
        await using var d = await Despacho.OpenAsync(server);

        var answer = await d.Admin.GetAsync($"/reporte/{list}?{filter}");

        answer.Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal(message, (string?)answer.Json["message"]);
    }

    private static async Task<List<(int? Id, string? Cliente)>> ClientesAsync(Api api, string list, string key, string filter) =>
        [.. (await api.GetAsync($"/reporte/{list}?{filter}")).Data[key]!.AsArray().Select(f => ((int?)f!["cliente_id"], (string?)f["cliente"]))];

    private static async Task<Workbook> FileAsync(Api api, string list, string filter) =>
        Workbook.Read(await (await api.GetAsync($"/reporte/{list}.xlsx?{filter}")).Message.Content.ReadAsByteArrayAsync());

    /// <summary>A new titular of group 1.</summary>
    private static async Task<Api> TitularAsync(Despacho d, string usuario)
    {
        var api = await d.AnotherAsync(usuario, rol: 2);
        (await d.Admin.PutAsync("/grupos/1", new JsonObject { ["usuario_id_titular"] = await IdAsync(d, usuario) })).Success("put", "/grupos/{id}");
        return api;
    }

    private static Task<int> IdAsync(Despacho d, string usuario) =>
        TestDatabase.ValueAsync<int>(d.Connection, string.Create(CultureInfo.InvariantCulture, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'"));

    // A loan of group 1 whose first week, that of 9 November, was not paid.
    private static async Task<int> DeberAsync(Despacho d)
    {
        var cliente = await d.NuevoClienteAsync();
        var aval = (int)(await d.Admin.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente("Eva")))).Data["cliente"]!;
        (await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000,"fecha_inicio":"2026-11-04"}"""))).Success("post", "/prestamos");
        return cliente;
    }
}
