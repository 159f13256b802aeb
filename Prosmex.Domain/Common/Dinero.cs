namespace Prosmex.Domain.Common;

/// <summary>Amounts in MXN: decimals with two places, never floating point.</summary>
public static class Dinero
{
    /// <summary>What one amount from outside may be at most.</summary>
    public const decimal Maximo = 9_999_999.99m;

    /// <summary>Half away from zero, as PostgreSQL rounds numeric: both give the same cent.</summary>
    public static decimal Redondear(decimal monto) => Math.Round(monto, 2, MidpointRounding.AwayFromZero);

    /// <summary>A part of a whole with 6 decimals; null where there is no whole.</summary>
    public static decimal? Fraccion(decimal parte, decimal todo) => todo == 0 ? null : Math.Round(parte / todo, 6, MidpointRounding.AwayFromZero);

    /// <summary>A part of a whole × 100 with 2 decimals; 0 where there is no whole.</summary>
    public static decimal Porcentaje(decimal parte, decimal todo) => todo == 0 ? 0 : Redondear(parte / todo * 100);

    /// <summary>With two decimals and a thousands separator, for messages.</summary>
    public static string Texto(decimal monto) => monto.ToString("$#,##0.00", System.Globalization.CultureInfo.InvariantCulture);
}
