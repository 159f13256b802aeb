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
    private sealed record Event(decimal Monto, int Dia, bool SeReversa);

    private static readonly Gen<(decimal Monto, TestTipo Tipo, Event[] Events, int Seed)> Historia =
        from monto in Samples.Monto
        from tipo in Samples.TipoLegal
        from parts in Gen.Select(Gen.Int[0, 4], Gen.Int[0, 60], Gen.Bool).Array[1, 9]
        from full in Gen.Bool
        from seed in Gen.Int[0, int.MaxValue]
        select (monto, tipo, Events(monto, tipo, parts, full), seed);

    [Fact]
    public void PagosAndReversas_AnyOrder_EndTheSame()
    {
        var comparadas = 0;
        Historia.Sample(
            h =>
            {
                var expected = Expected(h.Monto, h.Tipo, h.Events);
                var random = new Random(h.Seed);
                for (var round = 0; round < 6; round++)
                {
                    if (InOneOrder(h.Monto, h.Tipo, h.Events, random) is { } prestamo)
                    {
                        Assert.Equal(expected, Estado(prestamo));
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
        Gen.Select(Samples.Monto, Samples.TipoLegal, Gen.Select(Gen.Int[0, 9], Gen.Int[0, 1000]).Array[1, 40]).Sample(
            (monto, tipo, pasos) =>
            {
                var prestamo = Samples.Conceder(monto, tipo);
                List<Pago> enVigor = [];
                Pago? liquidacion = null;
                foreach (var (step, n) in pasos)
                {
                    var debia = prestamo.Restante;
                    prestamo.Attempt(p =>
                    {
                        switch (step)
                        {
                            case 0:
                                var (nuevo, hecha) = p.Renovar(Samples.Concesion(decimal.Round(monto * n / 500, 2) + 0.01m, tipo), Samples.Write, n % 4, ultimoIngreso: null);
                                Assert.Equal((debia, debia), (hecha.MontoPagado, nuevo.MontoPrestamo - nuevo.MontoPrestamoReal));
                                Assert.True(nuevo.MontoPrestamoReal >= 0 && nuevo.Renovacion);
                                liquidacion = hecha;
                                break;
                            case 1 when liquidacion is not null:
                                p.DeshacerRenovacion(liquidacion, Samples.Write);
                                Assert.Equal(liquidacion.MontoPagado, p.Restante);
                                liquidacion = null;
                                break;
                            case 2 or 3 when enVigor.Count > 0:
                                p.Reversar(enVigor[n % enVigor.Count], null, null, Samples.Write);
                                enVigor.RemoveAt(n % enVigor.Count);
                                break;
                            case 4:
                                p.Editar(new(1, 2, Samples.Tipo(tipo), decimal.Round(monto * n / 500, 2) + 0.01m, Samples.Today), enVigor.Count > 0, null, Samples.Write);
                                break;
                            default:
                                enVigor.Add(p.Cobrar(HowMuch(p, n)));
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
    private static decimal HowMuch(Prestamo p, int n) => (n % 7) switch
    {
        0 => 0,
        1 => p.Restante,
        2 => p.Restante + 0.01m,
        3 or 4 => p.CobranzaIdeal,
        _ => decimal.Round(p.MontoUtilidad * n / 1000, 2),
    };

    /// <summary>Parts of the total: quarter weeks to whole ones; where told so, the last one pays what the ones in force leave open.</summary>
    private static Event[] Events(decimal monto, TestTipo tipo, (int Cuartos, int Dia, bool SeReversa)[] parts, bool full)
    {
        var plan = PlanDePagos.De(monto, Samples.Tipo(tipo));
        List<Event> events = [];
        var enVigor = 0m;
        foreach (var (cuartos, dia, seReversa) in parts)
        {
            var cuanto = Math.Min(decimal.Round(plan.Semanal * cuartos / 4, 2), plan.Total - enVigor);
            events.Add(new(cuanto, dia, seReversa));
            enVigor += seReversa ? 0 : cuanto;
        }

        if (full && enVigor < plan.Total)
        {
            events.Add(new(plan.Total - enVigor, parts[0].Dia / 2, false));
        }

        return [.. events];
    }

    /// <summary>
    /// Applies everything in a random order, a reversal after its payment; rejected operations are retried later. Null where the rest would be
    /// rejected permanently.
    /// </summary>
    private static Prestamo? InOneOrder(decimal monto, TestTipo tipo, Event[] events, Random random)
    {
        var prestamo = Samples.Conceder(monto, tipo, inicio: Dia(0), registrado: Instante(61));
        List<(Event anEvent, Pago? Pago)> pendientes = [.. events.Select(s => (s, (Pago?)null))];
        List<Pago> enVigor = [];
        while (pendientes.Count > 0)
        {
            var candidates = pendientes.ToArray();
            random.Shuffle(candidates);
            if (!candidates.Any(candidate =>
                {
                    var (anEvent, pago) = candidate;
                    if (prestamo.Attempt(p => pago = Do(p, anEvent, pago, enVigor)) != "hecho")
                    {
                        return false;
                    }

                    pendientes.Remove(candidate);
                    if (pago is not null && anEvent.SeReversa)
                    {
                        pendientes.Add((anEvent, pago));
                    }

                    return true;
                }))
            {
                return null;
            }
        }

        return prestamo;
    }

    private static Pago? Do(Prestamo prestamo, Event anEvent, Pago? pago, List<Pago> enVigor)
    {
        if (pago is not null)
        {
            prestamo.Reversar(pago, null, null, Samples.At(Instante(61)));
            enVigor.Remove(pago);
            return null;
        }

        var ultimo = enVigor.Where(p => p.MontoPagado > 0).Max(p => (DateTimeOffset?)p.FechaPago);
        pago = prestamo.Cobrar(anEvent.Monto, Instante(anEvent.Dia), ultimo, Samples.At(Instante(61)));
        enVigor.Add(pago);
        return pago;
    }

    /// <summary>The end, computed only from the payments in force.</summary>
    private static string Expected(decimal monto, TestTipo tipo, Event[] events)
    {
        var plan = PlanDePagos.De(monto, Samples.Tipo(tipo));
        var enVigor = events.Where(s => !s.SeReversa).ToList();
        var pagado = enVigor.Sum(s => s.Monto);
        var liquidado = pagado == plan.Total;
        var semana = Enumerable.Range(0, tipo.Semanas + 1).Last(k => k <= enVigor.Count && plan.Acumulado(k) <= pagado);
        DateTimeOffset? cierre = liquidado ? Instante(enVigor.Where(s => s.Monto > 0).Max(s => s.Dia)) : null;
        return Estado(pagado, enVigor.Count, liquidado ? StatusPrestamo.Liquidado : StatusPrestamo.Activo, cierre, semana, liquidado ? 0 : pagado - plan.Acumulado(semana));
    }

    private static string Estado(Prestamo p) => Estado(p.Pagado, p.NumeroPagos, p.Status, p.FechaCierre, p.Avance().SemanaActiva, p.Avance().AdelantoAcumulado);

    private static string Estado(decimal pagado, int pagos, StatusPrestamo status, DateTimeOffset? cierre, int semana, decimal adelanto) =>
        $"{pagado:0.00} {pagos} {status} {cierre:O} {semana} {adelanto:0.00}";

    private static DateTimeOffset Instante(int dia) => Samples.Ahora.AddDays(dia - 61);

    private static DateOnly Dia(int dia) => Samples.Today.AddDays(dia - 61);
}
