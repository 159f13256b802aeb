using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Infrastructure;

/// <summary>An answer of the API, with its body read.</summary>
public sealed record ApiResponse(HttpStatusCode Estado, string Texto, HttpResponseMessage Mensaje)
{
    public JsonNode Json => JsonNode.Parse(Texto) ?? throw new InvalidOperationException("The body is null.");

    /// <summary>What lies in the envelope.</summary>
    public JsonNode Data => Json["data"] ?? throw new InvalidOperationException($"There is no data in {Texto}");

    public string? Codigo => (string?)Json["codigo"];
}

/// <summary>Talks to the API as the desktop client does.</summary>
public sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    public Api(Uri direccion) => _http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan })
    {
        BaseAddress = direccion,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public string? Token { get; private set; }

    public string? RefreshToken { get; private set; }

    /// <summary>The host name that it calls; null is the address's own.</summary>
    public string? Host { get; init; }

    /// <summary>Another user of the same program, not signed in.</summary>
    public Api Otro() => new(_http.BaseAddress!) { Host = Host };

    /// <summary>The same program with a token from elsewhere.</summary>
    public Api Con(string? token) => new(_http.BaseAddress!) { Token = token, Host = Host };

    /// <summary>The same program by another host name, with the same token.</summary>
    public Api At(string host) => new(_http.BaseAddress!) { Token = Token, Host = host };

    /// <summary>Signs in and keeps the token.</summary>
    public async Task<ApiResponse> EntrarAsync(string usuario, string contrasena)
    {
        var response = await PostAsync("/auth/login/", new JsonObject { ["usuario"] = usuario, ["contrasena"] = contrasena });
        if (response.Estado == HttpStatusCode.OK)
        {
            Token = (string?)response.Data["access_token"];
            RefreshToken = (string?)response.Data["refresh_token"];
        }

        return response;
    }

    public Task<ApiResponse> GetAsync(string ruta) => EnviarAsync(HttpMethod.Get, ruta);

    public Task<ApiResponse> PostAsync(string ruta, JsonNode? body = null) => EnviarAsync(HttpMethod.Post, ruta, body);

    /// <summary>With a key of its own: the same body sent again soon is another request, and no double click.</summary>
    public Task<ApiResponse> PostWithKeyAsync(string ruta, JsonNode body) => EnviarAsync(
        HttpMethod.Post, ruta, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), ("Idempotency-Key", $"{Guid.NewGuid()}"));

    public Task<ApiResponse> PutAsync(string ruta, JsonNode? body = null) => EnviarAsync(HttpMethod.Put, ruta, body);

    public Task<ApiResponse> DeleteAsync(string ruta) => EnviarAsync(HttpMethod.Delete, ruta);

    public Task<ApiResponse> EnviarAsync(HttpMethod metodo, string ruta, JsonNode? body = null) => EnviarAsync(
        metodo, ruta, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    /// <summary>Fires a timer by hand, which LocalHost does for any key.</summary>
    public Task<ApiResponse> FireTimerAsync(string function) => EnviarAsync(HttpMethod.Post, $"/admin/functions/{function}", null, ("x-functions-key", "local"));

    public async Task<ApiResponse> EnviarAsync(HttpMethod metodo, string ruta, HttpContent? content, params (string Nombre, string Valor)[] headers)
    {
        using var solicitud = new HttpRequestMessage(metodo, ruta) { Content = content };
        solicitud.Headers.Host = Host;
        solicitud.Headers.ExpectContinue = content is HeldContent ? true : null;
        if (Token is not null)
        {
            solicitud.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        foreach (var (nombre, value) in headers)
        {
            solicitud.Headers.TryAddWithoutValidation(nombre, value);
        }

        var message = await _http.SendAsync(solicitud);
        var response = new ApiResponse(message.StatusCode, await message.Content.ReadAsStringAsync(), message);
        Contrato.AssertDeclared(response);
        Wording.AssertReadable(response);
        return response;
    }

    public void Dispose() => _http.Dispose();
}
