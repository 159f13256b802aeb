using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Functions.Http;
using Prosmex.Tests.Hostile;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Holds answers against the OpenAPI description: exact keys, exact types, the status that belongs to the route.</summary>
internal static partial class Contrato
{
    private static readonly JsonObject Documento = OpenApiFile.Generar();

    /// <summary>The route answered with its own success status and body.</summary>
    public static ApiResponse Exito(this ApiResponse response, string metodo, string plantilla)
    {
        var respuestas = (JsonObject)Documento["paths"]![plantilla]![metodo]!["responses"]!;
        var estado = ((int)response.Estado).ToString(CultureInfo.InvariantCulture);
        Assert.True(respuestas.ContainsKey(estado), $"{metodo} {plantilla} answered {estado}: {response.Texto}");
        var (tipo, content) = respuestas[estado]!["content"]!.AsObject().Single();
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
        Coincide(response.Json, EsquemaDeProblema(response));
        Assert.Equal((int)estado, (int)response.Json["status"]!);
        Assert.Equal((string?)response.Json["message"], (string?)response.Json["error"]!["message"]);
        Assert.DoesNotMatch(Fugas(), response.Texto);
        if (codigo is not null)
        {
            Assert.Equal(codigo, response.Codigo);
        }

        return response;
    }

    /// <summary>Of the route and status; of any problem where the request reached no route.</summary>
    private static JsonNode EsquemaDeProblema(ApiResponse response)
    {
        if (response.Mensaje.RequestMessage is not { RequestUri: { } direccion } solicitud || Operaciones.Buscar(solicitud.Method.Method, direccion.AbsolutePath) is not { } operacion)
        {
            return Documento["components"]!["schemas"]!["Problema"]!;
        }

        var descrita = operacion.Nodo["responses"]![$"{(int)response.Estado}"];
        Assert.True(descrita is not null, $"{operacion.Nombre} is not said to answer {(int)response.Estado}: {response.Texto}");
        return Resolver(descrita)["content"]![ProblemMapper.ContentType]!["schema"]!;
    }

    /// <summary>What a reference into the document leads to.</summary>
    public static JsonNode Resolver(JsonNode nodo) => (string?)nodo["$ref"] is { } referencia
        ? referencia.Split('/').Skip(1).Aggregate((JsonNode)Documento, (n, step) => n[step]!)
        : nodo;

    /// <summary>The value is what the schema says.</summary>
    public static void Coincide(JsonNode? value, JsonNode esquema, string donde = "$")
    {
        if (esquema["$ref"] is not null)
        {
            Coincide(value, Resolver(esquema), donde);
            return;
        }

        if (esquema["allOf"] is JsonArray partes)
        {
            Assert.All(partes, part => Coincide(value, part!, donde));
            return;
        }

        if (esquema["anyOf"] is JsonArray formas)
        {
            Assert.Contains(formas, forma => Record.Exception(() => Coincide(value, forma!, donde)) is null);
            return;
        }

        if (esquema["enum"] is JsonArray options)
        {
            Assert.True(options.Any(o => JsonNode.DeepEquals(o, value)), $"{donde}: {value} is none of {options.ToJsonString()}");
            return;
        }

        if (esquema["const"] is { } fijo)
        {
            Assert.True(JsonNode.DeepEquals(fijo, value), $"{donde}: {value} is not {fijo}");
            return;
        }

        if (esquema["type"] is null)
        {
            Assert.All((JsonObject)esquema["properties"]!, p => Coincide(value![p.Key], p.Value!, $"{donde}.{p.Key}"));
            return;
        }

        string[] tipos = esquema["type"] is JsonArray varios ? [.. varios.Select(t => (string)t!)] : [(string)esquema["type"]!];
        Assert.True(tipos.Any(t => EsDe(value, t, donde)), $"{donde}: {value?.ToJsonString() ?? "null"} is no {string.Join(" or ", tipos)}");
        switch (value)
        {
            case JsonObject objeto when esquema["properties"] is JsonObject propiedades:
                foreach (var nombre in esquema["required"]!.AsArray().Select(n => (string)n!))
                {
                    Assert.True(objeto.ContainsKey(nombre), $"{donde}: there is no {nombre}");
                }

                foreach (var (nombre, hijo) in objeto)
                {
                    Assert.True(propiedades.ContainsKey(nombre), $"{donde}: {nombre} does not belong there");
                    Coincide(hijo, propiedades[nombre]!, $"{donde}.{nombre}");
                }

                break;
            case JsonArray lista:
                for (var i = 0; i < lista.Count; i++)
                {
                    Coincide(lista[i], esquema["items"]!, $"{donde}[{i}]");
                }

                break;
        }
    }

    private static bool EsDe(JsonNode? value, string tipo, string donde) => tipo switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && value.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
        "number" => value?.GetValueKind() == JsonValueKind.Number && (EsFraccion(donde) ? SeisDecimales() : DosDecimales()).IsMatch(value.ToJsonString()),
        _ => throw new InvalidOperationException(tipo),
    };

    // Money has two decimals; rates and the report's fractions have six.
    private static bool EsFraccion(string donde) => donde.Contains("porcentaje", StringComparison.Ordinal) || donde.EndsWith(".interes", StringComparison.Ordinal);

    [GeneratedRegex(@"^-?\d+(\.\d{1,6})?$")]
    private static partial Regex SeisDecimales();

    [GeneratedRegex(@"^-?\d+(\.\d{1,2})?$")]
    private static partial Regex DosDecimales();

    [GeneratedRegex(@"(?i)\bselect\b|\binsert\b|npgsql|postgres:|exception|   at |system\.|\$2[aby]\$")]
    private static partial Regex Fugas();
}
