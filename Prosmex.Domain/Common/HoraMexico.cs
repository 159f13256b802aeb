namespace Prosmex.Domain.Common;

/// <summary>Business time: days and clock hours of America/Mexico_City, whatever the machine's or the database's zone is.</summary>
public static class HoraMexico
{
    public static readonly TimeZoneInfo Zona = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    private static readonly TimeOnly Mediodia = new(12, 0);

    /// <summary>The business day in which an instant falls.</summary>
    public static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, Zona).DateTime);

    /// <summary>The UTC instant at which clocks in Mexico City show this; of an hour that came twice, the second.</summary>
    public static DateTimeOffset Instante(DateTime hora)
    {
        var local = DateTime.SpecifyKind(hora, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, Zona.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The instant at which a day begins.</summary>
    public static DateTimeOffset Inicio(DateOnly dia) => Instante(dia.ToDateTime(TimeOnly.MinValue));

    /// <summary>The instant that stands for a day of which only the date is known: now if it is today, else its noon.</summary>
    public static DateTimeOffset InstanteDe(DateOnly dia, DateTimeOffset ahora) => dia == Dia(ahora) ? ahora : Instante(dia.ToDateTime(Mediodia));
}
