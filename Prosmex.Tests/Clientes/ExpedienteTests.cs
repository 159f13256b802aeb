using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

/// <summary>What is known of a client as a person: who may read and change it, what is refused, and what only is told.</summary>
[Trait("Kind", "Integration")]
public sealed class ExpedienteTests(TestServer server)
{
    internal const string Curp = "HEGG560427MVZRRL04";

    internal const string Todo = $$"""
        {"telefono":"33 1234 5678","curp":"hegg-560427-mvz rrl04","rfc":"GODE561231GR8","clabe":"032 180 00011835971 9","fecha_nacimiento":"27/04/1956","sexo":"mujer",
         "calle":" Av.  Juárez ","numero":"12-B","municipio":"Tlaquepaque","estado":"veracruz","ocupacion":"Costurera","notas":"Toca el timbre."}
        """;

    [Fact]
    public async Task Editar_AllFields_AreStoredInOneForm()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        Assert.Equal(new JsonArray().ToJsonString(), (await PutAsync(d, id, Todo)).Data["avisos"]!.ToJsonString());

        var expediente = await GetAsync(d.Admin, id);

        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse($$"""
            {"cliente_id":{{id}},"telefono":"+523312345678","curp":"{{Curp}}","rfc":"GODE561231GR8","clabe":"032180000118359719","fecha_nacimiento":"1956-04-27","sexo":"mujer",
             "calle":"Av. Juárez","numero":"12-B","municipio":"Tlaquepaque","estado":"veracruz","ocupacion":"Costurera","notas":"Toca el timbre.","oculto":false,"avisos":[]}
            """),
            expediente),
            expediente.ToJsonString());
    }

    [Fact]
    public async Task Editar_SomeFields_LeavesTheOthersAndNullEmptiesOne()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        Assert.Null((await GetAsync(d.Admin, id))["curp"]);
        await PutAsync(d, id, Todo);

        await PutAsync(d, id, """{"calle":null,"fecha_nacimiento":null,"sexo":null,"municipio":"Zapopan"}""");

        var expediente = await GetAsync(d.Admin, id);
        Assert.Equal(
            (null, null, null, "Zapopan", Curp),
            ((string?)expediente["calle"], (string?)expediente["fecha_nacimiento"], (string?)expediente["sexo"], (string?)expediente["municipio"], (string?)expediente["curp"]));
    }

    [Theory]
    [InlineData("curp", "HEGG560427MVZRRL05", "CURP: no es una CURP")]
    [InlineData("curp", "HEGG560427", "CURP: no es una CURP")]
    [InlineData("rfc", "GODE561331GR8", "RFC: no es el RFC")]
    [InlineData("clabe", "032180000118359718", "CLABE: no es una CLABE")]
    [InlineData("telefono", "12345", "Teléfono: escriba los diez dígitos")]
    [InlineData("fecha_nacimiento", "19/11/2026", "Fecha de nacimiento: escriba un día que ya pasó")]
    [InlineData("fecha_nacimiento", "31/12/1899", "Fecha de nacimiento: escríbala como")]
    [InlineData("fecha_nacimiento", "ayer", "Fecha de nacimiento: escríbala como")]
    [InlineData("sexo", "x", "Sexo: elija mujer, hombre o no binario")]
    [InlineData("estado", "texas", "Estado: elija ")]
    [InlineData("calle", " ", "Falta un dato: calle")]
    public async Task Editar_AWrongValue_Is400AndNothingIsStored(string field, string value, string says)
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();

        var refusal = (await d.Admin.PutAsync($"/clientes/{id}/expediente", new JsonObject { [field] = value, ["municipio"] = "Tonalá" })).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Contains(says, (string)refusal.Json["message"]!, StringComparison.Ordinal);
        Assert.Equal(0, await d.CountAsync("expedientes"));
    }

    [Fact]
    public async Task Editar_WhatTheCurpContradicts_IsToldAndStored()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();

        var avisos = (await PutAsync(
            d, id, $$"""{"curp":"{{Curp}}","rfc":"VACE460910SX6","fecha_nacimiento":"28/04/1956","sexo":"hombre","estado":"jalisco"}""")).Data["avisos"]!.AsArray();

        Assert.Equal(["rfc", "fecha_nacimiento", "sexo", "estado"], avisos.Select(a => (string)a!["campo"]!));
        Assert.Contains("nació en Veracruz", (string)avisos[3]!["mensaje"]!, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(avisos, (await GetAsync(d.Admin, id))["avisos"]));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    public async Task Editar_ByRole_TellsWhatTheCurpSaysToThoseWhoSeeIt(int rol, bool isTold)
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await PutAsync(d, id, Todo);
        await TestDatabase.ExecuteAsync(d.Connection, $"INSERT INTO permisos (rol_id, accion_id) VALUES ({rol}, 8)");
        using var editor = await d.AnotherAsync("bea", rol);
        await OfGroupAsync(d, "bea");

        var avisos = (await editor.PutAsync($"/clientes/{id}/expediente", JsonNode.Parse("""{"fecha_nacimiento":"28/04/1956","sexo":"hombre","estado":"jalisco"}""")))
            .Success("put", "/clientes/{id}/expediente").Data["avisos"]!.AsArray();

        Assert.Equal(isTold ? ["fecha_nacimiento", "sexo", "estado"] : [], avisos.Select(a => (string)a!["campo"]!));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    public async Task Obtener_ByRole_ShowsTheKeysOrTheirEnds(int rol, bool endsAlone)
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await PutAsync(d, id, Todo);
        await PutAsync(d, id, """{"estado":"jalisco"}""");
        using var reader = await d.AnotherAsync("bea", rol);
        await OfGroupAsync(d, "bea");

        var expediente = await GetAsync(reader, id);

        var expected = endsAlone ? ("…RL04", "…1GR8", "…9719") : (Curp, "GODE561231GR8", "032180000118359719");
        Assert.Equal(expected, ((string?)expediente["curp"], (string?)expediente["rfc"], (string?)expediente["clabe"]));
        Assert.Equal(("+523312345678", endsAlone), ((string?)expediente["telefono"], (bool)expediente["oculto"]!));
        Assert.Equal(endsAlone ? 0 : 1, expediente["avisos"]!.AsArray().Count);
        Assert.Equal(endsAlone ? 0 : 1, await ReadingsAsync(d, id));
    }

    [Fact]
    public async Task Obtener_WithoutKeys_IsNotRecorded()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await PutAsync(d, id, """{"telefono":"3312345678"}""");

        await GetAsync(d.Admin, id);

        Assert.Equal(0, await ReadingsAsync(d, id));
    }

    [Fact]
    public async Task Obtener_ForASessionThatHasEnded_Is401AndNotRecorded()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await PutAsync(d, id, Todo);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE sesiones SET revocada_en = now()");

        (await d.Admin.GetAsync($"/clientes/{id}/expediente")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");

        Assert.Equal(0, await ReadingsAsync(d, id));
    }

    [Theory]
    [InlineData("/clientes/{0}/expediente")]
    [InlineData("/clientes/99999/expediente")]
    public async Task Obtener_ForeignOrUnknown_IsNotFound(string route)
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await PutAsync(d, id, Todo);
        using var supervisor = await d.AnotherAsync("bea", rol: 3);

        var refusal = (await supervisor.GetAsync(string.Format(null, route, id))).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");

        Assert.DoesNotContain("RL04", refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bitacora_OfChanges_KeepsTheEndsOfTheKeysAlone()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        await PutAsync(d, id, Todo);
        await PutAsync(d, id, """{"curp":"BOXW310820HNERXN09","clabe":null}""");

        var apuntes = await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(concat(antes, despues), ' ' ORDER BY id) FROM bitacora WHERE entidad = 'expediente'");

        Assert.All(["560427MV", "310820HN", "GODE", "0321800"], secret => Assert.DoesNotContain(secret, apuntes, StringComparison.Ordinal));
        Assert.All(["…RL04", "…XN09", "…1GR8", "…9719"], end => Assert.Contains(end, apuntes, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Editar_CurpOfAnother_Is409UnlessItIsSaidToBeAnotherPerson()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (una, otra) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        await PutAsync(d, una, Todo);
        var repeated = new JsonObject { ["curp"] = Curp };

        var refusal = (await d.Admin.PutAsync($"/clientes/{otra}/expediente", repeated)).Problem(HttpStatusCode.Conflict, "expediente.curp_repetida");
        Assert.Contains("Ana P M, de ", (string)refusal.Json["message"]!, StringComparison.Ordinal);
        Assert.Equal(1, await d.CountAsync("expedientes"));
        repeated["permitir_repetido"] = true;
        await PutAsync(d, otra, repeated.ToJsonString());

        var finding = Assert.Single((await d.Admin.GetAsync("/verificacion/cuadre")).Data["diferencias"]!.AsArray());
        Assert.Equal(("curp_repetida", $"clientes {una}, {otra}", una), ((string?)finding!["concepto"], (string?)finding["guardado"], (int?)finding["cliente_id"]));
        await PutAsync(d, otra, """{"curp":"HEGG560427MVZRRL04","calle":"Otra"}""");
    }

    [Fact]
    public async Task Editar_OneCurpForTenClientesAtOnce_OneIsTaken()
    {
        await using var d = await Despacho.OpenAsync(server);
        List<int> ids = [];
        for (var n = 0; n < 10; n++)
        {
            ids.Add(await d.NuevoClienteAsync());
        }

        var answers = await Task.WhenAll(ids.Select(id => d.Admin.PutAsync($"/clientes/{id}/expediente", new JsonObject { ["curp"] = Curp })));

        Assert.Single(answers, r => r.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(r => r.Status != HttpStatusCode.OK), r => r.Problem(HttpStatusCode.Conflict, "expediente.curp_repetida"));
    }

    [Fact]
    public async Task Editar_OneClienteTenTimesAtOnce_LosesNoField()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoClienteAsync();
        string[] fields = ["calle", "numero", "municipio", "ocupacion", "notas"];

        var answers = await Task.WhenAll(fields.Select(f => d.Admin.PutAsync($"/clientes/{id}/expediente", new JsonObject { [f] = "Z" })));

        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.OK, r.Text));
        var expediente = await GetAsync(d.Admin, id);
        Assert.All(fields, f => Assert.Equal("Z", (string?)expediente[f]));
    }

    [Fact]
    public async Task Aval_WithTheClientsCurp_IsRefusedLikeTheClient()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        await PutAsync(d, cliente, Todo);
        await PutAsync(d, aval, $$"""{"curp":"{{Curp}}","permitir_repetido":true}""");

        var check = (await d.Admin.PostAsync("/clientes/validate-aval", new JsonObject { ["cliente_id"] = cliente, ["aval_id"] = aval })).Data;
        var suggestions = (await d.Admin.GetAsync($"/clientes/aval-suggestions/{cliente}")).Data["suggestions"]!.AsArray();
        var loan = await d.Admin.PostAsync("/prestamos", new JsonObject { ["cliente_id"] = cliente, ["aval_id"] = aval, ["tipo_prestamo_id"] = 1, ["monto_prestamo"] = 1000 });

        Assert.Contains("CURP", Assert.Single(check["errors"]!.AsArray())!.ToString(), StringComparison.Ordinal);
        Assert.Empty(suggestions);
        loan.Problem(HttpStatusCode.BadRequest, "prestamo.aval_no_admitido");
    }

    internal static async Task<ApiResponse> PutAsync(Despacho d, int id, string body) =>
        (await d.Admin.PutAsync($"/clientes/{id}/expediente", JsonNode.Parse(body))).Success("put", "/clientes/{id}/expediente");

    private static async Task<JsonNode> GetAsync(Api api, int id) =>
        (await api.GetAsync($"/clientes/{id}/expediente")).Success("get", "/clientes/{id}/expediente").Data["expediente"]!;

    private static Task<long> ReadingsAsync(Despacho d, int id) =>
        TestDatabase.ValueAsync<long>(d.Connection, $"SELECT count(*) FROM bitacora WHERE entidad = 'expediente' AND entidad_id = {id} AND accion = 'consulta'");

    // Whatever the role: the group is theirs.
    internal static Task OfGroupAsync(Despacho d, string usuario) => TestDatabase.ExecuteAsync(
        d.Connection,
        $"""
        UPDATE grupos SET usuario_id_titular = u.id, usuario_id_gestor = u.id FROM usuarios u WHERE u.usuario = '{usuario}';
        UPDATE rutas SET usuario_id_supervisor = u.id, usuario_id_gerente = u.id FROM usuarios u WHERE u.usuario = '{usuario}'
        """);
}
