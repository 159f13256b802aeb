using System.Globalization;
using System.Text.RegularExpressions;

namespace Prosmex.LocalHost.Runtime;

/// <summary>
/// The clocks of <c>--reloj</c>. They only change the current time: timestamps and timers stay real, so waits and timeouts keep working.
/// </summary>
internal static partial class Clocks
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
    ];

    /// <summary>An instant with its offset is a frozen clock; <c>+36h</c>, <c>-90m</c>, <c>+2d</c> or <c>+30s</c> is an offset from the system's clock.</summary>
    /// <exception cref="LocalHostException">Neither of the two.</exception>
    public static TimeProvider Parse(string text)
    {
        if (Shift().Match(text) is { Success: true } match)
        {
            var amount = int.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture);
            var shift = match.Groups["unit"].Value switch
            {
                "d" => TimeSpan.FromDays(amount),
                "h" => TimeSpan.FromHours(amount),
                "m" => TimeSpan.FromMinutes(amount),
                _ => TimeSpan.FromSeconds(amount),
            };
            return new ShiftedClock(shift);
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? new StoppedClock(instant)
            : throw new LocalHostException($"No se entiende --reloj {text}: use un instante como 2026-11-18T12:00:00-06:00 o un desfase como +36h, -90m, +2d.");
    }

    [GeneratedRegex(@"^(?<amount>[+-][0-9]{1,5})(?<unit>[dhms])\z")]
    private static partial Regex Shift();
}

internal sealed class StoppedClock(DateTimeOffset instant) : TimeProvider
{
    private readonly DateTimeOffset _utc = instant.ToUniversalTime();

    public override DateTimeOffset GetUtcNow() => _utc;
}

internal sealed class ShiftedClock(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + shift;
}
