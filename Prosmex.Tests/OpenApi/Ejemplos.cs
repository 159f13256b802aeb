using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Domain.Recibos;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>The recorded response to one request, without its variable parts.</summary>
/// <param name="Codigo">Of a problem; null for a success.</param>
/// <param name="Solicitud">The body sent, if any.</param>
/// <param name="Respuesta">The body: JSON, or other text; null for a binary file.</param>
internal sealed partial record Grabado(string Operacion, int Status, string? Codigo, JsonNode? Solicitud, JsonNode? Respuesta)
{
    /// <summary>How the UUIDs begin that the requests bring along: they are no chance.</summary>
    public const string DeLaSolicitud = "0b5fbbcb-";

    private const string Traza = "4bf92f3577b34da6a3ce929d0e0e4736";

    // "ejemplo de clave de 32 bytes....": 32 bytes, as base64.
    private const string ClaveDeEjemplo = "ZWplbXBsbyBkZSBjbGF2ZSBkZSAzMiBieXRlcy4uLi4=";

    private const string CodigoDeEjemplo = "CAFECAFECAFEE";

    private static readonly Dictionary<string, string> Secretos = new()
    {
        ["access_token"] = "ejemplo-de-token-de-acceso",
        ["refresh_token"] = "ejemplo-de-token-de-renovacion",
        ["contrasena"] = "una-contraseña-de-ejemplo",
        ["contrasena_actual"] = "la-contraseña-de-ahora",
        ["contrasena_nueva"] = "una-contraseña-de-ejemplo",
        ["traceId"] = Traza,
    };

    /// <summary>The same with an example in the place of each token, password and number that chance made.</summary>
    public Grabado Limpio() => this with { Solicitud = Limpiar(Solicitud), Respuesta = Limpiar(Respuesta) };

    private static JsonNode? Limpiar(JsonNode? nodo) => nodo switch
    {
        JsonObject objeto => new JsonObject(objeto.Select(p => KeyValuePair.Create(
            p.Key, p.Key == "codigo" && p.Value is JsonValue && ReciboCode.TryRead((string?)p.Value ?? "", out _) ? CodigoDeEjemplo : p.Value is JsonValue && Secretos.TryGetValue(p.Key, out var ejemplo) ? ejemplo : EsTalCual(p.Key, p.Value) ? p.Value?.DeepClone() : Limpiar(p.Value)))),
        JsonArray lista => new JsonArray([.. lista.Select(Limpiar)]),
        JsonValue value when value.TryGetValue<string>(out var text) => KeyInBase64().IsMatch(text) ? ClaveDeEjemplo : Casual().Replace(text, m => m.Value.Contains('-', StringComparison.Ordinal) ? "7d444840-9dc0-4d09-b3f2-5c1f0d2b1a11" : Traza),
        _ => nodo?.DeepClone(),
    };

    // A sheet's version depends on its content; for an invalid field, its name is compared.
    private static bool EsTalCual(string nombre, JsonNode? value) => nombre == "version" || (nombre == "errors" && value is JsonObject);

    [GeneratedRegex("^[A-Za-z0-9+/]{43}=$")]
    private static partial Regex KeyInBase64();

    [GeneratedRegex(@"\b(?!" + DeLaSolicitud + @")[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b")]
    private static partial Regex Casual();
}

/// <summary>Adds recorded responses to the description, and finds missing ones.</summary>
internal static class Ejemplos
{
    /// <summary>Refusals that a script can hardly bring about everywhere: they take many at the same moment, or something broken on either side.</summary>
    private static readonly string[] SoloPorAzar =
    [
        "conflicto.cambio_simultaneo", "conflicto.referenciado", "idempotencia.en_curso", "auth.saturado", "envio.saturado", "recibo.saturado", "exportacion.saturado", "error.interno", "servicio.no_disponible", "servicio.consulta_lenta", "servicio.registro_ocupado", "servicio.resultado_incierto", "servicio.saturado", "solicitud.cuerpo_lento", "solicitud.demasiado_grande",
        "solicitud.malformada",
    ];

    public static JsonObject Poner(JsonObject documento, IReadOnlyCollection<Grabado> grabados)
    {
        var comunes = Comunes(grabados);
        documento["components"]!["examples"] = new JsonObject(comunes.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)new JsonObject { ["value"] = JsonNode.Parse(c.Value) })));
        foreach (var g in grabados.OrderBy(g => g.Operacion, StringComparer.Ordinal).ThenBy(g => g.Status).ThenBy(g => g.Codigo, StringComparer.Ordinal))
        {
            var operacion = Operacion(documento, g.Operacion);
            if (g.Codigo is null)
            {
                Ejemplificar(operacion["requestBody"]?["content"]?[ContentTypes.Json], g.Solicitud);
                Ejemplificar(operacion["responses"]![$"{g.Status}"]!["content"]?.AsObject().Single(c => c.Key != ProblemMapper.ContentType).Value, g.Respuesta);
                continue;
            }

            var response = operacion["responses"]![$"{g.Status}"]!;
            var compartida = (string?)response["$ref"];
            var content = (compartida is null ? response : documento["components"]!["responses"]![compartida.Split('/')[^1]]!)["content"]![ProblemMapper.ContentType]!;
            var ejemplos = content["examples"] ??= new JsonObject();
            ejemplos[g.Codigo] ??= comunes.TryGetValue(g.Codigo, out var comun) && comun == g.Respuesta!.ToJsonString()
                ? new JsonObject { ["$ref"] = $"#/components/examples/{g.Codigo}" }
                : new JsonObject { ["value"] = g.Respuesta!.DeepClone() };
        }

        return documento;
    }

    // By code, the body that most routes answer with it; written down once.
    private static SortedDictionary<string, string> Comunes(IEnumerable<Grabado> grabados) => new(
        grabados.Where(g => g.Codigo is not null).GroupBy(g => g.Codigo!).Select(g => (Codigo: g.Key, Cuerpo: g.GroupBy(r => r.Respuesta!.ToJsonString())
            .OrderByDescending(c => c.Count()).ThenBy(c => c.Key, StringComparer.Ordinal).First())).Where(c => c.Cuerpo.Count() > 1).ToDictionary(c => c.Codigo, c => c.Cuerpo.Key),
        StringComparer.Ordinal);

    /// <summary>The expected responses of each route that were not recorded: its successes, and each code of each error.</summary>
    public static IEnumerable<string> Faltantes(JsonObject documento, IReadOnlyCollection<Grabado> grabados) =>
        from ruta in documento["paths"]!.AsObject()
        from operacion in ruta.Value!.AsObject()
        let nombre = (string)operacion.Value!["operationId"]!
        from response in operacion.Value!["responses"]!.AsObject()
        from codigo in Codigos(documento, response.Value!)
        where !SoloPorAzar.Contains(codigo) && !grabados.Any(g => g.Operacion == nombre && $"{g.Status}" == response.Key && g.Codigo == codigo)
        select $"{nombre} {response.Key} {codigo}".TrimEnd();

    // Null for a success.
    private static IEnumerable<string?> Codigos(JsonObject documento, JsonNode response)
    {
        var resolved = response["$ref"] is { } referencia ? documento["components"]!["responses"]![((string)referencia!).Split('/')[^1]]! : response;
        var codigos = resolved[OpenApiFile.Codigos]?.AsArray().Select(c => (string?)c) ?? [];
        return resolved["content"]?.AsObject().All(c => c.Key == ProblemMapper.ContentType) == true ? codigos : codigos.Prepend(null);
    }

    private static JsonNode Operacion(JsonObject documento, string nombre) =>
        documento["paths"]!.AsObject().SelectMany(r => r.Value!.AsObject()).Single(o => (string?)o.Value!["operationId"] == nombre).Value!;

    private static void Ejemplificar(JsonNode? content, JsonNode? ejemplo)
    {
        if (content is not null && ejemplo is not null)
        {
            content["example"] = ejemplo.DeepClone();
        }
    }
}
