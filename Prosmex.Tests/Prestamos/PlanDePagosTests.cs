using CsCheck;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

[Trait("Kind", "Unit")]
public sealed class PlanDePagosTests
{
    private const int Times = 3000;

    [Theory]
    [InlineData("1000", "1400", "100")]
    [InlineData("1234.56", "1728.38", "123.46")]
    [InlineData("0.01", "0.01", "0")]
    [InlineData("9999999.99", "13999999.99", "1000000")]
    public void De_TheNominal_GivesTotalAndSemanalToTheCentavo(string monto, string total, string semanal)
    {
        var plan = PlanDePagos.De(Decimal(monto), Samples.Tipo(TestTipo.De14));
        Assert.Equal((Decimal(total), Decimal(semanal), 14), (plan.Total, plan.Semanal, plan.Semanas));
    }

    [Fact]
    public void Debe_SemanalRoundedDown_LastSemanaOwesTheCentavos()
    {
        var plan = PlanDePagos.De(3333.33m, Samples.Tipo(TestTipo.De11));
        Assert.Equal((333.33m, 333.33m, 333.36m), (plan.Debe(1), plan.Debe(10), plan.Debe(11)));
    }

    [Fact]
    public void Debe_SemanalRoundedUp_LastSemanasOweLessAndNeverNegative()
    {
        // 0.0056 a week is a cent: after eleven weeks nothing is left for the other nine.
        var plan = PlanDePagos.De(0.08m, Samples.Tipo(TestTipo.De20));
        Assert.Equal((0.11m, 0.01m), (plan.Total, plan.Semanal));
        Assert.Equal([0.01m, 0m, 0m], new[] { 11, 12, 20 }.Select(plan.Debe));
    }

    [Fact]
    public void Debe_WeeklyRateRoundedDown_LastWeekOwesTheRest()
    {
        // 30 % over twelve weeks: 0.108333 a week.
        var plan = PlanDePagos.De(100_000m, Samples.Tipo(new(99, 12, 0.108333m, 0.3m, 1, 1)));

        Assert.Equal((130_000m, 10_833.30m, 10_833.70m), (plan.Total, plan.Debe(11), plan.Debe(12)));
    }

    [Fact]
    public void Debe_OutsideThePlan_IsZero()
    {
        var plan = new PlanDePagos(1400, 100, 14);
        Assert.Equal([0m, 0m, 0m], new[] { -1, 0, 15 }.Select(plan.Debe));
        Assert.Equal((0m, 1400m), (plan.Acumulado(-3), plan.Acumulado(99)));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("99.99", 0)]
    [InlineData("100", 1)]
    [InlineData("1399.99", 13)]
    [InlineData("1400", 14)]
    public void Cubiertas_OneCentavoLess_IsOneSemanaLess(string pagado, int semanas) =>
        Assert.Equal(semanas, new PlanDePagos(1400, 100, 14).Cubiertas(Decimal(pagado)));

    [Fact]
    public void Plan_AnyLegalMontoAndTipo_AddsUpToTheTotal() => Gen.Select(Samples.Monto, Samples.TipoLegal).Sample(
        (monto, tipo) =>
        {
            var plan = PlanDePagos.De(monto, Samples.Tipo(tipo));
            var debe = Enumerable.Range(1, tipo.Semanas).Select(plan.Debe).ToList();
            Assert.True(plan.Total > 0);
            Assert.Equal(plan.Total, debe.Sum());
            Assert.All(debe, d => Assert.True(d >= 0 && d == decimal.Round(d, 2)));
            Assert.All(debe.SkipLast(1), d => Assert.True(d <= plan.Semanal));
            Assert.All(Enumerable.Range(0, tipo.Semanas + 1), k => Assert.Equal(debe.Take(k).Sum(), plan.Acumulado(k)));
        },
        iter: Times);

    [Fact]
    public void Cubiertas_AnyPagado_IsTheMostThatTheMoneyCovers() => Gen.Select(Samples.Monto, Samples.TipoLegal, Gen.Int[0, 1_000_000], Gen.Int[-1, 1]).Sample(
        (monto, tipo, part, centavo) =>
        {
            // Around the edges of a week as often as anywhere else.
            var plan = PlanDePagos.De(monto, Samples.Tipo(tipo));
            var pagado = part % 2 == 0 ? decimal.Round(plan.Total * part / 1_000_000m, 2) : plan.Acumulado(part % (tipo.Semanas + 1)) + (centavo / 100m);
            pagado = Math.Clamp(pagado, 0, plan.Total);
            Assert.Equal(Enumerable.Range(0, tipo.Semanas + 1).Last(k => plan.Acumulado(k) <= pagado), plan.Cubiertas(pagado));
        },
        iter: Times);

    [Fact]
    public void HalfSemanal_AnyNumberOfTimes_NeverCompletesASemanaPerPago() => Gen.Select(Samples.Monto, Samples.TipoLegal).Sample(
        (monto, tipo) =>
        {
            var prestamo = Samples.Conceder(monto, tipo);
            var media = decimal.Floor(prestamo.CobranzaIdeal * 50) / 100;
            if (prestamo.CobranzaIdeal == 0)
            {
                return; // Weeks that owe nothing are completed by a visit.
            }

            for (var k = 1; k <= 2 * tipo.Semanas && media < prestamo.Restante; k++)
            {
                prestamo.Cobrar(media);
                Assert.True(prestamo.Avance().SemanaActiva <= k / 2, $"{k} medias: {prestamo.Avance()}");
            }
        },
        iter: Times);

    [Fact]
    public void ExactPayer_AtSevenPercent_IsNeverShort() => Samples.Monto.Sample(
        monto =>
        {
            var prestamo = Samples.Conceder(monto, TestTipo.De20);
            for (var semana = 1; semana <= 20 && !prestamo.EstaCerrado; semana++)
            {
                var debe = prestamo.Plan.Debe(semana);
                Assert.Equal(semana == 20 ? prestamo.Restante : Math.Min(prestamo.CobranzaIdeal, prestamo.Restante), debe);
                prestamo.Cobrar(debe);
                var avance = prestamo.Avance();
                Assert.Equal((semana, 0m, prestamo.EstaCerrado ? 0 : 20 - semana), (avance.SemanaActiva, avance.AdelantoAcumulado, avance.SemanasQueDebe));
            }

            Assert.Equal((StatusPrestamo.Liquidado, 0m), (prestamo.Status, prestamo.Restante));
        },
        iter: Times);

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
