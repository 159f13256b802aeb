using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Functions.OpenApi;

namespace Prosmex.Tests.Infraestructura;

/// <summary>Holds answers against the OpenAPI description: exact keys, exact types, the status that belongs to the route.</summary>
internal static partial class Contrato
{
    private static readonly JsonObject Documento = DocumentoOpenApi.Generar();

    /// <summary>The route answered with its own success status and body.</summary>
    public static Respuesta Exito(this Respuesta respuesta, string metodo, string plantilla)
    {
        var respuestas = (JsonObject)Documento["paths"]![plantilla]![metodo]!["responses"]!;
        var estado = ((int)respuesta.Estado).ToString(CultureInfo.InvariantCulture);
        Assert.True(respuestas.ContainsKey(estado), $"{metodo} {plantilla} answered {estado}: {respuesta.Texto}");
        Assert.Equal("application/json", respuesta.Mensaje.Content.Headers.ContentType?.MediaType);

        // The description of the API is not described by itself.
        if (respuestas[estado]!["content"]!["application/json"]!["schema"] is { } esquema)
        {
            Coincide(respuesta.Json, esquema, "$");
        }

        Assert.False(respuesta.Json is JsonObject o && o.ContainsKey("error"), "The client takes a key error for a failure.");
        return respuesta;
    }

    /// <summary>The answer is a problem body of this status and code.</summary>
    public static Respuesta Problema(this Respuesta respuesta, HttpStatusCode estado, string? codigo = null)
    {
        Assert.True(estado == respuesta.Estado, $"Expected {estado}, got {respuesta.Estado}: {respuesta.Texto}");
        Assert.Equal("application/problem+json", respuesta.Mensaje.Content.Headers.ContentType?.MediaType);
        Coincide(respuesta.Json, Documento["components"]!["responses"]!["Problema"]!["content"]!["application/problem+json"]!["schema"]!, "$");
        Assert.Equal((int)estado, (int)respuesta.Json["status"]!);
        Assert.Equal((string?)respuesta.Json["message"], (string?)respuesta.Json["error"]!["message"]);
        Assert.DoesNotMatch(Fugas(), respuesta.Texto);
        if (codigo is not null)
        {
            Assert.Equal(codigo, respuesta.Codigo);
        }

        return respuesta;
    }

    private static void Coincide(JsonNode? valor, JsonNode esquema, string donde)
    {
        if ((string?)esquema["$ref"] is { } referencia)
        {
            Coincide(valor, Documento["components"]!["schemas"]![referencia.Split('/')[^1]]!, donde);
            return;
        }

        if (esquema["anyOf"] is JsonArray formas)
        {
            Assert.Contains(formas, forma => Record.Exception(() => Coincide(valor, forma!, donde)) is null);
            return;
        }

        if (esquema["enum"] is JsonArray opciones)
        {
            Assert.True(opciones.Any(o => JsonNode.DeepEquals(o, valor)), $"{donde}: {valor} is none of {opciones.ToJsonString()}");
            return;
        }

        string[] tipos = esquema["type"] is JsonArray varios ? [.. varios.Select(t => (string)t!)] : [(string)esquema["type"]!];
        Assert.True(tipos.Any(t => EsDe(valor, t, donde)), $"{donde}: {valor?.ToJsonString() ?? "null"} is no {string.Join(" or ", tipos)}");
        switch (valor)
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

    private static bool EsDe(JsonNode? valor, string tipo, string donde) => tipo switch
    {
        "null" => valor is null,
        "object" => valor is JsonObject,
        "array" => valor is JsonArray,
        "string" => valor?.GetValueKind() == JsonValueKind.String,
        "boolean" => valor?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "integer" => valor?.GetValueKind() == JsonValueKind.Number && valor.ToJsonString().All(c => char.IsAsciiDigit(c) || c == '-'),
        "number" => valor?.GetValueKind() == JsonValueKind.Number && (EsFraccion(donde) ? SeisDecimales() : DosDecimales()).IsMatch(valor.ToJsonString()),
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
