using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>The figures kept are used, and only where they are those of loans and ledger.</summary>
[Trait("Kind", "Integration")]
public sealed class CifrasGuardadasTests(TestServer server)
{
    internal const string Today = "2026-11-11";

    /// <summary>All that may change a group's figures; each with the number of groups and weeks to compute anew. The week before is closed.</summary>
    public static readonly TheoryData<string, int> Cambios = new()
    {
        { "payment", 1 },
        { "batch", 1 },
        { "payment of a closed week", 2 },
        { "reversal", 1 },
        { "reversal that opens a loan again", 2 },
        { "correction to a closed week", 2 },
        { "loan", 1 },
        { "loan of a closed week", 2 },
        { "renewal", 1 },
        { "another amount", 2 },
        { "another start", 2 },
        { "loan deleted", 2 },
        { "move", 2 },
        { "move and back", 2 },
        { "declared week", 1 },
        { "declared closed week", 2 },
        { "declaration taken back", 1 },
    };

    [Theory]
    [MemberData(nameof(Cambios))]
    public async Task Reports_AfterAChange_ShowItBeforeAndAfterARefresh(string cambio, int grupos)
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        var declarada = cambio == "declaration taken back" ? (await o.Cartera.DeclararAsync(Today, grupo: 1)).Id : 0;
        var primera = await o.RefreshAsync();
        var before = await o.ReportesAsync();

        await o.CambiarAsync(cambio, declarada);

        var calculado = await o.WithoutKeptAsync();
        Assert.NotEqual(before, calculado);
        Assert.Equal(calculado, await o.ReportesAsync());
        await o.Cartera.CuadrarAsync();
        Assert.Equal((4, grupos), (primera, await o.RefreshAsync()));
        Assert.Equal(calculado, await o.ReportesAsync());
        await o.Cartera.CuadrarAsync();
        Assert.Equal(0, await o.RefreshAsync());
    }

    [Fact]
    public async Task Reports_OfUnchangedGroups_ReadTheKeptFigures()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await o.RefreshAsync();
        await TestDatabase.ExecuteAsync(o.Cartera.Connection, "UPDATE cifras_guardadas SET cobranza_ideal = 1234.56, restante = 7000, faltas = 9, prestamos = 70, pagos = 80 WHERE grupo_id = 1");

        Assert.Equal((1634.56m, -8200m), await o.IdealAndSobranteAsync());
        Assert.Equal(1634.56m, await o.IdealAsync("2026-11-06"));
        Assert.Equal(1634.56m, (await o.TendenciaAsync())[^1].CobranzaIdeal);
        Assert.Equal((71, 80), await o.TotalsOfListsAsync());

        await o.Cartera.CobrarAsync(o.Prestamo, 1, $"{Today} 11:00");
        Assert.Equal(1200m, (await o.IdealAndSobranteAsync()).Ideal);
        Assert.Equal((4, 3), await o.TotalsOfListsAsync());
        Assert.Equal(1634.56m, await o.IdealAsync("2026-11-06"));
    }

    [Theory]
    [InlineData("2026-11-12 00:00:00")]
    [InlineData("2026-11-16 00:00:00")]
    public async Task Reports_OnAnotherDay_ComputeUntilRefreshed(string hora)
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);

        // Its start is a figure of the day alone.
        await o.Cartera.PrestarAsync(4, "2026-11-12");
        await o.RefreshAsync();
        o.Cartera.Advance(hora);

        var calculado = await o.ReportesAsync();
        Assert.Equal(calculado, await o.WithoutKeptAsync());
        Assert.Equal(2, await o.RefreshAsync());
        Assert.Equal(calculado, await o.ReportesAsync());
        await o.Cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Refresh_AfterTheClose_KeepsTheClosedWeekForGood()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await o.RefreshAsync();
        await o.Cartera.CerrarAsync("2026-11-16 00:10");
        var calculado = await o.ReportesAsync(Today);

        Assert.Equal(4, await o.RefreshAsync());

        Assert.Equal(calculado, await o.ReportesAsync(Today));
        await TestDatabase.ExecuteAsync(o.Cartera.Connection, "UPDATE cifras_guardadas SET cobranza_ideal = 1234.56 WHERE grupo_id = 1 AND semana = '2026-11-09'");
        Assert.Equal(1634.56m, await o.IdealAsync(Today));
        o.Cartera.Advance("2026-11-17 00:10");
        await o.RefreshAsync();
        Assert.Equal(1634.56m, await o.IdealAsync(Today));
    }

    [Fact]
    public async Task Refresh_WritesThatCommitMeanwhile_AreComputedByReportsUntilTheNext()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await o.RefreshAsync();
        await using var db = TestDatabase.Context(o.Cartera.Connection);
        var unitOfWork = new UnitOfWork(db, o.Cartera.Clock);

        await unitOfWork.ExecuteAsync(
            RequestContext.SystemFor(Cartera.Admin),
            async token =>
            {
                await new PagoService(db, unitOfWork).RegistrarAsync(
                    RequestContext.SystemFor(Cartera.Admin), [new(Cartera.Cobro(o.Prestamo, 30, Cartera.Hora(Today)), null, null)], token);

                // The other group moves while this one is not committed, and the client of the payment too.
                await o.Cartera.MudarAsync(3, 1);
                await o.RefreshAsync();
                return 0;
            },
            TestContext.Current.CancellationToken);

        var calculado = await o.ReportesAsync();
        Assert.Equal(calculado, await o.WithoutKeptAsync());
        await o.Cartera.CuadrarAsync();
        Assert.Equal(1, await o.RefreshAsync());
        Assert.Equal(calculado, await o.ReportesAsync());
    }

    [Fact]
    public async Task Pay_AClientWhoMovesBeforeTheCommit_ComputesBothGroups()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await using var db = TestDatabase.Context(o.Cartera.Connection);
        var unitOfWork = new UnitOfWork(db, o.Cartera.Clock);

        await unitOfWork.ExecuteAsync(
            RequestContext.SystemFor(Cartera.Admin),
            async token =>
            {
                await new PagoService(db, unitOfWork).RegistrarAsync(
                    RequestContext.SystemFor(Cartera.Admin), [new(Cartera.Cobro(o.Prestamo, 30, Cartera.Hora(Today)), null, null)], token);
                await o.Cartera.MudarAsync(1, 2);

                // The payment saw the client in group 1; the figures of group 2 are kept without it.
                await o.RefreshAsync();
                return 0;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(await o.ReportesAsync(), await o.WithoutKeptAsync());
        await o.Cartera.CuadrarAsync();
    }

    [Theory]
    [InlineData("cobranza_ideal = cobranza_ideal + 0.01")]
    [InlineData("cobranza_real = cobranza_real - 0.01")]
    [InlineData("prestamo_papel = 0, prestamo_real = 0")]
    [InlineData("restante = restante + 0.01")]
    [InlineData("numero_de_creditos = numero_de_creditos + 1")]
    [InlineData("prestamos_activos = 0, faltas = 0, por_cobrar = 0")]
    [InlineData("numero_de_creditos = NULL")]
    public async Task Cuadre_DamagedFigures_ReportsThemInBothWeeks(string cambio)
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await o.RefreshAsync();
        await TestDatabase.ExecuteAsync(o.Cartera.Connection, $"UPDATE cifras_guardadas SET {cambio} WHERE grupo_id = 1");
        await using var db = TestDatabase.Context(o.Cartera.Connection);

        var cuadre = await new CuadreService(db, o.Cartera.Clock).CuadrarAsync(new(1, 10), TestContext.Current.CancellationToken);

        Assert.Equal([("cifras", new DateOnly(2026, 11, 2)), ("cifras", new DateOnly(2026, 11, 9))], cuadre.Diferencias.Items.Select(d => (d.Concepto, d.Semana)).Order());
    }

    [Theory]
    [InlineData("prestamos = prestamos + 1")]
    [InlineData("pagos = 0")]
    public async Task Cuadre_DamagedCounts_ReportsThem(string cambio)
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await o.RefreshAsync();
        await TestDatabase.ExecuteAsync(o.Cartera.Connection, $"UPDATE cifras_guardadas SET {cambio} WHERE grupo_id = 1 AND semana = '2026-11-09'");
        await using var db = TestDatabase.Context(o.Cartera.Connection);

        var cuadre = await new CuadreService(db, o.Cartera.Clock).CuadrarAsync(new(1, 10), TestContext.Current.CancellationToken);

        Assert.Equal(("cifras", null), cuadre.Diferencias.Items.Select(d => (d.Concepto, d.Semana)).Single());
    }

    [Fact]
    public async Task Refresh_ALoanThatStartsNextWeek_IsCountedAndInNoFigure()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        o.Cartera.Advance("2026-11-15 10:00");
        await o.RefreshAsync();
        var before = (await o.IdealAndSobranteAsync(), await o.TotalsOfListsAsync());

        await o.Cartera.PrestarAsync(4, "2026-11-16");
        await o.RefreshAsync();

        Assert.Equal((before.Item1, (before.Item2.Prestamos + 1, before.Item2.Pagos)), (await o.IdealAndSobranteAsync(), await o.TotalsOfListsAsync()));
        await o.Cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Refresh_TwoAtOnce_ComputeOnce()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);

        var computed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => o.RefreshAsync()));

        Assert.Equal([0, 0, 0, 4], computed.Order());
    }

    [Fact]
    public async Task Refresh_NothingChanged_WritesNothing()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        await o.RefreshAsync();
        var before = await TestDatabase.ValueAsync<long>(o.Cartera.Connection, "SELECT count(*) FROM operaciones");

        await o.RefreshAsync();

        Assert.Equal(before, await TestDatabase.ValueAsync<long>(o.Cartera.Connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task Reports_AWeekWithAnotherOpenWeekBefore_ComputeBoth()
    {
        await using var o = await OficinaDeCifras.NuevaAsync(server);
        o.Cartera.Advance("2026-11-16 00:10");
        await o.RefreshAsync();
        await o.Cartera.CobrarAsync(o.Prestamo, 50, "2026-11-13");

        var before = await o.TendenciaAsync();

        Assert.Equal([1200m, 70m, 0m], before.Select(s => s.CobranzaReal));
        Assert.Equal([0, 3, 3], before.Select(s => s.Faltas));
        await o.Cartera.CerrarAsync();
        await o.RefreshAsync();
        Assert.Equal(before, await o.TendenciaAsync());
    }
}
