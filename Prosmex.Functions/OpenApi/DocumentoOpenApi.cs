using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.OpenApi;

/// <summary>The OpenAPI 3.1 description, told from the functions and their contracts.</summary>
public static partial class DocumentoOpenApi
{
    private const string CatchAll = "{*resto}";

    public static JsonObject Generar()
    {
        var esquemas = new Esquemas();
        var problema = esquemas.Respuesta(typeof(Problema));
        var rutas = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal) { ["/"] = Raiz() };
        foreach (var (nombre, metodo) in CatalogoDeFunciones.Metodos.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            if (Disparador(metodo) is not { Route: { } plantilla and not CatchAll } http || metodo.IsDefined(typeof(PaginaAttribute)))
            {
                continue;
            }

            var ruta = "/" + Restriccion().Replace(plantilla, "{$1}");
            var operaciones = rutas.TryGetValue(ruta, out var previas) ? previas : rutas[ruta] = [];
            foreach (var verbo in http.Methods!)
            {
                operaciones[verbo] = Operacion(nombre, metodo, plantilla, parcial: verbo == "put", esquemas);
            }
        }

        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Prosmex",
                ["version"] = "1.0.0",
                ["description"] = "API de una financiera de préstamos grupales con cobranza semanal. x-permiso dice quién puede llamar a cada ruta.",
            },
            ["paths"] = new JsonObject(rutas.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value))),
            ["components"] = new JsonObject
            {
                ["schemas"] = esquemas.Componentes,
                ["responses"] = new JsonObject
                {
                    ["Problema"] = new JsonObject
                    {
                        ["description"] = "Rechazo o falla: `codigo` es estable, `message` es para personas.",
                        ["content"] = Contenido(Problemas.TipoDeContenido, problema),
                    },
                },
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                },
            },
        };
    }

    /// <summary>The HTTP trigger of a function, or null where something else fires it.</summary>
    public static HttpTriggerAttribute? Disparador(MethodInfo metodo)
    {
        ArgumentNullException.ThrowIfNull(metodo);
        return metodo.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(a => a is not null);
    }

    private static JsonObject Operacion(string nombre, MethodInfo metodo, string plantilla, bool parcial, Esquemas esquemas)
    {
        var acceso = metodo.GetCustomAttribute<AccesoAttribute>();
        var responde = metodo.GetCustomAttribute<RespondeAttribute>()
            ?? throw new InvalidOperationException($"{nombre} does not say what it answers.");
        var operacion = new JsonObject
        {
            ["operationId"] = nombre,
            ["tags"] = new JsonArray(metodo.DeclaringType!.Namespace!.Split('.')[^1]),
            ["x-permiso"] = acceso?.Descripcion,
            ["security"] = acceso is PublicoAttribute ? new JsonArray() : new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        };
        if (Parametros(metodo, plantilla) is { Count: > 0 } parametros)
        {
            operacion["parameters"] = parametros;
        }

        if (metodo.GetCustomAttribute<RecibeAttribute>() is { } recibe)
        {
            var uno = esquemas.Solicitud(recibe.Cuerpo, parcial);
            operacion["requestBody"] = new JsonObject
            {
                ["required"] = !recibe.Opcional,
                ["content"] = Contenido(
                    "application/json",
                    recibe.TambienVarios ? Alguno([uno, new JsonObject { ["type"] = "array", ["items"] = uno.DeepClone() }]) : uno),
            };
        }

        operacion["responses"] = new JsonObject
        {
            [$"{responde.Status}"] = new JsonObject
            {
                ["description"] = "Hecho.",
                ["content"] = responde is RespondeArchivoAttribute archivo
                    ? new JsonObject { [archivo.TipoDeContenido] = new JsonObject() }
                    : Contenido("application/json", Alguno([.. responde.Cuerpos.Select(esquemas.Respuesta)])),
            },
            ["4XX"] = new JsonObject { ["$ref"] = "#/components/responses/Problema" },
            ["5XX"] = new JsonObject { ["$ref"] = "#/components/responses/Problema" },
        };
        return operacion;
    }

    private static JsonArray Parametros(MethodInfo metodo, string plantilla)
    {
        var parametros = new JsonArray([.. Restriccion().Matches(plantilla).Select(m => Parametro(m.Groups[1].Value, "path", "integer", true))]);
        if (metodo.GetCustomAttribute<PaginadaAttribute>() is not null)
        {
            parametros.Add(Parametro("page", "query", "integer", false));
            parametros.Add(Parametro("per_page", "query", "integer", false));
        }

        foreach (var consulta in metodo.GetCustomAttributes<ConsultaAttribute>())
        {
            parametros.Add(Parametro(consulta.Nombre, "query", consulta.Tipo, consulta.Obligatorio));
        }

        if (metodo.IsDefined(typeof(RepetibleAttribute)))
        {
            parametros.Add(Parametro(UnaVez.Cabecera, "header", "string", false));
        }

        return parametros;
    }

    private static JsonObject Parametro(string nombre, string lugar, string tipo, bool obligatorio) => new()
    {
        ["name"] = nombre,
        ["in"] = lugar,
        ["required"] = obligatorio,
        ["schema"] = new JsonObject { ["type"] = tipo },
    };

    private static JsonNode Alguno(JsonNode[] esquemas) => esquemas is [var uno] ? uno : new JsonObject { ["anyOf"] = new JsonArray(esquemas) };

    private static JsonObject Contenido(string tipo, JsonNode esquema) => new() { [tipo] = new JsonObject { ["schema"] = esquema } };

    private static JsonObject Raiz() => new()
    {
        ["get"] = new JsonObject
        {
            ["operationId"] = "Raiz",
            ["tags"] = new JsonArray("Raiz"),
            ["x-permiso"] = new PublicoAttribute().Descripcion,
            ["security"] = new JsonArray(),
            ["responses"] = new JsonObject
            {
                ["200"] = new JsonObject
                {
                    ["description"] = "Saludo.",
                    ["content"] = Contenido("text/plain", new JsonObject { ["type"] = "string" }),
                },
            },
        },
    };

    [GeneratedRegex(@"\{(\w+):int\}")]
    private static partial Regex Restriccion();
}
