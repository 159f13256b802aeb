using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Domain.Recibos;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>The recorded response to one request, without its variable parts.</summary>
/// <param name="Codigo">Of a problem; null for a success.</param>
/// <param name="Solicitud">The body sent, if any.</param>
/// <param name="Answer">The body: JSON, or other text; null for a binary file.</param>
internal sealed partial record RecordedAnswer(string Operation, int Status, string? Codigo, JsonNode? Solicitud, JsonNode? Answer)
{
    /// <summary>How the UUIDs begin that the requests bring along: they are no chance.</summary>
    public const string DeLaSolicitud = "0b5fbbcb-";

    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    // "ejemplo de clave de 32 bytes....": 32 bytes, as base64.
    private const string ExampleKey = "ZWplbXBsbyBkZSBjbGF2ZSBkZSAzMiBieXRlcy4uLi4=";

    private const string ExampleCodigo = "CAFECAFECAFEE";

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["access_token"] = "ejemplo-de-token-de-acceso",
        ["refresh_token"] = "ejemplo-de-token-de-renovacion",
        ["contrasena"] = "una-contraseña-de-ejemplo",
        ["contrasena_actual"] = "la-contraseña-de-ahora",
        ["contrasena_nueva"] = "una-contraseña-de-ejemplo",
        ["traceId"] = Trace,
    };

    /// <summary>The same with an example in the place of each token, password and number that chance made.</summary>
    public RecordedAnswer Cleaned() => this with { Solicitud = Clean(Solicitud), Answer = Clean(Answer) };

    private static JsonNode? Clean(JsonNode? node) => node switch
    {
        JsonObject jsonObject => new JsonObject(jsonObject.Select(p => KeyValuePair.Create(
            p.Key, p.Key == "codigo" && p.Value is JsonValue && ReciboCode.TryRead((string?)p.Value ?? "", out _) ? ExampleCodigo : p.Value is JsonValue && Secrets.TryGetValue(p.Key, out var example) ? example : IsVerbatim(p.Key, p.Value) ? p.Value?.DeepClone() : Clean(p.Value)))),
        JsonArray lista => new JsonArray([.. lista.Select(Clean)]),
        JsonValue value when value.TryGetValue<string>(out var text) => KeyInBase64().IsMatch(text) ? ExampleKey : Casual().Replace(text, m => m.Value.Contains('-', StringComparison.Ordinal) ? "7d444840-9dc0-4d09-b3f2-5c1f0d2b1a11" : Trace),
        _ => node?.DeepClone(),
    };

    // A sheet's version depends on its content; for an invalid field, its name is compared.
    private static bool IsVerbatim(string name, JsonNode? value) => name == "version" || (name == "errors" && value is JsonObject);

    [GeneratedRegex("^[A-Za-z0-9+/]{43}=$")]
    private static partial Regex KeyInBase64();

    [GeneratedRegex(@"\b(?!" + DeLaSolicitud + @")[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b")]
    private static partial Regex Casual();
}

/// <summary>Adds recorded responses to the description, and finds missing ones.</summary>
internal static class Examples
{
    /// <summary>Refusals that a script can hardly bring about everywhere: they take many at the same moment, or something broken on either side.</summary>
    private static readonly string[] OnlyByChance =
    [
        "conflicto.cambio_simultaneo", "conflicto.referenciado", "idempotencia.en_curso", "auth.saturado", "envio.saturado", "recibo.saturado", "exportacion.saturado", "error.interno", "servicio.no_disponible", "servicio.consulta_lenta", "servicio.registro_ocupado", "servicio.resultado_incierto", "servicio.saturado", "solicitud.cuerpo_lento", "solicitud.demasiado_grande",
        "solicitud.malformada",
    ];

    public static JsonObject Poner(JsonObject document, IReadOnlyCollection<RecordedAnswer> recorded)
    {
        var comunes = Comunes(recorded);
        document["components"]!["examples"] = new JsonObject(comunes.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)new JsonObject { ["value"] = JsonNode.Parse(c.Value) })));
        foreach (var g in recorded.OrderBy(g => g.Operation, StringComparer.Ordinal).ThenBy(g => g.Status).ThenBy(g => g.Codigo, StringComparer.Ordinal))
        {
            var operation = Operation(document, g.Operation);
            if (g.Codigo is null)
            {
                AddExamples(operation["requestBody"]?["content"]?[ContentTypes.Json], g.Solicitud);
                AddExamples(operation["responses"]![$"{g.Status}"]!["content"]?.AsObject().Single(c => c.Key != ProblemMapper.ContentType).Value, g.Answer);
                continue;
            }

            var response = operation["responses"]![$"{g.Status}"]!;
            var shared = (string?)response["$ref"];
            var content = (shared is null ? response : document["components"]!["responses"]![shared.Split('/')[^1]]!)["content"]![ProblemMapper.ContentType]!;
            var examples = content["examples"] ??= new JsonObject();
            examples[g.Codigo] ??= comunes.TryGetValue(g.Codigo, out var comun) && comun == g.Answer!.ToJsonString()
                ? new JsonObject { ["$ref"] = $"#/components/examples/{g.Codigo}" }
                : new JsonObject { ["value"] = g.Answer!.DeepClone() };
        }

        return document;
    }

    // By code, the body that most routes answer with it; written down once.
    private static SortedDictionary<string, string> Comunes(IEnumerable<RecordedAnswer> recorded) => new(
        recorded.Where(g => g.Codigo is not null).GroupBy(g => g.Codigo!).Select(g => (Codigo: g.Key, Body: g.GroupBy(r => r.Answer!.ToJsonString())
            .OrderByDescending(c => c.Count()).ThenBy(c => c.Key, StringComparer.Ordinal).First())).Where(c => c.Body.Count() > 1).ToDictionary(c => c.Codigo, c => c.Body.Key),
        StringComparer.Ordinal);

    /// <summary>The expected responses of each route that were not recorded: its successes, and each code of each error.</summary>
    public static IEnumerable<string> Missing(JsonObject document, IReadOnlyCollection<RecordedAnswer> recorded) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        let name = (string)operation.Value!["operationId"]!
        from response in operation.Value!["responses"]!.AsObject()
        from codigo in Codigos(document, response.Value!)
        where !OnlyByChance.Contains(codigo) && !recorded.Any(g => g.Operation == name && $"{g.Status}" == response.Key && g.Codigo == codigo)
        select $"{name} {response.Key} {codigo}".TrimEnd();

    // Null for a success.
    private static IEnumerable<string?> Codigos(JsonObject document, JsonNode response)
    {
        var resolved = response["$ref"] is { } reference ? document["components"]!["responses"]![((string)reference!).Split('/')[^1]]! : response;
        var codigos = resolved[OpenApiFile.Codigos]?.AsArray().Select(c => (string?)c) ?? [];
        return resolved["content"]?.AsObject().All(c => c.Key == ProblemMapper.ContentType) == true ? codigos : codigos.Prepend(null);
    }

    private static JsonNode Operation(JsonObject document, string name) =>
        document["paths"]!.AsObject().SelectMany(r => r.Value!.AsObject()).Single(o => (string?)o.Value!["operationId"] == name).Value!;

    private static void AddExamples(JsonNode? content, JsonNode? example)
    {
        if (content is not null && example is not null)
        {
            content["example"] = example.DeepClone();
        }
    }
}
