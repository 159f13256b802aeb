namespace Prosmex.Domain.Prestamos;

/// <summary>
/// The Costo Anual Total of a loan, in percent, without IVA: the yearly rate at which what is paid is worth what was lent, with times in weeks of which
/// a year has 52.
/// </summary>
/// <remarks>
/// Formula: Banco de México, Circular 21/2009, with the plan's weeks as periods. There are no commissions. The weekly factor is solved in decimal; only
/// its 52nd power is taken in floating point, whose relative error of some 10⁻¹³ is below 0.001 for the largest figure told.
/// </remarks>
public static class Cat
{
    /// <summary>The method of calculation, which answers name: the regulator may prescribe another one.</summary>
    public const string Metodo = "Banco de México, Circular 21/2009";

    private const int WeeksOfAYear = 52;

    /// <summary>Above it the figure says nothing, and its power leaves the range of a decimal.</summary>
    private const decimal Maximum = 999_999_999.9m;

    // A decimal has 28 digits; each halving gives a binary one.
    private const int Halvings = 90;

    /// <param name="monto">Lent: the nominal amount, MXN.</param>
    /// <returns>With one decimal; null where it is above 999,999,999.9 or the plan pays back less than was lent.</returns>
    public static decimal? De(decimal monto, PlanDePagos plan)
    {
        if (monto <= 0 || plan.Total < monto)
        {
            return null;
        }

        var cat = (Math.Pow((double)(1 / WeeklyFactor(monto, plan)), WeeksOfAYear) - 1) * 100;
        return cat > (double)Maximum ? null : Math.Round((decimal)cat, 1, MidpointRounding.AwayFromZero);
    }

    // What 1.00 peso of next week is worth today: the factor at which the plan is worth what was lent. The plan's worth grows with it.
    private static decimal WeeklyFactor(decimal monto, PlanDePagos plan)
    {
        var (low, high) = (0m, 1m);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            if (Worth(plan, middle) > monto)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return high;
    }

    // By Horner's rule, from the last week back.
    private static decimal Worth(PlanDePagos plan, decimal factor)
    {
        var worth = 0m;
        for (var semana = plan.Semanas; semana >= 1; semana--)
        {
            worth = (worth + plan.Debe(semana)) * factor;
        }

        return worth;
    }
}
