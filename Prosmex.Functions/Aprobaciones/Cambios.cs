using System.Text.Json;
using Prosmex.Domain.Aprobaciones;

namespace Prosmex.Functions.Aprobaciones;

/// <summary>What differs between two answers about the same object.</summary>
public static class Cambios
{
    // Those of a trial: what is done later gets others.
    private static readonly HashSet<string> IdsOfTheObject = ["id", "prestamo_id"];

    // As in the bitácora: a solicitud is no second place to read them.
    private static readonly HashSet<string> ShownByTheirEnd = ["clabe", "curp", "rfc"];

    /// <summary>The fields of an answer and of its parts, lists left out, each as text; a field without a value is left out.</summary>
    public static IReadOnlyDictionary<string, string?> Fields(JsonElement answer)
    {
        Dictionary<string, string?> fields = [];
        Collect(answer, "", fields);
        return fields;
    }

    /// <summary>The fields that differ, in the order of the later answer; of personal keys the last four characters. Without the object's own id.</summary>
    public static IReadOnlyList<CambioDto> Between(IReadOnlyDictionary<string, string?> before, IReadOnlyDictionary<string, string?> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return [.. after.Keys.Union(before.Keys)
            .Where(name => !IdsOfTheObject.Contains(name) && before.GetValueOrDefault(name) != after.GetValueOrDefault(name))
            .Select(name => new CambioDto(name, Shown(name, before.GetValueOrDefault(name)), Shown(name, after.GetValueOrDefault(name))))];
    }

    private static void Collect(JsonElement element, string prefix, Dictionary<string, string?> fields)
    {
        foreach (var property in element.EnumerateObject())
        {
            var (name, value) = (prefix + property.Name, property.Value);
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    Collect(value, $"{name}.", fields);
                    break;
                case JsonValueKind.Array or JsonValueKind.Null:
                    break;
                case JsonValueKind.String:
                    fields[name] = value.GetString();
                    break;
                default:
                    fields[name] = value.GetRawText();
                    break;
            }
        }
    }

    private static string? Shown(string name, string? value) => value is { Length: > 4 } && ShownByTheirEnd.Contains(name) ? "…" + value[^4..] : value;
}
