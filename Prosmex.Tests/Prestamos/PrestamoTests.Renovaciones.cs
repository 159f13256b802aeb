using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

/// <content>Renewals.</content>
public sealed partial class PrestamoTests
{
    [Fact]
    public void Renovar_BeforeEnoughSemanas_IsRefused()
    {
        var p = Pagadas(8);
        Assert.Equal("prestamo.no_renovable", p.Attempt(x => x.Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null)));

        // Money alone completes no week: nine weeks paid in eight collections count as eight.
        p = Pagadas(7);
        p.Cobrar(200);
        Assert.Equal("prestamo.no_renovable", p.Attempt(x => x.Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null)));
    }

    [Fact]
    public void Renovar_AfterNineSemanas_SettlesExactlyWhatWasOwed()
    {
        var p = Pagadas(9);
        var (nuevo, liquidacion) = p.Renovar(Samples.Concesion(2000, TestTipo.De20), Samples.Write, 9, ultimoIngreso: null);
        Assert.Equal(2000m, nuevo.MontoPrestamo);
        Assert.Equal(1500m, nuevo.MontoPrestamoReal);
        Assert.True(nuevo.Renovacion);
        Assert.Equal(7, nuevo.RenuevaA);
        Assert.Equal(TipoPago.LiquidacionPorRenovacion, liquidacion.Tipo);
        Assert.Equal(500m, liquidacion.MontoPagado);
        Assert.Equal(7, liquidacion.PrestamoId);
        Assert.Equal(Samples.Ahora, liquidacion.FechaPago);
        Assert.Equal(StatusPrestamo.Renovado, p.Status);
        Assert.Equal(0m, p.Restante);
        Assert.Equal(9, p.NumeroPagos);
        Assert.Equal(Samples.Ahora, p.FechaCierre);
        Assert.Equal(new(9, 0, 0), p.Avance(faltas: 3));
    }

    [Fact]
    public void Renovar_OneCentavoBelowSaldo_IsRefusedAndLeavesThePreviousUntouched()
    {
        var p = Pagadas(9);
        Assert.Equal("prestamo.no_cubre_saldo", p.Attempt(x => x.Renovar(Samples.Concesion(499.99m, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null)));
        Assert.Equal("solicitud.invalida", p.Attempt(x => x.Renovar(Samples.Concesion(500, TestTipo.De14, Samples.Today.AddDays(2)), Samples.Write, 9, ultimoIngreso: null)));
        Assert.Equal(0, p.Renovar(Samples.Concesion(500, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null).Nuevo.MontoPrestamoReal);
        Assert.Equal("prestamo.no_renovable", p.Attempt(x => x.Renovar(Samples.Concesion(500, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null)));
    }

    [Fact]
    public void Reversar_OfARenovado_IsRefusedNamingTheRenovacion()
    {
        var p = Pagadas(9);
        var ultimo = p.Cobrar(1);
        p.Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null);
        Assert.Equal("pago.prestamo_renovado", p.Attempt(x => x.Reversar(ultimo, null, 42, Samples.Write)));
        Assert.Contains("42", Assert.Throws<DominioException>(() => p.Reversar(ultimo, null, 42, Samples.Write)).Error.Mensaje, StringComparison.Ordinal);
    }

    [Fact]
    public void DeshacerRenovacion_OfARenovado_RestoresThePreviousPrestamo()
    {
        var p = Pagadas(9);
        var before = Samples.Snapshot(p);
        var (_, liquidacion) = p.Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null);
        Assert.Equal((TipoPago.Reversa, -500m), (p.DeshacerRenovacion(liquidacion, Samples.Write) is var r ? (r.Tipo, r.MontoPagado) : default));
        Assert.Equal(before, Samples.Snapshot(p));
    }

    [Fact]
    public void MoverRenovacion_ToAnotherDay_ReversesAndRewritesTheLiquidacion()
    {
        var p = Pagadas(9);
        var (_, liquidacion) = p.Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null);
        var debia = liquidacion.MontoPagado;
        var (reversa, nueva) = p.MoverRenovacion(liquidacion, Samples.Today.AddDays(-3), Samples.Ahora.AddDays(-20), Samples.Write);
        Assert.Equal((-debia, debia, TipoPago.LiquidacionPorRenovacion), (reversa.MontoPagado, nueva.MontoPagado, nueva.Tipo));
        Assert.Equal((liquidacion.FechaPago, Samples.Today.AddDays(-3)), (reversa.FechaPago, HoraMexico.Dia(nueva.FechaPago)));
        Assert.Equal((nueva.FechaPago, 0m, StatusPrestamo.Renovado), (p.FechaCierre, p.Restante, p.Status));
    }

    [Fact]
    public void Renovar_BeforeTheDayOfTheLastMoney_IsRefused()
    {
        var p = Pagadas(9);

        var codigo = p.Attempt(x => x.Renovar(Samples.Concesion(2000, TestTipo.De14, Samples.Today.AddDays(-21)), Samples.Write, 9, Samples.Ahora.AddDays(-20)));

        Assert.Equal("prestamo.renovacion_anterior_al_ultimo_pago", codigo);
    }

    [Fact]
    public void Renovar_OnTheDayOfTheLastMoney_SettlesAfterIt()
    {
        var p = Pagadas(9);
        var ultimo = Samples.Ahora.AddDays(-20).AddHours(3);

        var (_, liquidacion) = p.Renovar(Samples.Concesion(2000, TestTipo.De14, Samples.Today.AddDays(-20)), Samples.Write, 9, ultimo);

        Assert.Equal(ultimo, liquidacion.FechaPago);
    }

    [Fact]
    public void MoverRenovacion_BeforeTheDayOfTheLastMoney_IsRefusedNamingThatDay()
    {
        var p = Pagadas(9);
        var (_, liquidacion) = p.Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null);
        var before = Samples.Snapshot(p);

        var error = Assert.Throws<DominioException>(() => p.MoverRenovacion(liquidacion, Samples.Today.AddDays(-21), Samples.Ahora.AddDays(-20), Samples.Write)).Error;

        Assert.Equal("prestamo.renovacion_anterior_al_ultimo_pago", error.Codigo);
        Assert.Contains($"{Samples.Today.AddDays(-20):dd/MM/yyyy}", error.Mensaje, StringComparison.Ordinal);
        Assert.Equal(before, Samples.Snapshot(p));
    }

    [Fact]
    public void Editar_MontoOfARenovacion_RecalculatesEntregadoAndIsNeverNegative()
    {
        var (nuevo, _) = Pagadas(9).Renovar(Samples.Concesion(2000, TestTipo.De14), Samples.Write, 9, ultimoIngreso: null);
        nuevo.Editar(Cambios(nuevo) with { Monto = 800 }, tienePagos: false, null, Samples.Write);
        Assert.Equal(800m, nuevo.MontoPrestamo);
        Assert.Equal(300m, nuevo.MontoPrestamoReal);
        Assert.Equal(1120m, nuevo.MontoUtilidad);
        Assert.Equal(80m, nuevo.CobranzaIdeal);
        Assert.Equal("prestamo.no_cubre_saldo", nuevo.Attempt(x => x.Editar(Cambios(x) with { Monto = 499.99m }, tienePagos: false, null, Samples.Write)));
        Assert.Equal("prestamo.es_renovacion", nuevo.Attempt(x => x.Editar(Cambios(x) with { ClienteId = 9 }, tienePagos: false, null, Samples.Write)));
    }
}
