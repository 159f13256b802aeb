using System.Globalization;
using Prosmex.Domain.Common;

namespace Prosmex.Benchmarks.Carga;

/// <summary>
/// The moment that everything is measured at: always the same Wednesday after noon, so that a loaded lender stays good and no run sees an empty
/// Monday. Product and floor both run on a clock that is shifted by whole hours to it.
/// </summary>
internal sealed class Ancla : TimeProvider
{
    public static readonly Semana Semana = Semana.De(new DateOnly(2026, 11, 18));

    private static readonly DateTimeOffset Mediodia = HoraMexico.Inicio(Semana.Lunes.AddDays(2)).AddHours(12);

    public Ancla()
        : this((int)Math.Ceiling((Mediodia - System.GetUtcNow()).TotalHours))
    {
    }

    public Ancla(int horas) => Horas = horas;

    public int Horas { get; }

    /// <summary>For <c>--reloj</c>.</summary>
    public string Desfase => Horas.ToString("+0;-0", CultureInfo.InvariantCulture) + "h";

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromHours(Horas);
}
