using Prosmex.Domain.Auth;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Small hand-made lenders: the boundaries of days late, and of what is still to be collected.</summary>
[Trait("Kind", "Integration")]
public sealed class CobranzaEdgesTests(TestServer server)
{
    private static readonly DateOnly Lunes = new(2026, 3, 2);
    private static readonly CurrentUser Titular = Oficina.Como(2, RolId.Titular);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 100)]
    [InlineData(7, 1, 100)]
    [InlineData(8, 8, 200)]
    [InlineData(30, 8, 500)]
    [InlineData(31, 31, 500)]
    [InlineData(60, 31, 900)]
    [InlineData(61, 61, 900)]
    [InlineData(90, 61, 1300)]
    [InlineData(91, 91, 1300)]
    [InlineData(200, 91, 1400)]
    public async Task Antiguedad_DaysAfterTheSundayOfSemanaOne_IsInItsTramo(int dias, int tramo, int atrasado)
    {
        await using var oficina = await OpenAsync(Lunes.AddDays(3), new(12, 0));
        var prestamo = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000, Lunes.AddDays(3))))[0];
        var domingo = Lunes.AddDays(13);
        oficina.GoTo(domingo, new(0, 0));
        await oficina.PagarAsync(Oficina.Pago(prestamo, 0));
        oficina.GoTo(domingo.AddDays(dias), new(23, 30));
        await MirarAsync(tramo, atrasado, 1400);

        // A centavo less than a week pays nothing off; the whole of it, and the next week is the oldest.
        if (dias == 91)
        {
            await oficina.PagarAsync(Oficina.Pago(prestamo, 99.99m));
            await MirarAsync(91, 1200.01m, 1300.01m);
            await oficina.PagarAsync(Oficina.Pago(prestamo, 0.01m));
            await MirarAsync(61, 1200, 1300);
        }

        async Task MirarAsync(int desde, decimal atrasado, decimal restante)
        {
            var antiguedad = await oficina.CobranzaAsync(s => s.AntiguedadAsync(oficina.Request(Titular), new(null), CancellationToken.None));
            Assert.Equal([0, 1, 8, 31, 61, 91], antiguedad.Antiguedad.Select(t => t.Desde));
            Assert.Equal([0, 7, 30, 60, 90, null], antiguedad.Antiguedad.Select(t => t.Hasta));
            var lleno = Assert.Single(antiguedad.Antiguedad, t => t.Prestamos > 0);
            Assert.Equal(desde, lleno.Desde);
            Assert.Equal(1, lleno.Prestamos);
            Assert.Equal(atrasado, lleno.Atrasado);
            Assert.Equal(restante, lleno.Restante);
            Assert.Equal((1, atrasado, restante), (antiguedad.TotalPrestamos, antiguedad.TotalAtrasado, antiguedad.TotalRestante));
        }
    }

    [Fact]
    public async Task PorCobrar_PaidAsDue_IsNotListed()
    {
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        var ids = await oficina.ConcederAsync([.. Enumerable.Range(1, 5).Select(c => Oficina.Prestamo(c, c % 5 + 1, 1, 1000))]);
        oficina.GoTo(Lunes.AddDays(7), new(9, 0));
        Assert.Equal(ids, (await PendientesAsync(oficina)).Select(p => p.PrestamoId));
        oficina.GoTo(Lunes.AddDays(8), new(9, 0));
        var pagos = await oficina.PagarAsync(Oficina.Pago(ids[0], 200), Oficina.Pago(ids[1], 0), Oficina.Pago(ids[2], 160), Oficina.Pago(ids[3], 99.99m));

        // A visit without money, or with too little of it, leaves the rest to be collected.
        Assert.Equal([(ids[1], 100m), (ids[3], 0.01m), (ids[4], 100m)], (await PendientesAsync(oficina)).Select(p => (p.PrestamoId, p.Vence)));

        // What was undone was not paid.
        await oficina.ReversarAsync(pagos[2]);
        Assert.Equal([ids[1], ids[2], ids[3], ids[4]], (await PendientesAsync(oficina)).Select(p => p.PrestamoId));
        await oficina.PagarAsync(Oficina.Pago(ids[2], 160));

        // The next week: the first has paid ahead, the third in part.
        oficina.GoTo(Lunes.AddDays(14), new(0, 30));
        await oficina.CerrarAsync();
        Assert.Equal(
            [(ids[1], 100m, 100m, 1400m, 1), (ids[2], 40m, 0m, 1240m, 0), (ids[3], 100m, 0.01m, 1300.01m, 1), (ids[4], 100m, 100m, 1400m, 1)],
            (await PendientesAsync(oficina)).Select(p => (p.PrestamoId, p.Vence, p.Atrasado, p.Restante, p.Faltas)));
        Assert.Equal([ids[1], ids[3], ids[4]], (await PendientesAsync(oficina, Lunes.AddDays(7))).Select(p => p.PrestamoId));
        Assert.Equal("N2 P M", (await PendientesAsync(oficina))[0].Cliente);
        Assert.Equal("N3 P M", (await PendientesAsync(oficina))[0].Aval);
    }

    [Theory]
    [InlineData(14, 100, 1300)]
    [InlineData(15, 0, 1400)]
    [InlineData(40, 0, 1400)]
    public async Task PorCobrar_LoanPastItsLastWeek_OwesAllThatIsLeft(int semana, int vence, int atrasado)
    {
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        var prestamo = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000)))[0];
        oficina.GoTo(Lunes.AddDays(7 * semana), new(12, 0));
        await oficina.CerrarAsync();

        var pendiente = Assert.Single(await PendientesAsync(oficina));
        var grupo = Assert.Single((await oficina.CobranzaAsync(s => s.GruposAsync(oficina.Request(Titular), new(null), new(1, 10), CancellationToken.None))).Items);
        var ruta = Assert.Single(await oficina.CobranzaAsync(s => s.RutasAsync(oficina.Request(Titular), new(null), CancellationToken.None)));

        Assert.Equal((prestamo, vence, atrasado, 1400m), (pendiente.PrestamoId, pendiente.Vence, pendiente.Atrasado, pendiente.Restante));
        Assert.Equal((1, 1), (grupo.PorCobrar, ruta.PorCobrar));
    }

    [Fact]
    public async Task Tendencia_PagoBeforeInicioAndGrupoWithoutIdeal_EqualsTheTotales()
    {
        // On a Sunday a client pays for the loan that begins tomorrow: the loan is in no figure until then, the cash is in Sunday's week.
        await using var oficina = await OpenAsync(Lunes.AddDays(6), new(18, 0));
        var ids = await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000, Lunes.AddDays(7)), Oficina.Prestamo(3, 2, 1, 500));
        await oficina.PagarAsync(Oficina.Pago(ids[0], 100), Oficina.Pago(ids[1], 20));
        foreach (var dia in new[] { 6, 7, 14 })
        {
            oficina.GoTo(Lunes.AddDays(dia), new(20, 0));
            if (dia == 14)
            {
                // All is paid: cash without anything to collect is no negative morosidad.
                await oficina.PagarAsync(Oficina.Pago(ids[0], 1300), Oficina.Pago(ids[1], 680));
            }

            var tendencia = await oficina.CobranzaAsync(s => s.TendenciaAsync(oficina.Request(Titular), new(null), 3, CancellationToken.None));
            foreach (var semana in tendencia)
            {
                var totales = await oficina.TotalesAsync(Titular, semana.Semana);
                Assert.Equal((totales.TotalCobranzaReal, totales.TotalCobranzaIdeal, totales.MorosidadMonto), (semana.CobranzaReal, semana.CobranzaIdeal, semana.MorosidadMonto));
            }

            Assert.Equal(120, tendencia.Single(s => s.Semana == Lunes).CobranzaReal);
            Assert.Equal(dia == 14 ? 1980 : dia == 7 ? 0 : 120, tendencia[^1].CobranzaReal);
        }
    }

    [Fact]
    public async Task Efectivo_BeforeTheStartOfTheOnlyLoan_CountsInTheWeekOfItsDate()
    {
        var domingo = Lunes.AddDays(6);
        await using var oficina = await OpenAsync(domingo, new(18, 30));
        var prestamo = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 4000, Lunes.AddDays(7))))[0];
        await oficina.PagarAsync(Oficina.Pago(prestamo, 5000));

        foreach (var (dia, hora) in new[] { (6, 18), (7, 0), (14, 12) })
        {
            oficina.GoTo(Lunes.AddDays(dia), new(hora, 45));
            await oficina.CerrarAsync();

            var fila = Assert.Single(await oficina.FilasAsync(Titular, domingo));
            var totales = await oficina.TotalesAsync(Titular, domingo);
            var grupo = Assert.Single((await oficina.CobranzaAsync(s => s.GruposAsync(oficina.Request(Titular), new(domingo), new(1, 10), CancellationToken.None))).Items);
            var ruta = Assert.Single(await oficina.CobranzaAsync(s => s.RutasAsync(oficina.Request(Titular), new(domingo), CancellationToken.None)));
            var tendencia = await oficina.CobranzaAsync(s => s.TendenciaAsync(oficina.Request(Titular), new(null), 12, CancellationToken.None));

            Assert.Equal((5000m, 150m, 4850m, 0m, 0, 0), (fila.CobranzaReal, fila.Bono, fila.Sobrante, fila.CobranzaIdeal, fila.NumeroDeCreditos, fila.PrestamosActivos));
            Assert.Equal((5000m, 150m, 0m), (totales.TotalCobranzaReal, totales.TotalBono, totales.MorosidadMonto));
            Assert.Equal((5000m, 150m, 0), (grupo.CobranzaReal, grupo.Bono, grupo.PorCobrar));
            Assert.Equal((5000m, 150m, 0), (ruta.CobranzaReal, ruta.Bono, ruta.PorCobrar));
            Assert.Equal((5000m, 150m), (tendencia.Sum(s => s.CobranzaReal), tendencia.Sum(s => s.Bono)));
            Assert.Equal(5000m, tendencia.Single(s => s.Semana == Lunes).CobranzaReal);
            Assert.Equal(150m, await oficina.ReporteAsync(s => s.BonoGlobalAsync(oficina.Request(Titular), domingo, CancellationToken.None)));
        }

        // The next weeks have the loan and not the cash.
        var siguiente = Assert.Single(await oficina.FilasAsync(Titular, Lunes.AddDays(7)));
        Assert.Equal((0m, 400m, 1, 600m), (siguiente.CobranzaReal, siguiente.CobranzaIdeal, siguiente.NumeroDeCreditos, -siguiente.SobranteLogico));
    }

    private static async Task<IReadOnlyList<PrestamoSinCobrarDto>> PendientesAsync(Oficina oficina, DateOnly? dia = null) =>
        (await oficina.CobranzaAsync(s => s.PorCobrarAsync(oficina.Request(Titular), new(dia), new(), new(1, 10), CancellationToken.None))).Prestamos.Items;

    private Task<Oficina> OpenAsync(DateOnly dia, TimeOnly hora) => Oficina.OpenAsync(server, dia, hora);
}
