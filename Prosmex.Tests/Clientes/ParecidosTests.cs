using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>Clients who look like one person are found, people who only have something in common are not, and decisions are kept.</summary>
[Trait("Kind", "Integration")]
public sealed class ParecidosTests(TestServer server)
{
    private const string Ine = "HRLPGD85041214M600";

    [Theory]
    [InlineData("telefono", "x", "x", """{"telefono":"3312345678"}""", """{"telefono":"+52 33 1234 5678"}""")]
    [InlineData("clabe", "x", "x", """{"clabe":"032180000118359719"}""", """{"clabe":"032180000118359719"}""")]
    [InlineData("curp", "x", "x", """{"curp":"HEGG560427MVZRRL04"}""", """{"curp":"HEGG560427MVZRRL04","permitir_repetido":true}""")]
    [InlineData("nombre", Ine, "XXXXXX85041214M601", null, null)]
    [InlineData("nombre", Ine, "x", null, """{"fecha_nacimiento":"12/04/1985"}""")]
    [InlineData("nombre", "x", "x", """{"fecha_nacimiento":"12/04/1985"}""", """{"fecha_nacimiento":"12/04/1985"}""")]
    public async Task DeCliente_SomethingInCommon_IsFoundFromBothSides(string motivo, string ine, string otherIne, string? expediente, string? other)
    {
        await using var d = await Despacho.OpenAsync(server);
        var una = await CreateAsync(d, ine, "María Guadalupe");
        var otra = await CreateAsync(d, otherIne, "Ma. Guadalupe");
        await PutAsync(d, una, expediente);
        await PutAsync(d, otra, other);

        var (found, back) = (Assert.Single(await OfAsync(d.Admin, una)), Assert.Single(await OfAsync(d.Admin, otra)));

        Assert.Equal((otra, una), ((int)found["otro"]!["id"]!, (int)back["otro"]!["id"]!));
        Assert.Equal([motivo], found["motivos"]!.AsArray().Select(m => (string)m!));
        Assert.Equal((motivo == "curp", null), ((bool)found["seguro"]!, found["decision"]));
    }

    [Theory]
    [InlineData("María Guadalupe", Ine, "Pedro", "XXXXXX85041214H600")]
    [InlineData("María Guadalupe", Ine, "María Guadalupe", "XXXXXX85041314M600")]
    [InlineData("María Guadalupe", "x", "María Guadalupe", "x")]
    public async Task DeCliente_ANameOrABirthDayAlone_IsNobody(string nombre, string ine, string otherNombre, string otherIne)
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await CreateAsync(d, ine, nombre);
        await CreateAsync(d, otherIne, otherNombre);

        Assert.Empty(await OfAsync(d.Admin, id));
    }

    [Fact]
    public async Task DeCliente_InAForeignGroup_IsToldWithoutThePerson()
    {
        await using var d = await Despacho.OpenAsync(server);
        var una = await CreateAsync(d, "x", "Ana");
        var otra = await CreateAsync(d, "x", "Secreta", grupo: 2);
        await PutAsync(d, una, """{"telefono":"3312345678"}""");
        await PutAsync(d, otra, """{"telefono":"3312345678"}""");
        using var titular = await d.AnotherAsync("bea", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'bea') WHERE grupo_id = 1");

        var answer = (await titular.GetAsync($"/clientes/{una}/parecidos")).Success("get", "/clientes/{id}/parecidos");

        Assert.Null(Assert.Single(answer.Data["parecidos"]!.AsArray())!["otro"]);
        Assert.DoesNotContain("Secreta", answer.Text, StringComparison.Ordinal);
        (await titular.GetAsync($"/clientes/{otra}/parecidos")).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
    }

    [Fact]
    public async Task Decidir_ThenAgain_KeepsTheLastInTheListAndBothInTheBitacora()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (una, otra) = (await CreateAsync(d, Ine, "Ana"), await CreateAsync(d, "XXXXXX85041214M601", "Ana"));
        Assert.Equal(1, await CountAsync(""));

        await DecideAsync(d, otra, una, "misma", "Es ella");
        await DecideAsync(d, una, otra, "distinta", "Son gemelas");

        Assert.Equal((0, 0, 1), (await CountAsync(""), await CountAsync("&decision=misma"), await CountAsync("&decision=distinta")));
        var decision = Assert.Single(await OfAsync(d.Admin, una))["decision"]!;
        Assert.Equal(("distinta", "N P", "Son gemelas"), ((string)decision["decision"]!, (string)decision["por"]!, (string)decision["nota"]!));
        Assert.Equal(2, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM bitacora WHERE entidad = 'par_de_clientes'"));
        (await d.Admin.DeleteAsync($"/clientes/{otra}")).Success("delete", "/clientes/{id}");
        Assert.Equal(0, await d.CountAsync("pares_de_clientes"));

        async Task<int> CountAsync(string filter) =>
            (int)(await d.Admin.GetAsync($"/clientes/parecidos?per_page=1{filter}")).Success("get", "/clientes/parecidos").Data["total_items"]!;
    }

    [Theory]
    [InlineData(0, HttpStatusCode.NotFound, "cliente.no_encontrado", "misma")]
    [InlineData(99_998, HttpStatusCode.NotFound, "cliente.no_encontrado", "misma")]
    [InlineData(1, HttpStatusCode.BadRequest, "solicitud.invalida", "quizás")]
    public async Task Decidir_WhatCannotBeAPair_IsRefused(int further, HttpStatusCode status, string codigo, string decision)
    {
        await using var d = await Despacho.OpenAsync(server);
        var una = await CreateAsync(d, Ine, "Ana");
        await CreateAsync(d, "x", "Ana");

        (await d.Admin.PostAsync($"/clientes/{una}/parecidos", Body(una + further, decision, "x"))).Problem(status, codigo);
        (await d.Admin.GetAsync("/clientes/parecidos?decision=quizas")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public async Task Decidir_OnePairTenTimesAtOnce_IsOneDecision()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (una, otra) = (await CreateAsync(d, Ine, "Ana"), await CreateAsync(d, "XXXXXX85041214M601", "Ana"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => d.Admin.PostAsync($"/clientes/{una}/parecidos", Body(otra, "distinta", $"{n}"))));

        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.OK, r.Text));
        Assert.Equal(1, await d.CountAsync("pares_de_clientes"));
    }

    [Fact]
    public async Task Listar_ManyPairs_IsPagedWithTheCertainOnesFirst()
    {
        await using var d = await Despacho.OpenAsync(server);
        for (var n = 0; n < 4; n++)
        {
            await CreateAsync(d, $"HRLPGD8504121{n}M600", "Rosa Isela");
        }

        await CreateAsync(d, "HRLPGD85041213M600", "Otra", repetido: true);

        var pages = await Task.WhenAll(Enumerable.Range(1, 3).Select(p => d.Admin.GetAsync($"/clientes/parecidos?per_page=3&page={p}")));

        Assert.All(pages, p => Assert.Equal((7, 3), ((int)p.Data["total_items"]!, (int)p.Data["total_pages"]!)));
        var pairs = pages.SelectMany(p => p.Data["pares"]!.AsArray()).Select(p => ((int)p!["uno"]!["id"]!, (int)p["otro"]!["id"]!, (bool)p["seguro"]!)).ToList();
        Assert.Equal([(4, 5, true), (1, 2, false), (1, 3, false), (1, 4, false), (2, 3, false), (2, 4, false), (3, 4, false)], pairs);
    }

    // Values of pg_trgm 1.6.
    [Theory]
    [InlineData("mariaguadalupehernandezlopez", "maguadalupehernandezlopez", 0.8333333)]
    [InlineData("anapm", "anapm", 1)]
    [InlineData("anapm", "pedroz", 0)]
    [InlineData("aaaa", "aaa", 1)]
    [InlineData("rosaiselaperezsoto", "pedroperezsoto", 0.30769232)]
    public async Task Semejanza_OfTwoNames_IsThatOfPgTrgm(string uno, string otro, double expected)
    {
        await using var database = await server.BorrowAsync();

        var (oneWay, theOther) = (await ReadAsync(uno, otro), await ReadAsync(otro, uno));

        Assert.Equal((decimal)expected, oneWay, 3);
        Assert.Equal(oneWay, theOther);

        Task<decimal> ReadAsync(string a, string b) => TestDatabase.ValueAsync<decimal>(database.Connection, $"SELECT semejanza('{a}', '{b}')");
    }

    private static async Task<int> CreateAsync(Despacho d, string ine, string nombre, int grupo = 1, bool repetido = false) => (int)(await d.Admin.PostAsync(
        "/clientes",
        new JsonObject
        {
            ["nombre"] = nombre,
            ["apellido_paterno"] = "Hernández",
            ["apellido_materno"] = "López",
            ["colonia"] = "C",
            ["cp"] = "01000",
            ["codigo_ine"] = ine,
            ["estado_civil"] = "viudo",
            ["num_hijos"] = 0,
            ["propiedad"] = "rentada",
            ["grupo_id"] = grupo,
            ["permitir_repetido"] = repetido,
        })).Data["cliente"]!;

    private static async Task PutAsync(Despacho d, int id, string? body)
    {
        if (body is not null)
        {
            (await d.Admin.PutAsync($"/clientes/{id}/expediente", JsonNode.Parse(body))).Success("put", "/clientes/{id}/expediente");
        }
    }

    private static async Task<List<JsonNode>> OfAsync(Api api, int id) =>
        [.. (await api.GetAsync($"/clientes/{id}/parecidos")).Success("get", "/clientes/{id}/parecidos").Data["parecidos"]!.AsArray().Select(p => p!)];

    private static async Task DecideAsync(Despacho d, int id, int other, string decision, string nota) =>
        (await d.Admin.PostAsync($"/clientes/{id}/parecidos", Body(other, decision, nota))).Success("post", "/clientes/{id}/parecidos");

    private static JsonObject Body(int other, string decision, string nota) => new() { ["otro_id"] = other, ["decision"] = decision, ["nota"] = nota };
}
