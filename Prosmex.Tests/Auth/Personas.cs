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
    public static Task<int> AgregarAsync(string connection, string usuario, int rol = 6, string? hash = null, bool activo = true) => Base.ValorAsync<int>(connection, $"""
        INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
        VALUES ('N', 'P', 'M', '{usuario}', '{hash ?? Hash}', {rol}, {activo}, false) RETURNING id
        """);

    /// <summary>A new client of the same program, signed in.</summary>
    public static async Task<Api> EntradaAsync(this Api api, string usuario, string contrasena = Contrasena)
    {
        var otro = api.Otro();
        var response = await otro.EntrarAsync(usuario, contrasena);

        // A busy machine may take longer than the program allows for a statement; no test looks at that here.
        for (var times = 0; response.Estado == HttpStatusCode.ServiceUnavailable && times < 3; times++)
        {
            response = await otro.EntrarAsync(usuario, contrasena);
        }

        Assert.True(response.Estado == HttpStatusCode.OK, $"{usuario} could not sign in: {response.Estado} {response.Texto}");
        return otro;
    }

    /// <summary>Trades a refresh token; a new client with the new pair where that worked.</summary>
    public static Task<ApiResponse> RenovarAsync(this Api api, string? refresh) => api.Con(refresh).PostAsync("/auth/refresh");

    public static string Refresh(this ApiResponse response) => (string)response.Data["refresh_token"]!;

    public static string Acceso(this ApiResponse response) => (string)response.Data["access_token"]!;

    /// <summary>The session behind the client's access token is live.</summary>
    public static async Task ViveAsync(this Api api) => Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/grupos")).Estado);

    /// <summary>Neither the access nor the refresh token opens anything.</summary>
    public static async Task TerminoAsync(this Api api)
    {
        (await api.GetAsync("/grupos")).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        (await api.RenovarAsync(api.RefreshToken)).Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }

    /// <summary>Seconds of the Retry-After header.</summary>
    public static double Espera(this ApiResponse response) =>
        response.Mensaje.Headers.RetryAfter?.Delta?.TotalSeconds ?? throw new InvalidOperationException($"No Retry-After in seconds with {response.Texto}");

    public static Task<ApiResponse> CambiarContrasenaAsync(this Api api, string actual, string nueva) =>
        api.PostAsync("/auth/cambiar-contrasena", new JsonObject { ["contrasena_actual"] = actual, ["contrasena_nueva"] = nueva });

    public static IEnumerable<string> Claves(this JsonNode nodo) => nodo.AsObject().Select(c => c.Key).Order(StringComparer.Ordinal);
}
