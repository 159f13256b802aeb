namespace Prosmex.Domain.Common;

/// <summary>A week of the business: Monday 00:00 to next Monday 00:00 in Mexico City, half open. Its key is the Monday; its length is not always 168 hours.</summary>
public readonly record struct Semana
{
    private Semana(DateOnly lunes) => Lunes = lunes;

    public DateOnly Lunes { get; }

    public DateOnly Domingo => Lunes.AddDays(6);

    /// <summary>The first instant.</summary>
    public DateTimeOffset Inicio => HoraMexico.Inicio(Lunes);

    /// <summary>The first instant of the next week.</summary>
    public DateTimeOffset Fin => HoraMexico.Inicio(Lunes.AddDays(7));

    public Semana Siguiente => new(Lunes.AddDays(7));

    /// <summary>This week and those after it, up to another; none where that is earlier.</summary>
    public IEnumerable<Semana> Hasta(Semana ultima)
    {
        for (var semana = this; semana.Lunes <= ultima.Lunes; semana = semana.Siguiente)
        {
            yield return semana;
        }
    }

    /// <summary>The week that holds a day.</summary>
    public static Semana De(DateOnly dia) => new(dia.AddDays(-(((int)dia.DayOfWeek + 6) % 7)));

    /// <summary>The week that holds an instant.</summary>
    public static Semana De(DateTimeOffset instante) => De(HoraMexico.Dia(instante));
}
