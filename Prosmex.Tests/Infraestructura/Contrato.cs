using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Functions.Http;
using Prosmex.Tests.Hostil;
using Prosmex.Tests.OpenApi;

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
        var (tipo, contenido) = respuestas[estado]!["content"]!.AsObject().Single();
        Assert.Equal(tipo, respuesta.Mensaje.Content.Headers.ContentType?.MediaType);
        if (contenido!["schema"] is { } esquema && tipo == ContentTypes.Json)
        {
            Coincide(respuesta.Json, esquema);
            Assert.False(respuesta.Json is JsonObject o && o.ContainsKey("error"), "The client takes a key error for a failure.");
        }

        return respuesta;
    }

    /// <summary>The answer is a problem body of this status and code.</summary>
    public static Respuesta Problema(this Respuesta respuesta, HttpStatusCode estado, string? codigo = null)
    {
        Assert.True(estado == respuesta.Estado, $"Expected {estado}, got {respuesta.Estado}: {respuesta.Texto}");
        Assert.Equal("application/problem+json", respuesta.Mensaje.Content.Headers.ContentType?.MediaType);
        Coincide(respuesta.Json, EsquemaDeProblema(respuesta));
        Assert.Equal((int)estado, (int)respuesta.Json["status"]!);
        Assert.Equal((string?)respuesta.Json["message"], (string?)respuesta.Json["error"]!["message"]);
        Assert.DoesNotMatch(Fugas(), respuesta.Texto);
        if (codigo is not null)
        {
            Assert.Equal(codigo, respuesta.Codigo);
        }

        return respuesta;
    }

    /// <summary>Of the route and status; of any problem where the request reached no route.</summary>
    private static JsonNode EsquemaDeProblema(Respuesta respuesta)
    {
        if (respuesta.Mensaje.RequestMessage is not { RequestUri: { } direccion } solicitud || Operaciones.Buscar(solicitud.Method.Method, direccion.AbsolutePath) is not { } operacion)
        {
            return Documento["components"]!["schemas"]!["Problema"]!;
        }

        var descrita = operacion.Nodo["responses"]![$"{(int)respuesta.Estado}"];
        Assert.True(descrita is not null, $"{operacion.Nombre} is not said to answer {(int)respuesta.Estado}: {respuesta.Texto}");
        return Resolver(descrita)["content"]![ProblemMapper.ContentType]!["schema"]!;
    }

    /// <summary>What a reference into the document leads to.</summary>
    public static JsonNode Resolver(JsonNode nodo) => (string?)nodo["$ref"] is { } referencia
        ? referencia.Split('/').Skip(1).Aggregate((JsonNode)Documento, (n, paso) => n[paso]!)
        : nodo;

    /// <summary>The value is what the schema says.</summary>
    public static void Coincide(JsonNode? valor, JsonNode esquema, string donde = "$")
    {
        if (esquema["$ref"] is not null)
        {
            Coincide(valor, Resolver(esquema), donde);
            return;
        }

        if (esquema["allOf"] is JsonArray partes)
        {
            Assert.All(partes, parte => Coincide(valor, parte!, donde));
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

        if (esquema["const"] is { } fijo)
        {
            Assert.True(JsonNode.DeepEquals(fijo, valor), $"{donde}: {valor} is not {fijo}");
            return;
        }

        if (esquema["type"] is null)
        {
            Assert.All((JsonObject)esquema["properties"]!, p => Coincide(valor![p.Key], p.Value!, $"{donde}.{p.Key}"));
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
