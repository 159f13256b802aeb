using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prosmex.Domain.Common;

namespace Prosmex.Functions.Http;

/// <summary>Reads the rows of a batch.</summary>
internal static class RowReading
{
    public static Fila<T> Read<T>(JsonElement elemento)
        where T : class
    {
        try
        {
            return new(RequestReading.Convert<T>(elemento), null, Echo<T>(elemento));
        }
        catch (DominioException ex)
        {
            return new(null, ex.Error, Echo<T>(elemento));
        }
    }

    /// <summary>The fields that the route knows, as far as they are plain values: whatever else came along is not sent back.</summary>
    public static JsonObject? Echo<T>(JsonElement elemento)
    {
        if (elemento.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var eco = new JsonObject();
        foreach (var propiedad in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var nombre = JsonNamingPolicy.SnakeCaseLower.ConvertName(propiedad.Name);
            if (elemento.TryGetProperty(nombre, out var valor))
            {
                eco[nombre] = valor.ValueKind switch
                {
                    JsonValueKind.Object or JsonValueKind.Array => null,
                    JsonValueKind.String => valor.GetString(),
                    _ => JsonValue.Create(valor),
                };
            }
        }

        return eco;
    }
}
