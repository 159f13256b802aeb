using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Domain.Common;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;
using Prosmex.Tests.Hostile;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.OpenApi;

/// <summary>Sends requests, holds every answer against the description, and keeps the first of each route, status and code.</summary>
internal sealed partial class Recorder
{
    private const string UnknownId = "99999";

    private readonly Dictionary<(string Operation, int Status, string? Codigo), RecordedAnswer> _recorded = [];

    // By operation: the request that shows its purpose.
    private readonly Dictionary<string, (string Path, string? Body)> _lawful = [];

    public IReadOnlyCollection<RecordedAnswer> Recorded => _recorded.Values;

    /// <summary>Sends a request that must be served; a route that takes an Idempotency-Key gets its name as the key.</summary>
    public async Task<ApiResponse> SendAsync(Api quien, string method, string path, string? body = null)
    {
        var operation = Operations.Find(method, path)!;
        var withKey = operation.Node["parameters"]?.AsArray().Any(p => (string?)p!["name"] == IdempotentRequests.HeaderName) == true && !_lawful.ContainsKey(operation.Name);
        var response = await RequestAsync(quien, method, path, body, withKey ? operation.Name : null);
        Assert.True((int)response.Status < 300, $"{method} {path}: {response.Text}");
        _lawful.TryAdd(operation.Name, (path, body));
        return response;
    }

    /// <summary>Sends a request that must be refused with this code.</summary>
    public async Task<ApiResponse> RechazarAsync(Api quien, string codigo, string method, string path, string? body = null, string type = ContentTypes.Json)
    {
        var response = await RequestAsync(quien, method, path, body, type: type);
        Assert.True(response.Text.Contains($"\"codigo\":\"{codigo}\"", StringComparison.Ordinal), $"{method} {path}: expected {codigo}, got {response.Text}");
        return response;
    }

    /// <summary>Asks for the approval of a request that needs it.</summary>
    public async Task PedirAprobacionAsync(Api quien, string method, string path, string body)
    {
        var response = await RequestAsync(quien, method, path, body, headers: (ApprovableRequests.HeaderName, "approval"));
        Assert.True(response.Status == HttpStatusCode.Accepted, $"{method} {path}: {response.Text}");
    }

    /// <summary>Sends a request that is answered with this status, and no problem body.</summary>
    public async Task AnswerAsync(Api quien, HttpStatusCode status, string method, string path)
    {
        var response = await RequestAsync(quien, method, path, null);
        Assert.True(response.Status == status, $"{method} {path}: {response.Text}");
    }

    /// <summary>What any client can get wrong, on every route: no token, an unknown id, a body or parameter that cannot be read, a key used twice.</summary>
    /// <param name="anonymous">Not signed in.</param>
    /// <param name="admin">May do everything.</param>
    public async Task MakeMistakesAsync(Api anonymous, Api admin)
    {
        foreach (var operation in Operations.All)
        {
            var (path, body) = _lawful[operation.Name];
            var barePath = path.Split('?')[0];
            bool Declares(int status, string codigo) => Describe(operation, status, codigo);
            if (!operation.IsPublic)
            {
                await RechazarAsync(anonymous, "auth.sin_sesion", operation.Method, barePath);
            }

            foreach (var (codigo, wrong, type) in Unreadable(operation).Where(i => Declares(400, i.Codigo)))
            {
                await RechazarAsync(admin, codigo, operation.Method, barePath, wrong, type);
            }

            if (operation.Body is null && Declares(400, "solicitud.invalida"))
            {
                // Any text is a name, but not one that is too short.
                var parameter = operation.Query.OrderBy(c => c.Name == "q").First();
                await RechazarAsync(admin, "solicitud.invalida", operation.Method, $"{barePath}?{parameter.Name}={(parameter.Name == "q" ? "z" : "zzz")}");
            }

            if (Declares(400, "idempotencia.clave"))
            {
                Assert.Equal("idempotencia.clave", (await RequestAsync(admin, operation.Method, barePath, body, "con espacio")).Codigo);
                Assert.Equal("idempotencia.otro_contenido", (await RequestAsync(admin, operation.Method, $"{path}?otra=1", body, operation.Name)).Codigo);
            }

            if (operation.Node["responses"]!["304"] is not null)
            {
                await UnchangedAsync(admin, operation, path);
            }

            await UnknownIdsAsync(admin, operation, barePath, body);
        }
    }

    /// <summary>Calls every route that needs a permission as a user without any.</summary>
    public async Task SinPermisoAsync(Api withoutPermission)
    {
        foreach (var operation in Operations.All.Where(o => Describe(o, 403, "permiso.denegado")))
        {
            await RechazarAsync(withoutPermission, "permiso.denegado", operation.Method, _lawful[operation.Name].Path);
        }
    }

    /// <summary>An unknown id wherever the route takes one: in its path, its query string and its body.</summary>
    private async Task UnknownIdsAsync(Api quien, Operation operation, string barePath, string? body)
    {
        var codigos = Refusals.Of(operation.Name).GetValueOrDefault(404) ?? [];

        // An unknown code of a receipt is in the script.
        if (operation.Segments.Any(s => Operations.IsParameter(s) && s != "{codigo}"))
        {
            var response = await RequestAsync(quien, operation.Method, IdInPath().Replace(barePath, UnknownId), body);
            Assert.True(response.Status == HttpStatusCode.NotFound, $"{operation.Name}: {response.Text}");
        }

        foreach (var codigo in codigos.Where(c => !_recorded.ContainsKey((operation.Name, 404, c))))
        {
            var name = $"{codigo.Split('.')[0]}_id";
            if (operation.Query.Any(c => c.Name == name))
            {
                await RechazarAsync(quien, codigo, operation.Method, $"{barePath}?{name}={UnknownId}");
            }
            else if (operation.Body?["properties"]!.AsObject().Select(p => p.Key).FirstOrDefault(p => p.StartsWith(name, StringComparison.Ordinal)) is { } fieldName)
            {
                var root = operation.Method == "put" ? new JsonObject() : JsonNode.Parse(body!)!;
                (root is JsonArray filas ? filas[0]! : root)[fieldName] = UnknownId;
                await RechazarAsync(quien, codigo, operation.Method, barePath, root.ToJsonString());
            }
        }
    }

    // Unreadable bodies, by the error that rejects each where the route declares it.
    private static IEnumerable<(string Codigo, string Body, string Type)> Unreadable(Operation operation)
    {
        string Wrap(string filas) => operation.AllowsMany ? filas : $$"""{"filas":{{filas}}}""";
        yield return ("solicitud.json", "{", ContentTypes.Json);
        yield return ("solicitud.sin_cuerpo", "", ContentTypes.Json);
        yield return ("solicitud.tipo_de_contenido", "{}", "text/plain");
        yield return ("solicitud.vacia", "{}", ContentTypes.Json);
        yield return ("solicitud.sin_filas", Wrap("[]"), ContentTypes.Json);
        yield return ("solicitud.demasiadas_filas", Wrap($"[{string.Join(',', Enumerable.Repeat("{}", Batch.MaxRows + 1))}]"), ContentTypes.Json);
        if (operation.Body is { } schema)
        {
            var fieldName = schema["properties"]!.AsObject().First().Key;
            yield return ("solicitud.invalida", operation.Method == "post" && schema["required"]?.AsArray().Count > 0 ? "{}" : $$"""{"{{fieldName}}":[]}""", ContentTypes.Json);
        }
    }

    private async Task UnchangedAsync(Api quien, Operation operation, string path)
    {
        var etag = (await quien.GetAsync(path)).Message.Headers.ETag!.ToString();
        var response = await quien.SendAsync(HttpMethod.Get, path, null, ("If-None-Match", etag));
        Assert.Equal((HttpStatusCode.NotModified, ""), (response.Status, response.Text));
        _recorded.TryAdd((operation.Name, 304, null), new RecordedAnswer(operation.Name, 304, null, null, null));
    }

    private async Task<ApiResponse> RequestAsync(Api quien, string method, string path, string? body, string? key = null, string type = ContentTypes.Json, params (string Name, string Value)[] headers)
    {
        var content = body is null ? null : new StringContent(body, Encoding.UTF8, type);
        var response = await quien.SendAsync(HttpMethod.Parse(method), path, content, key is null ? headers : [.. headers, (IdempotentRequests.HeaderName, key)]);
        var operation = Operations.Find(method, path) ?? throw new InvalidOperationException($"{method} {path} is no route.");
        var isProblem = response.Message.Content.Headers.ContentType?.MediaType == ProblemMapper.ContentType;
        _ = isProblem ? response.Problem(response.Status) : response.Success(operation.Method, operation.Template);
        var (status, codigo) = ((int)response.Status, isProblem ? response.Codigo : null);
        _recorded.TryAdd(
            (operation.Name, status, codigo),
            new RecordedAnswer(operation.Name, status, codigo, isProblem || body is null ? null : JsonNode.Parse(body), Body(operation, response)).Cleaned());
        return response;
    }

    // The description itself is a file, though it is JSON.
    private static JsonNode? Body(Operation operation, ApiResponse response) => response.Message.Content.Headers.ContentType?.MediaType switch
    {
        ContentTypes.Json when operation.Node["responses"]!.AsObject().First().Value!["content"]![ContentTypes.Json]?["schema"] is null => null,
        ContentTypes.Json or ProblemMapper.ContentType => response.Json,
        ContentTypes.Csv or "text/plain" => response.Text.TrimStart('\uFEFF'),
        _ => null,
    };

    private static bool Describe(Operation operation, int status, string codigo) => Refusals.Of(operation.Name).TryGetValue(status, out var codigos) && codigos.Contains(codigo);

    [GeneratedRegex(@"(?<=/)\d+")]
    private static partial Regex IdInPath();
}
