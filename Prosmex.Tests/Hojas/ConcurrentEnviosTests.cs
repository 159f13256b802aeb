using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Hojas;

/// <summary>Many concurrent phones: no deadlock, and nothing counts twice.</summary>
[Trait("Kind", "Integration")]
public sealed class ConcurrentEnviosTests(TestServer server)
{
    private const int Filas = 40;

    [Fact]
    public async Task Envios_FiftyOfFortyFilasInOneRuta_AddUpToTheCentavo()
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestCartera.FillAsync(d.Connection, 400);
        await TestDatabase.ExecuteAsync(d.Connection, """
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) SELECT 100 + n, 'G' || n, 1 FROM generate_series(1, 9) n;
            UPDATE clientes_avales SET grupo_id = 100 + cliente_id % 10 WHERE cliente_id % 10 > 0;
            UPDATE prestamos SET fecha_inicio = '2026-11-01', fecha_creacion = '2026-11-01'
            """);

        // Ten groups; of each four phones with rows of their own, in different orders, and a fifth that has half of the first's and half of the second's.
        var random = new Random(5);
        List<(int Grupo, JsonObject Envio)> envios = [];
        for (var grupo = 0; grupo < 10; grupo++)
        {
            var prestamos = Enumerable.Range(1, 400).Where(n => n % 10 == grupo).ToArray();
            var telefonos = Enumerable.Range(0, 4).Select(t => prestamos.Select(p => Telefono.Fila(p, t + (p / 100m), d.Ahora.AddMinutes(-t))).OrderBy(_ => random.Next()).ToList()).ToList();
            telefonos.Add([.. telefonos[0].Where(f => (int)f["prestamo_id"]! <= 200), .. telefonos[1].Where(f => (int)f["prestamo_id"]! > 200)]);
            envios.AddRange(telefonos.Select(filas => (grupo == 0 ? 1 : 100 + grupo, Telefono.Envio(filas))));
        }

        Assert.All(envios, e => Assert.Equal(Filas, e.Envio["filas"]!.AsArray().Count));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var answers = await Task.WhenAll(envios.OrderBy(_ => random.Next()).Select(e => Task.Run(() => d.Admin.SendAsync(e.Envio, e.Grupo))));
        TestContext.Current.SendDiagnosticMessage("50 envíos at once: {0} ms", clock.ElapsedMilliseconds);

        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.OK, r.Text));
        Assert.Equal((1600, 400), (answers.Sum(r => (int)r.Data["aplicadas"]!), answers.Sum(r => (int)r.Data["duplicadas"]!)));
        decimal expected = Enumerable.Range(1, 400).Sum(p => 6 + (4 * p / 100m));
        Assert.Equal((1600, expected), (await d.CountAsync("pagos"), await TestDatabase.ValueAsync<decimal>(d.Connection, "SELECT sum(monto_pagado) FROM pagos")));
        Assert.Equal(expected, (decimal)(await d.Admin.GetAsync("/cortes/datos-corte")).Json["efectivo_esperado"]!);
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(
            d.Connection, "SELECT count(*) FROM prestamos p WHERE pagado <> 6 + 4 * prestamo_id / 100.0 OR numero_pagos <> 4 OR pagado <> (SELECT sum(monto_pagado) FROM pagos m WHERE m.prestamo_id = p.prestamo_id)"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task SameClaves_ByHojaAndByPagosAtOnce_CountOnce()
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestCartera.FillAsync(d.Connection, Filas);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE prestamos SET fecha_inicio = '2026-11-01', fecha_creacion = '2026-11-01'");
        var filas = Enumerable.Range(1, Filas).Select(p => Telefono.Fila(p, 10, d.Ahora)).ToList();
        var pagos = new JsonArray([.. filas.Select(f => new JsonObject { ["prestamo_id"] = (int)f["prestamo_id"]!, ["monto_pagado"] = 10, ["clave"] = (string)f["clave"]! })]);

        // And under the same keys money of loans that there are not, which would not be a payment but wait por aclarar.
        var ofNobody = filas.Select(f => Telefono.Fila(50_000 + (int)f["prestamo_id"]!, 10, d.Ahora, (string)f["clave"]!)).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => Task.Run(() => (i % 3) switch
        {
            0 => d.Admin.SendAsync(Telefono.Envio(i % 2 == 0 ? filas : filas.AsEnumerable().Reverse())),
            1 => d.Admin.PostAsync("/pagos", pagos.DeepClone()),
            _ => d.Admin.SendAsync(Telefono.Envio(ofNobody)),
        })));
        Assert.All(answers, r => Assert.True((int)r.Status is 200 or 201 || r.Codigo is "envio.estructura" or "pago.clave_usada", r.Text));
        Assert.Equal((Filas, Filas), (await d.CountAsync("claves_de_cobro"), await d.CountAsync("pagos") + await d.CountAsync("por_aclarar")));
        Assert.Equal(10m * Filas, (decimal)(await d.Admin.GetAsync("/cortes/datos-corte")).Json["efectivo_esperado"]!);
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task Envios_OfTwoOrTwoHundredFilas_SendTheSameStatements()
    {
        var counter = new StatementCounter();
        await using var o = await Oficina.OpenAsync(server, 250);
        var d = new Dispatcher(o.Connection, o.Clock, counter);
        var ids = await o.PrestarLoteAsync(Enumerable.Range(1, 250).Select(c => Oficina.Solicitud(c, 1000)));
        FilaCapturada Fila(int prestamo, decimal monto) => new(Guid.NewGuid(), 1, prestamo, monto, o.Clock.GetUtcNow(), Visita.Pago);

        // Half of it valid, a quarter for unknown loans, a quarter too much; sent once, then again in another envío.
        List<(int, int)> cuentas = [];
        foreach (var cuantas in new[] { 4, 200 })
        {
            List<FilaCapturada> filas = [.. ids.Take(cuantas).Select((id, i) => i % 4 == 0 ? Fila(id + 10_000, 5) : i % 4 == 1 ? Fila(id, 9000) : Fila(id, 100))];
            var before = counter.Count;
            Assert.Equal((cuantas / 2, cuantas / 2), ((await d.EnviarAsync(Oficina.Admin, 1, Guid.NewGuid(), filas)) is { } r ? (r.Aplicadas, r.PorAclarar) : default));
            var nuevas = counter.Count - before;
            await d.EnviarAsync(Oficina.Admin, 1, Guid.NewGuid(), filas);
            cuentas.Add((nuevas, counter.Count - before - nuevas));
        }

        Assert.Equal(cuentas[0], cuentas[1]);
        Assert.Equal((9, 8), cuentas[0]);
    }
}
