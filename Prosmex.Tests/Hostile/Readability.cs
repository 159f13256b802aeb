using System.Text;
using System.Text.Json;

namespace Prosmex.Tests.Hostile;

/// <summary>Decides independently of the program whether a body is JSON that a route may accept.</summary>
internal static class Readability
{
    private const int Maximo = 1_048_576;
    private const int Niveles = 32;

    /// <summary>Why every route must reject the body; null where it is acceptable.</summary>
    public static string? Problema(Cuerpo? body)
    {
        if (body is null || body.Bytes.Length == 0)
        {
            return "is not there";
        }

        if (body.Bytes.Length > Maximo)
        {
            return "is too large";
        }

        if (body.Tipo?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return $"is called {body.Tipo ?? "nothing"}";
        }

        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body.Bytes);
            using var documento = JsonDocument.Parse(body.Bytes, new() { MaxDepth = Niveles, AllowDuplicateProperties = false });
            return documento.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? DeTextos(documento.RootElement) : "is a mere value";
        }
        catch (Exception ex) when (ex is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return $"cannot be read ({ex.Message})";
        }
    }

    // A NUL or half of a surrogate pair, in names as in values.
    private static string? DeTextos(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p => DeTexto(p.Name) ?? DeTextos(p.Value)).FirstOrDefault(p => p is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(DeTextos).FirstOrDefault(p => p is not null),
        JsonValueKind.String => DeTexto(element.GetString()!),
        _ => null,
    };

    private static string? DeTexto(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "has a NUL in it"
        : text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && !text.Contains('\ufffd', StringComparison.Ordinal) ? "has half a surrogate pair in it"
        : null;
}
