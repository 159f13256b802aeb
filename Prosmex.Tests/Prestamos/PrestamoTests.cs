using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

[Trait("Kind", "Unit")]
public sealed partial class PrestamoTests
{
    // 1400 in all, 100 a week, 14 weeks.
    private static Prestamo DeMil(DateOnly? inicio = null, DateTimeOffset? registrado = null) => Muestras.Conceder(1000, TipoDePrueba.De14, inicio, registrado);

    [Fact]
    public void Conceder_EachTipo_FreezesItsTerminos() => Assert.All(TipoDePrueba.Todos, tipo =>
    {
        var p = Muestras.Conceder(1000, tipo);
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
        var p = DeMil();
        var editado = Muestras.Tipo(TipoDePrueba.De30 with { Id = TipoDePrueba.De14.Id });
        p.Editar(new(1, 3, editado, 1000, Muestras.Hoy), tienePagos: false, null, Muestras.Write);
        Assert.Equal(1400m, p.MontoUtilidad);
        Assert.Equal(100m, p.CobranzaIdeal);
        Assert.Equal(14, p.NumeroSemanas);
        Assert.Equal(3, p.AvalId);
    }

    [Fact]
    public void Editar_MontoAfterTheTipoChanged_TakesTheTerminosOfToday()
    {
        var p = DeMil();
        var hoy = TipoDePrueba.De30 with { Id = TipoDePrueba.De14.Id };

        p.Editar(new(1, 2, Muestras.Tipo(hoy), 2000, Muestras.Hoy), tienePagos: false, null, Muestras.Write);

        Assert.Equal((2000m, 2000 * (1 + hoy.Interes)), (p.MontoPrestamo, p.MontoUtilidad));
        Assert.Equal((2000 * hoy.PorcentajeSemanal, hoy.Semanas), (p.CobranzaIdeal, p.NumeroSemanas));
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
        var esperado = admitido ? "hecho" : "solicitud.invalida";
        var p = DeMil();
        Assert.Equal(esperado, p.Intentar(_ => Muestras.Conceder(1000, TipoDePrueba.De14, dia, noche)));
        Assert.Equal(esperado, p.Intentar(x => x.Editar(Cambios(p) with { FechaInicio = dia }, tienePagos: false, null, Muestras.At(noche))));
    }

    [Fact]
    public void Cobrar_HalfSemanalTwice_CompletesOneSemana()
    {
        var p = DeMil();
        p.Cobrar(50);
        Assert.Equal(new(0, 50, 14), p.Avance());
        p.Cobrar(50);
        Assert.Equal(new(1, 0, 13), p.Avance());
    }

    [Fact]
    public void Cobrar_ThreeSemanasAtOnce_CompletesOneAndTheZerosTheOthers()
    {
        var p = DeMil();
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
        var p = DeMil();
        p.Cobrar(100);
        Assert.Equal(15, p.Avance(faltas: 2).SemanasQueDebe);
        p.Cobrar(1300);
        Assert.Equal(new(2, 0, 0), p.Avance(faltas: 2));
    }

    [Fact]
    public void Cobrar_MoreThanRestante_IsRefusedNamingRestante()
    {
        var p = DeMil();
        p.Cobrar(200);
        Assert.Equal("pago.excede_restante", p.Intentar(x => x.Cobrar(1200.01m)));
        Assert.Contains("$1,200.00", Assert.Throws<DominioException>(() => p.Cobrar(1200.01m)).Error.Mensaje, StringComparison.Ordinal);
        Assert.Equal("hecho", p.Intentar(x => x.Cobrar(1200)));
        Assert.Equal((StatusPrestamo.Liquidado, 0m, true), (p.Status, p.Restante, p.EstaCerrado));
        Assert.Equal("prestamo.cerrado", p.Intentar(x => x.Cobrar(0)));
    }

    [Fact]
    public void Cobrar_UpToTenMinutesInTheFuture_IsTaken()
    {
        var p = DeMil();
        Assert.Equal("hecho", p.Intentar(x => x.Cobrar(1, Muestras.Ahora.AddMinutes(10), null, Muestras.Write)));
        Assert.Equal("pago.fecha_futura", p.Intentar(x => x.Cobrar(1, Muestras.Ahora.AddMinutes(10).AddMicroseconds(1), null, Muestras.Write)));
    }

    [Theory]
    [InlineData("2026-11-10", "2026-11-18", "2026-11-09", "pago.fecha_anterior")]
    [InlineData("2026-11-10", "2026-11-18", "2026-11-10", "hecho")]
    [InlineData("2026-11-18", "2026-11-17", "2026-11-17", "hecho")]
    [InlineData("2026-11-18", "2026-11-17", "2026-11-16", "pago.fecha_anterior")]
    public void Cobrar_BeforeInicioAndRegistro_IsRefused(string inicio, string registro, string pago, string esperado)
    {
        var p = DeMil(Dia(inicio), HoraMexico.Inicio(Dia(registro)));
        Assert.Equal(esperado, p.Intentar(x => x.Cobrar(1, HoraMexico.Inicio(Dia(pago)), null, Muestras.Write)));
    }

    [Fact]
    public void Cobrar_SettlingPagoWithAnEarlierDate_ClosesWithTheLastMoney()
    {
        var p = DeMil(Muestras.Hoy.AddDays(-30));
        var despues = Muestras.Ahora.AddDays(-1);
        p.Cobrar(700, despues, null, Muestras.Write);
        p.Cobrar(700, Muestras.Ahora.AddDays(-9), despues, Muestras.Write);
        Assert.Equal((StatusPrestamo.Liquidado, despues), (p.Status, p.FechaCierre));
    }

    [Fact]
    public void Cobrar_AllOfAVencido_SettlesIt()
    {
        var p = DeMil();
        Muestras.Poner(p, nameof(Prestamo.Status), StatusPrestamo.Vencido);
        p.Cobrar(100);
        Assert.Equal((StatusPrestamo.Vencido, false), (p.Status, p.EstaCerrado));
        p.Cobrar(1300);
        Assert.Equal(StatusPrestamo.Liquidado, p.Status);
    }

    [Fact]
    public void Reversar_OfALiquidado_ReopensItAsIfItHadNeverClosed()
    {
        var p = DeMil();
        p.Cobrar(100);
        var antes = Muestras.Foto(p);
        var ultimo = p.Cobrar(1300);
        var reversa = p.Reversar(ultimo, "Se equivocó.", null, Muestras.At(Muestras.Ahora.AddDays(2), usuarioId: 5));
        Assert.Equal(antes, Muestras.Foto(p));
        Assert.Equal(TipoPago.Reversa, reversa.Tipo);
        Assert.Equal(-1300m, reversa.MontoPagado);
        Assert.Equal(ultimo.FechaPago, reversa.FechaPago);
        Assert.Equal(5, reversa.RegistradoPor);
        Assert.Equal("Se equivocó.", reversa.Motivo);
    }

    [Fact]
    public void Reversar_TheVisitaOfALiquidado_LeavesItClosed()
    {
        var p = DeMil();
        var visita = p.Cobrar(0);
        p.Cobrar(1400);
        p.Reversar(visita, null, null, Muestras.Write);
        Assert.Equal((StatusPrestamo.Liquidado, 1, Muestras.Ahora), (p.Status, p.NumeroPagos, p.FechaCierre));
    }

    [Fact]
    public void Editar_WithPagos_FixesMontoTipoAndClienteButNotInicioOrAval()
    {
        var p = Pagadas(1);
        Assert.Equal("prestamo.con_pagos", p.Intentar(x => x.Editar(Cambios(x) with { Monto = 1000.01m }, tienePagos: true, Muestras.Hoy, Muestras.Write)));
        Assert.Equal("prestamo.con_pagos", p.Intentar(x => x.Editar(Cambios(x) with { Tipo = Muestras.Tipo(TipoDePrueba.De13) }, tienePagos: true, Muestras.Hoy, Muestras.Write)));
        Assert.Equal("prestamo.con_pagos", p.Intentar(x => x.Editar(Cambios(x) with { ClienteId = 9 }, tienePagos: true, Muestras.Hoy, Muestras.Write)));
        var maniana = Muestras.Hoy.AddDays(1);
        Assert.Equal("prestamo.pago_anterior_al_inicio", p.Intentar(x => x.Editar(Cambios(x) with { FechaInicio = maniana }, tienePagos: true, Muestras.Hoy, Muestras.Write)));
        Assert.Equal("hecho", p.Intentar(x => x.Editar(Cambios(x) with { FechaInicio = Muestras.Hoy.AddDays(-5), AvalId = 8 }, tienePagos: true, Muestras.Hoy, Muestras.Write)));
        Assert.Equal((Muestras.Hoy.AddDays(-5), 8), (p.FechaInicio, p.AvalId));
    }

    [Fact]
    public void Editar_Closed_IsRefused()
    {
        var p = DeMil();
        p.Cobrar(1400);
        Assert.Equal("prestamo.cerrado", p.Intentar(x => x.Editar(Cambios(x), tienePagos: true, Muestras.Hoy, Muestras.Write)));
    }

    private static Prestamo Pagadas(int semanas)
    {
        var p = DeMil();
        for (var i = 0; i < semanas; i++)
        {
            p.Cobrar(100);
        }

        return p;
    }

    private static CambiosDePrestamo Cambios(Prestamo p) => new(p.ClienteId, p.AvalId, Muestras.Tipo(TipoDePrueba.De14), p.MontoPrestamo, p.FechaInicio);

    private static DateOnly Dia(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
