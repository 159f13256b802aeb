using System.ComponentModel;
using System.Reflection;
using System.Text.Json;

namespace Prosmex.Domain.Common;

/// <summary>The snake_case names of an enum's values in JSON and in columns, and the labels that users read.</summary>
public static class EnumNames
{
    public static string NameOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The value's <see cref="DescriptionAttribute"/>, or its name where that needs no other spelling.</summary>
    public static string LabelOf<T>(T value)
        where T : struct, Enum => typeof(T).GetField(value.ToString())?.GetCustomAttribute<DescriptionAttribute>()?.Description ?? value.ToString();

    public static T Parse<T>(string nombre)
        where T : struct, Enum => Enum.Parse<T>(nombre.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Name → value, in the order of the values.</summary>
    public static IReadOnlyDictionary<string, T> ByName<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(NameOf, value => value, StringComparer.Ordinal);
}
