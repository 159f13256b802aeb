using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

/// <summary>Reads the rows of a batch.</summary>
internal static class RowReading
{
    public static Fila<T> Read<T>(JsonElement element)
        where T : class
    {
        try
        {
            return new(RequestReading.Convert<T>(element), null, Echo<T>(element));
        }
        catch (DominioException ex)
        {
            return new(null, ex.Error, Echo<T>(element));
        }
    }

    /// <summary>The known fields with scalar values: other content is not echoed.</summary>
    public static JsonObject? Echo<T>(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var eco = new JsonObject();
        foreach (var property in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var nombre = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
            if (element.TryGetProperty(nombre, out var value))
            {
                eco[nombre] = value.ValueKind switch
                {
                    JsonValueKind.Object or JsonValueKind.Array => null,
                    JsonValueKind.String => value.GetString(),
                    _ => JsonValue.Create(value),
                };
            }
        }

        return eco;
    }
}
