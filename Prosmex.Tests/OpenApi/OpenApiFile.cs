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
    private const string ProblemSchema = "#/components/schemas/Problema";

    private const string Introduction =
        """
        The backend of a Mexican group lender: clients in groups borrow on weekly plans, collectors collect every week, managers read who paid.

        Sign in with `POST /auth/login` and send `Authorization: Bearer <access_token>`. What a caller sees is scoped by their role: a foreign id is a 404. `x-permiso` and each description say who may call a route.

        Errors are `application/problem+json`: `codigo` is stable and told per route and status (`x-codigos`), `message` is Spanish for people, `traceId` finds the request in the logs. Amounts are MXN with two decimals, days are `YYYY-MM-DD` in Mexico City, instants UTC with `Z`. A path with a slash at its end is the same path.

        An `{id}` in a path is an integer, so no path has two meanings: `/clientes/monto-pagado/7` is a figure of client 7, `/clientes/7/estado-de-cuenta` their statement, and `/clientes/monto-pagado/estado-de-cuenta` is unknown.
        """;

    /// <summary>Statuses that say the same wherever they come; the others list their codes per route.</summary>
    private static readonly Dictionary<int, string> Shared = new() { [401] = "SinSesion", [403] = "SinPermiso", [408] = "CuerpoLento", [413] = "DemasiadoGrande", [500] = "ErrorInterno", [503] = "SinServicio" };

    public static JsonObject Generate()
    {
        var schemas = new Schemas();
        schemas.Answer(typeof(Problema));
        var methods = FunctionCatalog.Methods.Where(f => Trigger(f.Value) is not null && !f.Value.IsDefined(typeof(WebPageAttribute)))
            .OrderBy(f => f.Key, StringComparer.Ordinal).ToList();
        var rutas = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal) { ["/"] = new() { ["get"] = Root(methods.Single(f => Trigger(f.Value)!.Route == CatchAll).Key) } };
        foreach (var (name, method) in methods)
        {
            if (Trigger(method) is not { Route: { } template and not CatchAll } http)
            {
                continue;
            }

            var path = "/" + Constraint().Replace(template, "{$1}");
            var operations = rutas.TryGetValue(path, out var previas) ? previas : rutas[path] = [];
            foreach (var verb in http.Methods!)
            {
                operations[verb] = Operation(name, method, template, parcial: verb == "put", schemas);
            }
        }

        var components = schemas.Components;
        ((JsonObject)components["Problema"]!["properties"]!["codigo"]!)["enum"] = Texts(Refusals.Codigos);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "Prosmex",
                ["version"] = "1.0.0",
                ["description"] = Introduction,
                ["contact"] = new JsonObject { ["name"] = "Prosmex contributors" },
                ["license"] = new JsonObject { ["name"] = "MIT", ["identifier"] = "MIT" },
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["tags"] = new JsonArray([.. methods.GroupBy(f => Room(f.Value)).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new JsonObject { ["name"] = g.Key, ["description"] = string.Join(' ', g.Select(f => Documentation.Of(f.Value.DeclaringType!)).Distinct()) })]),
            ["paths"] = new JsonObject(rutas.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value))),
            ["components"] = new JsonObject
            {
                ["schemas"] = components,
                ["responses"] = new JsonObject(Shared.Select(c => KeyValuePair.Create(c.Value, (JsonNode?)Rechazo(c.Key, Compartido(c.Key))))),
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
    public static HttpTriggerAttribute? Trigger(MethodInfo method) =>
        method.GetParameters().Select(p => p.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(a => a is not null);

    private static JsonObject Operation(string name, MethodInfo method, string template, bool parcial, Schemas schemas)
    {
        var access = method.GetCustomAttribute<AccessAttribute>();
        var responds = method.GetCustomAttribute<RespondsAttribute>()
            ?? throw new InvalidOperationException($"{name} does not say what it answers.");
        var resumen = Documentation.Of(method) ?? throw new InvalidOperationException($"{name} has no summary.");
        var operation = new JsonObject
        {
            ["operationId"] = name,
            ["tags"] = new JsonArray(Room(method)),
            ["summary"] = resumen.TrimEnd('.'),
            ["description"] = $"{resumen}\n\nPermiso: {Parameters.Explain(access)}.",
            ["x-permiso"] = access?.Description,
            ["security"] = access is PublicAttribute ? new JsonArray() : new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
        };
        if (Parameters.De(method, Constraint().Matches(template).Select(m => m.Groups[1].Value)) is { Count: > 0 } parameters)
        {
            operation["parameters"] = parameters;
        }

        if (method.GetCustomAttribute<AcceptsAttribute>() is { } accepts)
        {
            var uno = schemas.Solicitud(accepts.Body, parcial || accepts.IsPartial);
            operation["requestBody"] = new JsonObject
            {
                ["required"] = !accepts.IsOptional,
                ["content"] = Contenido(
                    ContentTypes.Json,
                    accepts.AcceptsArray ? Some([uno, new JsonObject { ["type"] = "array", ["items"] = uno.DeepClone() }]) : uno),
            };
        }

        var answers = new SortedDictionary<int, JsonNode> { [responds.Status] = Success(responds, schemas) };
        foreach (var (status, rechazo) in RefusalsOf(name))
        {
            answers[status] = rechazo;
        }

        // A preview asks for nothing.
        if (method.IsDefined(typeof(MayNeedApprovalAttribute)) && method.IsDefined(typeof(IdempotentAttribute)))
        {
            answers[202] = new JsonObject
            {
                ["description"] = "Nothing is done yet: its approval was asked for.",
                ["content"] = Contenido(ContentTypes.Json, schemas.Answer(typeof(Datos<SolicitudHechaDto>))),
            };
        }

        if (responds.AlsoWith != 0)
        {
            var own = Success(responds, schemas);
            if (answers.TryGetValue(responds.AlsoWith, out var refusal))
            {
                ((JsonObject)refusal["content"]!).Insert(0, ContentTypes.Json, own["content"]![ContentTypes.Json]!.DeepClone());
            }
            else
            {
                answers[responds.AlsoWith] = own;
            }
        }

        if (method.IsDefined(typeof(ConditionalAttribute)))
        {
            answers[responds.Status]["headers"] = Header("ETag", "string", "The version of the answer.");
            answers[304] = new JsonObject { ["description"] = "Nothing changed since the version that the caller has." };
        }

        operation["responses"] = new JsonObject(answers.Select(r => KeyValuePair.Create($"{r.Key}", (JsonNode?)r.Value)));
        return operation;
    }

    private static JsonObject Success(RespondsAttribute responds, Schemas schemas) => responds is RespondsFileAttribute file
        ? new JsonObject { ["description"] = "The file.", ["content"] = new JsonObject { [file.ContentType] = new JsonObject() } }
        : new JsonObject
        {
            ["description"] = responds.Status == 201 ? "Made." : "Done.",
            ["content"] = Contenido(ContentTypes.Json, Some([.. responds.Bodies.Select(schemas.Answer)])),
        };

    private static IEnumerable<(int Status, JsonNode Response)> RefusalsOf(string function) => Refusals.Of(function).Select(r => (r.Key, (JsonNode)(
        Shared.TryGetValue(r.Key, out var shared) && r.Value.SequenceEqual(Compartido(r.Key)) ? new JsonObject { ["$ref"] = $"#/components/responses/{shared}" } : Rechazo(r.Key, r.Value))));

    private static JsonObject Rechazo(int status, IReadOnlyList<string> codigos)
    {
        var rechazo = new JsonObject
        {
            ["description"] = $"{string.Join(", ", codigos.Select(c => $"`{c}`"))}.",
            [Codigos] = Texts(codigos),
            ["content"] = Contenido(ProblemMapper.ContentType, new JsonObject { ["$ref"] = ProblemSchema }),
        };
        if (status is 429 or 503)
        {
            rechazo["headers"] = Header("Retry-After", "integer", "Seconds to wait before the next try.");
        }

        return rechazo;
    }

    private static JsonObject Header(string name, string type, string descripcion) => new()
    {
        [name] = new JsonObject { ["description"] = descripcion, ["schema"] = new JsonObject { ["type"] = type } },
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

    private static string Room(MethodInfo method) => method.DeclaringType!.Namespace!.Split('.')[^1];

    private static JsonNode Some(JsonNode[] schemas) => schemas is [var uno] ? uno : new JsonObject { ["anyOf"] = new JsonArray(schemas) };

    private static JsonObject Contenido(string type, JsonNode schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];

    private static JsonObject Root(string catchAll) => new()
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
    private static partial Regex Constraint();
}
