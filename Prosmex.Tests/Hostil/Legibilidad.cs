using System.Text;
using System.Text.Json;

namespace Prosmex.Tests.Hostil;

/// <summary>Tells, without the program's own means, whether a body is JSON that a route may look at.</summary>
internal static class Legibilidad
{
    private const int Maximo = 1_048_576;
    private const int Niveles = 32;

    /// <summary>Why the body must be refused, whatever the route; null where it may be taken.</summary>
    public static string? Problema(Cuerpo? cuerpo)
    {
        if (cuerpo is null || cuerpo.Bytes.Length == 0)
        {
            return "is not there";
        }

        if (cuerpo.Bytes.Length > Maximo)
        {
            return "is too large";
        }

        if (cuerpo.Tipo?.Contains("json", StringComparison.OrdinalIgnoreCase) != true)
        {
            return $"is called {cuerpo.Tipo ?? "nothing"}";
        }

        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(cuerpo.Bytes);
            using var documento = JsonDocument.Parse(cuerpo.Bytes, new() { MaxDepth = Niveles, AllowDuplicateProperties = false });
            return documento.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? DeTextos(documento.RootElement) : "is a mere value";
        }
        catch (Exception ex) when (ex is JsonException or DecoderFallbackException or InvalidOperationException)
        {
            return $"cannot be read ({ex.Message})";
        }
    }

    // A NUL or half of a surrogate pair, in names as in values.
    private static string? DeTextos(JsonElement elemento) => elemento.ValueKind switch
    {
        JsonValueKind.Object => elemento.EnumerateObject().Select(p => DeTexto(p.Name) ?? DeTextos(p.Value)).FirstOrDefault(p => p is not null),
        JsonValueKind.Array => elemento.EnumerateArray().Select(DeTextos).FirstOrDefault(p => p is not null),
        JsonValueKind.String => DeTexto(elemento.GetString()!),
        _ => null,
    };

    private static string? DeTexto(string texto) =>
        texto.Contains('\0', StringComparison.Ordinal) ? "has a NUL in it"
        : texto.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && !texto.Contains('\ufffd', StringComparison.Ordinal) ? "has half a surrogate pair in it"
        : null;
}
