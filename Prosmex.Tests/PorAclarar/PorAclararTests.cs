using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.PorAclarar;

/// <summary>What becomes of money that was received and could not be applied: once, and written down.</summary>
[Trait("Kind", "Integration")]
public sealed class PorAclararTests(TestServer server)
{
    [Fact]
    public async Task Aplicar_ToAnotherPrestamo_IsAPagoOfTheWholeAtTheInstantReceived()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var ocurrido = d.Ahora.AddHours(-3);
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, ocurrido));
        var dinero = Assert.Single(await VerAsync(d, "?estado=pendiente"))!;
        Assert.Equal(1, (int)dinero["grupo_id"]!);
        Assert.Equal(99_999, (int)dinero["prestamo_id"]!);
        Assert.Equal("ada", (string)dinero["usuario"]!);
        Assert.Equal(250m, (decimal)dinero["monto"]!);
        Assert.Equal("prestamo.no_encontrado", (string)dinero["codigo"]!);
        Assert.Equal("El préstamo núm. 99999 no existe o no es de este grupo. Busque a quién corresponde y aplíquelo, o devuélvalo.", (string)dinero["motivo"]!);
        Assert.Equal("pendiente", (string)dinero["estado"]!);

        await d.AdvanceAsync(TimeSpan.FromHours(20));
        var aplicado = (await AplicarAsync(d, 1, prestamo)).Success("post", "/por-aclarar/{id}/aplicar").Data["por_aclarar"]!;
        Assert.Equal("aplicado", (string)aplicado["estado"]!);
        Assert.Equal(d.Ahora, DateTimeOffset.Parse((string)aplicado["resuelto_en"]!, null));
        var pago = (await d.Admin.GetAsync($"/pagos/{aplicado["pago_id"]}")).Data["pago"]!;
        Assert.Equal(("250.00", ocurrido, 250m), ((string)pago["monto_pagado"]!, DateTimeOffset.Parse((string)pago["fecha_pago"]!, null), (decimal)pago["prestamo"]!["monto_pagado"]!));

        // Who resolved it is in the bitácora, with what it was before.
        var apuntes = (await d.Admin.GetAsync("/bitacora?entidad=por_aclarar&id=1")).Data["bitacora"]!.AsArray();
        Assert.Equal(["alta POST /hojas/1/envios", "cambio POST /por-aclarar/1/aplicar"], apuntes.Select(a => $"{a!["accion"]} {a["ruta"]}"));
        Assert.Equal("pendiente", (string)apuntes[1]!["antes"]!["estado"]!);

        (await AplicarAsync(d, 1, prestamo)).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
        (await CerrarAsync(d, 1, "devolver")).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
        Assert.Equal(1, await d.CountAsync("pagos"));
        await CuadraAsync(d);
    }

    [Theory]
    [InlineData("devolver", "devuelto", "se devolvió al cliente")]
    [InlineData("castigar", "castigado", "se dio de baja")]
    public async Task DevolverOrCastigar_WithANota_HappensOnce(string verb, string estado, string says)
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        (await d.Admin.PostAsync($"/por-aclarar/1/{verb}", JsonNode.Parse("{}"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        var cerrado = (await CerrarAsync(d, 1, verb)).Success("post", $"/por-aclarar/{{id}}/{verb}").Data["por_aclarar"]!;
        Assert.Equal((estado, "Se vio con la clienta.", null), ((string)cerrado["estado"]!, (string)cerrado["nota"]!, cerrado["pago_id"]));
        var otraVez = (await CerrarAsync(d, 1, "castigar")).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
        Assert.Equal($"Ese dinero ya se aclaró: {says}. Actualice la lista.", (string)otraVez.Json["message"]!);
        (await AplicarAsync(d, 1, await d.NuevoPrestamoAsync())).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
        await CuadraAsync(d);
    }

    [Fact]
    public async Task Aplicar_ThatDoesNotFitEither_LeavesItPendiente()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 1500, d.Ahora));
        (await AplicarAsync(d, 1, prestamo)).Problem(HttpStatusCode.Conflict, "pago.excede_restante");
        (await AplicarAsync(d, 1, 99_999)).Problem(HttpStatusCode.NotFound, "prestamo.no_encontrado");
        (await AplicarAsync(d, 1, prestamo, "2030-01-01")).Problem(HttpStatusCode.BadRequest, "pago.fecha_futura");
        (await AplicarAsync(d, 2, prestamo)).Problem(HttpStatusCode.NotFound, "por_aclarar.no_encontrado");
        Assert.Single(await VerAsync(d, "?estado=pendiente&grupo_id=1"));
        Assert.Empty(await VerAsync(d, "?estado=aplicado"));
        (await d.Admin.GetAsync("/por-aclarar?estado=nada")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.GetAsync("/por-aclarar?grupo_id=99999")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    [Fact]
    public async Task Reversa_OfWhatWasApplied_LeavesItPorAclararAgain()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (equivocado, good) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        var pago = (int)(await AplicarAsync(d, 1, equivocado)).Data["por_aclarar"]!["pago_id"]!;
        (await d.Admin.PutAsync($"/pagos/{pago}", JsonNode.Parse("""{"monto_pagado":200}"""))).Problem(HttpStatusCode.Conflict, "pago.era_por_aclarar");
        (await d.Admin.DeleteAsync($"/pagos/{pago}")).Success("delete", "/pagos/{id}");
        Assert.Equal(("pendiente", null, null), await VerUnoAsync(d));
        await CuadraAsync(d);

        var otro = (int)(await AplicarAsync(d, 1, good)).Data["por_aclarar"]!["pago_id"]!;
        Assert.NotEqual(pago, otro);
        Assert.Equal((0m, 250m), (await PagadoAsync(d, equivocado), await PagadoAsync(d, good)));
        await CuadraAsync(d);
    }

    // The loan is newer than the phone's time; the phone's time is not plausible.
    [Theory]
    [InlineData(-30, 26, 26)]
    [InlineData(-100, 0, 0)]
    public async Task Aplicar_WithoutDate_IsAtThePlausibleInstant(int horasAntes, int horasDespues, int horasDelPago)
    {
        await using var d = await Despacho.OpenAsync(server);
        var arrival = d.Ahora;
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora.AddHours(horasAntes)));
        await d.AdvanceAsync(TimeSpan.FromHours(horasDespues));
        var pago = (await AplicarAsync(d, 1, await d.NuevoPrestamoAsync())).Data["por_aclarar"]!["pago_id"]!;
        Assert.Equal(arrival.AddHours(horasDelPago), DateTimeOffset.Parse((string)(await d.Admin.GetAsync($"/pagos/{pago}")).Data["pago"]!["fecha_pago"]!, null));
    }

    // A row that is applied on arrival, and one of the same instant that waits until Tuesday; received on Sunday evening.
    [Theory]
    [InlineData(-60)]
    [InlineData(-71 * 60)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(24 * 60)]
    [InlineData(72 * 60)]
    public async Task Aplicar_WithoutDate_IsAtTheInstantThatItWouldHaveHadOnArrival(int minutesAhead)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.AdvanceAsync(TimeSpan.FromHours((4 * 24) + 7));
        var ocurrido = d.Ahora.AddMinutes(minutesAhead);
        var onArrival = (int)(await d.Admin.FilasAsync(Telefono.Fila(prestamo, 100, ocurrido), Telefono.Fila(99_999, 250, ocurrido)))["filas"]![0]!["pago_id"]!;
        await d.AdvanceAsync(TimeSpan.FromDays(2));

        var later = (int)(await AplicarAsync(d, 1, prestamo)).Success("post", "/por-aclarar/{id}/aplicar").Data["por_aclarar"]!["pago_id"]!;

        Assert.Equal(await FechaAsync(d, onArrival), await FechaAsync(d, later));
    }

    // The loan was closed or is nearly paid, there is none, or the day is wrong: it is told first that the money is resolved.
    [Theory]
    [InlineData(1400, true, null)]
    [InlineData(1390, true, null)]
    [InlineData(0, false, null)]
    [InlineData(0, true, "2020-01-01")]
    public async Task Aplicar_WhatIsResolved_SaysSoWhateverTheLoan(int pagado, bool exists, string? fecha)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        (await CerrarAsync(d, 1, "devolver")).Success("post", "/por-aclarar/{id}/devolver");
        if (pagado > 0)
        {
            await d.Admin.PostAsync("/pagos", new JsonArray(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = pagado }));
        }

        var pedido = exists ? prestamo : 99_999;
        (await AplicarAsync(d, 1, pedido, fecha)).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
        (await AplicarAsync(d, 1, pedido, fecha, preview: true)).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
    }

    // The order of locks is money por aclarar, then loans; the reversal of a payment alone takes them the other way round.
    [Fact]
    public async Task Aplicar_WhatIsResolved_WaitsForNoLoan()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        (await AplicarAsync(d, 1, prestamo)).Success("post", "/por-aclarar/{id}/aplicar");
        await using var connection = new NpgsqlConnection(d.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var other = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var order = new NpgsqlCommand($"SELECT FROM prestamos WHERE prestamo_id = {prestamo} FOR UPDATE", connection))
        {
            await order.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        (await AplicarAsync(d, 1, prestamo)).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
        (await AplicarAsync(d, 1, prestamo, preview: true)).Problem(HttpStatusCode.Conflict, "por_aclarar.ya_resuelto");
    }

    [Fact]
    public async Task Listar_NamesPeopleAndTheClienteOfThePrestamo_AndSumsAllPages()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 5000, d.Ahora));
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 30, d.Ahora));
        await CerrarAsync(d, 2, "devolver");

        var uno = (await d.Admin.GetAsync("/por-aclarar/1")).Success("get", "/por-aclarar/{id}").Data["por_aclarar"]!;
        var dos = (await d.Admin.GetAsync("/por-aclarar/2")).Data["por_aclarar"]!;
        var grupo = await TestDatabase.ValueAsync<string>(d.Connection, "SELECT nombre_grupo FROM grupos WHERE grupo_id = 1");
        Assert.Equal((grupo, "N P", "Ana P M", null), ((string)uno["grupo"]!, (string)uno["usuario_nombre"]!, (string)uno["cliente"]!, uno["resuelto_por_nombre"]));
        Assert.Equal((null, null, "N P"), (dos["cliente"], dos["cliente_id"], (string)dos["resuelto_por_nombre"]!));
        foreach (var (filter, total) in new[] { ("", 5030m), ("?per_page=1&page=2", 5030m), ("?page=7", 5030m), ("?estado=devuelto", 30m), ("?estado=aplicado", 0m) })
        {
            Assert.Equal((filter, total), (filter, (decimal)(await d.Admin.GetAsync($"/por-aclarar{filter}")).Success("get", "/por-aclarar").Data["total_monto"]!));
        }

        // The client is of another group now, which the supervisor of the money's does not see.
        var supervisor = await d.AnotherAsync("sara", rol: 3);
        await TestDatabase.ExecuteAsync(d.Connection, """
            UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1);
            UPDATE clientes_avales SET grupo_id = (SELECT min(grupo_id) FROM grupos WHERE ruta_id <> (SELECT ruta_id FROM grupos WHERE grupo_id = 1))
            """);
        Assert.Null((await supervisor.GetAsync("/por-aclarar/1")).Data["por_aclarar"]!["cliente"]);
    }

    [Fact]
    public async Task AplicarAndDevolver_AtOnce_OneWins()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        const int Rounds = 12;
        for (var i = 1; i <= Rounds; i++)
        {
            await d.Admin.FilasAsync(Telefono.Fila(99_999, 10, d.Ahora));
            var answers = await Task.WhenAll(AplicarAsync(d, i, prestamo), CerrarAsync(d, i, "devolver"), AplicarAsync(d, i, prestamo));
            Assert.Equal(["200", "409", "409"], answers.Select(r => $"{(int)r.Status}").Order());
        }

        Assert.Equal(await PagadoAsync(d, prestamo), 10 * await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM por_aclarar WHERE estado = 'aplicado'"));
        await CuadraAsync(d);
    }

    [Fact]
    public async Task Listar_OfAnotherGrupo_IsNotVisible()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 10, d.Ahora));
        var gestor = await d.AnotherAsync("gil", rol: 1);
        (await gestor.GetAsync("/por-aclarar/1")).Problem(HttpStatusCode.NotFound, "por_aclarar.no_encontrado");
        Assert.Empty((await gestor.GetAsync("/por-aclarar")).Data["por_aclarar"]!.AsArray());
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_gestor = (SELECT id FROM usuarios WHERE usuario = 'gil') WHERE grupo_id = 1");
        Assert.Single((await gestor.GetAsync("/por-aclarar")).Data["por_aclarar"]!.AsArray());
        (await gestor.GetAsync("/por-aclarar/1")).Success("get", "/por-aclarar/{id}");
        (await gestor.PostAsync("/por-aclarar/1/devolver", JsonNode.Parse("""{"nota":"x"}"""))).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
    }

    private static async Task<JsonArray> VerAsync(Despacho d, string filter) =>
        (await d.Admin.GetAsync("/por-aclarar" + filter)).Success("get", "/por-aclarar").Data["por_aclarar"]!.AsArray();

    private static async Task<(string Estado, JsonNode? Pago, JsonNode? Resuelto)> VerUnoAsync(Despacho d)
    {
        var uno = Assert.Single(await VerAsync(d, ""))!;
        return ((string)uno["estado"]!, uno["pago_id"], uno["resuelto_en"]);
    }

    private static async Task<DateTimeOffset> FechaAsync(Despacho d, int pago) =>
        DateTimeOffset.Parse((string)(await d.Admin.GetAsync($"/pagos/{pago}")).Data["pago"]!["fecha_pago"]!, null);

    private static Task<ApiResponse> AplicarAsync(Despacho d, int id, int prestamo, string? fecha = null, bool preview = false)
    {
        var body = new JsonObject { ["prestamo_id"] = prestamo };
        if (fecha is not null)
        {
            body["fecha_pago"] = fecha;
        }

        return d.Admin.PostAsync($"/por-aclarar/{id}/aplicar{(preview ? "/vista-previa" : "")}", body);
    }

    private static Task<ApiResponse> CerrarAsync(Despacho d, int id, string verb) =>
        d.Admin.PostAsync($"/por-aclarar/{id}/{verb}", JsonNode.Parse("""{"nota":"Se vio con la clienta."}"""));

    private static async Task<decimal> PagadoAsync(Despacho d, int prestamo) => (decimal)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["monto_pagado"]!;

    private static async Task CuadraAsync(Despacho d) => Assert.Empty((await d.Admin.GetAsync("/verificacion/cuadre")).Data["diferencias"]!.AsArray());
}
