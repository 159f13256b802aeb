namespace Prosmex.Domain.Common;

/// <summary>Amounts in MXN: decimals with two places, never floating point.</summary>
public static class Dinero
{
    /// <summary>The maximum of one amount in a request.</summary>
    public const decimal Maximo = 9_999_999.99m;

    /// <summary>Half away from zero, like PostgreSQL's numeric.</summary>
    public static decimal Redondear(decimal monto) => Math.Round(monto, 2, MidpointRounding.AwayFromZero);

    /// <summary>A fraction with 6 decimals; null where the whole is 0.</summary>
    public static decimal? Fraction(decimal part, decimal todo) => todo == 0 ? null : Math.Round(part / todo, 6, MidpointRounding.AwayFromZero);

    /// <summary>A percentage with 2 decimals; 0 where the whole is 0.</summary>
    public static decimal Porcentaje(decimal part, decimal todo) => todo == 0 ? 0 : Redondear(part / todo * 100);

    /// <summary>With two decimals and a thousands separator, for messages.</summary>
    public static string Text(decimal monto) => monto.ToString("$#,##0.00", System.Globalization.CultureInfo.InvariantCulture);
}
