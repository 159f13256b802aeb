using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.FirstDay;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Cortes;

/// <summary>Who holds the cash: every peso with one person, and in one corte.</summary>
[Trait("Kind", "Integration")]
public sealed class CustodiaTests(TestServer server)
{
    private static readonly string[] OfTheOldCliente = ["corte_total", "fecha_inicio", "id", "semilla", "total_gastos", "usuario_id"];

    [Fact]
    public async Task Custodia_OfACobrador_IsReceivedLessGastosLessDelivered()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (prestamo, bea) = (await d.NuevoPrestamoAsync(), await d.AnotherAsync("bea"));
        await PagarAsync(d.Admin, prestamo, 100.50m);
        await PagarAsync(bea, prestamo, 40);
        await bea.FilasAsync(Telefono.Fila(prestamo, 60, d.Ahora));
        await bea.FilasAsync(Telefono.Fila(prestamo, 5000, d.Ahora));
        Assert.Equal((100.50m, 5100m), (await ExpectedAsync(d.Admin), await ExpectedAsync(bea)));

        // What becomes of money por aclarar is no matter of who received it.
        await d.Admin.PostAsync("/por-aclarar/1/devolver", JsonNode.Parse("""{"nota":"x"}"""));
        Assert.Equal((100.50m, 5100m), (await ExpectedAsync(d.Admin), await ExpectedAsync(bea)));

        // 20 are missing: they stay owed.
        var corte = await CortarAsync(bea, gastos: 80, contado: 5000);
        Assert.Equal([.. OfTheOldCliente.Append("diferencia").Append("efectivo_contado").Append("efectivo_esperado").Order(StringComparer.Ordinal)], corte.Keys());
        Assert.Equal((5020m, 5000m, -20m), ((decimal)corte["efectivo_esperado"]!, (decimal)corte["efectivo_contado"]!, (decimal)corte["diferencia"]!));
        Assert.Equal((100.50m, 20m), (await ExpectedAsync(d.Admin), await ExpectedAsync(bea)));
        await PagarAsync(bea, prestamo, 10);
        Assert.Equal(30m, await ExpectedAsync(bea));
        Assert.Equal((decimal)30, (decimal)(await CortarAsync(bea, contado: 31))["efectivo_esperado"]!);
        Assert.Equal(-1m, await ExpectedAsync(bea));
        await CuadraAsync(d);
    }

    [Fact]
    public async Task Corte_FromTheExistingClient_DeliversAllAndAnswersAsBefore()
    {
        await using var d = await Despacho.OpenAsync(server);
        await PagarAsync(d.Admin, await d.NuevoPrestamoAsync(), 300);
        Assert.Equal(["activo", "arrastre", "bono_global", "desde", "efectivo_esperado", "efectivo_recibido", "nombre", "sobrante_total", "usuario_id"], (await d.Admin.GetAsync("/cortes/datos-corte")).Success("get", "/cortes/datos-corte").Json.Keys());
        Assert.Equal(OfTheOldCliente, (await CortarAsync(d.Admin, gastos: 50)).Keys());
        Assert.Equal(0m, await ExpectedAsync(d.Admin));
        Assert.Equal("250.00 300.00 250.00 ", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT concat(efectivo_esperado, ' ', efectivo_recibido, ' ', efectivo_entregado, ' ', diferencia) FROM corte"));
    }

    [Fact]
    public async Task ReversaAndCorreccion_ByTheOffice_StayWithTheReceiver()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (prestamo, bea) = (await d.NuevoPrestamoAsync(), await d.AnotherAsync("bea"));
        var (uno, dos) = (await PagarAsync(bea, prestamo, 100), await PagarAsync(bea, prestamo, 70));
        await CortarAsync(bea);
        await d.Admin.PutAsync($"/pagos/{uno}", JsonNode.Parse("""{"monto_pagado":90}"""));
        Assert.Equal((0m, -10m), (await ExpectedAsync(d.Admin), await ExpectedAsync(bea)));
        await d.Admin.DeleteAsync($"/pagos/{dos}");
        Assert.Equal((0m, -80m), (await ExpectedAsync(d.Admin), await ExpectedAsync(bea)));

        // For entries from before custody was tracked, the holder is unknown.
        await TestDatabase.ExecuteAsync(d.Connection, "SET session_replication_role = replica; UPDATE pagos SET custodio_id = NULL");
        var corregido = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT max(pago_id) FROM pagos WHERE monto_pagado = 90");
        await d.Admin.DeleteAsync($"/pagos/{corregido}");
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM pagos WHERE custodio_id IS NOT NULL"));
    }

    [Fact]
    public async Task CorregirAndEliminar_ACorte_WriteItsOpposite()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await PagarAsync(d.Admin, prestamo, 100);
        var primero = (int)(await CortarAsync(d.Admin, contado: 100))["id"]!;
        await PagarAsync(d.Admin, prestamo, 50);
        var segundo = (int)(await CortarAsync(d.Admin, contado: 50))["id"]!;

        // A correction: 30 of the first was spent, so 70 too many were handed over.
        var corregido = (await d.Admin.PutAsync($"/cortes/cortes/{primero}", JsonNode.Parse("""{"total_gastos":30}"""))).Bare("put", "/cortes/cortes/{id}");
        Assert.Equal((70m, 100m, 30m), ((decimal)corregido["efectivo_esperado"]!, (decimal)corregido["efectivo_contado"]!, (decimal)corregido["diferencia"]!));
        Assert.Equal(-30m, await ExpectedAsync(d.Admin));
        corregido = (await d.Admin.PutAsync($"/cortes/cortes/{corregido["id"]}", JsonNode.Parse("""{"efectivo_contado":"70"}"""))).Bare("put", "/cortes/cortes/{id}");
        Assert.Equal((0m, 0m), ((decimal)corregido["diferencia"]!, await ExpectedAsync(d.Admin)));

        // Its payment would be in no corte: the second one's cut is behind it.
        var rechazo = (await d.Admin.DeleteAsync($"/cortes/cortes/{corregido["id"]}")).Problem(HttpStatusCode.Conflict, "corte.posterior");
        Assert.Contains($"(corte núm. {segundo})", (string)rechazo.Json["message"]!, StringComparison.Ordinal);
        (await d.Admin.DeleteAsync($"/cortes/cortes/{segundo}")).Bare("delete", "/cortes/cortes/{id}");
        Assert.Equal(50m, await ExpectedAsync(d.Admin));
        (await d.Admin.DeleteAsync($"/cortes/cortes/{corregido["id"]}")).Bare("delete", "/cortes/cortes/{id}");
        Assert.Equal(150m, await ExpectedAsync(d.Admin));
        Assert.Equal(150m, (decimal)(await CortarAsync(d.Admin, contado: 150))["efectivo_esperado"]!);
        Assert.Equal((0m, 9), (await ExpectedAsync(d.Admin), await d.CountAsync("corte")));
        Assert.Equal("1", await EnCuantosCortesAsync(d));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM bitacora WHERE entidad = 'corte' AND accion <> 'alta'"));
        (await d.Admin.PutAsync("/cortes/cortes/9", JsonNode.Parse("""{"efectivo_contado":null}"""))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.PostAsync("/cortes/cortes", JsonNode.Parse("""{"corte_total":0,"total_gastos":0,"semilla":0,"efectivo_contado":-1}"""))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        await CuadraAsync(d);
    }

    // To the cent: ten are left of what the column holds, for the cash expected and for its difference to the cash counted.
    [Theory]
    [InlineData("0.09", null, true)]
    [InlineData("0.10", null, true)]
    [InlineData("0.11", null, false)]
    [InlineData("9999999999.99", null, false)]
    [InlineData("0.05", "0.05", true)]
    [InlineData("0.05", "0.06", false)]
    public async Task Corte_WhoseCashGoesBeyondTheColumn_IsRefusedUntilTheWrongOneIsDeleted(string gastos, string? contado, bool fits)
    {
        await using var d = await Despacho.OpenAsync(server);
        await StoreAbsurdAsync(d);
        var body = new JsonObject { ["corte_total"] = 0, ["total_gastos"] = gastos, ["semilla"] = 0 };
        if (contado is not null)
        {
            body["efectivo_contado"] = contado;
        }

        var hecho = await d.Admin.PostAsync("/cortes/cortes", body.DeepClone());

        if (fits)
        {
            hecho.Success("post", "/cortes/cortes");
            return;
        }

        hecho.Problem(HttpStatusCode.Conflict, "corte.efectivo_demasiado_grande");
        Assert.Equal(1, await d.CountAsync("corte"));
        (await d.Admin.DeleteAsync("/cortes/cortes/1")).Bare("delete", "/cortes/cortes/{id}");
        (await d.Admin.PostAsync("/cortes/cortes", body)).Success("post", "/cortes/cortes");
    }

    [Fact]
    public async Task Corregir_ACorteBeyondTheColumn_IsRefusedAndLeavesIt()
    {
        await using var d = await Despacho.OpenAsync(server);
        await StoreAbsurdAsync(d);

        (await d.Admin.PutAsync("/cortes/cortes/1", JsonNode.Parse("""{"total_gastos":1}"""))).Problem(HttpStatusCode.Conflict, "corte.efectivo_demasiado_grande");

        Assert.Equal(1, await d.CountAsync("corte"));
    }

    // What cash was expected then is not known, so there is nothing to compare a count with.
    [Fact]
    public async Task Corregir_ACorteFromBeforeCustodyWasTracked_TakesNoCount()
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestDatabase.ExecuteAsync(d.Connection, """
            INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id)
            SELECT id, now(), -1, 2, 3, 0, 0, 0, 0 FROM usuarios WHERE usuario = 'ada'
            """);

        foreach (var contado in new[] { """{"efectivo_contado":500}""", """{"efectivo_contado":"0","semilla":4}""" })
        {
            (await d.Admin.PutAsync("/cortes/cortes/1", JsonNode.Parse(contado))).Problem(HttpStatusCode.Conflict, "corte.sin_efectivo_esperado");
        }

        Assert.Equal(1, await d.CountAsync("corte"));
        var corregido = (await d.Admin.PutAsync("/cortes/cortes/1", JsonNode.Parse("""{"semilla":4}"""))).Bare("put", "/cortes/cortes/{id}");
        (await d.Admin.PutAsync($"/cortes/cortes/{corregido["id"]}", JsonNode.Parse("""{"efectivo_contado":500}"""))).Problem(HttpStatusCode.Conflict, "corte.sin_efectivo_esperado");
    }

    [Fact]
    public async Task Corte_AmongConcurrentPagos_HasEachPagoOnce()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (prestamos, bea) = (new List<int>(), await d.AnotherAsync("bea"));
        for (var i = 0; i < 4; i++)
        {
            prestamos.Add(await d.NuevoPrestamoAsync());
        }

        // Payments, envíos, money por aclarar, corrections by another, and cortes between them all.
        const int Rounds = 30;
        var jobs = prestamos.Select((p, i) => Task.Run(async () =>
        {
            for (var n = 0; n < Rounds; n++)
            {
                if ((n + i) % 3 == 0)
                {
                    await bea.FilasAsync(Telefono.Fila(p, 1, d.Ahora));
                    await bea.FilasAsync(Telefono.Fila(99_999, 2, d.Ahora));
                }
                else
                {
                    var pago = await PagarAsync(bea, p, 3);
                    if (n % 7 == 0)
                    {
                        (await d.Admin.PutAsync($"/pagos/{pago}", JsonNode.Parse("""{"monto_pagado":4}"""))).Success("put", "/pagos/{id}");
                    }
                }
            }
        })).ToList();
        decimal entregado = 0;
        while (jobs.Any(t => !t.IsCompleted))
        {
            entregado += (decimal)(await CortarAsync(bea, contado: entregado % 5))["efectivo_contado"]!;
        }

        await Task.WhenAll(jobs);
        var ultimo = await CortarAsync(bea);
        var recibido = await TestDatabase.ValueAsync<decimal>(
            d.Connection, "SELECT (SELECT sum(monto_pagado) FROM pagos) + (SELECT sum(monto) FROM por_aclarar)");
        Assert.Equal(recibido, await TestDatabase.ValueAsync<decimal>(d.Connection, "SELECT sum(efectivo_recibido) FROM corte"));
        Assert.Equal((recibido, 0m), (await TestDatabase.ValueAsync<decimal>(d.Connection, "SELECT sum(efectivo_entregado) FROM corte"), await ExpectedAsync(bea)));
        Assert.True((int)ultimo["id"]! > 5, $"Only {ultimo["id"]} cortes were made between the payments.");
        Assert.Equal("1", await EnCuantosCortesAsync(d));
        await CuadraAsync(d);
    }

    [Fact]
    public async Task Cuadre_DamagedCorteOrEnvio_ReportsIt()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 100, d.Ahora));
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 60, d.Ahora));
        await d.Admin.PostAsync("/por-aclarar/1/aplicar", new JsonObject { ["prestamo_id"] = prestamo });
        await CortarAsync(d.Admin);
        await CuadraAsync(d);
        foreach (var (estropear, componer, concepto) in new[]
        {
            ("UPDATE corte SET efectivo_recibido = 161", "UPDATE corte SET efectivo_recibido = 160", "corte"),
            ("UPDATE corte SET hasta_por_aclarar_id = 0", "UPDATE corte SET hasta_por_aclarar_id = 1", "corte"),
            ("UPDATE envio_filas SET monto = 101 WHERE monto = 100", "UPDATE envio_filas SET monto = 100 WHERE monto = 101", "envio"),
            ("UPDATE envio_filas SET prestamo_id = 0 WHERE monto = 100", $"UPDATE envio_filas SET prestamo_id = {prestamo} WHERE monto = 100", "envio"),
            ("UPDATE por_aclarar SET pago_id = 1", "UPDATE por_aclarar SET pago_id = 2", "por_aclarar"),
        })
        {
            await TestDatabase.ExecuteAsync(d.Connection, $"SET session_replication_role = replica; {estropear}");
            var hallado = (await d.Admin.GetAsync("/verificacion/cuadre")).Success("get", "/verificacion/cuadre").Data["diferencias"]!.AsArray();
            Assert.Equal([concepto], hallado.Select(x => (string)x!["concepto"]!));
            Assert.Equal(concepto switch { "corte" => (1, 1, (int?)null), "por_aclarar" => (null, null, 1), _ => (null, null, null) }, ((int?)hallado[0]!["usuario_id"], (int?)hallado[0]!["corte_id"], (int?)hallado[0]!["por_aclarar_id"]));
            await TestDatabase.ExecuteAsync(d.Connection, $"SET session_replication_role = replica; {componer}");
        }

        await CuadraAsync(d);
    }

    // What a hundred absurd cortes leave behind: ada spent all but ten cents of what the column holds, and had nothing.
    private static Task<int> StoreAbsurdAsync(Despacho d) => TestDatabase.ExecuteAsync(d.Connection, """
        INSERT INTO corte (usuario_id, fecha, corte_total, total_gastos, semilla, efectivo_recibido, efectivo_esperado, efectivo_contado, diferencia,
                           efectivo_entregado, desde_pago_id, hasta_pago_id, desde_por_aclarar_id, hasta_por_aclarar_id)
        SELECT id, now(), 0, 0, 0, -999999999999.89, -999999999999.89, 0, 999999999999.89, 0, 0, 0, 0, 0 FROM usuarios WHERE usuario = 'ada'
        """);

    private static async Task<decimal> ExpectedAsync(Api api) => (decimal)(await api.GetAsync("/cortes/datos-corte")).Json["efectivo_esperado"]!;

    // Equal payments and cortes one after another: each with its key.
    private static async Task<int> PagarAsync(Api api, int prestamo, decimal monto)
    {
        var pago = new JsonArray(new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto });
        return (int)(await Despacho.SendAsync(api, "post", "/pagos", pago.ToJsonString(), $"{Guid.NewGuid()}")).Success("post", "/pagos").Data["pago"]!["id"]!;
    }

    private static async Task<JsonNode> CortarAsync(Api api, decimal gastos = 0, decimal? contado = null)
    {
        var corte = new JsonObject { ["corte_total"] = -1, ["total_gastos"] = gastos, ["semilla"] = 0 };
        if (contado is { } c)
        {
            corte["efectivo_contado"] = c;
        }

        return (await Despacho.SendAsync(api, "post", "/cortes/cortes", corte.ToJsonString(), $"{Guid.NewGuid()}")).Bare("post", "/cortes/cortes", HttpStatusCode.Created);
    }

    // In how many cortes in force each payment with cash is, and all money por aclarar: the distinct answers.
    private static Task<string> EnCuantosCortesAsync(Despacho d) => TestDatabase.ValueAsync<string>(d.Connection, """
        WITH vigentes AS (
            SELECT * FROM corte c WHERE anula_a IS NULL AND NOT EXISTS (SELECT FROM corte o WHERE o.anula_a = c.id))
        SELECT string_agg(DISTINCT n::text, ' ') FROM (
            SELECT (SELECT count(*) FROM vigentes c WHERE c.usuario_id = p.custodio_id AND p.pago_id > c.desde_pago_id AND p.pago_id <= c.hasta_pago_id) AS n
            FROM pagos p WHERE p.custodio_id IS NOT NULL
            UNION ALL
            SELECT (SELECT count(*) FROM vigentes c WHERE c.usuario_id = a.usuario_id AND a.id > c.desde_por_aclarar_id AND a.id <= c.hasta_por_aclarar_id)
            FROM por_aclarar a) x
        """);

    private static async Task CuadraAsync(Despacho d) => Assert.Empty((await d.Admin.GetAsync("/verificacion/cuadre")).Data["diferencias"]!.AsArray());
}
