using System.Globalization;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>The close of the week: which weeks, which faltas, who is vencido. The loans owe 400 in each of the weeks of October 12, 19 and 26.</summary>
[Trait("Kind", "Integration")]
public sealed class CierreSemanalTests(TestServer server)
{
    private const string Alta = "2026-10-07";
    private const string ThreeSemanasLate = "2026-11-04";

    [Fact]
    public async Task Cerrar_WithoutPrestamos_ClosesOnlyTheLastFinishedSemana()
    {
        await using var cartera = await NuevaAsync("2026-11-18");
        var cerrada = Assert.Single(await cartera.CerrarAsync());
        Assert.Equal(Cartera.Dia("2026-11-09"), cerrada.Semana);
        Assert.Equal(0, cerrada.Prestamos);
        Assert.Equal(0, cerrada.Faltas);
        Assert.Equal(0, cerrada.Vencidos);
        Assert.Empty(await cartera.CerrarAsync());
        Assert.Equal([Cartera.Dia("2026-11-16")], Lunes(await cartera.CerrarAsync("2026-11-23 00:00")));
    }

    [Fact]
    public async Task Cerrar_TheFirstSemana_IsThatOfTheEarliestInicio()
    {
        await using var cartera = await NuevaAsync(ThreeSemanasLate);
        await cartera.PrestarAsync(1, "2026-10-14");
        await cartera.PrestarAsync(2, "2026-10-11");
        await cartera.PrestarAsync(3, "2026-11-03");
        Assert.Equal(["2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"], Lunes(await cartera.CerrarAsync()).Select(Text));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cerrar_FirstPrestamoIsOfThisSemana_ClosesNothing()
    {
        await using var cartera = await NuevaAsync(Alta);
        await cartera.PrestarAsync(1, Alta);
        Assert.Empty(await cartera.CerrarAsync());
        Assert.Empty(await cartera.CerrarAsync("2026-10-11 23:59:59.999"));
        var cerrada = Assert.Single(await cartera.CerrarAsync("2026-10-12 00:00"));
        Assert.Equal((Cartera.Dia("2026-10-05"), 0, 0), (cerrada.Semana, cerrada.Faltas, cerrada.Vencidos));
        Assert.Empty(await cartera.FaltasAsync());
    }

    [Fact]
    public async Task Cerrar_ChainAlreadyStarted_ContinuesWithoutGapsDespiteOlderPrestamos()
    {
        await using var cartera = await NuevaAsync("2026-10-21");
        await cartera.PrestarAsync(1, "2026-10-14");
        await cartera.CerrarAsync();
        await cartera.PrestarAsync(2, "2026-09-02");
        await cartera.CerrarAsync("2026-11-18");
        Assert.Equal(
            ["2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09"], (await cartera.SemanasAsync()).Select(Text));
        await cartera.CuadrarAsync();
    }

    // By the end of the third week, closed late: what came in when, and which Sundays have a falta of how much.
    [Theory]
    [InlineData("", "2026-10-18 0.00;2026-10-25 0.00;2026-11-01 0.00")]
    [InlineData("2026-10-13 400;2026-10-20 400;2026-10-27 400", "")]
    [InlineData("2026-10-13 0", "2026-10-18 0.00;2026-10-25 0.00;2026-11-01 0.00")]

    // Partial payments: together they make the week, or all but.
    [InlineData("2026-10-13 150;2026-10-16 250;2026-10-20 400;2026-10-27 400", "")]
    [InlineData("2026-10-13 150;2026-10-16 249.99;2026-10-20 400;2026-10-27 400", "2026-10-18 399.99")]

    // Arrears do not count against the week, and paying them is no advance.
    [InlineData("2026-10-20 400;2026-10-27 400", "2026-10-18 0.00")]
    [InlineData("2026-10-20 800", "2026-10-18 0.00;2026-11-01 0.00")]
    [InlineData("2026-10-20 900", "2026-10-18 0.00;2026-11-01 0.00")]
    [InlineData("2026-10-20 900;2026-10-27 300", "2026-10-18 0.00")]

    // Paid ahead, from the week of the disbursement on.
    [InlineData("2026-10-08 400", "2026-10-25 0.00;2026-11-01 0.00")]
    [InlineData("2026-10-11 23:59:59.999 100;2026-10-12 00:00 300", "2026-10-25 0.00;2026-11-01 0.00")]
    [InlineData("2026-10-13 1000", "2026-11-01 0.00")]
    [InlineData("2026-10-13 500;2026-10-20 300", "2026-11-01 0.00")]
    [InlineData("2026-10-13 500;2026-10-20 299.99", "2026-10-25 299.99;2026-11-01 0.00")]
    [InlineData("2026-10-13 1200", "")]
    [InlineData("2026-10-20 1200", "2026-10-18 0.00")]

    // The week's edges.
    [InlineData("2026-10-18 23:59:59.999 400;2026-10-25 23:59:59.999 400;2026-11-01 23:59:59.999 400", "")]
    [InlineData("2026-10-19 00:00 400;2026-10-26 00:00 400;2026-11-02 00:00 400", "2026-10-18 0.00")]
    public async Task Cerrar_AmountPaid_DecidesTheFaltas(string pagos, string faltas)
    {
        await using var cartera = await NuevaAsync(ThreeSemanasLate);
        var prestamo = await cartera.PrestarAsync(1, Alta);
        foreach (var (hora, monto) in Parts(pagos).Select(p => (p[..p.LastIndexOf(' ')], p[(p.LastIndexOf(' ') + 1)..])))
        {
            await cartera.CobrarAsync(prestamo, decimal.Parse(monto, CultureInfo.InvariantCulture), hora);
        }

        var cerradas = await cartera.CerrarAsync();
        Assert.Equal(Parts(faltas), await cartera.FaltasAsync(prestamo));
        Assert.Equal(Parts(faltas).Length, cerradas.Sum(s => s.Faltas));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cerrar_TheLastSemana_OwesTheRest()
    {
        // 1200.01 in all: 400.00, 400.00 and 400.01.
        await using var cartera = await NuevaAsync(ThreeSemanasLate);
        var prestamo = await cartera.PrestarAsync(1, Alta, monto: 1000.01m);
        foreach (var dia in new[] { "2026-10-13", "2026-10-20", "2026-10-27" })
        {
            await cartera.CobrarAsync(prestamo, 400, dia);
        }

        await cartera.CerrarAsync();
        Assert.Equal(["2026-11-01 400.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
    }

    // Each loan pays in the last millisecond of its first due week and in the first instant of its third: the second has the falta.
    [Theory]
    [InlineData("2022-03-23", "2022-04-03 23:59:59.999", "2022-04-11 00:00", "2022-04-10")]
    [InlineData("2022-03-16", "2022-03-27 23:59:59.999", "2022-04-04 00:00", "2022-04-03")]
    [InlineData("2022-10-19", "2022-10-30 23:59:59.999", "2022-11-07 00:00", "2022-11-06")]
    [InlineData("2022-10-12", "2022-10-23 23:59:59.999", "2022-10-31 00:00", "2022-10-30")]
    [InlineData("2025-12-24", "2026-01-04 23:59:59.999", "2026-01-12 00:00", "2026-01-11")]
    [InlineData("2024-02-21", "2024-02-29 23:59:59.999", "2024-03-11 00:00", "2024-03-10")]
    [InlineData("2024-02-12", "2024-02-25 23:59:59.999", "2024-03-04 00:00", "2024-03-03")]
    public async Task Cerrar_ClockChangesNewYearAndLeapDay_UsesMexicanWeekBoundaries(string inicio, string primero, string third, string domingo)
    {
        await using var cartera = await NuevaAsync(inicio);
        var prestamo = await cartera.PrestarAsync(1, inicio);
        cartera.Advance(primero);
        Assert.Equal([cartera.Clock.GetUtcNow()], [Cartera.Hora(primero)]);
        await cartera.CobrarAsync(prestamo, 400, primero);
        cartera.Advance(third);
        await cartera.CobrarAsync(prestamo, 400, third);
        await cartera.CerrarAsync(Cartera.Dia(domingo).AddDays(8).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal([$"{domingo} 0.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal(Cartera.Dia(domingo).AddDays(1), (await cartera.SemanasAsync())[^1]);
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cerrar_Twice_AddsNothing()
    {
        await using var cartera = await NuevaAsync(ThreeSemanasLate);
        await cartera.PrestarAsync(1, Alta);
        Assert.Equal(4, (await cartera.CerrarAsync()).Count);
        var before = await TodoAsync(cartera);
        Assert.Empty(await cartera.CerrarAsync());
        Assert.Empty(await cartera.CerrarAsync("2026-11-08 23:59:59.999"));
        Assert.Equal(before, await TodoAsync(cartera));
    }

    [Fact]
    public async Task Cerrar_ThreeSemanasLate_EqualsOnTime()
    {
        await using var puntual = await NuevaAsync(Alta);
        await using var tarde = await NuevaAsync(Alta);
        foreach (var cartera in new[] { puntual, tarde })
        {
            for (var cliente = 1; cliente <= 6; cliente++)
            {
                Assert.Equal(cliente, await cartera.PrestarAsync(cliente, Alta, tipo: cliente == 6 ? 36 : Cartera.ThreeSemanas));
            }

            foreach (var (lunes, semana) in new[] { "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02" }.Select((l, i) => (l, i)))
            {
                cartera.Advance($"{lunes} 00:00");
                if (cartera == puntual)
                {
                    Assert.Single(await cartera.CerrarAsync());
                }

                var dia = Text(Cartera.Dia(lunes).AddDays(1));
                cartera.Advance(dia);
                if (semana < 3)
                {
                    await cartera.CobrarAsync(1, 400, dia);
                    await cartera.CobrarAsync(2, 100 * (semana + 2), dia);
                    await cartera.CobrarAsync(3, semana == 0 ? 900 : 0, dia);
                    await cartera.CobrarAsync(6, 99.99m + (semana * 0.01m), dia);
                }

                await cartera.CobrarAsync(4, semana < 3 ? 0.01m : 1199.97m, dia);
            }

            await cartera.CerrarAsync("2026-11-09 00:00");
            await cartera.CuadrarAsync();
        }

        Assert.NotEmpty(await puntual.FaltasAsync());
        Assert.Equal(await puntual.FaltasAsync(), await tarde.FaltasAsync());
        Assert.Equal(["liquidado", "vencido", "vencido", "liquidado", "vencido", "activo"], (await tarde.StatusAsync()).Select(s => s.Status));
        Assert.Equal(await puntual.StatusAsync(), await tarde.StatusAsync());
        Assert.Equal(await CierresAsync(puntual), await CierresAsync(tarde));
    }

    [Fact]
    public async Task Cerrar_LastSemanaUnpaid_IsVencidoThenAPagoSettlesAndItsReversaRestoresVencido()
    {
        await using var cartera = await NuevaAsync(Alta);
        var prestamo = await cartera.PrestarAsync(1, Alta);
        cartera.Advance("2026-10-27");
        await cartera.CobrarAsync(prestamo, 400, "2026-10-13");
        Assert.Equal(0, (await cartera.CerrarAsync("2026-11-01 23:59:59.999")).Sum(s => s.Vencidos));
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        Assert.Equal(1, Assert.Single(await cartera.CerrarAsync("2026-11-02 00:00")).Vencidos);
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));

        cartera.Advance("2026-11-04");
        var pago = await cartera.CobrarAsync(prestamo, 800, "2026-11-04");
        Assert.Equal("liquidado", await cartera.StatusAsync(prestamo));
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.ReversarAsync(pago);
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));

        // After its last week nothing is due any more, whatever the balance.
        await cartera.CerrarAsync("2026-11-30");
        Assert.Equal(2, (await cartera.FaltasAsync()).Count);
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cerrar_AfterAnAdoption_ContinuesAfterItAndDoesNotEvaluateWhatWasAdopted()
    {
        await using var cartera = await NuevaAsync(ThreeSemanasLate);
        await TestDatabase.ExecuteAsync(cartera.Connection, "INSERT INTO semana_cierre VALUES ('2026-10-12', 0, 0, 0, now(), now(), true)");
        var before = await cartera.PrestarAsync(1, Alta);
        Assert.Equal(["2026-10-19", "2026-10-26"], Lunes(await cartera.CerrarAsync()).Select(Text));
        var after = await cartera.PrestarAsync(2, "2026-09-30");
        Assert.Equal(["2026-10-25 0.00", "2026-11-01 0.00"], await cartera.FaltasAsync(before));
        Assert.Equal(["2026-10-25 0.00"], await cartera.FaltasAsync(after));
        await cartera.CobrarAsync(after, 400, "2026-10-20");
        Assert.Empty(await cartera.FaltasAsync(after));
    }

    [Fact]
    public async Task Listar_ByPages_GoesFromNewestToOldest()
    {
        await using var cartera = await NuevaAsync(ThreeSemanasLate);
        await cartera.PrestarAsync(1, Alta);
        var cerradas = await cartera.CerrarAsync();
        Assert.All(cerradas, s => Assert.True(s.Inicio <= s.Fin && s.Prestamos >= s.Faltas));
        Assert.Equal([0, 1, 1, 1], cerradas.Select(s => s.Faltas));
        Assert.Equal([0, 0, 0, 1], cerradas.Select(s => s.Vencidos));
        var primera = await cartera.ListarAsync(1, 3);
        Assert.Equal((4, 2), (primera.Total, primera.TotalPages));
        Assert.Equal(["2026-10-26", "2026-10-19", "2026-10-12"], Lunes(primera.Items).Select(Text));
        Assert.Equal([cerradas[0]], (await cartera.ListarAsync(2, 3)).Items);
    }

    private static string[] Parts(string text) => text.Split(';', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<DateOnly> Lunes(IEnumerable<SemanaCerradaDto> semanas) => semanas.Select(s => s.Semana);

    private static string Text(DateOnly dia) => dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Task<List<(DateOnly Semana, int Faltas)>> CierresAsync(Cartera cartera) =>
        cartera.FilasAsync("SELECT semana, faltas FROM semana_cierre ORDER BY semana", r => (r.GetFieldValue<DateOnly>(0), r.GetInt32(1)));

    private static Task<string> TodoAsync(Cartera cartera) => TestDatabase.ValueAsync<string>(cartera.Connection, """
        SELECT (SELECT string_agg(f::text, ';' ORDER BY id) FROM falta f) || (SELECT string_agg(s::text, ';' ORDER BY semana) FROM semana_cierre s)
            || (SELECT string_agg(p::text, ';' ORDER BY prestamo_id) FROM prestamos p)
        """);

    private Task<Cartera> NuevaAsync(string hora) => Cartera.NuevaAsync(server, Cartera.Hora(hora));
}
