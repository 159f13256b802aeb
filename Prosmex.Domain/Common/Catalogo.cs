using System.Text.Json;

namespace Prosmex.Domain.Common;

/// <summary>The names of an enum's values as JSON and columns carry them (snake_case).</summary>
public static class Catalogo
{
    public static string Nombre<T>(T valor)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(valor.ToString());

    public static T DeNombre<T>(string nombre)
        where T : struct, Enum => Enum.Parse<T>(nombre.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>Name → value, in the order of the values.</summary>
    public static IReadOnlyDictionary<string, T> DeNombres<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(Nombre, valor => valor, StringComparer.Ordinal);
}
