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
public sealed class GastosTests(TestServer servidor)
{
    private const string Dos = """[{"concepto":" Gasolina ","monto":"50.25"},{"concepto":"Copias","monto":30.05}]""";

    [Fact]
    public async Task Corte_WithGastos_HasTheirSumAndShowsThem()
    {
        await using var d = await Despacho.AbrirAsync(servidor);

        foreach (var total in new[] { "", "\"total_gastos\":80.30," })
        {
            var corte = await HacerAsync(d, $$"""{"corte_total":-1,{{total}}"semilla":0,"gastos":{{Dos}}}""");
            Assert.Equal(80.30m, (decimal)corte["total_gastos"]!);
            Assert.Equal("""[{"concepto":"Gasolina","monto":50.25},{"concepto":"Copias","monto":30.05}]""", corte["gastos"]!.ToJsonString());
            Assert.Equal(corte["gastos"]!.ToJsonString(), (await d.Admin.GetAsync($"/cortes/cortes/{corte["id"]}")).Json["gastos"]!.ToJsonString());
        }

        Assert.Equal(2, (await d.Admin.GetAsync("/cortes/cortes")).Json.AsArray().Count(c => c!["gastos"] is not null));
        var sinLineas = await HacerAsync(d, """{"corte_total":-1,"total_gastos":5,"semilla":0}""");
        Assert.DoesNotContain("gastos", sinLineas.Claves());
        Assert.Equal(0m, (decimal)(await HacerAsync(d, """{"corte_total":-1,"gastos":[],"semilla":0}"""))["total_gastos"]!);

        // The lines are in the bitácora, and are append-only.
        Assert.Equal(4, (await d.Admin.GetAsync("/bitacora?entidad=corte_gasto")).Exito("get", "/bitacora").Data["bitacora"]!.AsArray().Count);
        var intento = await Assert.ThrowsAsync<PostgresException>(() => Base.EjecutarAsync(d.Conexion, "UPDATE corte_gasto SET monto = 1"));
        Assert.Contains("append-only", intento.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Corte_WithWrongGastos_IsRefusedLineByLine()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        foreach (var (cuerpo, campo, mensaje) in new[]
        {
            ($$"""{"corte_total":-1,"total_gastos":80,"semilla":0,"gastos":{{Dos}}}""", "total_gastos", "Gastos: la lista suma $80.30 y el total dice $80.00. Corrija uno de los dos."),
            ("""{"corte_total":-1,"semilla":0,"gastos":[{"concepto":"Luz","monto":1},{"concepto":"Agua","monto":0}]}""", "gastos[1].monto", "Monto: escriba una cantidad mayor que cero."),
            ("""{"corte_total":-1,"semilla":0,"gastos":[{"monto":1}]}""", "gastos[0].concepto", "Falta un dato: concepto."),
            ($$"""{"corte_total":-1,"semilla":0,"gastos":[{"monto":1,"concepto":"{{new string('x', 101)}}"}]}""", "gastos[0].concepto", "Concepto: use hasta 100 caracteres."),
            ("""{"corte_total":-1,"semilla":0,"gastos":[null]}""", "gastos[0].monto", "Faltan datos: concepto y monto."),
        })
        {
            var rechazo = (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse(cuerpo))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida").Json;
            Assert.True(rechazo["errors"]!.AsObject().ContainsKey(campo), rechazo.ToJsonString());
            Assert.Equal(mensaje, (string)rechazo["message"]!);
        }

        (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":-1,"semilla":0}"""))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        foreach (var gastos in new[] { "7", "\"x\"", "{}", "[7]", """[{"concepto":{},"monto":[]}]""", $"[{string.Join(',', Enumerable.Repeat("{}", 51))}]" })
        {
            (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse($$"""{"corte_total":-1,"semilla":0,"gastos":{{gastos}}}"""))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Fact]
    public async Task Correccion_OfACorteWithGastos_KeepsTheLinesWhereTheirTotalStays()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var corte = await HacerAsync(d, $$"""{"corte_total":-1,"semilla":0,"gastos":{{Dos}}}""");
        async Task<JsonNode> CorregirAsync(string cambios) => corte = (await d.Admin.PutAsync($"/cortes/cortes/{corte["id"]}", JsonNode.Parse(cambios))).Desnudo("put", "/cortes/cortes/{id}");

        Assert.Equal(2, (await CorregirAsync("""{"semilla":9}"""))["gastos"]!.AsArray().Count);
        Assert.Equal(2, (await CorregirAsync("""{"total_gastos":80.30}"""))["gastos"]!.AsArray().Count);
        Assert.Equal((7m, 1), ((decimal)(await CorregirAsync("""{"gastos":[{"concepto":"Luz","monto":7}]}"""))["total_gastos"]!, corte["gastos"]!.AsArray().Count));
        Assert.DoesNotContain("gastos", (await CorregirAsync("""{"total_gastos":8}""")).Claves());
        (await d.Admin.PutAsync($"/cortes/cortes/{corte["id"]}", JsonNode.Parse("""{"gastos":null}"""))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.DoesNotContain((await d.Admin.GetAsync("/verificacion/cuadre")).Data["diferencias"]!.AsArray(), x => (string)x!["concepto"]! != "gastos_excedidos");
    }

    [Fact]
    public async Task Historial_OfCorrectedAndDeletedCortes_LinksThem()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var titular = await d.OtroAsync("tita", rol: 2);
        var propio = (int)(await Despacho.EnviarAsync(titular, "post", "/cortes/cortes", """{"corte_total":-1,"total_gastos":0,"semilla":0}""", "k")).Json["id"]!;
        var viejo = (int)(await HacerAsync(d, $$"""{"corte_total":-1,"semilla":0,"gastos":{{Dos}}}"""))["id"]!;
        var nuevo = (int)(await d.Admin.PutAsync($"/cortes/cortes/{viejo}", JsonNode.Parse("""{"semilla":3}"""))).Json["id"]!;
        var borrado = (int)(await HacerAsync(d, """{"corte_total":-5,"total_gastos":0,"semilla":0}"""))["id"]!;
        (await d.Admin.DeleteAsync($"/cortes/cortes/{borrado}")).Desnudo("delete", "/cortes/cortes/{id}");

        var todos = (await d.Admin.GetAsync("/cortes/historial")).Exito("get", "/cortes/historial").Data["cortes"]!.AsArray();
        Assert.Equal(
            [$"{borrado} True  ", $"{nuevo} False  {viejo}", $"{viejo} True {nuevo} ", $"{propio} False  "],
            todos.Select(c => $"{c!["id"]} {(bool)c["anulado"]!} {c["sustituido_por"]} {c["sustituye_a"]}"));
        Assert.Equal(("tita", "N P", 80.30m, 2, d.Ahora), ((string)todos[3]!["usuario"]!, (string)todos[3]!["nombre"]!, (decimal)todos[2]!["total_gastos"]!, todos[2]!["gastos"]!.AsArray().Count, (DateTimeOffset)todos[2]!["anulado_en"]!));
        Assert.Equal([propio], (await titular.GetAsync("/cortes/historial")).Data["cortes"]!.AsArray().Select(c => (int)c!["id"]!));
        Assert.Equal(4, (int)(await d.Admin.GetAsync("/cortes/historial?desde=2026-11-18&hasta=2026-11-18&per_page=1&page=2")).Data["total_items"]!);
        Assert.Equal(0, (int)(await d.Admin.GetAsync("/cortes/historial?hasta=2026-11-17")).Data["total_items"]!);
        Assert.Equal([viejo], (await d.Admin.GetAsync($"/cortes/historial?id={viejo}")).Data["cortes"]!.AsArray().Select(c => (int)c!["id"]!));
        Assert.Empty((await titular.GetAsync($"/cortes/historial?id={viejo}")).Data["cortes"]!.AsArray());
        Assert.Single((await d.Admin.GetAsync($"/cortes/historial?usuario_id={await IdAsync(d, "tita")}")).Data["cortes"]!.AsArray());
        (await titular.GetAsync($"/cortes/historial?usuario_id={await IdAsync(d, "ada")}")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await d.Admin.GetAsync("/cortes/historial?usuario_id=99999")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
    }

    [Fact]
    public async Task DatosDeCorte_OfAnother_AreThoseThatTheySee()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var titular = await d.OtroAsync("tita", rol: 2);
        var id = await IdAsync(d, "tita");
        (await d.Admin.PutAsync("/grupos/1", new JsonObject { ["usuario_id_titular"] = id })).Exito("put", "/grupos/{id}");
        var prestamo = await d.NuevoPrestamoAsync();
        await titular.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":300}]""")!);
        await Despacho.EnviarAsync(titular, "post", "/cortes/cortes", """{"corte_total":-1,"total_gastos":0,"semilla":0,"efectivo_contado":280}""", "k");
        await titular.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":50}]""")!);

        var propios = (await titular.GetAsync("/cortes/datos-corte")).Exito("get", "/cortes/datos-corte").Json;
        var ajenos = (await d.Admin.GetAsync($"/cortes/datos-corte?usuario_id={id}")).Exito("get", "/cortes/datos-corte").Json;
        Assert.Equal(propios.ToJsonString(), ajenos.ToJsonString());
        Assert.Equal(
            (-1050m, 70m, 50m, 20m, d.Ahora, "N P", true),
            ((decimal)ajenos["sobrante_total"]!, (decimal)ajenos["efectivo_esperado"]!, (decimal)ajenos["efectivo_recibido"]!, (decimal)ajenos["arrastre"]!, (DateTimeOffset)ajenos["desde"]!, (string)ajenos["nombre"]!, (bool)ajenos["activo"]!));
        (await titular.GetAsync($"/cortes/datos-corte?usuario_id={await IdAsync(d, "ada")}")).Problema(HttpStatusCode.Forbidden, "permiso.denegado");
        (await titular.GetAsync("/cortes/datos-corte?usuario_id=99999")).Problema(HttpStatusCode.Forbidden, "permiso.denegado");
        (await titular.GetAsync($"/cortes/datos-corte?usuario_id={id}")).Exito("get", "/cortes/datos-corte");
        (await d.Admin.GetAsync("/cortes/datos-corte?usuario_id=99999")).Problema(HttpStatusCode.NotFound, "usuario.no_encontrado");
    }

    private static async Task<JsonNode> HacerAsync(Despacho d, string cuerpo) =>
        (await Despacho.EnviarAsync(d.Admin, "post", "/cortes/cortes", cuerpo, $"{Guid.NewGuid()}")).Desnudo("post", "/cortes/cortes", HttpStatusCode.Created);

    private static Task<int> IdAsync(Despacho d, string usuario) => Base.ValorAsync<int>(d.Conexion, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'");
}
