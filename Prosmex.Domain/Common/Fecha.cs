using System.Globalization;

namespace Prosmex.Domain.Common;

/// <summary>A date as clients send it: a day in Mexico City, or an instant.</summary>
/// <param name="Dia">The day, or the day of the instant.</param>
/// <param name="Instante">Null where only a day was sent.</param>
public readonly record struct Fecha(DateOnly Dia, DateTimeOffset? Instante)
{
    private static readonly string[] Dias = ["yyyy-MM-dd", "dd/MM/yyyy", "dd-MM-yyyy"];

    private static readonly string[] Instantes =
        [.. from separador in new[] { "'T'", "' '" } from hora in new[] { "HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF" } select $"yyyy-MM-dd{separador}{hora}K"];

    // Beyond these the conversion to UTC could overflow; no business date does.
    private static readonly DateOnly Primero = new(1900, 1, 1);
    private static readonly DateOnly Ultimo = new(2999, 12, 31);

    /// <summary>Reads <c>YYYY-MM-DD</c>, <c>DD/MM/YYYY</c>, <c>DD-MM-YYYY</c> or an ISO instant (without offset: Mexico City time); else null.</summary>
    public static Fecha? Read(string text)
    {
        if (DateOnly.TryParseExact(text, Dias, CultureInfo.InvariantCulture, DateTimeStyles.None, out var dia))
        {
            return EnCalendario(dia) ? new(dia, null) : null;
        }

        if (!DateTime.TryParseExact(text, Instantes, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var hora)
            || !EnCalendario(DateOnly.FromDateTime(hora)))
        {
            return null;
        }

        var instante = hora.Kind == DateTimeKind.Utc ? new DateTimeOffset(hora) : HoraMexico.Instante(hora);

        // The database keeps microseconds.
        instante = instante.AddTicks(-(instante.Ticks % TimeSpan.TicksPerMicrosecond));
        return new(HoraMexico.Dia(instante), instante);
    }

    /// <summary>The instant that was sent, or of the day: now for today, else its noon.</summary>
    public DateTimeOffset ToInstante(DateTimeOffset ahora) => Instante ?? HoraMexico.InstanteDe(Dia, ahora);

    /// <summary>A day as users read it.</summary>
    public static string Text(DateOnly dia) => dia.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static bool EnCalendario(DateOnly dia) => dia >= Primero && dia <= Ultimo;
}
