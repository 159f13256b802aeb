namespace Prosmex.Tests.Hostile;

/// <summary>Choices of a seeded generator.</summary>
internal static class Chance
{
    public static bool Toca(this Random r, double probabilidad) => r.NextDouble() < probabilidad;

    public static T De<T>(this Random r, IReadOnlyList<T> options) => options[r.Next(options.Count)];

    /// <summary>Some of them, at least one where there is one, in their order.</summary>
    public static IReadOnlyList<T> Algunos<T>(this Random r, IReadOnlyList<T> options, double probabilidad)
    {
        List<T> algunos = [.. options.Where(_ => r.Toca(probabilidad))];
        return algunos.Count > 0 || options.Count == 0 ? algunos : [r.De(options)];
    }
}
