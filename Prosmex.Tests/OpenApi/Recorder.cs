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
    private const string IdDesconocido = "99999";

    private readonly Dictionary<(string Operacion, int Status, string? Codigo), Grabado> _grabados = [];

    // By operation: the request that shows its purpose.
    private readonly Dictionary<string, (string Ruta, string? Cuerpo)> _licitas = [];

    public IReadOnlyCollection<Grabado> Grabados => _grabados.Values;

    /// <summary>Sends a request that must be served; a route that takes an Idempotency-Key gets its name as the key.</summary>
    public async Task<ApiResponse> HacerAsync(Api quien, string metodo, string ruta, string? body = null)
    {
        var operacion = Operaciones.Buscar(metodo, ruta)!;
        var withKey = operacion.Nodo["parameters"]?.AsArray().Any(p => (string?)p!["name"] == IdempotentRequests.HeaderName) == true && !_licitas.ContainsKey(operacion.Nombre);
        var response = await PedirAsync(quien, metodo, ruta, body, withKey ? operacion.Nombre : null);
        Assert.True((int)response.Estado < 300, $"{metodo} {ruta}: {response.Texto}");
        _licitas.TryAdd(operacion.Nombre, (ruta, body));
        return response;
    }

    /// <summary>Sends a request that must be refused with this code.</summary>
    public async Task<ApiResponse> RechazarAsync(Api quien, string codigo, string metodo, string ruta, string? body = null, string tipo = ContentTypes.Json)
    {
        var response = await PedirAsync(quien, metodo, ruta, body, tipo: tipo);
        Assert.True(response.Texto.Contains($"\"codigo\":\"{codigo}\"", StringComparison.Ordinal), $"{metodo} {ruta}: expected {codigo}, got {response.Texto}");
        return response;
    }

    /// <summary>Asks for the approval of a request that needs it.</summary>
    public async Task PedirAprobacionAsync(Api quien, string metodo, string ruta, string body)
    {
        var response = await PedirAsync(quien, metodo, ruta, body, headers: (ApprovableRequests.HeaderName, "approval"));
        Assert.True(response.Estado == HttpStatusCode.Accepted, $"{metodo} {ruta}: {response.Texto}");
    }

    /// <summary>Sends a request that is answered with this status, and no problem body.</summary>
    public async Task ContestarAsync(Api quien, HttpStatusCode estado, string metodo, string ruta)
    {
        var response = await PedirAsync(quien, metodo, ruta, null);
        Assert.True(response.Estado == estado, $"{metodo} {ruta}: {response.Texto}");
    }

    /// <summary>What any client can get wrong, on every route: no token, an unknown id, a body or parameter that cannot be read, a key used twice.</summary>
    /// <param name="anonimo">Not signed in.</param>
    /// <param name="admin">May do everything.</param>
    public async Task EquivocarseAsync(Api anonimo, Api admin)
    {
        foreach (var operacion in Operaciones.Todas)
        {
            var (ruta, body) = _licitas[operacion.Nombre];
            var camino = ruta.Split('?')[0];
            bool Dice(int status, string codigo) => Describe(operacion, status, codigo);
            if (!operacion.EsPublica)
            {
                await RechazarAsync(anonimo, "auth.sin_sesion", operacion.Metodo, camino);
            }

            foreach (var (codigo, malo, tipo) in Ilegibles(operacion).Where(i => Dice(400, i.Codigo)))
            {
                await RechazarAsync(admin, codigo, operacion.Metodo, camino, malo, tipo);
            }

            if (operacion.Cuerpo is null && Dice(400, "solicitud.invalida"))
            {
                // Any text is a name, but not one that is too short.
                var parametro = operacion.Consulta.OrderBy(c => c.Nombre == "q").First();
                await RechazarAsync(admin, "solicitud.invalida", operacion.Metodo, $"{camino}?{parametro.Nombre}={(parametro.Nombre == "q" ? "z" : "zzz")}");
            }

            if (Dice(400, "idempotencia.clave"))
            {
                Assert.Equal("idempotencia.clave", (await PedirAsync(admin, operacion.Metodo, camino, body, "con espacio")).Codigo);
                Assert.Equal("idempotencia.otro_contenido", (await PedirAsync(admin, operacion.Metodo, $"{ruta}?otra=1", body, operacion.Nombre)).Codigo);
            }

            if (operacion.Nodo["responses"]!["304"] is not null)
            {
                await SinCambioAsync(admin, operacion, ruta);
            }

            await DesconocidosAsync(admin, operacion, camino, body);
        }
    }

    /// <summary>Calls every route that needs a permission as a user without any.</summary>
    public async Task SinPermisoAsync(Api nadie)
    {
        foreach (var operacion in Operaciones.Todas.Where(o => Describe(o, 403, "permiso.denegado")))
        {
            await RechazarAsync(nadie, "permiso.denegado", operacion.Metodo, _licitas[operacion.Nombre].Ruta);
        }
    }

    /// <summary>An unknown id wherever the route takes one: in its path, its query string and its body.</summary>
    private async Task DesconocidosAsync(Api quien, Operation operacion, string camino, string? body)
    {
        var codigos = Refusals.Of(operacion.Nombre).GetValueOrDefault(404) ?? [];

        // An unknown code of a receipt is in the script.
        if (operacion.Segmentos.Any(s => Operaciones.EsParametro(s) && s != "{codigo}"))
        {
            var response = await PedirAsync(quien, operacion.Metodo, EsId().Replace(camino, IdDesconocido), body);
            Assert.True(response.Estado == HttpStatusCode.NotFound, $"{operacion.Nombre}: {response.Texto}");
        }

        foreach (var codigo in codigos.Where(c => !_grabados.ContainsKey((operacion.Nombre, 404, c))))
        {
            var nombre = $"{codigo.Split('.')[0]}_id";
            if (operacion.Consulta.Any(c => c.Nombre == nombre))
            {
                await RechazarAsync(quien, codigo, operacion.Metodo, $"{camino}?{nombre}={IdDesconocido}");
            }
            else if (operacion.Cuerpo?["properties"]!.AsObject().Select(p => p.Key).FirstOrDefault(p => p.StartsWith(nombre, StringComparison.Ordinal)) is { } fieldName)
            {
                var root = operacion.Metodo == "put" ? new JsonObject() : JsonNode.Parse(body!)!;
                (root is JsonArray filas ? filas[0]! : root)[fieldName] = IdDesconocido;
                await RechazarAsync(quien, codigo, operacion.Metodo, camino, root.ToJsonString());
            }
        }
    }

    // Unreadable bodies, by the error that rejects each where the route declares it.
    private static IEnumerable<(string Codigo, string Cuerpo, string Tipo)> Ilegibles(Operation operacion)
    {
        string Con(string filas) => operacion.AdmiteVarios ? filas : $$"""{"filas":{{filas}}}""";
        yield return ("solicitud.json", "{", ContentTypes.Json);
        yield return ("solicitud.sin_cuerpo", "", ContentTypes.Json);
        yield return ("solicitud.tipo_de_contenido", "{}", "text/plain");
        yield return ("solicitud.vacia", "{}", ContentTypes.Json);
        yield return ("solicitud.sin_filas", Con("[]"), ContentTypes.Json);
        yield return ("solicitud.demasiadas_filas", Con($"[{string.Join(',', Enumerable.Repeat("{}", Batch.MaxRows + 1))}]"), ContentTypes.Json);
        if (operacion.Cuerpo is { } esquema)
        {
            var fieldName = esquema["properties"]!.AsObject().First().Key;
            yield return ("solicitud.invalida", operacion.Metodo == "post" && esquema["required"]?.AsArray().Count > 0 ? "{}" : $$"""{"{{fieldName}}":[]}""", ContentTypes.Json);
        }
    }

    private async Task SinCambioAsync(Api quien, Operation operacion, string ruta)
    {
        var etiqueta = (await quien.GetAsync(ruta)).Mensaje.Headers.ETag!.ToString();
        var response = await quien.EnviarAsync(HttpMethod.Get, ruta, null, ("If-None-Match", etiqueta));
        Assert.Equal((HttpStatusCode.NotModified, ""), (response.Estado, response.Texto));
        _grabados.TryAdd((operacion.Nombre, 304, null), new Grabado(operacion.Nombre, 304, null, null, null));
    }

    private async Task<ApiResponse> PedirAsync(Api quien, string metodo, string ruta, string? body, string? clave = null, string tipo = ContentTypes.Json, params (string Name, string Value)[] headers)
    {
        var content = body is null ? null : new StringContent(body, Encoding.UTF8, tipo);
        var response = await quien.EnviarAsync(HttpMethod.Parse(metodo), ruta, content, clave is null ? headers : [.. headers, (IdempotentRequests.HeaderName, clave)]);
        var operacion = Operaciones.Buscar(metodo, ruta) ?? throw new InvalidOperationException($"{metodo} {ruta} is no route.");
        var esProblema = response.Mensaje.Content.Headers.ContentType?.MediaType == ProblemMapper.ContentType;
        _ = esProblema ? response.Problema(response.Estado) : response.Exito(operacion.Metodo, operacion.Plantilla);
        var (status, codigo) = ((int)response.Estado, esProblema ? response.Codigo : null);
        _grabados.TryAdd(
            (operacion.Nombre, status, codigo),
            new Grabado(operacion.Nombre, status, codigo, esProblema || body is null ? null : JsonNode.Parse(body), Cuerpo(operacion, response)).Limpio());
        return response;
    }

    // The description itself is a file, though it is JSON.
    private static JsonNode? Cuerpo(Operation operacion, ApiResponse response) => response.Mensaje.Content.Headers.ContentType?.MediaType switch
    {
        ContentTypes.Json when operacion.Nodo["responses"]!.AsObject().First().Value!["content"]![ContentTypes.Json]?["schema"] is null => null,
        ContentTypes.Json or ProblemMapper.ContentType => response.Json,
        ContentTypes.Csv or "text/plain" => response.Texto.TrimStart('\uFEFF'),
        _ => null,
    };

    private static bool Describe(Operation operacion, int status, string codigo) => Refusals.Of(operacion.Nombre).TryGetValue(status, out var codigos) && codigos.Contains(codigo);

    [GeneratedRegex(@"(?<=/)\d+")]
    private static partial Regex EsId();
}
