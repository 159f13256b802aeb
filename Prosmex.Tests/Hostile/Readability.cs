using System.Text;
using System.Text.Json;

namespace Prosmex.Tests.Hostile;

/// <summary>Decides independently of the program whether a body is JSON that a route may accept.</summary>
internal static class Readability
{
    private const int Maximo = 1_048_576;
    private const int Levels = 32;

    /// <summary>Why every route must reject the body; null where it is acceptable.</summary>
    public static string? Problem(Body? body)
    {
        if (body is null || body.Bytes.Length == 0)
        {
            return "is not there";
        }

        if (body.Bytes.Length > Maximo)
        {
            return "is too large";
        }

        if (body.Type?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return $"is called {body.Type ?? "nothing"}";
        }

        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body.Bytes);
            using var document = JsonDocument.Parse(body.Bytes, new() { MaxDepth = Levels, AllowDuplicateProperties = false });
            return document.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? OfTexts(document.RootElement) : "is a mere value";
        }
        catch (Exception ex) when (ex is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return $"cannot be read ({ex.Message})";
        }
    }

    // A NUL or half of a surrogate pair, in names as in values.
    private static string? OfTexts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Select(p => OfText(p.Name) ?? OfTexts(p.Value)).FirstOrDefault(p => p is not null),
        JsonValueKind.Array => element.EnumerateArray().Select(OfTexts).FirstOrDefault(p => p is not null),
        JsonValueKind.String => OfText(element.GetString()!),
        _ => null,
    };

    private static string? OfText(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "has a NUL in it"
        : text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && !text.Contains('\ufffd', StringComparison.Ordinal) ? "has half a surrogate pair in it"
        : null;
}
