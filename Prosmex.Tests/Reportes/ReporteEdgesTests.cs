using System.Globalization;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Reportes;

/// <summary>Small lenders made by hand: where a figure turns from one value to the next.</summary>
[Trait("Kind", "Integration")]
public sealed class ReporteEdgesTests(TestServer server)
{
    private const int Grupo = 1;
    private static readonly DateOnly Lunes = new(2026, 3, 2);
    private static readonly CurrentUser Titular = Oficina.Como(2, RolId.Titular);

    [Theory]
    [InlineData("4999.99", 0, 0)]
    [InlineData("5000.00", 0, 150)]
    [InlineData("5999.50", 0, 150)]
    [InlineData("5999.99", 0, 150)]
    [InlineData("6000.00", 0, 200)]
    [InlineData("6000.00", 1, 0)]
    [InlineData("7499.99", 0, 200)]
    [InlineData("7500.00", 1, 250)]
    [InlineData("7500.00", 2, 0)]
    [InlineData("9999.99", 2, 300)]
    [InlineData("10000.00", 2, 400)]
    [InlineData("10000.00", 3, 0)]
    [InlineData("13500.99", 0, 400)]
    [InlineData("13501.00", 0, 0)]
    public async Task Bono_AtTheEdge_IsThatOfItsTramo(string cobrado, int faltas, int bono)
    {
        var efectivo = decimal.Parse(cobrado, CultureInfo.InvariantCulture);
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        var ids = await oficina.ConcederAsync(
            [Oficina.Prestamo(1, 2, 1, 20_000), Oficina.Prestamo(6, 1, 1, 500, Lunes.AddDays(1)), .. Enumerable.Range(2, faltas).Select(c => Oficina.Prestamo(c, 1, 1, 1000))]);
        oficina.GoTo(Lunes.AddDays(8), new(12, 0));
        await oficina.PagarAsync(Oficina.Pago(ids[0], efectivo - 50), Oficina.Pago(ids[1], 50));

        var fila = Assert.Single(await oficina.FilasAsync(Titular));
        var papel = 20_500 + faltas * 1000;
        Assert.Equal(bono, fila.Bono);
        Assert.Equal(efectivo, fila.CobranzaReal);
        Assert.Equal(efectivo - papel - bono, fila.Sobrante);
        Assert.Equal(fila.Sobrante, await oficina.ReporteAsync(s => s.SobranteSemanalAsync(oficina.Request(Titular), Grupo, null, CancellationToken.None)));
        Assert.Equal(efectivo - papel * 1.4m - bono, fila.SobranteLogico);
        Assert.Equal(efectivo - papel * 1.4m, await oficina.ReporteAsync(s => s.SobranteDeGrupoAsync(oficina.Request(Titular), Grupo, CancellationToken.None)));
        Assert.Equal(bono, (await oficina.TotalesAsync(Titular)).TotalBono);
        Assert.Equal(bono, await oficina.ReporteAsync(s => s.BonoGlobalAsync(oficina.Request(Titular), null, CancellationToken.None)));
        var deGrupo = Assert.Single(await oficina.ReporteAsync(s => s.BonosDelTitularAsync(oficina.Request(Titular), null, CancellationToken.None)));
        Assert.Equal(Grupo, deGrupo.GrupoId);
        Assert.Equal(efectivo, deGrupo.CobranzaRealSemanal);
        Assert.Equal(faltas, deGrupo.FaltasDeGrupo);
        Assert.Equal(bono, (int)(deGrupo.BonoAplicado?.Monto ?? 0));

        // Unchanged when the week has ended, and when it is closed.
        oficina.GoTo(Lunes.AddDays(14), new(0, 5));
        Assert.Equal(fila, Assert.Single(await oficina.FilasAsync(Titular, Lunes.AddDays(7))));
        await oficina.CerrarAsync();
        Assert.Equal(fila, Assert.Single(await oficina.FilasAsync(Titular, Lunes.AddDays(13))));
    }

    [Fact]
    public async Task Grupo_WithoutPrestamos_IsARowOfZerosWithoutPercentages()
    {
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        Assert.Equal(
            new FilaDeReporteDto(Grupo, "", "", "Tina Ruiz", "Ruta 1: zapopan", "Grupo 1 - Nuevo Mexico", 0, 0, 0, 0, 0, null, null, 0, 0, 0, 0, 0),
            Assert.Single(await oficina.FilasAsync(Titular)));
        Assert.Equal([1, 2, 3], (await oficina.FilasAsync(Oficina.Admin)).Select(f => f.GrupoId));
        Assert.Equal(new TotalesDto(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), await oficina.TotalesAsync(Oficina.Admin));
    }

    [Fact]
    public async Task Ideal_ZeroWithCobranza_HasNoMorosidad()
    {
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        var prestamo = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000)))[0];
        oficina.GoTo(Lunes.AddDays(8), new(12, 0));
        await oficina.PagarAsync(Oficina.Pago(prestamo, 1400));

        var fila = Assert.Single(await oficina.FilasAsync(Titular));
        Assert.Equal(0m, fila.CobranzaIdeal);
        Assert.Equal(1400m, fila.CobranzaReal);
        Assert.Equal(0m, fila.MorosidadMonto);
        Assert.Null(fila.MorosidadPorcentaje);
        Assert.Equal(0.714286m, fila.PorcentajePrestamo);
        Assert.Equal((1, 0, 0m), (fila.NumeroDeCreditos, fila.PrestamosActivos, fila.SobranteLogico));
        var totales = await oficina.TotalesAsync(Titular);
        Assert.Equal((0m, 0m, 71.43m), (totales.MorosidadMonto, totales.MorosidadPorcentaje, totales.PorcentajePrestamo));

        // The week before is seen as it ended: the loan was open and nothing was paid.
        var pasada = Assert.Single(await oficina.FilasAsync(Titular, Lunes));
        Assert.Equal(100m, pasada.CobranzaIdeal);
        Assert.Equal(0m, pasada.CobranzaReal);
        Assert.Equal(100m, pasada.MorosidadMonto);
        Assert.Equal(1m, pasada.MorosidadPorcentaje);
        Assert.Null(pasada.PorcentajePrestamo);
        Assert.Equal(1, pasada.NumeroDeCreditos);
        Assert.Equal(1, pasada.PrestamosActivos);
        Assert.Equal(-1400m, pasada.SobranteLogico);
        Assert.Equal(-1000m, pasada.Sobrante);
    }

    [Fact]
    public async Task Prestamo_StartsTomorrow_IsInNoFigureUntilThen()
    {
        // A Sunday night: tomorrow is also another week.
        await using var oficina = await OpenAsync(Lunes.AddDays(6), new(19, 0));
        await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000, Lunes.AddDays(7)), Oficina.Prestamo(3, 2, 1, 500));
        for (var hora = 19; hora < 24; hora += 4)
        {
            oficina.GoTo(Lunes.AddDays(6), new(hora, 59, 59, 999));
            var today = Assert.Single(await oficina.FilasAsync(Titular));
            Assert.Equal(50m, today.CobranzaIdeal);
            Assert.Equal(500m, today.PrestamoPapel);
            Assert.Equal(500m, today.PrestamoReal);
            Assert.Equal(1, today.NumeroDeCreditos);
            Assert.Equal(1, today.PrestamosActivos);
            Assert.Equal(-700, await oficina.ReporteAsync(s => s.SobranteTotalAsync(oficina.Request(Titular), CancellationToken.None)));
            Assert.Equal(-700, await oficina.ReporteAsync(s => s.SobranteDeGrupoAsync(oficina.Request(Titular), Grupo, CancellationToken.None)));
            Assert.Equal(-500, await oficina.ReporteAsync(s => s.SobranteSemanalAsync(oficina.Request(Titular), Grupo, null, CancellationToken.None)));
        }

        oficina.GoTo(Lunes.AddDays(7), new(0, 0));
        Assert.Equal((150m, 2), (Assert.Single(await oficina.FilasAsync(Titular)) is var nueva ? (nueva.CobranzaIdeal, nueva.NumeroDeCreditos) : default));
        Assert.Equal(-2100, await oficina.ReporteAsync(s => s.SobranteTotalAsync(oficina.Request(Titular), CancellationToken.None)));
        Assert.Equal(1, Assert.Single(await oficina.FilasAsync(Titular, Lunes)).NumeroDeCreditos);
    }

    [Theory]
    [InlineData("2022-04-04")]
    [InlineData("2022-10-31")]
    [InlineData("2023-01-02")]
    [InlineData("2024-02-26")]
    [InlineData("2024-03-04")]
    public async Task Pago_LastMomentOfSundayOrFirstOfMonday_IsOfItsSemana(string primerLunes)
    {
        var lunes = DateOnly.ParseExact(primerLunes, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var oficina = await OpenAsync(lunes.AddDays(-14), new(12, 0));
        var prestamo = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000)))[0];
        oficina.GoTo(lunes, new(0, 20));
        await oficina.PagarAsync(
            Oficina.Pago(prestamo, 1, $"{Oficina.Text(lunes.AddDays(-7))}T00:00:00"),
            Oficina.Pago(prestamo, 10, $"{Oficina.Text(lunes.AddDays(-1))}T23:59:59.999"),
            Oficina.Pago(prestamo, 200, $"{Oficina.Text(lunes)}T00:00:00"));

        Assert.Equal([0m, 11m, 200m], await PorSemanaAsync(f => f.CobranzaReal));
        Assert.Equal([-1400m, -1389m, -1189m], await PorSemanaAsync(f => f.SobranteLogico));

        // Only the week that fell short has a falta, written or not.
        await oficina.CerrarAsync();
        Assert.Equal(
            $"{Oficina.Text(lunes.AddDays(-1))} 11.00",
            await TestDatabase.ValueAsync<string>(oficina.Connection, "SELECT string_agg(concat_ws(' ', fecha, monto_abonado), ',' ORDER BY fecha) FROM falta"));
        Assert.Equal([0m, 11m, 200m], await PorSemanaAsync(f => f.CobranzaReal));

        async Task<IReadOnlyList<decimal>> PorSemanaAsync(Func<FilaDeReporteDto, decimal> cifra)
        {
            List<decimal> cifras = [];
            foreach (var dia in new DateOnly?[] { lunes.AddDays(-8), lunes.AddDays(-1), null })
            {
                cifras.Add(cifra(Assert.Single(await oficina.FilasAsync(Titular, dia))));
            }

            return cifras;
        }
    }

    [Fact]
    public async Task Renovacion_SettledAmount_IsNoEfectivo()
    {
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        var old = (await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 1000)))[0];
        for (var semana = 1; semana <= 9; semana++)
        {
            oficina.GoTo(Lunes.AddDays(7 * semana), new(12, 0));
            await oficina.PagarAsync(Oficina.Pago(old, 100));
        }

        oficina.GoTo(Lunes.AddDays(71), new(12, 0));
        await oficina.ConcederAsync(Oficina.Prestamo(1, 2, 1, 2000));
        var fila = Assert.Single(await oficina.FilasAsync(Titular));
        Assert.Equal(200m, fila.CobranzaIdeal);
        Assert.Equal(0m, fila.CobranzaReal);
        Assert.Equal(2000m, fila.PrestamoPapel);
        Assert.Equal(1500m, fila.PrestamoReal);
        Assert.Equal(-2800m, fila.SobranteLogico);
        Assert.Equal((2, 1), (fila.NumeroDeCreditos, fila.PrestamosActivos));
        Assert.Equal(0, Assert.Single(await oficina.ReporteAsync(s => s.BonosDelTitularAsync(oficina.Request(Titular), null, CancellationToken.None))).FaltasDeGrupo);
        var pasada = Assert.Single(await oficina.FilasAsync(Titular, Lunes.AddDays(69)));
        Assert.Equal(100m, pasada.CobranzaIdeal);
        Assert.Equal(100m, pasada.CobranzaReal);
        Assert.Equal(1000m, pasada.PrestamoPapel);
        Assert.Equal(1000m, pasada.PrestamoReal);
        Assert.Equal(-500m, pasada.SobranteLogico);
    }

    [Fact]
    public async Task Semana_InTheFuture_IsInvalid()
    {
        await using var oficina = await OpenAsync(Lunes.AddDays(6), new(23, 59, 59, 999));
        Assert.Single(await oficina.FilasAsync(Titular, Lunes.AddDays(6)));
        foreach (var dia in new[] { Lunes.AddDays(7), Lunes.AddDays(13), Lunes.AddYears(1) })
        {
            await RechazaAsync(TipoDeError.Invalido, s => s.GeneralAsync(oficina.Request(Titular), dia, new PageRequest(1, 10), CancellationToken.None), oficina);
            await RechazaAsync(TipoDeError.Invalido, s => s.TotalesAsync(oficina.Request(Titular), dia, CancellationToken.None), oficina);
        }

        oficina.GoTo(Lunes.AddDays(7), new(0, 0));
        Assert.Single(await oficina.FilasAsync(Titular, Lunes.AddDays(13)));
        await RechazaAsync(TipoDeError.Invalido, s => s.TotalesAsync(oficina.Request(Titular), Lunes.AddDays(14), CancellationToken.None), oficina);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(999)]
    public async Task Sobrantes_GrupoOutOfScopeOrUnknown_AreNotFound(int grupoId)
    {
        await using var oficina = await OpenAsync(Lunes, new(12, 0));
        await RechazaAsync(TipoDeError.NoEncontrado, s => s.SobranteDeGrupoAsync(oficina.Request(Titular), grupoId, CancellationToken.None), oficina);
        await RechazaAsync(TipoDeError.NoEncontrado, s => s.SobranteSemanalAsync(oficina.Request(Titular), grupoId, null, CancellationToken.None), oficina);
    }

    private static async Task RechazaAsync<T>(TipoDeError tipo, Func<ReporteService, Task<T>> question, Oficina oficina) =>
        Assert.Equal(tipo, (await Assert.ThrowsAsync<DominioException>(() => oficina.ReporteAsync(question))).Error.Tipo);

    private Task<Oficina> OpenAsync(DateOnly dia, TimeOnly hora) => Oficina.OpenAsync(server, dia, hora);
}
