using CsCheck;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

/// <summary>Invariants of a loan under any sequence of events. CsCheck prints the seed of a failure.</summary>
[Trait("Kind", "Unit")]
public sealed class PrestamoPropertiesTests
{
    /// <summary>A collection that arrives some time; perhaps undone later.</summary>
    private sealed record Suceso(decimal Monto, int Dia, bool SeReversa);

    private static readonly Gen<(decimal Monto, TipoDePrueba Tipo, Suceso[] Sucesos, int Semilla)> Historia =
        from monto in Muestras.Monto
        from tipo in Muestras.TipoLegal
        from partes in Gen.Select(Gen.Int[0, 4], Gen.Int[0, 60], Gen.Bool).Array[1, 9]
        from llena in Gen.Bool
        from seed in Gen.Int[0, int.MaxValue]
        select (monto, tipo, Sucesos(monto, tipo, partes, llena), seed);

    [Fact]
    public void PagosAndReversas_AnyOrder_EndTheSame()
    {
        var comparadas = 0;
        Historia.Sample(
            h =>
            {
                var esperado = Esperado(h.Monto, h.Tipo, h.Sucesos);
                var random = new Random(h.Semilla);
                for (var vuelta = 0; vuelta < 6; vuelta++)
                {
                    if (EnUnOrden(h.Monto, h.Tipo, h.Sucesos, random) is { } prestamo)
                    {
                        Assert.Equal(esperado, Estado(prestamo));
                        Interlocked.Increment(ref comparadas);
                    }
                }
            },
            iter: 2000);

        // Orders in which something is refused are left out; most are not.
        Assert.True(comparadas > 6000, $"{comparadas}");
    }

    [Fact]
    public void Operations_AnySequence_NeverOweTooLittleNorSettleAnotherAmount() =>
        Gen.Select(Muestras.Monto, Muestras.TipoLegal, Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1000]).Array[1, 40]).Sample(
            (monto, tipo, pasos) =>
            {
                var prestamo = Muestras.Conceder(monto, tipo);
                List<Pago> enVigor = [];
                Pago? liquidacion = null;
                foreach (var (step, n) in pasos)
                {
                    var debia = prestamo.Restante;
                    prestamo.Intentar(p =>
                    {
                        switch (step)
                        {
                            case 0:
                                var (nuevo, hecha) = p.Renovar(Muestras.Concesion(decimal.Round(monto * n / 500, 2) + 0.01m, tipo), Muestras.Write, n % 4, ultimoIngreso: null);
                                Assert.Equal((debia, debia), (hecha.MontoPagado, nuevo.MontoPrestamo - nuevo.MontoPrestamoReal));
                                Assert.True(nuevo.MontoPrestamoReal >= 0 && nuevo.Renovacion);
                                liquidacion = hecha;
                                break;
                            case 1 when liquidacion is not null:
                                p.DeshacerRenovacion(liquidacion, Muestras.Write);
                                Assert.Equal(liquidacion.MontoPagado, p.Restante);
                                liquidacion = null;
                                break;
                            case 2 or 3 when enVigor.Count > 0:
                                p.Reversar(enVigor[n % enVigor.Count], null, null, Muestras.Write);
                                enVigor.RemoveAt(n % enVigor.Count);
                                break;
                            case 4:
                                p.Editar(new(1, 2, Muestras.Tipo(tipo), decimal.Round(monto * n / 500, 2) + 0.01m, Muestras.Hoy), enVigor.Count > 0, null, Muestras.Write);
                                break;
                            default:
                                enVigor.Add(p.Cobrar(Cuanto(p, n)));
                                break;
                        }
                    });
                    Assert.Equal(enVigor.Sum(p => p.MontoPagado) + (liquidacion?.MontoPagado ?? 0), prestamo.Pagado);
                    Assert.Equal(enVigor.Count, prestamo.NumeroPagos);
                    Assert.InRange(prestamo.Restante, 0, prestamo.MontoUtilidad);
                    Assert.InRange(prestamo.Avance().SemanaActiva, 0, Math.Min(prestamo.NumeroPagos, tipo.Semanas));
                    Assert.True(prestamo.Avance().AdelantoAcumulado >= 0);
                    Assert.Equal(prestamo.Restante == 0, prestamo.EstaCerrado);
                    Assert.Equal(prestamo.EstaCerrado, prestamo.FechaCierre is not null);
                }
            },
            iter: 2000);

    /// <summary>A visit, a week, all, a cent too much, or any part.</summary>
    private static decimal Cuanto(Prestamo p, int n) => (n % 7) switch
    {
        0 => 0,
        1 => p.Restante,
        2 => p.Restante + 0.01m,
        3 or 4 => p.CobranzaIdeal,
        _ => decimal.Round(p.MontoUtilidad * n / 1000, 2),
    };

    /// <summary>Parts of the total: quarter weeks to whole ones; where told so, the last one pays what the ones in force leave open.</summary>
    private static Suceso[] Sucesos(decimal monto, TipoDePrueba tipo, (int Cuartos, int Dia, bool SeReversa)[] partes, bool llena)
    {
        var plan = PlanDePagos.De(monto, Muestras.Tipo(tipo));
        List<Suceso> sucesos = [];
        var enVigor = 0m;
        foreach (var (cuartos, dia, seReversa) in partes)
        {
            var cuanto = Math.Min(decimal.Round(plan.Semanal * cuartos / 4, 2), plan.Total - enVigor);
            sucesos.Add(new(cuanto, dia, seReversa));
            enVigor += seReversa ? 0 : cuanto;
        }

        if (llena && enVigor < plan.Total)
        {
            sucesos.Add(new(plan.Total - enVigor, partes[0].Dia / 2, false));
        }

        return [.. sucesos];
    }

    /// <summary>
    /// Applies everything in a random order, a reversal after its payment; rejected operations are retried later. Null where the rest would be
    /// rejected permanently.
    /// </summary>
    private static Prestamo? EnUnOrden(decimal monto, TipoDePrueba tipo, Suceso[] sucesos, Random random)
    {
        var prestamo = Muestras.Conceder(monto, tipo, inicio: Dia(0), registrado: Instante(61));
        List<(Suceso Suceso, Pago? Pago)> pendientes = [.. sucesos.Select(s => (s, (Pago?)null))];
        List<Pago> enVigor = [];
        while (pendientes.Count > 0)
        {
            var candidatos = pendientes.ToArray();
            random.Shuffle(candidatos);
            if (!candidatos.Any(candidate =>
                {
                    var (suceso, pago) = candidate;
                    if (prestamo.Intentar(p => pago = Hacer(p, suceso, pago, enVigor)) != "hecho")
                    {
                        return false;
                    }

                    pendientes.Remove(candidate);
                    if (pago is not null && suceso.SeReversa)
                    {
                        pendientes.Add((suceso, pago));
                    }

                    return true;
                }))
            {
                return null;
            }
        }

        return prestamo;
    }

    private static Pago? Hacer(Prestamo prestamo, Suceso suceso, Pago? pago, List<Pago> enVigor)
    {
        if (pago is not null)
        {
            prestamo.Reversar(pago, null, null, Muestras.At(Instante(61)));
            enVigor.Remove(pago);
            return null;
        }

        var ultimo = enVigor.Where(p => p.MontoPagado > 0).Max(p => (DateTimeOffset?)p.FechaPago);
        pago = prestamo.Cobrar(suceso.Monto, Instante(suceso.Dia), ultimo, Muestras.At(Instante(61)));
        enVigor.Add(pago);
        return pago;
    }

    /// <summary>The end, computed only from the payments in force.</summary>
    private static string Esperado(decimal monto, TipoDePrueba tipo, Suceso[] sucesos)
    {
        var plan = PlanDePagos.De(monto, Muestras.Tipo(tipo));
        var enVigor = sucesos.Where(s => !s.SeReversa).ToList();
        var pagado = enVigor.Sum(s => s.Monto);
        var liquidado = pagado == plan.Total;
        var semana = Enumerable.Range(0, tipo.Semanas + 1).Last(k => k <= enVigor.Count && plan.Acumulado(k) <= pagado);
        DateTimeOffset? cierre = liquidado ? Instante(enVigor.Where(s => s.Monto > 0).Max(s => s.Dia)) : null;
        return Estado(pagado, enVigor.Count, liquidado ? StatusPrestamo.Liquidado : StatusPrestamo.Activo, cierre, semana, liquidado ? 0 : pagado - plan.Acumulado(semana));
    }

    private static string Estado(Prestamo p) => Estado(p.Pagado, p.NumeroPagos, p.Status, p.FechaCierre, p.Avance().SemanaActiva, p.Avance().AdelantoAcumulado);

    private static string Estado(decimal pagado, int pagos, StatusPrestamo status, DateTimeOffset? cierre, int semana, decimal adelanto) =>
        $"{pagado:0.00} {pagos} {status} {cierre:O} {semana} {adelanto:0.00}";

    private static DateTimeOffset Instante(int dia) => Muestras.Ahora.AddDays(dia - 61);

    private static DateOnly Dia(int dia) => Muestras.Hoy.AddDays(dia - 61);
}
