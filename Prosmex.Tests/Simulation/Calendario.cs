namespace Prosmex.Tests.Simulation;

/// <summary>Days and weeks of Mexico City, implemented independently of the code under test.</summary>
internal static class Calendario
{
    private static readonly TimeZoneInfo Mexico = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    public static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, Mexico).DateTime);

    public static DateOnly Lunes(DateOnly dia) => dia.AddDays(-(((int)dia.DayOfWeek + 6) % 7));

    /// <summary>The instant of a local time; the hour that occurs twice is never used.</summary>
    public static DateTimeOffset Hora(DateOnly dia, TimeSpan hora)
    {
        var local = dia.ToDateTime(TimeOnly.MinValue) + hora;
        return new DateTimeOffset(local, Mexico.GetUtcOffset(local)).ToUniversalTime();
    }

    public static DateTimeOffset Inicio(DateOnly dia) => Hora(dia, TimeSpan.Zero);

    /// <summary>What a mere day means: now if it is today, else its noon.</summary>
    public static DateTimeOffset Instante(DateOnly dia, DateTimeOffset ahora) => dia == Dia(ahora) ? ahora : Hora(dia, TimeSpan.FromHours(12));
}
