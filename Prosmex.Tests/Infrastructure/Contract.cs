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
internal static partial class Contract
{
    private const string ComponentsUri = "https://prosmex.test/components";

    private static readonly JsonObject Document = OpenApiFile.Generate();
    private static readonly BuildOptions Options = BuildComponents();
    private static readonly ConcurrentDictionary<string, JsonSchema> Built = new();
    private static readonly Lock Building = new();

    /// <summary>The route answered with its own success status and body.</summary>
    public static ApiResponse Success(this ApiResponse response, string method, string template)
    {
        var answers = (JsonObject)Document["paths"]![template]![method]!["responses"]!;
        var status = ((int)response.Status).ToString(CultureInfo.InvariantCulture);
        Assert.True(answers.ContainsKey(status), $"{method} {template} answered {status}: {response.Text}");
        var (type, content) = answers[status]!["content"]!.AsObject().Single(c => c.Key != ProblemMapper.ContentType);
        Assert.Equal(type, response.Message.Content.Headers.ContentType?.MediaType);
        if (content!["schema"] is { } node && type == ContentTypes.Json)
        {
            AssertMatches(response.Json, node);
            Assert.False(response.Json is JsonObject o && o.ContainsKey("error"), "The client takes a key error for a failure.");
        }

        return response;
    }

    /// <summary>The answer is a problem body of this status and code.</summary>
    public static ApiResponse Problem(this ApiResponse response, HttpStatusCode status, string? codigo = null)
    {
        Assert.True(status == response.Status, $"Expected {status}, got {response.Status}: {response.Text}");
        Assert.Equal("application/problem+json", response.Message.Content.Headers.ContentType?.MediaType);
        AssertMatches(response.Json, Document["components"]!["schemas"]!["Problema"]!);
        AssertDeclared(response);
        Assert.Equal((int)status, (int)response.Json["status"]!);
        Assert.Equal((string?)response.Json["message"], (string?)response.Json["error"]!["message"]);
        Assert.DoesNotMatch(Leaks(), response.Text);
        if (codigo is not null)
        {
            Assert.Equal(codigo, response.Codigo);
        }

        return response;
    }

    /// <summary>A problem has one of the codes that its route declares for the status. Without a route there is nothing to declare it.</summary>
    public static void AssertDeclared(ApiResponse response)
    {
        if (response.Message.Content.Headers.ContentType?.MediaType != ProblemMapper.ContentType || response.Text.Length == 0
            || response.Message.RequestMessage is not { RequestUri: { } uri } request || Operations.Find(request.Method.Method, uri.AbsolutePath) is not { } operation)
        {
            return;
        }

        var status = (int)response.Status;
        var declared = operation.Node["responses"]![$"{status}"] is { } described ? Resolve(described)[OpenApiFile.Codigos] as JsonArray : null;
        Assert.True(
            declared?.Any(c => (string?)c == response.Codigo) == true,
            $"{operation.Name} refused with {status} {response.Codigo}, which it does not declare: add [Refuses({status}, \"{response.Codigo}\")] to its method. {response.Text}");
    }

    /// <summary>What a reference into the document leads to.</summary>
    public static JsonNode Resolve(JsonNode node) => (string?)node["$ref"] is { } reference
        ? reference.Split('/').Skip(1).Aggregate((JsonNode)Document, (n, step) => n[step]!)
        : node;

    /// <summary>The value is what the schema says.</summary>
    public static void AssertMatches(JsonNode? value, JsonNode node)
    {
        var schema = Built.GetOrAdd(node.ToJsonString(), Build);

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
        var schemas = Document["components"]!["schemas"]!.DeepClone();
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
    private static partial Regex Leaks();
}
