using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Hostile;

/// <summary>A parameter of the query string.</summary>
internal sealed record Parameter(string Name, string Type, bool IsRequired);

/// <summary>An operation of the OpenAPI document: all that the requests to it are made from.</summary>
internal sealed record Operation(string Method, string Template, JsonObject Node)
{
    public string Name { get; } = (string)Node["operationId"]!;

    public bool IsPublic { get; } = Node["security"] is JsonArray { Count: 0 };

    /// <summary>It takes refresh tokens too.</summary>
    public bool AllowsRefresh { get; } = ((string?)Node["x-permiso"])?.Contains("renovación", StringComparison.Ordinal) == true;

    public string[] Segments { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<Parameter> Query { get; } =
    [
        .. (Node["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query")
            .Select(p => new Parameter((string)p!["name"]!, (string)p["schema"]!["type"]!, (bool?)p["required"] == true)),
    ];

    /// <summary>The schema of one body, or of one row of it; null where the route takes none.</summary>
    public JsonObject? Body { get; } = Operations.Schema(Node) is { } schema ? Operations.Resolve(schema["anyOf"]?[0] ?? schema) : null;

    public bool RequiresBody { get; } = (bool?)Node["requestBody"]?["required"] == true;

    public bool AllowsMany { get; } = Operations.Schema(Node)?["anyOf"] is not null;

    /// <summary>Hashes a password or compares one: slow on purpose, so called less often.</summary>
    public bool IsCostly => Template.Contains("contrasena", StringComparison.Ordinal) || Fields.Any(c => c.Contains("contrasena", StringComparison.Ordinal));

    private IEnumerable<string> Fields => Body?["properties"]?.AsObject().Select(p => p.Key) ?? [];
}

/// <summary>The document's operations, and which of them a path belongs to.</summary>
internal static partial class Operations
{
    private static readonly JsonObject Document = OpenApiFile.Generate();

    public static IReadOnlyList<Operation> All { get; } =
    [
        .. Document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(o => new Operation(o.Key, path.Key, (JsonObject)o.Value!))),
    ];

    public static JsonNode? Schema(JsonObject operation) => operation["requestBody"]?["content"]?["application/json"]?["schema"];

    public static JsonObject Resolve(JsonNode schema) => (string?)schema["$ref"] is { } reference
        ? (JsonObject)Document["components"]!["schemas"]![reference.Split('/')[^1]]!
        : (JsonObject)schema;

    /// <summary>The operation that a request line reaches, as ASP.NET Core routes it; null where none does.</summary>
    public static Operation? Find(string method, string target)
    {
        var segments = Segments(target.Split('?')[0]);
        return All.Where(o => o.Method.Equals(method, StringComparison.OrdinalIgnoreCase) && Matches(o.Segments, segments))
            .MinBy(o => o.Segments.Count(IsParameter));
    }

    /// <summary>As the server sees it: "/rutas/%2e%2e//" is "//".</summary>
    public static bool HasEmptyFirstSegment(string target) => Segments(target.Split('?')[0]) is ["", ..];

    /// <summary>One of the two public pages that the document does not have: dots may lead to them, as from "/pagos/../recibo".</summary>
    public static bool IsPublicPage(string method, string target) =>
        method == "GET" && Segments(target.Split('?')[0]) is [var only] && (only.Equals("recibo", StringComparison.OrdinalIgnoreCase) || only.Equals("cobro", StringComparison.OrdinalIgnoreCase));

    public static bool IsParameter(string segment) => segment.StartsWith('{');

    // Kestrel decodes all but the slash and then takes the dots away; one slash at the end is as good as none.
    private static List<string> Segments(string path)
    {
        List<string> segments = [];
        var parts = path.Split('/')[1..].Select(s => Uri.UnescapeDataString(s.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase))).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] == "..")
            {
                segments = segments[..Math.Max(0, segments.Count - 1)];
            }
            else if (parts[i] != "." && (parts[i].Length > 0 || i < parts.Length - 1))
            {
                segments.Add(parts[i]);
            }
        }

        return segments;
    }

    private static bool Matches(string[] template, List<string> segments) =>
        template.Length == segments.Count
        && template.Zip(segments).All(p => p.First == "{codigo}" ? p.Second.Length is > 0 and <= 120
            : IsParameter(p.First) ? IsId().IsMatch(p.Second) && int.TryParse(p.Second, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            : p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));

    // As JSON writes a number: 01 and +1 are no address.
    [GeneratedRegex(@"^[ \t\r\n]*-?(0|[1-9][0-9]*)[ \t\r\n]*\z")]
    private static partial Regex IsId();
}
