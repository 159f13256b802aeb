using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Pagos;

/// <summary>Concurrent requests: the outcome always equals that of some sequential order.</summary>
[Trait("Kind", "Integration")]
public sealed class ConcurrencyTests(TestServer server)
{
    private const int Rounds = 25;

    [Fact]
    public async Task RegistrarPago_ThirtyAtOnceOnOnePrestamo_LosesNoPesoAndNoSemana()
    {
        await using var o = await Oficina.OpenAsync(server, 2);
        var id = await o.PrestarAsync(Oficina.Solicitud(1, 1000, tipo: 34));
        var resultados = await Task.WhenAll(Enumerable.Range(0, 30).Select(thread => Task.Run(async () =>
        {
            List<(decimal Monto, string Codigo)> hechos = [];
            foreach (var monto in new[] { 70m, 0m, 35m, 10m + thread })
            {
                hechos.Add((monto, await Oficina.CodigoAsync(() => o.PagarAsync(id, monto))));
            }

            return hechos;
        })));
        var all = resultados.SelectMany(r => r).ToList();
        var aceptados = all.Where(r => r.Codigo == Oficina.Hecho).ToList();
        Assert.All(all, r => Assert.Contains(r.Codigo, new[] { Oficina.Hecho, "pago.excede_restante", "prestamo.cerrado" }));
        Assert.Contains(all, r => r.Codigo != Oficina.Hecho);

        var prestamo = await o.VerAsync(id);
        var pagado = aceptados.Sum(r => r.Monto);
        Assert.Equal((pagado, 1400 - pagado), (prestamo.MontoPagado, prestamo.MontoRestante));
        Assert.Equal(aceptados.Count, await o.ValueAsync<int>("SELECT numero_pagos FROM prestamos"));
        Assert.Equal(Math.Min((int)(pagado / 70), aceptados.Count), prestamo.SemanaActiva);
        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task LotesDePagos_InOppositeOrderAtOnce_DoNotDeadlock()
    {
        await using var o = await Oficina.OpenAsync(server, 20);
        var ids = await o.PrestarLoteAsync(Enumerable.Range(1, 20).Select(c => Oficina.Solicitud(c, 1000)));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(thread => Task.Run(async () =>
        {
            var random = new Random(thread);
            for (var round = 0; round < 8; round++)
            {
                var orden = thread % 3 == 0 ? [.. ids] : ids.Reverse().ToArray();
                if (thread % 3 == 2)
                {
                    random.Shuffle(orden);
                }

                await o.PagarAsync(orden.Select(id => Oficina.Cobro(id, 1)));
            }
        })));
        Assert.Equal("80.00 80", await o.ValueAsync<string>("SELECT string_agg(DISTINCT pagado || ' ' || numero_pagos, ',') FROM prestamos"));
        await o.AssertInvariantsAsync();
        await AssertNoDeadlocksAsync(o);
    }

    [Fact]
    public async Task LotesDePrestamos_InOppositeOrderForTheSameClientes_OneWinsEntirely()
    {
        await using var o = await Oficina.OpenAsync(server, 40);
        for (var round = 0; round < 5; round++)
        {
            var clientes = Enumerable.Range(1 + (8 * round), 8).ToArray();
            var codigos = await ALaVezAsync([.. Enumerable.Range(0, 6).Select<int, Func<Task>>(n => () =>
                o.PrestarLoteAsync((n % 2 == 0 ? clientes : clientes.Reverse()).Select(c => Oficina.Solicitud(c, 1000, aval: 1 + (c % 40)))))]);
            Assert.Equal(["hecho", .. Enumerable.Repeat("prestamo.lote_rechazado", 5)], codigos.Order());
        }

        Assert.Equal(40L, await o.ValueAsync<long>("SELECT count(*) FROM prestamos"));
        await o.AssertInvariantsAsync();
        await AssertNoDeadlocksAsync(o);
    }

    [Fact]
    public async Task FirstPrestamos_OfAClienteAtOnce_LeaveOneOpen()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var solicitud = Oficina.Solicitud(cliente, 1000);
            var codigos = await ALaVezAsync([.. Enumerable.Repeat<Func<Task>>(() => o.PrestarAsync(solicitud), 3)]);
            Assert.Equal(["hecho", "prestamo.no_renovable", "prestamo.no_renovable"], codigos.Order());
        }

        Assert.Equal((long)Rounds, await o.ValueAsync<long>("SELECT count(*) FROM prestamos"));
        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task Renovacion_AgainstAnother_ExactlyOneWins()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var solicitud = Oficina.Solicitud(cliente, 1000);
            await o.PrestarYCobrarAsync(solicitud, 9);
            var codigos = await ALaVezAsync(() => o.PrestarAsync(solicitud), () => o.PrestarAsync(solicitud));
            Assert.Equal(["hecho", "prestamo.no_renovable"], codigos.Order());
        }

        await o.AssertInvariantsAsync();
        Assert.Equal("500.00", await o.ValueAsync<string>("SELECT string_agg(DISTINCT monto_pagado::text, ',') FROM pagos WHERE tipo <> 'cobro'"));
    }

    [Fact]
    public async Task Pago_AgainstARenovacion_TheLiquidacionIsWhatWasLeft()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var solicitud = Oficina.Solicitud(cliente, 1000);
            var old = await o.PrestarYCobrarAsync(solicitud, 9);

            // Every third pays all that is left: then the loan that follows is no renewal.
            var monto = cliente % 3 == 0 ? 500 : 70;
            var codigos = await ALaVezAsync(() => o.PagarAsync(old, monto), () => o.PrestarAsync(solicitud));
            Assert.Equal(Oficina.Hecho, codigos[1]);
            Assert.True(codigos[0] is Oficina.Hecho or "prestamo.cerrado", codigos[0]);
            var pagoAntes = codigos[0] == Oficina.Hecho;
            Assert.Equal(
                $"{(pagoAntes && monto == 500 ? "liquidado" : "renovado")} {(pagoAntes ? 10 : 9)} {(pagoAntes ? 500 + monto : 500):0.00}",
                await o.ValueAsync<string>($"""
                    SELECT concat_ws(' ', a.status, a.numero_pagos, n.monto_prestamo_real)
                    FROM prestamos a JOIN prestamos n ON n.cliente_id = a.cliente_id AND n.prestamo_id > a.prestamo_id WHERE a.prestamo_id = {old}
                    """));
        }

        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task Reversa_AgainstAPago_RestanteIsNeverNegative()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var id = await o.PrestarAsync(Oficina.Solicitud(cliente, 1000));
            var primero = await o.PagarAsync(id, 1000);

            // 1400 more fits only once the first is undone; 400 always.
            var monto = cliente % 2 == 0 ? 1400 : 400;
            var codigos = await ALaVezAsync(() => o.ReversarAsync(primero), () => o.PagarAsync(id, monto));
            Assert.Equal(Oficina.Hecho, codigos[0]);
            Assert.True(codigos[1] == Oficina.Hecho || (monto == 1400 && codigos[1] == "pago.excede_restante"), codigos[1]);
            var prestamo = await o.VerAsync(id);
            var pagado = codigos[1] == Oficina.Hecho ? monto : 0;
            Assert.Equal((pagado, pagado == 1400 ? StatusPrestamo.Liquidado : StatusPrestamo.Activo), (prestamo.MontoPagado, prestamo.Status));
        }

        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task Reversa_AgainstAnotherAndACorreccion_OneWins()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var id = await o.PrestarAsync(Oficina.Solicitud(cliente, 1000));
            var pago = await o.PagarAsync(id, 300);
            var codigos = await ALaVezAsync(() => o.ReversarAsync(pago), cliente % 2 == 0 ? () => o.CorregirAsync(pago, 200) : () => o.ReversarAsync(pago));
            Assert.Equal(["hecho", "pago.ya_reversado"], codigos.Order());
            Assert.Equal(cliente % 2 == 0 && codigos[1] == Oficina.Hecho ? 200 : 0, (await o.VerAsync(id)).MontoPagado);
        }

        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task Reversa_ThatReopensAgainstANewPrestamo_NeverLeavesTwoOpen()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var solicitud = Oficina.Solicitud(cliente, 1000);
            var id = await o.PrestarAsync(solicitud);
            var pago = await o.PagarAsync(id, 1400);
            var codigos = await ALaVezAsync(() => o.ReversarAsync(pago), () => o.PrestarAsync(solicitud));
            Assert.True(codigos is [Oficina.Hecho, "prestamo.no_renovable"] or ["pago.prestamo_posterior_abierto", Oficina.Hecho], string.Join(" ", codigos));
        }

        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task EliminarRenovacion_AgainstItsFirstPago_OneWins()
    {
        await using var o = await Oficina.OpenAsync(server, Rounds);
        for (var cliente = 1; cliente <= Rounds; cliente++)
        {
            var solicitud = Oficina.Solicitud(cliente, 1000);
            await o.PrestarYCobrarAsync(solicitud, 9);
            var nuevo = await o.PrestarAsync(solicitud);
            var codigos = await ALaVezAsync(() => o.EliminarAsync(nuevo), () => o.PagarAsync(nuevo, 100));
            Assert.True(codigos is [Oficina.Hecho, "prestamo.no_encontrado"] or ["prestamo.con_pagos", Oficina.Hecho], string.Join(" ", codigos));
        }

        await o.AssertInvariantsAsync();
    }

    [Fact]
    public async Task ChangeOfCliente_AgainstAPrestamoToTheOther_NeverLeavesTwoOpen()
    {
        await using var o = await Oficina.OpenAsync(server, 2 * Rounds);
        for (var cliente = 2; cliente <= Rounds; cliente++)
        {
            var otro = cliente + Rounds;
            var id = await o.PrestarAsync(Oficina.Solicitud(cliente, 1000));
            var codigos = await ALaVezAsync(() => o.EditarAsync(id, Oficina.Solicitud(otro, 1000)), () => o.PrestarAsync(Oficina.Solicitud(otro, 1000)));
            Assert.True(codigos is [Oficina.Hecho, "prestamo.no_renovable"] or ["prestamo.cliente_con_prestamo", Oficina.Hecho], string.Join(" ", codigos));
        }

        await o.AssertInvariantsAsync();
    }

    private static Task<string[]> ALaVezAsync(params Func<Task>[] requests) => Task.WhenAll(requests.Select(p => Task.Run(() => Oficina.CodigoAsync(p))));

    /// <summary>Deadlocks would be retried and stay invisible; locks in id order cause none.</summary>
    private static async Task AssertNoDeadlocksAsync(Oficina o) =>
        Assert.Equal(0L, await o.ValueAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
}
