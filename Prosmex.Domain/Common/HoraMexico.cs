namespace Prosmex.Domain.Common;

/// <summary>Business time: days and clock hours of America/Mexico_City, independent of the machine's and the database's time zone.</summary>
public static class HoraMexico
{
    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    private static readonly TimeOnly Mediodia = new(12, 0);

    /// <summary>The business day in which an instant falls.</summary>
    public static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, Zone).DateTime);

    /// <summary>The UTC instant of a local time in Mexico City; for an hour that occurs twice, the second.</summary>
    public static DateTimeOffset Instante(DateTime hora)
    {
        var local = DateTime.SpecifyKind(hora, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>The instant at which a day begins.</summary>
    public static DateTimeOffset Inicio(DateOnly dia) => Instante(dia.ToDateTime(TimeOnly.MinValue));

    /// <summary>The instant used for a day given without a time: now if it is today, else noon of that day.</summary>
    public static DateTimeOffset InstanteDe(DateOnly dia, DateTimeOffset ahora) => dia == Dia(ahora) ? ahora : Instante(dia.ToDateTime(Mediodia));
}
