using System.Globalization;
using Prosmex.Domain.Common;

namespace Prosmex.Benchmarks.Loading;

/// <summary>
/// The time of every measurement: always the same Wednesday afternoon, so that a loaded lender can be reused and no run measures an empty Monday.
/// Product and floor run with a clock shifted to it by whole hours.
/// </summary>
internal sealed class AnchoredClock : TimeProvider
{
    public static readonly Semana Semana = Semana.De(new DateOnly(2026, 11, 18));

    private static readonly DateTimeOffset Noon = HoraMexico.Inicio(Semana.Lunes.AddDays(2)).AddHours(12);

    public AnchoredClock()
        : this((int)Math.Ceiling((Noon - System.GetUtcNow()).TotalHours))
    {
    }

    public AnchoredClock(int hours) => Hours = hours;

    public int Hours { get; }

    /// <summary>For <c>--reloj</c>.</summary>
    public string Offset => Hours.ToString("+0;-0", CultureInfo.InvariantCulture) + "h";

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromHours(Hours);
}
