using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Holds the texts of problems against docs/guia-de-textos.md: people who do not program read them.</summary>
internal static partial class Wording
{
    /// <summary>What only programmers meet may be technical.</summary>
    private static readonly HashSet<string> Technical =
        ["solicitud.json", "solicitud.tipo_de_contenido", "idempotencia.clave", "idempotencia.otro_contenido", "idempotencia.en_curso"];

    /// <summary>No text of the problem has a word that its readers do not know.</summary>
    public static void AssertReadable(ApiResponse response)
    {
        if (response.Message.Content.Headers.ContentType?.MediaType != ProblemMapper.ContentType || response.Text.Length == 0)
        {
            return;
        }

        foreach (var text in TextsOf(response.Json))
        {
            Assert.True(FindWord(text) is not { } word, $"{response.Codigo}: «{FindWord(text)}» is no word for users (docs/guia-de-textos.md): {text}");
        }
    }

    /// <summary>The first word that does not belong in a text for users; null where there is none.</summary>
    public static string? FindWord(string text) => Foreign().Match(text) is { Success: true } match ? match.Value : null;

    // The message of a batch repeats the error of its first row, which may be technical.
    private static IEnumerable<string> TextsOf(JsonNode problem)
    {
        List<JsonNode> rows = [.. problem["data"]?["errors"]?.AsArray().OfType<JsonNode>() ?? []];
        if (!rows.Prepend(problem).Any(IsTechnical))
        {
            yield return (string)problem["message"]!;
        }

        foreach (var row in rows.Where(row => !IsTechnical(row)))
        {
            yield return (string)row["error"]!;
        }

        foreach (var (_, reason) in problem["errors"]?.AsObject() ?? [])
        {
            yield return (string)reason!;
        }
    }

    private static bool IsTechnical(JsonNode error) => Technical.Contains((string)error["codigo"]!);

    [GeneratedRegex(@"\p{Ll}+_\p{Ll}[\p{Ll}_]*|(?i:\b(null|json|uuid|iso|instante|bytes?|finit[oa]|identificador|cabecera|método|arreglo|true|false|revers(ar|ado|e))\b)|\b(PUT|DELETE|POST)\b|(?i:\bclave\b(?! de elector))|(?i:\btipo esperado\b)|\bcuando más\b|\d{4}-\d\d-\d\d")]
    private static partial Regex Foreign();
}
