using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>One person is one client: two with the same INE key could back each other and both borrow.</summary>
[Trait("Kind", "Integration")]
public sealed class RepeatedPersonTests(TestServer server)
{
    private const string Ine = "HRLPGD85041214M600";

    [Theory]
    [InlineData("HRLPGD85041214M600")]
    [InlineData(" hrlpgd85041214m600\t")]
    [InlineData("HRLP GD850412\u00a014M600")]
    public async Task Create_SameInePadded_Is409ThatNamesClientAndGroup(string ine)
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, Ine);
        var grupo = await TestDatabase.ValueAsync<string>(d.Connection, "SELECT nombre_grupo FROM grupos WHERE grupo_id = 1");

        var refusal = (await CreateAsync(d.Admin, ine, grupoId: 2)).Problem(HttpStatusCode.Conflict, "cliente.ine_repetido");

        Assert.Contains($"Ana P M, de {grupo}", (string)refusal.Json["message"]!, StringComparison.Ordinal);
        Assert.Equal(1, await d.CountAsync("clientes_avales"));
    }

    // As the replaced system stored it: adoption copies it unchanged.
    [Fact]
    public async Task Create_IneOfAnAdoptedRowInLowerCase_Is409()
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, Ine);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE clientes_avales SET codigo_ine = 'hrlpgd850412 14m600'");

        (await CreateAsync(d.Admin, Ine)).Problem(HttpStatusCode.Conflict, "cliente.ine_repetido");
    }

    [Fact]
    public async Task Create_SameIneOfAForeignGroup_NamesNobody()
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, Ine);
        using var titular = await d.AnotherAsync("bea", rol: 2);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_titular = (SELECT id FROM usuarios WHERE usuario = 'bea') WHERE grupo_id = 2");

        var refusal = (await CreateAsync(titular, Ine, grupoId: 2, permitir: true)).Problem(HttpStatusCode.Conflict, "cliente.ine_repetido");

        Assert.DoesNotContain("Ana", (string)refusal.Json["message"]!, StringComparison.Ordinal);
        Assert.Contains("en un grupo que usted no ve", (string)refusal.Json["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_PermittedByWhoMayEdit_IsAFindingOfTheCuadre()
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, Ine);

        Assert.Equal(HttpStatusCode.Created, (await CreateAsync(d.Admin, Ine, permitir: true)).Status);

        var finding = Assert.Single((await d.Admin.GetAsync("/verificacion/cuadre")).Success("get", "/verificacion/cuadre").Data["diferencias"]!.AsArray());
        Assert.Equal(("ine_repetido", "clientes 1, 2", 1), ((string?)finding!["concepto"], (string?)finding["guardado"], (int?)finding["cliente_id"]));
    }

    [Fact]
    public async Task Create_ShorterPlaceholder_MayRepeat()
    {
        await using var d = await Despacho.OpenAsync(server);

        await CreateAsync(d.Admin, "s/n");
        await CreateAsync(d.Admin, "S/N");
        await CreateAsync(d.Admin, Ine[..17]);
        await CreateAsync(d.Admin, Ine[..17]);

        Assert.Equal(4, await d.CountAsync("clientes_avales"));
    }

    [Fact]
    public async Task Create_TenAtOnce_OneIsTaken()
    {
        await using var d = await Despacho.OpenAsync(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => CreateAsync(d.Admin, Ine)));

        Assert.Single(answers, r => r.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(r => r.Status != HttpStatusCode.Created), r => r.Problem(HttpStatusCode.Conflict, "cliente.ine_repetido"));
    }

    [Fact]
    public async Task Edit_ToTheIneOfAnother_Is409AndAdoptedTwinsKeepTheirs()
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, Ine);
        await CreateAsync(d.Admin, "I");
        (await d.Admin.PutAsync("/clientes/2", new JsonObject { ["codigo_ine"] = Ine })).Problem(HttpStatusCode.Conflict, "cliente.ine_repetido");
        (await d.Admin.PutAsync("/clientes/2", new JsonObject { ["permitir_repetido"] = true })).Problem(HttpStatusCode.BadRequest, "solicitud.vacia");
        await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE clientes_avales SET codigo_ine = lower('{Ine}') WHERE cliente_id = 2");

        var kept = await d.Admin.PutAsync("/clientes/2", new JsonObject { ["codigo_ine"] = Ine, ["colonia"] = "X" });

        Assert.True(kept.Status == HttpStatusCode.OK, kept.Text);
    }

    [Fact]
    public async Task Aval_WithTheClientsIne_IsRefusedLikeTheClient()
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, Ine);
        await CreateAsync(d.Admin, Ine, permitir: true);

        var check = (await d.Admin.PostAsync("/clientes/validate-aval", new JsonObject { ["cliente_id"] = 1, ["aval_id"] = 2 })).Success("post", "/clientes/validate-aval");
        var suggestions = (await d.Admin.GetAsync("/clientes/aval-suggestions/1")).Data["suggestions"]!.AsArray();
        var loan = await d.Admin.PostAsync("/prestamos", JsonNode.Parse("""{"cliente_id":1,"aval_id":2,"tipo_prestamo_id":1,"monto_prestamo":1000}"""));

        Assert.False((bool)check.Data["is_valid"]!);
        Assert.Empty(suggestions);
        loan.Problem(HttpStatusCode.BadRequest, "prestamo.aval_no_admitido");
    }

    [Fact]
    public async Task Names_WithBlanksOfAnyKind_AreStoredWithOneAndFound()
    {
        await using var d = await Despacho.OpenAsync(server);
        await CreateAsync(d.Admin, "i n e", nombre: " María  \t Guadalupe\u00a0del Río ");

        var client = (await d.Admin.GetAsync("/clientes/1")).Data;
        var found = await Task.WhenAll(new[] { "maria%20%20guadalupe", "GUADALUPE%C2%A0DEL", "delrio%20p" }.Select(q => d.Admin.GetAsync($"/clientes?q={q}")));

        Assert.Equal(("María Guadalupe del Río", "INE"), ((string?)client["nombre"], (string?)client["codigo_ine"]));
        Assert.All(found, r => Assert.Single(r.Data["clientes"]!.AsArray()));
    }

    [Fact]
    public async Task Names_OfAHundredCharactersWithMarks_AreStored()
    {
        await using var d = await Despacho.OpenAsync(server);
        var nombre = string.Concat(Enumerable.Repeat("x\u0302\u0323", 100));

        var created = await d.Admin.PostAsync("/clientes", Body("I", nombre, apellido: nombre));

        Assert.True(created.Status == HttpStatusCode.Created, created.Text);
        Assert.Equal(nombre.Normalize(), (string?)(await d.Admin.GetAsync("/clientes/1")).Data["nombre"]);
    }

    private static Task<ApiResponse> CreateAsync(Api api, string ine, int grupoId = 1, bool permitir = false, string nombre = "Ana")
    {
        var body = Body(ine, nombre);
        body["grupo_id"] = grupoId;
        if (permitir)
        {
            body["permitir_repetido"] = true;
        }

        return api.PostAsync("/clientes", body);
    }

    private static JsonObject Body(string ine, string nombre, string apellido = "P")
    {
        var body = JsonNode.Parse(Despacho.Cliente())!.AsObject();
        (body["codigo_ine"], body["nombre"], body["apellido_paterno"]) = (ine, nombre, apellido);
        return body;
    }
}
