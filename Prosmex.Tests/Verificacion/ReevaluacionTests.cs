using CsCheck;
using Prosmex.Domain.Common;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>Whatever changes a loan, its start or its money in a closed week, the faltas end as if it had always been so.</summary>
[Trait("Kind", "Integration")]
public sealed class ReevaluacionTests(TestServer server)
{
    private const string Today = "2026-11-04";

    [Fact]
    public async Task Conceder_InicioInClosedSemanas_HasItsFaltasAndMovingOrDeletingChangesThem()
    {
        await using var cartera = await CerradaAsync();
        var prestamo = await cartera.PrestarAsync(2, "2026-09-30");

        // Older than the chain's first week, as if it had been there at the closes.
        Assert.Equal(["2026-10-11 0.00", "2026-10-18 0.00", "2026-10-25 0.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
        await cartera.CuadrarAsync();

        await cartera.MoverAsync(prestamo, "2026-10-14");
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        await cartera.MoverAsync(prestamo, "2026-10-12");
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.MoverAsync(prestamo, "2026-10-11");
        Assert.Equal(["2026-10-18 0.00", "2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
        await cartera.MoverAsync(prestamo, Today);
        Assert.Empty(await cartera.FaltasAsync(prestamo));
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        await cartera.MoverAsync(prestamo, "2026-10-19");
        Assert.Equal(["2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();

        await cartera.EliminarAsync(prestamo);
        Assert.Empty(await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Mover_WithPagos_ReevaluatesWithTheNewPlan()
    {
        await using var cartera = await CerradaAsync();
        var prestamo = await cartera.PrestarAsync(2, "2026-10-07");
        await cartera.CobrarAsync(prestamo, 400, "2026-10-20");
        Assert.Equal(["2026-10-18 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));

        // One week later 400 in the week of October 19 is the first week's.
        await cartera.MoverAsync(prestamo, "2026-10-14");
        Assert.Equal(["2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));

        // Two weeks later it is an advance for the week of October 26.
        await cartera.MoverAsync(prestamo, "2026-10-20");
        Assert.Empty(await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task CambiarMonto_PrestamoWithFaltas_KeepsThem()
    {
        await using var cartera = await CerradaAsync();
        var prestamo = await cartera.PrestarAsync(2, "2026-10-07");
        await cartera.CambiarMontoAsync(prestamo, 2000);
        Assert.Equal(3, (await cartera.FaltasAsync(prestamo)).Length);
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Renovar_InAClosedSemana_ReevaluatesTheOldOneAndSoDoesUndoing()
    {
        await using var cartera = await CerradaAsync();
        var old = await cartera.PrestarAsync(2, "2026-10-07");
        await cartera.CobrarAsync(old, 400, "2026-10-13");
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(old));
        Assert.Equal("vencido", await cartera.StatusAsync(old));

        // The settlement is money of October 20: that week owes nothing any more, nor the next.
        var nuevo = await cartera.PrestarAsync(2, "2026-10-20");
        Assert.Empty(await cartera.FaltasAsync(old));
        Assert.Equal("renovado", await cartera.StatusAsync(old));
        Assert.Equal(["2026-11-01 0.00"], await cartera.FaltasAsync(nuevo));
        Assert.Equal("activo", await cartera.StatusAsync(nuevo));
        await cartera.CuadrarAsync();

        await cartera.EliminarAsync(nuevo);
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(old));
        Assert.Equal("vencido", await cartera.StatusAsync(old));
        await cartera.CuadrarAsync();

        // Settled only today, the closed weeks stay as they are.
        await cartera.PrestarAsync(2, Today);
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(old));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Pagos_DatedInClosedSemanas_ReevaluateThatOneAndTheFollowing()
    {
        await using var cartera = await CerradaAsync();
        var prestamo = await cartera.PrestarAsync(2, "2026-10-07");
        var pago = await cartera.CobrarAsync(prestamo, 800, "2026-10-18 23:59:59.999");
        Assert.Equal(["2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        pago = await cartera.CorregirAsync(pago, 800, Cartera.Hora("2026-10-19 00:00"));
        Assert.Equal(["2026-10-18 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        pago = await cartera.CorregirAsync(pago, 399.99m, Cartera.Hora("2026-10-13"));
        Assert.Equal(["2026-10-18 399.99", "2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        var resto = await cartera.CobrarAsync(prestamo, 800.01m, "2026-10-25");
        Assert.Equal("liquidado", await cartera.StatusAsync(prestamo));
        Assert.Equal(["2026-10-18 399.99"], await cartera.FaltasAsync(prestamo));
        await cartera.ReversarAsync(resto);
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
        await cartera.ReversarAsync(pago);
        Assert.Equal(["2026-10-18 0.00", "2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();

        // A batch pays several loans and several weeks of one.
        var otro = await cartera.PrestarAsync(3, "2026-10-07");
        await cartera.CobrarAsync(
            (otro, 400, Cartera.Hora("2026-10-27")), (prestamo, 400, Cartera.Hora("2026-10-20")), (otro, 400, Cartera.Hora("2026-10-13")));
        Assert.Equal(["2026-10-25 0.00"], await cartera.FaltasAsync(otro));
        Assert.Equal(["2026-10-18 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Pagos_OfTheCurrentSemana_DoNotTouchClosedOnes()
    {
        await using var cartera = await CerradaAsync();
        var before = await cartera.FilasAsync("SELECT id FROM falta ORDER BY id", r => r.GetInt32(0));
        Assert.NotEmpty(before);
        await cartera.ReversarAsync(await cartera.CobrarAsync(1, 300, Today));
        Assert.Equal(before, await cartera.FilasAsync("SELECT id FROM falta ORDER BY id", r => r.GetInt32(0)));
    }

    [Fact]
    public async Task Operations_AnyOrderAndSemana_GiveTheFaltasOfACloseOnTime() => await Historias.Historia.SampleAsync(
        async historia =>
        {
            List<List<(int Index, DateOnly Domingo, decimal Monto)>> faltas = [];
            List<List<string>> status = [];
            foreach (var arrival in Enum.GetValues<Arrival>())
            {
                await using var cartera = await Cartera.NuevaAsync(server, Historias.Domingo(0));
                var ids = await Historias.LiveAsync(cartera, historia, arrival);
                await cartera.CuadrarAsync();
                faltas.Add([.. (await cartera.FaltasAsync()).Select(f => (ids.IndexOf(f.PrestamoId), f.Domingo, f.MontoAbonado)).Order()]);
                var porId = (await cartera.StatusAsync()).ToDictionary(s => s.Prestamo, s => s.Status);
                status.Add([.. ids.Select(id => porId[id])]);
            }

            Assert.All(faltas, f => Assert.Equal(faltas[0], f));
            Assert.All(status, s => Assert.Equal(status[0], s));
        },
        iter: 8,
        threads: 2);

    // Everything up to the week of October 26 closed; client 1 has a loan of which nothing was paid.
    private async Task<Cartera> CerradaAsync()
    {
        var cartera = await Cartera.NuevaAsync(server, Cartera.Hora(Today));
        await cartera.PrestarAsync(1, "2026-10-07");
        await cartera.CerrarAsync();
        Assert.Equal(Semana.De(Cartera.Dia("2026-10-26")).Lunes, (await cartera.SemanasAsync())[^1]);
        return cartera;
    }
}
