using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Infrastructure;

/// <summary>An answer of the API, with its body read.</summary>
public sealed record ApiResponse(HttpStatusCode Status, string Text, HttpResponseMessage Message)
{
    public JsonNode Json => JsonNode.Parse(Text) ?? throw new InvalidOperationException("The body is null.");

    /// <summary>What lies in the envelope.</summary>
    public JsonNode Data => Json["data"] ?? throw new InvalidOperationException($"There is no data in {Text}");

    public string? Codigo => (string?)Json["codigo"];
}

/// <summary>Talks to the API as the desktop client does.</summary>
public sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    public Api(Uri address) => _http = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = Timeout.InfiniteTimeSpan })
    {
        BaseAddress = address,
        Timeout = TimeSpan.FromSeconds(60),
    };

    public string? Token { get; private set; }

    public string? RefreshToken { get; private set; }

    /// <summary>The host name that it calls; null is the address's own.</summary>
    public string? Host { get; init; }

    /// <summary>Another user of the same program, not signed in.</summary>
    public Api Another() => new(_http.BaseAddress!) { Host = Host };

    /// <summary>The same program with a token from elsewhere.</summary>
    public Api With(string? token) => new(_http.BaseAddress!) { Token = token, Host = Host };

    /// <summary>The same program by another host name, with the same token.</summary>
    public Api At(string host) => new(_http.BaseAddress!) { Token = Token, Host = host };

    /// <summary>Signs in and keeps the token.</summary>
    public async Task<ApiResponse> SignInAsync(string usuario, string contrasena)
    {
        var response = await PostAsync("/auth/login/", new JsonObject { ["usuario"] = usuario, ["contrasena"] = contrasena });
        if (response.Status == HttpStatusCode.OK)
        {
            Token = (string?)response.Data["access_token"];
            RefreshToken = (string?)response.Data["refresh_token"];
        }

        return response;
    }

    public Task<ApiResponse> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<ApiResponse> PostAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>With a key of its own: the same body sent again soon is another request, and no double click.</summary>
    public Task<ApiResponse> PostWithKeyAsync(string path, JsonNode body) => SendAsync(
        HttpMethod.Post, path, new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), ("Idempotency-Key", $"{Guid.NewGuid()}"));

    public Task<ApiResponse> PutAsync(string path, JsonNode? body = null) => SendAsync(HttpMethod.Put, path, body);

    public Task<ApiResponse> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<ApiResponse> SendAsync(HttpMethod method, string path, JsonNode? body = null) => SendAsync(
        method, path, body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"));

    /// <summary>Fires a timer by hand, which LocalHost does for any key.</summary>
    public Task<ApiResponse> FireTimerAsync(string function) => SendAsync(HttpMethod.Post, $"/admin/functions/{function}", null, ("x-functions-key", "local"));

    public async Task<ApiResponse> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = Host;
        request.Headers.ExpectContinue = content is HeldContent ? true : null;
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var message = await _http.SendAsync(request);
        var response = new ApiResponse(message.StatusCode, await message.Content.ReadAsStringAsync(), message);
        Contract.AssertDeclared(response);
        Wording.AssertReadable(response);
        return response;
    }

    public void Dispose() => _http.Dispose();
}
