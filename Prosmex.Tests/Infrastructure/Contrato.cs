using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using Prosmex.Functions.Http;
using Prosmex.Tests.Hostile;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Holds answers against the OpenAPI description: exact keys, exact types, the status that belongs to the route.</summary>
internal static partial class Contrato
{
    private const string ComponentsUri = "https://prosmex.test/components";

    private static readonly JsonObject Documento = OpenApiFile.Generar();
    private static readonly BuildOptions Options = BuildComponents();
    private static readonly ConcurrentDictionary<string, JsonSchema> Built = new();
    private static readonly Lock Building = new();

    /// <summary>The route answered with its own success status and body.</summary>
    public static ApiResponse Exito(this ApiResponse response, string metodo, string plantilla)
    {
        var respuestas = (JsonObject)Documento["paths"]![plantilla]![metodo]!["responses"]!;
        var estado = ((int)response.Estado).ToString(CultureInfo.InvariantCulture);
        Assert.True(respuestas.ContainsKey(estado), $"{metodo} {plantilla} answered {estado}: {response.Texto}");
        var (tipo, content) = respuestas[estado]!["content"]!.AsObject().Single(c => c.Key != ProblemMapper.ContentType);
        Assert.Equal(tipo, response.Mensaje.Content.Headers.ContentType?.MediaType);
        if (content!["schema"] is { } esquema && tipo == ContentTypes.Json)
        {
            Coincide(response.Json, esquema);
            Assert.False(response.Json is JsonObject o && o.ContainsKey("error"), "The client takes a key error for a failure.");
        }

        return response;
    }

    /// <summary>The answer is a problem body of this status and code.</summary>
    public static ApiResponse Problema(this ApiResponse response, HttpStatusCode estado, string? codigo = null)
    {
        Assert.True(estado == response.Estado, $"Expected {estado}, got {response.Estado}: {response.Texto}");
        Assert.Equal("application/problem+json", response.Mensaje.Content.Headers.ContentType?.MediaType);
        Coincide(response.Json, Documento["components"]!["schemas"]!["Problema"]!);
        AssertDeclared(response);
        Assert.Equal((int)estado, (int)response.Json["status"]!);
        Assert.Equal((string?)response.Json["message"], (string?)response.Json["error"]!["message"]);
        Assert.DoesNotMatch(Fugas(), response.Texto);
        if (codigo is not null)
        {
            Assert.Equal(codigo, response.Codigo);
        }

        return response;
    }

    /// <summary>A problem has one of the codes that its route declares for the status. Without a route there is nothing to declare it.</summary>
    public static void AssertDeclared(ApiResponse response)
    {
        if (response.Mensaje.Content.Headers.ContentType?.MediaType != ProblemMapper.ContentType || response.Texto.Length == 0
            || response.Mensaje.RequestMessage is not { RequestUri: { } uri } request || Operaciones.Buscar(request.Method.Method, uri.AbsolutePath) is not { } operacion)
        {
            return;
        }

        var status = (int)response.Estado;
        var declared = operacion.Nodo["responses"]![$"{status}"] is { } described ? Resolver(described)[OpenApiFile.Codigos] as JsonArray : null;
        Assert.True(
            declared?.Any(c => (string?)c == response.Codigo) == true,
            $"{operacion.Nombre} refused with {status} {response.Codigo}, which it does not declare: add [Refuses({status}, \"{response.Codigo}\")] to its method. {response.Texto}");
    }

    /// <summary>What a reference into the document leads to.</summary>
    public static JsonNode Resolver(JsonNode nodo) => (string?)nodo["$ref"] is { } referencia
        ? referencia.Split('/').Skip(1).Aggregate((JsonNode)Documento, (n, step) => n[step]!)
        : nodo;

    /// <summary>The value is what the schema says.</summary>
    public static void Coincide(JsonNode? value, JsonNode esquema)
    {
        var schema = Built.GetOrAdd(esquema.ToJsonString(), Build);

        var element = JsonSerializer.SerializeToElement(value);
        if (!schema.Evaluate(element, new EvaluationOptions { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true }).IsValid)
        {
            var result = schema.Evaluate(element, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });

            Assert.Fail($"{string.Join('\n', Errors(result))}\n{value?.ToJsonString() ?? "null"}");
        }
    }

    /// <summary>One at a time: references into the components are bound while a schema is built, which the library does not do for two threads at once.</summary>
    private static JsonSchema Build(string json)
    {
        lock (Building)
        {
            return JsonSchema.FromText(json.Replace("#/components/schemas/", $"{ComponentsUri}#/$defs/", StringComparison.Ordinal), Options);
        }
    }

    private static IEnumerable<string> Errors(EvaluationResults result) =>
        from detail in result.Details ?? []
        from error in detail.Errors ?? []
        select $"{detail.InstanceLocation}: {error.Value}";

    /// <summary>The description's components as one schema, which the others refer to.</summary>
    private static BuildOptions BuildComponents()
    {
        var options = new BuildOptions { SchemaRegistry = new() };
        var schemas = Documento["components"]!["schemas"]!.DeepClone();
        RequireDecimals(schemas);
        _ = JsonSchema.FromText(new JsonObject { ["$id"] = ComponentsUri, ["$defs"] = schemas }.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal), options);
        return options;
    }

    /// <summary>Money has two decimals; rates and the report's fractions have six. Not in the description: validators that count in binary refuse 4.35 for it.</summary>
    private static void RequireDecimals(JsonNode? node)
    {
        var children = node is JsonObject schema ? [.. schema] : node is JsonArray parts ? parts.Select(part => KeyValuePair.Create("", part)) : [];
        foreach (var (name, child) in children)
        {
            if (child is JsonObject property && property["type"]?.ToJsonString().Contains("\"number\"", StringComparison.Ordinal) == true)
            {
                property["multipleOf"] = name.Contains("porcentaje", StringComparison.Ordinal) || name == "interes" ? 0.000001m : 0.01m;
            }

            RequireDecimals(child);
        }
    }

    [GeneratedRegex(@"(?i)\bselect\b|\binsert\b|npgsql|postgres:|exception|   at |system\.|\$2[aby]\$")]
    private static partial Regex Fugas();
}
