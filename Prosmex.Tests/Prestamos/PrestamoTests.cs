using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

[Trait("Kind", "Unit")]
public sealed partial class PrestamoTests
{
    // 1400 in all, 100 a week, 14 weeks.
    private static Prestamo OfOneThousand(DateOnly? inicio = null, DateTimeOffset? registrado = null) => Samples.Conceder(1000, TestTipo.De14, inicio, registrado);

    [Fact]
    public void Conceder_EachTipo_FreezesItsTerminos() => Assert.All(TestTipo.All, tipo =>
    {
        var p = Samples.Conceder(1000, tipo);
        Assert.Equal(tipo.Id, p.TipoPrestamoId);
        Assert.Equal(1000m, p.MontoPrestamo);
        Assert.Equal(1000m, p.MontoPrestamoReal);
        Assert.Equal(1000 * (1 + tipo.Interes), p.MontoUtilidad);
        Assert.Equal(1000 * tipo.PorcentajeSemanal, p.CobranzaIdeal);
        Assert.Equal(tipo.Semanas, p.NumeroSemanas);
        Assert.Equal(StatusPrestamo.Activo, p.Status);
        Assert.Equal(0m, p.Pagado);
        Assert.Equal(0, p.NumeroPagos);
        Assert.False(p.Renovacion);
        Assert.Equal(new(0, 0, tipo.Semanas), p.Avance());
    });

    [Fact]
    public void Editar_TipoChangedLater_KeepsTheTerminosOfTheGrant()
    {
        var p = OfOneThousand();
        var editado = Samples.Tipo(TestTipo.De30 with { Id = TestTipo.De14.Id });
        p.Editar(new(1, 3, editado, 1000, Samples.Today), tienePagos: false, null, Samples.Write);
        Assert.Equal(1400m, p.MontoUtilidad);
        Assert.Equal(100m, p.CobranzaIdeal);
        Assert.Equal(14, p.NumeroSemanas);
        Assert.Equal(3, p.AvalId);
    }

    [Fact]
    public void Editar_MontoAfterTheTipoChanged_TakesTheTerminosOfToday()
    {
        var p = OfOneThousand();
        var today = TestTipo.De30 with { Id = TestTipo.De14.Id };

        p.Editar(new(1, 2, Samples.Tipo(today), 2000, Samples.Today), tienePagos: false, null, Samples.Write);

        Assert.Equal((2000m, 2000 * (1 + today.Interes)), (p.MontoPrestamo, p.MontoUtilidad));
        Assert.Equal((2000 * today.PorcentajeSemanal, today.Semanas), (p.CobranzaIdeal, p.NumeroSemanas));
    }

    [Theory]
    [InlineData("1999-12-31", false)]
    [InlineData("2000-01-01", true)]
    [InlineData("2026-11-19", true)]
    [InlineData("2026-11-20", false)]
    public void Inicio_OnConcederAndEditar_IsFrom2000ToTomorrowInMexico(string inicio, bool admitido)
    {
        // 23:30 in Mexico City: in UTC it is tomorrow already.
        var noche = new DateTimeOffset(2026, 11, 18, 23, 30, 0, TimeSpan.FromHours(-6));
        var dia = DateOnly.Parse(inicio, System.Globalization.CultureInfo.InvariantCulture);
        var expected = admitido ? "hecho" : "solicitud.invalida";
        var p = OfOneThousand();
        Assert.Equal(expected, p.Attempt(_ => Samples.Conceder(1000, TestTipo.De14, dia, noche)));
        Assert.Equal(expected, p.Attempt(x => x.Editar(Cambios(p) with { FechaInicio = dia }, tienePagos: false, null, Samples.At(noche))));
    }

    [Fact]
    public void Cobrar_HalfSemanalTwice_CompletesOneSemana()
    {
        var p = OfOneThousand();
        p.Cobrar(50);
        Assert.Equal(new(0, 50, 14), p.Avance());
        p.Cobrar(50);
        Assert.Equal(new(1, 0, 13), p.Avance());
    }

    [Fact]
    public void Cobrar_ThreeSemanasAtOnce_CompletesOneAndTheZerosTheOthers()
    {
        var p = OfOneThousand();
        p.Cobrar(300);
        Assert.Equal(new(1, 200, 13), p.Avance());
        p.Cobrar(0);
        p.Cobrar(0);
        Assert.Equal(new(3, 0, 11), p.Avance());
        p.Cobrar(0);
        Assert.Equal(new(3, 0, 11), p.Avance());
    }

    [Fact]
    public void Avance_WithFaltas_CountsTheLostSemanaTwiceAndNoneOnceClosed()
    {
        var p = OfOneThousand();
        p.Cobrar(100);
        Assert.Equal(15, p.Avance(faltas: 2).SemanasQueDebe);
        p.Cobrar(1300);
        Assert.Equal(new(2, 0, 0), p.Avance(faltas: 2));
    }

    [Fact]
    public void Cobrar_MoreThanRestante_IsRefusedNamingRestante()
    {
        var p = OfOneThousand();
        p.Cobrar(200);
        Assert.Equal("pago.excede_restante", p.Attempt(x => x.Cobrar(1200.01m)));
        Assert.Contains("$1,200.00", Assert.Throws<DominioException>(() => p.Cobrar(1200.01m)).Error.Mensaje, StringComparison.Ordinal);
        Assert.Equal("hecho", p.Attempt(x => x.Cobrar(1200)));
        Assert.Equal((StatusPrestamo.Liquidado, 0m, true), (p.Status, p.Restante, p.EstaCerrado));
        Assert.Equal("prestamo.cerrado", p.Attempt(x => x.Cobrar(0)));
    }

    [Fact]
    public void Cobrar_UpToTenMinutesInTheFuture_IsTaken()
    {
        var p = OfOneThousand();
        Assert.Equal("hecho", p.Attempt(x => x.Cobrar(1, Samples.Ahora.AddMinutes(10), null, Samples.Write)));
        Assert.Equal("pago.fecha_futura", p.Attempt(x => x.Cobrar(1, Samples.Ahora.AddMinutes(10).AddMicroseconds(1), null, Samples.Write)));
    }

    [Theory]
    [InlineData("2026-11-10", "2026-11-18", "2026-11-09", "pago.fecha_anterior")]
    [InlineData("2026-11-10", "2026-11-18", "2026-11-10", "hecho")]
    [InlineData("2026-11-18", "2026-11-17", "2026-11-17", "hecho")]
    [InlineData("2026-11-18", "2026-11-17", "2026-11-16", "pago.fecha_anterior")]
    public void Cobrar_BeforeInicioAndRegistro_IsRefused(string inicio, string registro, string pago, string expected)
    {
        var p = OfOneThousand(Dia(inicio), HoraMexico.Inicio(Dia(registro)));
        Assert.Equal(expected, p.Attempt(x => x.Cobrar(1, HoraMexico.Inicio(Dia(pago)), null, Samples.Write)));
    }

    [Fact]
    public void Cobrar_SettlingPagoWithAnEarlierDate_ClosesWithTheLastMoney()
    {
        var p = OfOneThousand(Samples.Today.AddDays(-30));
        var after = Samples.Ahora.AddDays(-1);
        p.Cobrar(700, after, null, Samples.Write);
        p.Cobrar(700, Samples.Ahora.AddDays(-9), after, Samples.Write);
        Assert.Equal((StatusPrestamo.Liquidado, after), (p.Status, p.FechaCierre));
    }

    [Fact]
    public void Cobrar_AllOfAVencido_SettlesIt()
    {
        var p = OfOneThousand();
        Samples.Poner(p, nameof(Prestamo.Status), StatusPrestamo.Vencido);
        p.Cobrar(100);
        Assert.Equal((StatusPrestamo.Vencido, false), (p.Status, p.EstaCerrado));
        p.Cobrar(1300);
        Assert.Equal(StatusPrestamo.Liquidado, p.Status);
    }

    [Fact]
    public void Reversar_OfALiquidado_ReopensItAsIfItHadNeverClosed()
    {
        var p = OfOneThousand();
        p.Cobrar(100);
        var before = Samples.Snapshot(p);
        var ultimo = p.Cobrar(1300);
        var reversa = p.Reversar(ultimo, "Se equivocó.", null, Samples.At(Samples.Ahora.AddDays(2), usuarioId: 5));
        Assert.Equal(before, Samples.Snapshot(p));
        Assert.Equal(TipoPago.Reversa, reversa.Tipo);
        Assert.Equal(-1300m, reversa.MontoPagado);
        Assert.Equal(ultimo.FechaPago, reversa.FechaPago);
        Assert.Equal(5, reversa.RegistradoPor);
        Assert.Equal("Se equivocó.", reversa.Motivo);
    }

    [Fact]
    public void Reversar_TheVisitaOfALiquidado_LeavesItClosed()
    {
        var p = OfOneThousand();
        var visita = p.Cobrar(0);
        p.Cobrar(1400);
        p.Reversar(visita, null, null, Samples.Write);
        Assert.Equal((StatusPrestamo.Liquidado, 1, Samples.Ahora), (p.Status, p.NumeroPagos, p.FechaCierre));
    }

    [Fact]
    public void Editar_WithPagos_FixesMontoTipoAndClienteButNotInicioOrAval()
    {
        var p = Pagadas(1);
        Assert.Equal("prestamo.con_pagos", p.Attempt(x => x.Editar(Cambios(x) with { Monto = 1000.01m }, tienePagos: true, Samples.Today, Samples.Write)));
        Assert.Equal("prestamo.con_pagos", p.Attempt(x => x.Editar(Cambios(x) with { Tipo = Samples.Tipo(TestTipo.De13) }, tienePagos: true, Samples.Today, Samples.Write)));
        Assert.Equal("prestamo.con_pagos", p.Attempt(x => x.Editar(Cambios(x) with { ClienteId = 9 }, tienePagos: true, Samples.Today, Samples.Write)));
        var maniana = Samples.Today.AddDays(1);
        Assert.Equal("prestamo.pago_anterior_al_inicio", p.Attempt(x => x.Editar(Cambios(x) with { FechaInicio = maniana }, tienePagos: true, Samples.Today, Samples.Write)));
        Assert.Equal("hecho", p.Attempt(x => x.Editar(Cambios(x) with { FechaInicio = Samples.Today.AddDays(-5), AvalId = 8 }, tienePagos: true, Samples.Today, Samples.Write)));
        Assert.Equal((Samples.Today.AddDays(-5), 8), (p.FechaInicio, p.AvalId));
    }

    [Fact]
    public void Editar_Closed_IsRefused()
    {
        var p = OfOneThousand();
        p.Cobrar(1400);
        Assert.Equal("prestamo.cerrado", p.Attempt(x => x.Editar(Cambios(x), tienePagos: true, Samples.Today, Samples.Write)));
    }

    private static Prestamo Pagadas(int semanas)
    {
        var p = OfOneThousand();
        for (var i = 0; i < semanas; i++)
        {
            p.Cobrar(100);
        }

        return p;
    }

    private static CambiosDePrestamo Cambios(Prestamo p) => new(p.ClienteId, p.AvalId, Samples.Tipo(TestTipo.De14), p.MontoPrestamo, p.FechaInicio);

    private static DateOnly Dia(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
