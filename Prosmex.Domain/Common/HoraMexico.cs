namespace Prosmex.Domain.Common;

/// <summary>Business time: days and clock hours of America/Mexico_City, whatever the machine's or the database's zone is.</summary>
public static class HoraMexico
{
    public static readonly TimeZoneInfo Zona = TimeZoneInfo.FindSystemTimeZoneById("America/Mexico_City");

    /// <summary>The business day in which an instant falls.</summary>
    public static DateOnly Dia(DateTimeOffset instante) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instante, Zona).DateTime);
}
