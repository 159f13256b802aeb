using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Tests.Prestamos;

/// <summary>The Costo Anual Total, against figures from elsewhere and against its definition.</summary>
[Trait("Kind", "Unit")]
public sealed class CatTests
{
    // The five products of the seed, of any amount from 1,000.00 on.
    [Theory]
    [InlineData(14, "0.10", "0.40", "1068.5")]
    [InlineData(20, "0.07", "0.40", "481.4")]
    [InlineData(30, "0.05", "0.50", "330.0")]
    [InlineData(11, "0.10", "0.10", "131.0")]
    [InlineData(13, "0.10", "0.30", "659.8")]
    public void De_EachProduct_IsItsFigureAtAnyScale(int semanas, string semanal, string interes, string cat)
    {
        foreach (var monto in (decimal[])[1000, 1500, 5000, 12_300, 999_999.99m])
        {
            var plan = new PlanDePagos(
                Dinero.Redondear(monto * (1 + decimal.Parse(interes, null))), Dinero.Redondear(monto * decimal.Parse(semanal, null)), semanas);

            Assert.Equal(decimal.Parse(cat, null), Cat.De(monto, plan));
        }
    }

    // Published in 2016 by a large Mexican lender to groups: a level payment at a yearly rate that is charged weekly.
    [Theory]
    [InlineData(16, "0.780", "116.9")]
    [InlineData(11, "0.770", "114.8")]
    public void De_PublishedFigures_AreTheirs(int semanas, string tasaAnual, string cat)
    {
        const decimal Monto = 1_000_000m;
        var semanal = decimal.Parse(tasaAnual, null) / 52;
        var factor = Enumerable.Repeat(1 / (1 + semanal), semanas).Aggregate((a, b) => a * b);
        var pago = Dinero.Redondear(Monto * semanal / (1 - factor));

        Assert.Equal(decimal.Parse(cat, null), Cat.De(Monto, new(pago * semanas, pago, semanas)));
    }

    [Fact]
    public void De_AnyPlan_SolvesItsDefinitionAndGrowsWithWhatIsPaid()
    {
        var random = new Random(20261130);
        for (var round = 0; round < 500; round++)
        {
            var monto = random.Next(1000, 100_000);
            var semanas = random.Next(2, 60);
            var total = Dinero.Redondear(monto * (1 + ((decimal)random.NextDouble() * 1.5m)));
            var plan = new PlanDePagos(total, Dinero.Redondear(total / semanas), semanas);
            var dearer = new PlanDePagos(total + Math.Max(1, monto / 50), plan.Semanal, semanas);

            var cat = Cat.De(monto, plan);

            // 999,999,999.9 and the rounding are all that keeps it from being exact.
            if (cat is { } found)
            {
                Assert.InRange(monto, (decimal)Worth(plan, found + 0.06m), (decimal)Worth(plan, Math.Max(0, found - 0.06m)) + 0.01m);
                Assert.True(Cat.De(monto, dearer) is null || Cat.De(monto, dearer) >= found, $"{monto}, {plan}");
            }
        }
    }

    [Theory]
    [InlineData(1000, 1000, 100, 10, 0)]
    [InlineData(1000, 900, 100, 9, null)]
    [InlineData(0, 0, 0, 1, null)]
    [InlineData(1000, 101_000, 101_000, 1, null)]
    public void De_AtTheEdges_IsZeroOrNone(int monto, int total, int semanal, int semanas, int? cat) =>
        Assert.Equal(cat, Cat.De(monto, new(total, semanal, semanas)));

    // By floating point, and by powers instead of Horner's rule.
    private static double Worth(PlanDePagos plan, decimal cat) =>
        Enumerable.Range(1, plan.Semanas).Sum(k => (double)plan.Debe(k) / Math.Pow(1 + ((double)cat / 100), k / 52.0));
}
