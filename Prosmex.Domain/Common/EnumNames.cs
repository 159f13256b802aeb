using System.Text.Json;

namespace Prosmex.Domain.Common;

/// <summary>The snake_case names of an enum's values in JSON and in columns.</summary>
public static class EnumNames
{
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    public static T Parse<T>(string nombre)
        where T : struct, Enum => Enum.Parse<T>(nombre.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Name → value, in the order of the values.</summary>
    public static IReadOnlyDictionary<string, T> ByName<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(NameOf, value => value, StringComparer.Ordinal);
}
