using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hojas;

/// <summary>What becomes of rows that come in from a phone.</summary>
[Trait("Kind", "Integration")]
public sealed class EnvioTests(TestServer server)
{
    [Fact]
    public async Task Envio_New_AppliesPagosAndRecordsVisitas()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, dos, tres) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var ocurrido = d.Ahora.AddHours(-5);
        var fila = Telefono.Fila(uno, 100.50m, ocurrido);
        fila["nota"] = "Pagó la hermana.";
        var recibido = await d.Admin.FilasAsync(fila, Telefono.Fila(dos, 0, ocurrido), Telefono.Fila(tres, 0, ocurrido, visita: "no_estaba"));

        Assert.Equal(["aplicado", "aplicado", "aplicado"], recibido.Estados());
        Assert.Equal(3, (int)recibido["aplicadas"]!);
        Assert.Equal(0, (int)recibido["duplicadas"]!);
        Assert.Equal(0, (int)recibido["por_aclarar"]!);
        Assert.Equal(100.50m, (decimal)recibido["total_aplicado"]!);
        Assert.Equal(0m, (decimal)recibido["total_duplicado"]!);
        Assert.Equal(0m, (decimal)recibido["total_por_aclarar"]!);
        var pago = (await d.Admin.GetAsync($"/pagos/{recibido["filas"]![0]!["pago_id"]}")).Data["pago"]!;
        Assert.Equal(("100.50", ocurrido), ((string)pago["monto_pagado"]!, DateTimeOffset.Parse((string)pago["fecha_pago"]!, null)));
        Assert.NotNull(recibido["filas"]![1]!["pago_id"]);
        Assert.Null(recibido["filas"]![2]!["pago_id"]);
        Assert.Equal(2, await d.CountAsync("pagos"));
        Assert.Equal(
            "Pagó la hermana. pago,pago,no_estaba",
            await TestDatabase.ValueAsync<string>(d.Connection, "SELECT max(nota) || ' ' || string_agg(visita, ',' ORDER BY prestamo_id) FROM envio_filas"));
    }

    [Fact]
    public async Task Envio_RowOfALoanThatStartsTomorrow_CountsInTheWeekOfItsDate()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.AdvanceAsync(new DateTimeOffset(2026, 11, 22, 18, 30, 0, TimeSpan.FromHours(-6)) - d.Ahora);
        var solicitud = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        solicitud["fecha_inicio"] = "2026-11-23";
        var prestamo = (int)(await d.Admin.PostAsync("/prestamos", solicitud)).Data["prestamo"]!;

        var recibido = await d.Admin.FilasAsync(Telefono.Fila(prestamo, 100, d.Ahora));
        await d.AdvanceAsync(TimeSpan.FromDays(7));

        Assert.Equal(["aplicado"], recibido.Estados());
        Assert.Equal(100, (decimal)(await d.Admin.GetAsync("/reporte/general/totales?semana=2026-11-22")).Data["totales"]!["total_cobranza_real"]!);
        Assert.Equal(0, (decimal)(await d.Admin.GetAsync("/reporte/general/totales?semana=2026-11-23")).Data["totales"]!["total_cobranza_real"]!);
        Assert.Equal(100, (await d.Admin.GetAsync("/reporte/tendencia")).Data["tendencia"]!.AsArray().Sum(s => (decimal)s!["cobranza_real"]!));
        Assert.Contains(",100.00,", (await d.Admin.GetAsync("/reporte/general.csv?semana=2026-11-16")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Envio_ResentInAnotherOrderAndInParts_CountsOnce()
    {
        await using var d = await Despacho.OpenAsync(server);
        JsonObject[] filas = [.. await FilasAsync(d, 6)];
        var primera = await d.Admin.RecibidoAsync(Telefono.Envio(filas.Take(3)));
        var envio = Telefono.Envio(filas.Reverse());
        var entera = await d.Admin.RecibidoAsync(envio);
        Assert.Equal(["aplicado", "aplicado", "aplicado", "duplicado", "duplicado", "duplicado"], entera.Estados());
        Assert.Equal((300m, 300m), ((decimal)entera["total_aplicado"]!, (decimal)entera["total_duplicado"]!));
        Assert.Equal((int)primera["filas"]![0]!["pago_id"]!, (int)entera["filas"]![5]!["pago_id"]!);
        Assert.Equal("aplicado", (string)entera["filas"]![5]!["registrada_como"]!);

        // The same envío, its rows in another order, sent later.
        var otraVez = Telefono.Envio(filas, (string)envio["envio_id"]!);
        otraVez["enviado_en"] = d.Ahora.AddMinutes(1);
        Assert.All((await d.Admin.RecibidoAsync(otraVez)).Estados(), e => Assert.Equal("duplicado", e));
        Assert.Equal((6, 6, 2), (await d.CountAsync("pagos"), await d.CountAsync("envio_filas"), await d.CountAsync("envios")));

        (await d.Admin.SendAsync(Telefono.Envio(filas.Take(5), (string)envio["envio_id"]!))).Problem(HttpStatusCode.UnprocessableEntity, "envio.otro_contenido");
    }

    [Fact]
    public async Task Envio_Malformed_IsRefusedAsAWholeWithEachReason()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, dos) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var ajeno = await PrestamoDeOtroGrupoAsync(d);
        var fila = Telefono.Fila(uno, 100, d.Ahora);
        var usada = Telefono.Fila(dos, 50, d.Ahora);
        await d.Admin.FilasAsync(usada);
        var cambiada = usada.DeepClone().AsObject();
        cambiada["monto"] = 51;
        JsonNode?[] filas =
        [
            fila, Telefono.Fila(dos, 1, d.Ahora, (string)fila["clave"]!), Telefono.Fila(uno, 1, d.Ahora), Telefono.Fila(ajeno, 1, d.Ahora), cambiada,
            Telefono.Fila(uno + 1000, 5, d.Ahora, visita: "prometio"), 7,
            JsonNode.Parse("""{"clave":"x","prestamo_id":0,"monto":-1,"ocurrido_en":"2026-11-18","visita":"nada","nota":" ","otro":1}"""),
        ];
        var envio = new JsonObject { ["control_filas"] = 7, ["control_total"] = 1, ["enviado_en"] = "ayer", ["filas"] = new JsonArray([.. filas.Select(f => f?.DeepClone())]) };

        var rechazo = (await d.Admin.SendAsync(envio)).Problem(HttpStatusCode.BadRequest, "envio.estructura");
        Assert.Equal(["enviado_en", "envio_id"], rechazo.Json["errors"]!.Keys());
        Assert.Equal(
            [
                "1 envio.clave_repetida", "2 envio.prestamo_repetido", "3 envio.otro_grupo", "4 envio.clave_con_otros_datos", "4 envio.prestamo_repetido",
                "5 solicitud.invalida", "6 solicitud.json", "7 solicitud.invalida",
            ],
            rechazo.Data["errors"]!.AsArray().Select(e => $"{e!["index"]} {e["codigo"]}").Order());
        Assert.Equal(
            "Falta un dato: nota. Resultado de la visita: elija pago, no estaba, no quiso o prometió. Monto: escriba una cantidad de $0.00 a $9,999,999.99, con dos decimales como máximo."
            + " Folio del cobro: no se puede leer. Actualice la aplicación e intente de nuevo. Elija el préstamo. Hora del cobro: no se puede leer. Actualice la aplicación e intente de nuevo.",
            (string)rechazo.Data["errors"]!.AsArray()[^1]!["error"]!);
        Assert.Equal(
            ["Ese cobro viene dos veces en el envío (renglones 1 y 2). Deje uno solo.", "Ese préstamo viene dos veces en el envío (renglones 1 y 3). Deje uno solo."],
            rechazo.Data["errors"]!.AsArray().Take(2).Select(e => (string)e!["error"]!));
        Assert.Equal((1, 1, 1), (await d.CountAsync("envios"), await d.CountAsync("envio_filas"), await d.CountAsync("claves_de_cobro")));
    }

    [Theory]
    [InlineData(2, 100, "control_filas", "anotó 2 cobros y llegó 1")]
    [InlineData(1, 99.99, "control_total", "anotó $99.99 y llegaron $100.00")]
    [InlineData(0, 0, "control_filas,control_total", "anotó 0 cobros y llegó 1")]
    public async Task Envio_ControlTotalsThatDoNotMatch_IsRefused(int filas, decimal total, string culprits, string difference)
    {
        await using var d = await Despacho.OpenAsync(server);
        var envio = Telefono.Envio([Telefono.Fila(await d.NuevoPrestamoAsync(), 100, d.Ahora)]);
        (envio["control_filas"], envio["control_total"]) = (filas, total);
        var rechazo = (await d.Admin.SendAsync(envio)).Problem(HttpStatusCode.BadRequest, "envio.estructura");
        Assert.Equal(culprits.Split(','), rechazo.Json["errors"]!.Keys());
        Assert.Equal($"El envío llegó incompleto: el teléfono {difference}. No se registró nada; envíelo otra vez.", (string)rechazo.Json["message"]!);
        Assert.Equal((0, 0), (await d.CountAsync("pagos"), await d.CountAsync("envios")));
    }

    [Fact]
    public async Task Money_ThatCannotBeApplied_IsPorAclarar()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cerrado, excedido, old, ahora) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync(), d.Ahora);
        await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{cerrado}},"monto_pagado":1400}]"""));
        JsonObject[] filas =
        [
            Telefono.Fila(cerrado, 100, ahora), Telefono.Fila(excedido, 1400.01m, ahora), Telefono.Fila(99_999, 70, ahora),
            Telefono.Fila(old, 30, ahora.AddHours(-48)),
        ];
        var recibido = await d.Admin.FilasAsync(filas);
        Assert.Equal(
            ["por_aclarar prestamo.cerrado", "por_aclarar pago.excede_restante", "por_aclarar prestamo.no_encontrado", "por_aclarar pago.fecha_anterior"], recibido.Estados());
        Assert.Equal((4, 1600.01m), ((int)recibido["por_aclarar"]!, (decimal)recibido["total_por_aclarar"]!));
        Assert.Equal("El cobro rebasa el saldo del préstamo: faltan $1,400.00 por pagar. Busque a quién corresponde y aplíquelo, o devuélvalo.", (string)recibido["filas"]![1]!["motivo"]!);

        // Sent again: the response says what happened to it the first time.
        var otraVez = await d.Admin.FilasAsync(filas);
        Assert.All(otraVez["filas"]!.AsArray(), f => Assert.Equal(("duplicado", "por_aclarar"), ((string)f!["estado"]!, (string)f["registrada_como"]!)));
        Assert.Equal("prestamo.cerrado", (string)otraVez["filas"]![0]!["codigo"]!);
        Assert.Equal((1, 4), (await d.CountAsync("pagos"), await d.CountAsync("por_aclarar")));
    }

    [Fact]
    public async Task Visita_ClosedOrUnknownPrestamo_IsOnlyRecorded()
    {
        await using var d = await Despacho.OpenAsync(server);
        var cerrado = await d.NuevoPrestamoAsync();
        await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{cerrado}},"monto_pagado":1400}]"""));
        var recibido = await d.Admin.FilasAsync(Telefono.Fila(cerrado, 0, d.Ahora), Telefono.Fila(99_999, 0, d.Ahora, visita: "no_quiso"));
        Assert.Equal(["aplicado prestamo.cerrado", "aplicado"], recibido.Estados());
        Assert.Equal((1, 0, 2), (await d.CountAsync("pagos"), await d.CountAsync("por_aclarar"), await d.CountAsync("envio_filas")));
    }

    [Fact]
    public async Task Prestamo_OutOfScope_LooksLikeAMissingOne()
    {
        await using var d = await Despacho.OpenAsync(server);
        var ajeno = await PrestamoDeOtroGrupoAsync(d);
        var gestor = await d.AnotherAsync("gil", rol: 1);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_gestor = (SELECT id FROM usuarios WHERE usuario = 'gil') WHERE grupo_id = 1");
        var recibido = await gestor.FilasAsync(Telefono.Fila(ajeno, 10, d.Ahora), Telefono.Fila(99_999, 10, d.Ahora));
        var filas = recibido["filas"]!.AsArray();
        filas[0]!["clave"] = filas[1]!["clave"]!.DeepClone();
        filas[0]!["motivo"] = ((string)filas[0]!["motivo"]!).Replace($"núm. {ajeno} ", "núm. 99999 ", StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(filas[0], filas[1]), recibido.ToJsonString());
        Assert.Equal("por_aclarar prestamo.no_encontrado", recibido.Estados().First());
        (await gestor.SendAsync(Telefono.Envio([Telefono.Fila(ajeno, 10, d.Ahora)]), grupo: 2)).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    [Fact]
    public async Task Cliente_MovedAfterTheHojaWasFetched_PaysInTheNewGrupo()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var cliente = (int)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["cliente_id"]!;
        await d.Admin.PutAsync($"/clientes/{cliente}", JsonNode.Parse("""{"grupo_id":2}"""));
        Assert.Equal(["aplicado"], (await d.Admin.FilasAsync(Telefono.Fila(prestamo, 100, d.Ahora))).Estados());

        // But no client was ever in group 3.
        (await d.Admin.SendAsync(Telefono.Envio([Telefono.Fila(prestamo, 100, d.Ahora)]), grupo: 3)).Problem(HttpStatusCode.BadRequest, "envio.estructura");
    }

    // Minutes that the row is before (−) or after the server's clock, and those that the phone says that it is sent at.
    [Theory]
    [InlineData(-71 * 60, null, "aplicado", -71 * 60, false)]
    [InlineData(-72 * 60, null, "aplicado", -72 * 60, false)]
    [InlineData(-72 * 60 - 1, null, "por_aclarar envio.fuera_de_plazo", null, false)]
    [InlineData(10, 10, "aplicado", 10, false)]
    [InlineData(11, null, "aplicado", 0, true)]
    [InlineData(72 * 60, 72 * 60, "aplicado", 0, true)]
    [InlineData(72 * 60 + 1, null, "por_aclarar envio.fuera_de_plazo", null, true)]
    [InlineData(-30, -11, "aplicado", -30, true)]
    [InlineData(-30, 10, "aplicado", -30, false)]
    public async Task PhoneClock_Wrong_IsBelievedWithinLimits(int minutes, int? enviado, string estado, int? cuenta, bool offset)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE prestamos SET fecha_inicio = '2026-11-01'");
        var envio = Telefono.Envio([Telefono.Fila(prestamo, 10, d.Ahora.AddMinutes(minutes))]);
        if (enviado is { } m)
        {
            envio["enviado_en"] = d.Ahora.AddMinutes(m);
        }

        var recibido = await d.Admin.RecibidoAsync(envio);
        Assert.Equal([estado], recibido.Estados());
        Assert.Equal(offset, (bool)recibido["filas"]![0]!["desfase"]!);
        Assert.Equal(
            (d.Ahora.AddMinutes(minutes).UtcDateTime, d.Ahora.UtcDateTime),
            (await TestDatabase.ValueAsync<DateTime>(d.Connection, "SELECT ocurrido_en FROM envio_filas"), await TestDatabase.ValueAsync<DateTime>(d.Connection, "SELECT recibido_en FROM envio_filas")));
        if (cuenta is { } c)
        {
            Assert.Equal(d.Ahora.AddMinutes(c).UtcDateTime, await TestDatabase.ValueAsync<DateTime>(d.Connection, "SELECT fecha_pago FROM pagos"));
        }
    }

    [Fact]
    public async Task Clave_OfPostPagosAndOfAHoja_IsTheSame()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var porPagos = Guid.NewGuid().ToString();
        Task<ApiResponse> Pagar(int prestamo, decimal monto, string key) =>
            d.Admin.PostAsync("/pagos", new JsonArray(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto, ["clave"] = key }));
        var pago = (int)(await Pagar(uno, 100, porPagos)).Data["pago"]!["id"]!;
        var recibido = await d.Admin.FilasAsync(Telefono.Fila(uno, 100, d.Ahora, porPagos));
        Assert.Equal(("duplicado", pago), (recibido.Estados().Single(), (int)recibido["filas"]![0]!["pago_id"]!));
        foreach (var mala in new[] { Telefono.Fila(uno, 101, d.Ahora, porPagos), Telefono.Fila(otro, 100, d.Ahora, porPagos), Telefono.Fila(uno, 0, d.Ahora, porPagos, "no_quiso") })
        {
            var rechazo = (await d.Admin.SendAsync(Telefono.Envio([mala]))).Problem(HttpStatusCode.BadRequest, "envio.estructura");
            Assert.Equal("pago.clave_usada", (string)rechazo.Data["errors"]![0]!["codigo"]!);
        }

        var porHoja = Guid.NewGuid().ToString();
        pago = (int)(await d.Admin.FilasAsync(Telefono.Fila(otro, 50, d.Ahora, porHoja)))["filas"]![0]!["pago_id"]!;
        Assert.Equal(pago, (int)(await Pagar(otro, 50, porHoja)).Success("post", "/pagos").Data["pago"]!["id"]!);

        // Nor does money that waits, or a visit, become a payment by the back door.
        var (waiting, visita) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await d.Admin.FilasAsync(Telefono.Fila(otro, 9000, d.Ahora, waiting), Telefono.Fila(uno, 0, d.Ahora, visita, "prometio"));
        (await Pagar(otro, 9000, waiting)).Problem(HttpStatusCode.Conflict, "pago.clave_usada");
        (await Pagar(uno, 0, visita)).Problem(HttpStatusCode.Conflict, "pago.clave_usada");
        Assert.Equal(2, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Tables_OfReceivedEnvios_CannotBeChanged()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.Admin.FilasAsync(Telefono.Fila(await d.NuevoPrestamoAsync(), 9000, d.Ahora));
        foreach (var orden in new[]
        {
            "UPDATE envios SET control_filas = 2", "DELETE FROM envio_filas", "UPDATE envio_filas SET monto = 1", "DELETE FROM claves_de_cobro", "DELETE FROM por_aclarar", "UPDATE corte SET semilla = 1",
            "UPDATE por_aclarar SET monto = 1", "UPDATE por_aclarar SET usuario_id = usuario_id, nota = 'x'",
        })
        {
            Assert.Equal("P0001", (await Assert.ThrowsAsync<Npgsql.PostgresException>(() => TestDatabase.ExecuteAsync(d.Connection, orden))).SqlState);
        }
    }

    private static async Task<IEnumerable<JsonObject>> FilasAsync(Despacho d, int cuantas)
    {
        List<JsonObject> filas = [];
        for (var i = 0; i < cuantas; i++)
        {
            filas.Add(Telefono.Fila(await d.NuevoPrestamoAsync(), 100, d.Ahora.AddMinutes(-i)));
        }

        return filas;
    }

    private static async Task<int> PrestamoDeOtroGrupoAsync(Despacho d)
    {
        var clientes = new List<int>();
        for (var i = 0; i < 2; i++)
        {
            var cliente = JsonNode.Parse(Despacho.Cliente())!;
            cliente["grupo_id"] = 2;
            clientes.Add((int)(await d.Admin.PostAsync("/clientes", cliente)).Data["cliente"]!);
        }

        return (int)(await d.Admin.PostAsync(
            "/prestamos", JsonNode.Parse($$"""{"cliente_id":{{clientes[0]}},"aval_id":{{clientes[1]}},"tipo_prestamo_id":1,"monto_prestamo":1000}"""))).Data["prestamo"]!;
    }
}
