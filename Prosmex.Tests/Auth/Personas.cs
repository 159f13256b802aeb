using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>People put straight into a database, and what tests of the sign-in do with them.</summary>
internal static class Personas
{
    public const string Contrasena = "Secreta-2026";

    // A low cost factor: the duration of a comparison is not tested here.
    private static readonly string Hash = BCrypt.Net.BCrypt.HashPassword(Contrasena, 4);

    /// <summary>Creates a user with <see cref="Contrasena"/>.</summary>
    /// <returns>The user's id.</returns>
    public static Task<int> AgregarAsync(string connection, string usuario, int rol = 6, string? hash = null, bool activo = true) => TestDatabase.ValueAsync<int>(connection, $"""
        INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
        VALUES ('N', 'P', 'M', '{usuario}', '{hash ?? Hash}', {rol}, {activo}, false) RETURNING id
        """);

    /// <summary>A new client of the same program, signed in.</summary>
    public static async Task<Api> SignedInAsync(this Api api, string usuario, string contrasena = Contrasena)
    {
        var other = api.Another();
        var response = await other.SignInAsync(usuario, contrasena);

        // A busy machine may take longer than the program allows for a statement; no test looks at that here.
        for (var times = 0; response.Status == HttpStatusCode.ServiceUnavailable && times < 3; times++)
        {
            response = await other.SignInAsync(usuario, contrasena);
        }

        Assert.True(response.Status == HttpStatusCode.OK, $"{usuario} could not sign in: {response.Status} {response.Text}");
        return other;
    }

    /// <summary>Trades a refresh token; a new client with the new pair where that worked.</summary>
    public static Task<ApiResponse> RenovarAsync(this Api api, string? refresh) => api.With(refresh).PostAsync("/auth/refresh");

    public static string Refresh(this ApiResponse response) => (string)response.Data["refresh_token"]!;

    public static string AccessToken(this ApiResponse response) => (string)response.Data["access_token"]!;

    /// <summary>The session behind the client's access token is live.</summary>
    public static async Task AssertLiveAsync(this Api api) => Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/grupos")).Status);

    /// <summary>Neither the access nor the refresh token opens anything.</summary>
    public static async Task AssertEndedAsync(this Api api)
    {
        (await api.GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.RenovarAsync(api.RefreshToken)).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    /// <summary>Seconds of the Retry-After header.</summary>
    public static double RetryAfter(this ApiResponse response) =>
        response.Message.Headers.RetryAfter?.Delta?.TotalSeconds ?? throw new InvalidOperationException($"No Retry-After in seconds with {response.Text}");

    public static Task<ApiResponse> CambiarContrasenaAsync(this Api api, string actual, string nueva) =>
        api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = actual, ["contrasena_nueva"] = nueva });

    public static IEnumerable<string> Keys(this JsonNode node) => node.AsObject().Select(c => c.Key).Order(StringComparer.Ordinal);
}
