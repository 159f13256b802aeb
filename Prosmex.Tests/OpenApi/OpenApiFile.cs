using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.OpenApi;

/// <summary>The OpenAPI 3.1 description but for its examples, told from the functions, their attributes, contracts and comments.</summary>
internal static partial class OpenApiFile
{
    /// <summary>The key of the codes that come with a status. One schema stands for all problems: otherwise generated clients have a class per route and status.</summary>
    public const string Codigos = "x-codigos";

    private const string CatchAll = "{*resto}";
    private const string EsquemaDeProblema = "#/components/schemas/Problema";

    private const string Introduccion =
        """
        The backend of a Mexican group lender: clients in groups borrow on weekly plans, collectors collect every week, managers read who paid.

        Sign in with `POST /auth/login` and send `Authorization: Bearer <access_token>`. What a caller sees is scoped by their role: a foreign id is a 404. `x-permiso` and each description say who may call a route.

        Errors are `application/problem+json`: `codigo` is stable and told per route and status (`x-codigos`), `message` is Spanish for people, `traceId` finds the request in the logs. Amounts are MXN with two decimals, days are `YYYY-MM-DD` in Mexico City, instants UTC with `Z`. A path with a slash at its end is the same path.

        An `{id}` in a path is an integer, so no path has two meanings: `/clientes/monto-pagado/7` is a figure of client 7, `/clientes/7/estado-de-cuenta` their statement, and `/clientes/monto-pagado/estado-de-cuenta` is unknown.
        """;

    /// <summary>Statuses that say the same wherever they come; the others list their codes per route.</summary>
    private static readonly Dictionary<int, string> Compartidas = new() { [401] = "SinSesion", [403] = "SinPermiso", [408] = "CuerpoLento", [413] = "DemasiadoGrande", [500] = "ErrorInterno", [503] = "SinServicio" };

    public static JsonObject Generar()
    {
        var esquemas = new Esquemas();
        esquemas.Respuesta(typeof(Problema));
        var metodos = FunctionCatalog.Methods.Where(f => Disparador(f.Value) is not null && !f.Value.IsDefined(typeof(WebPageAttribute)))
            .OrderBy(f => f.Key, StringComparer.Ordinal).ToList();
        var rutas = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal) { ["/"] = new() { ["get"] = Raiz(metodos.Single(f => Disparador(f.Value)!.Route == CatchAll).Key) } };
        foreach (var (nombre, metodo) in metodos)
        {
            if (Disparador(metodo) is not { Route: { } plantilla and not CatchAll } http)
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

        var componentes = esquemas.Componentes;
        ((JsonObject)componentes["Problema"]!["properties"]!["codigo"]!)["enum"] = Textos(Refusals.Codigos);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Prosmex",
                ["version"] = "1.0.0",
                ["description"] = Introduccion,
                ["contact"] = new JsonObject { ["name"] = "Prosmex contributors" },
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. metodos.GroupBy(f => Cuarto(f.Value)).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new JsonObject { ["name"] = g.Key, ["description"] = string.Join(' ', g.Select(f => Documentacion.De(f.Value.DeclaringType!)).Distinct()) })]),
            ["paths"] = new JsonObject(rutas.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value))),
            ["components"] = new JsonObject
            {
                ["schemas"] = componentes,
                ["responses"] = new JsonObject(Compartidas.Select(c => KeyValuePair.Create(c.Value, (JsonNode?)Rechazo(c.Key, Compartido(c.Key))))),
                ["securitySchemes"] = new JsonObject
                {
                    ["token"] = new JsonObject
                    {
                        ["type"] = "http",
                        ["scheme"] = "bearer",
                        ["bearerFormat"] = "JWT",
                        ["description"] = "The access token of `POST /auth/login` or `POST /auth/refresh`. It ends with its session.",
                    },
                },
            },
        };
    }

    /// <summary>The HTTP trigger of a function, or null where something else fires it.</summary>
    public static HttpTriggerAttribute? Disparador(MethodInfo metodo) =>
        metodo.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(a => a is not null);

    private static JsonObject Operacion(string nombre, MethodInfo metodo, string plantilla, bool parcial, Esquemas esquemas)
    {
        var acceso = metodo.GetCustomAttribute<AccessAttribute>();
        var responde = metodo.GetCustomAttribute<RespondsAttribute>()
            ?? throw new InvalidOperationException($"{nombre} does not say what it answers.");
        var resumen = Documentacion.De(metodo) ?? throw new InvalidOperationException($"{nombre} has no summary.");
        var operacion = new JsonObject
        {
            ["operationId"] = nombre,
            ["tags"] = new JsonArray(Cuarto(metodo)),
            ["summary"] = resumen.TrimEnd('.'),
            ["description"] = $"{resumen}\n\nPermiso: {Parametros.Explicar(acceso)}.",
            ["x-permiso"] = acceso?.Description,
            ["security"] = acceso is PublicAttribute ? new JsonArray() : new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        };
        if (Parametros.De(metodo, Restriccion().Matches(plantilla).Select(m => m.Groups[1].Value)) is { Count: > 0 } parametros)
        {
            operacion["parameters"] = parametros;
        }

        if (metodo.GetCustomAttribute<AcceptsAttribute>() is { } recibe)
        {
            var uno = esquemas.Solicitud(recibe.Body, parcial || recibe.IsPartial);
            operacion["requestBody"] = new JsonObject
            {
                ["required"] = !recibe.IsOptional,
                ["content"] = Contenido(
                    ContentTypes.Json,
                    recibe.AcceptsArray ? Alguno([uno, new JsonObject { ["type"] = "array", ["items"] = uno.DeepClone() }]) : uno),
            };
        }

        var respuestas = new SortedDictionary<int, JsonNode> { [responde.Status] = Exito(responde, esquemas) };
        foreach (var (status, rechazo) in RefusalsOf(nombre))
        {
            respuestas[status] = rechazo;
        }

        // A preview asks for nothing.
        if (metodo.IsDefined(typeof(MayNeedApprovalAttribute)) && metodo.IsDefined(typeof(IdempotentAttribute)))
        {
            respuestas[202] = new JsonObject
            {
                ["description"] = "Nothing is done yet: its approval was asked for.",
                ["content"] = Contenido(ContentTypes.Json, esquemas.Respuesta(typeof(Datos<SolicitudHechaDto>))),
            };
        }

        if (responde.AlsoWith != 0)
        {
            var own = Exito(responde, esquemas);
            if (respuestas.TryGetValue(responde.AlsoWith, out var refusal))
            {
                ((JsonObject)refusal["content"]!).Insert(0, ContentTypes.Json, own["content"]![ContentTypes.Json]!.DeepClone());
            }
            else
            {
                respuestas[responde.AlsoWith] = own;
            }
        }

        if (metodo.IsDefined(typeof(ConditionalAttribute)))
        {
            respuestas[responde.Status]["headers"] = Cabecera("ETag", "string", "The version of the answer.");
            respuestas[304] = new JsonObject { ["description"] = "Nothing changed since the version that the caller has." };
        }

        operacion["responses"] = new JsonObject(respuestas.Select(r => KeyValuePair.Create($"{r.Key}", (JsonNode?)r.Value)));
        return operacion;
    }

    private static JsonObject Exito(RespondsAttribute responde, Esquemas esquemas) => responde is RespondsFileAttribute file
        ? new JsonObject { ["description"] = "The file.", ["content"] = new JsonObject { [file.ContentType] = new JsonObject() } }
        : new JsonObject
        {
            ["description"] = responde.Status == 201 ? "Made." : "Done.",
            ["content"] = Contenido(ContentTypes.Json, Alguno([.. responde.Bodies.Select(esquemas.Respuesta)])),
        };

    private static IEnumerable<(int Status, JsonNode Response)> RefusalsOf(string function) => Refusals.Of(function).Select(r => (r.Key, (JsonNode)(
        Compartidas.TryGetValue(r.Key, out var shared) && r.Value.SequenceEqual(Compartido(r.Key)) ? new JsonObject { ["$ref"] = $"#/components/responses/{shared}" } : Rechazo(r.Key, r.Value))));

    private static JsonObject Rechazo(int status, IReadOnlyList<string> codigos)
    {
        var rechazo = new JsonObject
        {
            ["description"] = $"{string.Join(", ", codigos.Select(c => $"`{c}`"))}.",
            [Codigos] = Textos(codigos),
            ["content"] = Contenido(ProblemMapper.ContentType, new JsonObject { ["$ref"] = EsquemaDeProblema }),
        };
        if (status is 429 or 503)
        {
            rechazo["headers"] = Cabecera("Retry-After", "integer", "Seconds to wait before the next try.");
        }

        return rechazo;
    }

    private static JsonObject Cabecera(string nombre, string tipo, string descripcion) => new()
    {
        [nombre] = new JsonObject { ["description"] = descripcion, ["schema"] = new JsonObject { ["type"] = tipo } },
    };

    private static string[] Compartido(int status) => status switch
    {
        401 => [Domain.Auth.AuthErrores.SinSesion.Codigo],
        403 => [Domain.Common.ErroresComunes.NoPermitido.Codigo],
        408 => [ErroresHttp.SlowBody.Codigo],
        413 => [ErroresHttp.DemasiadoGrande.Codigo],
        500 => [ProblemMapper.Unexpected("").Codigo],
        _ => [.. Refusals.Unavailable],
    };

    private static string Cuarto(MethodInfo metodo) => metodo.DeclaringType!.Namespace!.Split('.')[^1];

    private static JsonNode Alguno(JsonNode[] esquemas) => esquemas is [var uno] ? uno : new JsonObject { ["anyOf"] = new JsonArray(esquemas) };

    private static JsonObject Contenido(string tipo, JsonNode esquema) => new() { [tipo] = new JsonObject { ["schema"] = esquema } };

    private static JsonArray Textos(IEnumerable<string> textos) => [.. textos.Select(t => (JsonNode)t)];

    private static JsonObject Raiz(string catchAll) => new()
    {
        ["operationId"] = "Raiz",
        ["tags"] = new JsonArray("Raiz"),
        ["summary"] = "A greeting",
        ["description"] = $"A greeting.\n\nPermiso: {new PublicAttribute().Description}.",
        ["x-permiso"] = new PublicAttribute().Description,
        ["security"] = new JsonArray(),
        ["responses"] = new JsonObject(
        [
            KeyValuePair.Create("200", (JsonNode?)new JsonObject { ["description"] = "Done.", ["content"] = Contenido("text/plain", new JsonObject { ["type"] = "string" }) }),
            .. RefusalsOf(catchAll).Select(r => KeyValuePair.Create($"{r.Status}", (JsonNode?)r.Response)),
        ]),
    };

    [GeneratedRegex(@"\{(\w+):[^}]+\}")]
    private static partial Regex Restriccion();
}
