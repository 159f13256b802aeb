namespace Prosmex.Tests.Hostile;

/// <summary>Choices of a seeded generator.</summary>
internal static class Chance
{
    public static bool Happens(this Random r, double probability) => r.NextDouble() < probability;

    public static T Pick<T>(this Random r, IReadOnlyList<T> options) => options[r.Next(options.Count)];

    /// <summary>Some of them, at least one where there is one, in their order.</summary>
    public static IReadOnlyList<T> SomeOf<T>(this Random r, IReadOnlyList<T> options, double probability)
    {
        List<T> some = [.. options.Where(_ => r.Happens(probability))];
        return some.Count > 0 || options.Count == 0 ? some : [r.Pick(options)];
    }
}
