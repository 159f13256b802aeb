using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Tests.Auth;
using Prosmex.Tests.FirstDay;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Cortes;

/// <summary>The expenses of a corte line by line, its corrections, and what the office sees before it makes somebody else's.</summary>
[Trait("Kind", "Integration")]
public sealed class GastosTests(TestServer server)
{
    private const string Two = """[{"concepto":" Gasolina ","monto":"50.25"},{"concepto":"Copias","monto":30.05}]""";

    [Fact]
    public async Task Corte_WithGastos_HasTheirSumAndShowsThem()
    {
        await using var d = await Despacho.OpenAsync(server);

        foreach (var total in new[] { "", "\"total_gastos\":80.30," })
        {
            var corte = await DoAsync(d, $$"""{"corte_total":-1,{{total}}"semilla":0,"gastos":{{Two}}}""");
            Assert.Equal(80.30m, (decimal)corte["total_gastos"]!);
            Assert.Equal("""[{"concepto":"Gasolina","monto":50.25},{"concepto":"Copias","monto":30.05}]""", corte["gastos"]!.ToJsonString());
            Assert.Equal(corte["gastos"]!.ToJsonString(), (await d.Admin.GetAsync($"/cortes/cortes/{corte["id"]}")).Json["gastos"]!.ToJsonString());
        }

        Assert.Equal(2, (await d.Admin.GetAsync("/cortes/cortes")).Json.AsArray().Count(c => c!["gastos"] is not null));
        var sinLineas = await DoAsync(d, """{"corte_total":-1,"total_gastos":5,"semilla":0}""");
        Assert.DoesNotContain("gastos", sinLineas.Keys());
        Assert.Equal(0m, (decimal)(await DoAsync(d, """{"corte_total":-1,"gastos":[],"semilla":0}"""))["total_gastos"]!);

        // The lines are in the bitácora, and are append-only.
        Assert.Equal(4, (await d.Admin.GetAsync("/bitacora?entidad=corte_gasto")).Success("get", "/bitacora").Data["bitacora"]!.AsArray().Count);
        var attempt = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(d.Connection, "UPDATE corte_gasto SET monto = 1"));
        Assert.Contains("append-only", attempt.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corte_WithWrongGastos_IsRefusedLineByLine()
    {
        await using var d = await Despacho.OpenAsync(server);
        foreach (var (body, field, message) in new[]
        {
            ($$"""{"corte_total":-1,"total_gastos":80,"semilla":0,"gastos":{{Two}}}""", "total_gastos", "Gastos: la lista suma $80.30 y el total dice $80.00. Corrija uno de los dos."),
            ("""{"corte_total":-1,"semilla":0,"gastos":[{"concepto":"Luz","monto":1},{"concepto":"Agua","monto":0}]}""", "gastos[1].monto", "Monto: escriba una cantidad mayor que cero."),
            ("""{"corte_total":-1,"semilla":0,"gastos":[{"monto":1}]}""", "gastos[0].concepto", "Falta un dato: concepto."),
            ($$"""{"corte_total":-1,"semilla":0,"gastos":[{"monto":1,"concepto":"{{new string('x', 101)}}"}]}""", "gastos[0].concepto", "Concepto: use hasta 100 caracteres."),
            ("""{"corte_total":-1,"semilla":0,"gastos":[null]}""", "gastos[0].monto", "Faltan datos: concepto y monto."),
        })
        {
            var rechazo = (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse(body))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida").Json;
            Assert.True(rechazo["errors"]!.AsObject().ContainsKey(field), rechazo.ToJsonString());
            Assert.Equal(message, (string)rechazo["message"]!);
        }

        (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"semilla":0}"""))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        foreach (var gastos in new[] { "7", "\"x\"", "{}", "[7]", """[{"concepto":{},"monto":[]}]""", $"[{string.Join(',', Enumerable.Repeat("{}", 51))}]" })
        {
            (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse($$"""{"corte_total":-1,"semilla":0,"gastos":{{gastos}}}"""))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Fact]
    public async Task Correccion_OfACorteWithGastos_KeepsTheLinesWhereTheirTotalStays()
    {
        await using var d = await Despacho.OpenAsync(server);
        var corte = await DoAsync(d, $$"""{"corte_total":-1,"semilla":0,"gastos":{{Two}}}""");
        async Task<JsonNode> CorregirAsync(string cambios) => corte = (await d.Admin.PutAsync($"/cortes/cortes/{corte["id"]}", JsonNode.Parse(cambios))).Bare("put", "/cortes/cortes/{id}");

        Assert.Equal(2, (await CorregirAsync("""{"semilla":9}"""))["gastos"]!.AsArray().Count);
        Assert.Equal(2, (await CorregirAsync("""{"total_gastos":80.30}"""))["gastos"]!.AsArray().Count);
        Assert.Equal((7m, 1), ((decimal)(await CorregirAsync("""{"gastos":[{"concepto":"Luz","monto":7}]}"""))["total_gastos"]!, corte["gastos"]!.AsArray().Count));
        Assert.DoesNotContain("gastos", (await CorregirAsync("""{"total_gastos":8}""")).Keys());
        (await d.Admin.PutAsync($"/cortes/cortes/{corte["id"]}", JsonNode.Parse("""{"gastos":null}"""))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.DoesNotContain((await d.Admin.GetAsync("/verificacion/cuadre")).Data["diferencias"]!.AsArray(), x => (string)x!["concepto"]! != "gastos_excedidos");
    }

    [Fact]
    public async Task Historial_OfCorrectedAndDeletedCortes_LinksThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await d.AnotherAsync("tita", rol: 2);
        var propio = (int)(await Despacho.SendAsync(titular, "post", "/cortes/cortes", """{"corte_total":-1,"total_gastos":0,"semilla":0}""", "k")).Json["id"]!;
        var old = (int)(await DoAsync(d, $$"""{"corte_total":-1,"semilla":0,"gastos":{{Two}}}"""))["id"]!;
        var nuevo = (int)(await d.Admin.PutAsync($"/cortes/cortes/{old}", JsonNode.Parse("""{"semilla":3}"""))).Json["id"]!;
        var borrado = (int)(await DoAsync(d, """{"corte_total":-5,"total_gastos":0,"semilla":0}"""))["id"]!;
        (await d.Admin.DeleteAsync($"/cortes/cortes/{borrado}")).Bare("delete", "/cortes/cortes/{id}");

        var all = (await d.Admin.GetAsync("/cortes/historial")).Success("get", "/cortes/historial").Data["cortes"]!.AsArray();
        Assert.Equal(
            [$"{borrado} True  ", $"{nuevo} False  {old}", $"{old} True {nuevo} ", $"{propio} False  "],
            all.Select(c => $"{c!["id"]} {(bool)c["anulado"]!} {c["sustituido_por"]} {c["sustituye_a"]}"));
        Assert.Equal(("tita", "N P", 80.30m, 2, d.Ahora), ((string)all[3]!["usuario"]!, (string)all[3]!["nombre"]!, (decimal)all[2]!["total_gastos"]!, all[2]!["gastos"]!.AsArray().Count, (DateTimeOffset)all[2]!["anulado_en"]!));
        Assert.Equal([propio], (await titular.GetAsync("/cortes/historial")).Data["cortes"]!.AsArray().Select(c => (int)c!["id"]!));
        Assert.Equal(4, (int)(await d.Admin.GetAsync("/cortes/historial?desde=2026-11-18&hasta=2026-11-18&per_page=1&page=2")).Data["total_items"]!);
        Assert.Equal(0, (int)(await d.Admin.GetAsync("/cortes/historial?hasta=2026-11-17")).Data["total_items"]!);
        Assert.Equal([old], (await d.Admin.GetAsync($"/cortes/historial?id={old}")).Data["cortes"]!.AsArray().Select(c => (int)c!["id"]!));
        Assert.Empty((await titular.GetAsync($"/cortes/historial?id={old}")).Data["cortes"]!.AsArray());
        Assert.Single((await d.Admin.GetAsync($"/cortes/historial?usuario_id={await IdAsync(d, "tita")}")).Data["cortes"]!.AsArray());
        (await titular.GetAsync($"/cortes/historial?usuario_id={await IdAsync(d, "ada")}")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await d.Admin.GetAsync("/cortes/historial?usuario_id=99999")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
    }

    [Fact]
    public async Task DatosDeCorte_OfAnother_AreThoseThatTheySee()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var titular = await d.AnotherAsync("tita", rol: 2);
        var id = await IdAsync(d, "tita");
        (await d.Admin.PutAsync("/grupos/1", new JsonObject { ["usuario_id_titular"] = id })).Success("put", "/grupos/{id}");
        var prestamo = await d.NuevoPrestamoAsync();
        await titular.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":300}]""")!);
        await Despacho.SendAsync(titular, "post", "/cortes/cortes", """{"corte_total":-1,"total_gastos":0,"semilla":0,"efectivo_contado":280}""", "k");
        await titular.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":50}]""")!);

        var propios = (await titular.GetAsync("/cortes/datos-corte")).Success("get", "/cortes/datos-corte").Json;
        var ajenos = (await d.Admin.GetAsync($"/cortes/datos-corte?usuario_id={id}")).Success("get", "/cortes/datos-corte").Json;
        Assert.Equal(propios.ToJsonString(), ajenos.ToJsonString());
        Assert.Equal(
            (-1050m, 70m, 50m, 20m, d.Ahora, "N P", true),
            ((decimal)ajenos["sobrante_total"]!, (decimal)ajenos["efectivo_esperado"]!, (decimal)ajenos["efectivo_recibido"]!, (decimal)ajenos["arrastre"]!, (DateTimeOffset)ajenos["desde"]!, (string)ajenos["nombre"]!, (bool)ajenos["activo"]!));
        (await titular.GetAsync($"/cortes/datos-corte?usuario_id={await IdAsync(d, "ada")}")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await titular.GetAsync("/cortes/datos-corte?usuario_id=99999")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await titular.GetAsync($"/cortes/datos-corte?usuario_id={id}")).Success("get", "/cortes/datos-corte");
        (await d.Admin.GetAsync("/cortes/datos-corte?usuario_id=99999")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
    }

    private static async Task<JsonNode> DoAsync(Despacho d, string body) =>
        (await Despacho.SendAsync(d.Admin, "post", "/cortes/cortes", body, $"{Guid.NewGuid()}")).Bare("post", "/cortes/cortes", HttpStatusCode.Created);

    private static Task<int> IdAsync(Despacho d, string usuario) => TestDatabase.ValueAsync<int>(d.Connection, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'");
}
