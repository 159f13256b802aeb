using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Hostile;

/// <summary>A parameter of the query string.</summary>
internal sealed record Parametro(string Nombre, string Tipo, bool Obligatorio);

/// <summary>An operation of the OpenAPI document: all that the requests to it are made from.</summary>
internal sealed record Operation(string Metodo, string Plantilla, JsonObject Nodo)
{
    public string Nombre { get; } = (string)Nodo["operationId"]!;

    public bool EsPublica { get; } = Nodo["security"] is JsonArray { Count: 0 };

    /// <summary>It takes refresh tokens too.</summary>
    public bool AdmiteRefresco { get; } = ((string?)Nodo["x-permiso"])?.Contains("renovación", StringComparison.Ordinal) == true;

    public string[] Segmentos { get; } = Plantilla.Split('/', StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<Parametro> Consulta { get; } =
    [
        .. (Nodo["parameters"]?.AsArray() ?? []).Where(p => (string?)p!["in"] == "query")
            .Select(p => new Parametro((string)p!["name"]!, (string)p["schema"]!["type"]!, (bool?)p["required"] == true)),
    ];

    /// <summary>The schema of one body, or of one row of it; null where the route takes none.</summary>
    public JsonObject? Cuerpo { get; } = Operaciones.Esquema(Nodo) is { } esquema ? Operaciones.Resolver(esquema["anyOf"]?[0] ?? esquema) : null;

    public bool ExigeCuerpo { get; } = (bool?)Nodo["requestBody"]?["required"] == true;

    public bool AdmiteVarios { get; } = Operaciones.Esquema(Nodo)?["anyOf"] is not null;

    /// <summary>Hashes a password or compares one: slow on purpose, so called less often.</summary>
    public bool EsCostosa => Plantilla.Contains("contrasena", StringComparison.Ordinal) || Campos.Any(c => c.Contains("contrasena", StringComparison.Ordinal));

    private IEnumerable<string> Campos => Cuerpo?["properties"]?.AsObject().Select(p => p.Key) ?? [];
}

/// <summary>The document's operations, and which of them a path belongs to.</summary>
internal static partial class Operaciones
{
    private static readonly JsonObject Documento = OpenApiFile.Generar();

    public static IReadOnlyList<Operation> Todas { get; } =
    [
        .. Documento["paths"]!.AsObject().SelectMany(ruta => ruta.Value!.AsObject().Select(o => new Operation(o.Key, ruta.Key, (JsonObject)o.Value!))),
    ];

    public static JsonNode? Esquema(JsonObject operacion) => operacion["requestBody"]?["content"]?["application/json"]?["schema"];

    public static JsonObject Resolver(JsonNode esquema) => (string?)esquema["$ref"] is { } referencia
        ? (JsonObject)Documento["components"]!["schemas"]![referencia.Split('/')[^1]]!
        : (JsonObject)esquema;

    /// <summary>The operation that a request line reaches, as ASP.NET Core routes it; null where none does.</summary>
    public static Operation? Buscar(string metodo, string objetivo)
    {
        var segmentos = Segmentos(objetivo.Split('?')[0]);
        return Todas.Where(o => o.Metodo.Equals(metodo, StringComparison.OrdinalIgnoreCase) && Coincide(o.Segmentos, segmentos))
            .MinBy(o => o.Segmentos.Count(EsParametro));
    }

    /// <summary>As the server sees it: "/rutas/%2e%2e//" is "//".</summary>
    public static bool HasEmptyFirstSegment(string objetivo) => Segmentos(objetivo.Split('?')[0]) is ["", ..];

    /// <summary>One of the two public pages that the document does not have: dots may lead to them, as from "/pagos/../recibo".</summary>
    public static bool IsPublicPage(string metodo, string objetivo) =>
        metodo == "GET" && Segmentos(objetivo.Split('?')[0]) is [var only] && (only.Equals("recibo", StringComparison.OrdinalIgnoreCase) || only.Equals("cobro", StringComparison.OrdinalIgnoreCase));

    public static bool EsParametro(string segmento) => segmento.StartsWith('{');

    // Kestrel decodes all but the slash and then takes the dots away; one slash at the end is as good as none.
    private static List<string> Segmentos(string ruta)
    {
        List<string> segmentos = [];
        var partes = ruta.Split('/')[1..].Select(s => Uri.UnescapeDataString(s.Replace("%2F", "%252F", StringComparison.OrdinalIgnoreCase))).ToArray();
        for (var i = 0; i < partes.Length; i++)
        {
            if (partes[i] == "..")
            {
                segmentos = segmentos[..Math.Max(0, segmentos.Count - 1)];
            }
            else if (partes[i] != "." && (partes[i].Length > 0 || i < partes.Length - 1))
            {
                segmentos.Add(partes[i]);
            }
        }

        return segmentos;
    }

    private static bool Coincide(string[] plantilla, List<string> segmentos) =>
        plantilla.Length == segmentos.Count
        && plantilla.Zip(segmentos).All(p => p.First == "{codigo}" ? p.Second.Length is > 0 and <= 120
            : EsParametro(p.First) ? IsId().IsMatch(p.Second) && int.TryParse(p.Second, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            : p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));

    // As JSON writes a number: 01 and +1 are no address.
    [GeneratedRegex(@"^[ \t\r\n]*-?(0|[1-9][0-9]*)[ \t\r\n]*\z")]
    private static partial Regex IsId();
}
