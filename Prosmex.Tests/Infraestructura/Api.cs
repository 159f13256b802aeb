using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Prosmex.Tests.Infraestructura;

/// <summary>An answer of the API, with its body read.</summary>
public sealed record Respuesta(HttpStatusCode Estado, string Texto, HttpResponseMessage Mensaje)
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

    /// <summary>Another user of the same program, not signed in.</summary>
    public Api Otro() => new(_http.BaseAddress!);

    /// <summary>The same program with a token from elsewhere.</summary>
    public Api Con(string? token) => new(_http.BaseAddress!) { Token = token };

    /// <summary>Signs in and keeps the token.</summary>
    public async Task<Respuesta> EntrarAsync(string usuario, string contrasena)
    {
        var respuesta = await PostAsync("/auth/login/", new JsonObject { ["usuario"] = usuario, ["contrasena"] = contrasena });
        if (respuesta.Estado == HttpStatusCode.OK)
        {
            Token = (string?)respuesta.Data["access_token"];
            RefreshToken = (string?)respuesta.Data["refresh_token"];
        }

        return respuesta;
    }

    public Task<Respuesta> GetAsync(string ruta) => EnviarAsync(HttpMethod.Get, ruta);

    public Task<Respuesta> PostAsync(string ruta, JsonNode? cuerpo = null) => EnviarAsync(HttpMethod.Post, ruta, cuerpo);

    public Task<Respuesta> PutAsync(string ruta, JsonNode? cuerpo = null) => EnviarAsync(HttpMethod.Put, ruta, cuerpo);

    public Task<Respuesta> DeleteAsync(string ruta) => EnviarAsync(HttpMethod.Delete, ruta);

    public Task<Respuesta> EnviarAsync(HttpMethod metodo, string ruta, JsonNode? cuerpo = null) => EnviarAsync(
        metodo, ruta, cuerpo is null ? null : new StringContent(cuerpo.ToJsonString(), Encoding.UTF8, "application/json"));

    /// <summary>Fires a timer by hand, which LocalHost does for any key.</summary>
    public Task<Respuesta> FireTimerAsync(string function) => EnviarAsync(HttpMethod.Post, $"/admin/functions/{function}", null, ("x-functions-key", "local"));

    public async Task<Respuesta> EnviarAsync(HttpMethod metodo, string ruta, HttpContent? contenido, params (string Nombre, string Valor)[] cabeceras)
    {
        using var solicitud = new HttpRequestMessage(metodo, ruta) { Content = contenido };
        solicitud.Headers.ExpectContinue = contenido is HeldContent ? true : null;
        if (Token is not null)
        {
            solicitud.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        foreach (var (nombre, valor) in cabeceras)
        {
            solicitud.Headers.TryAddWithoutValidation(nombre, valor);
        }

        var mensaje = await _http.SendAsync(solicitud);
        return new(mensaje.StatusCode, await mensaje.Content.ReadAsStringAsync(), mensaje);
    }

    public void Dispose() => _http.Dispose();
}
