using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Auth;

/// <summary>Sign-in, refresh, sign-out and registration.</summary>
public sealed class AuthFunctions(AuthService auth, UsuarioService usuarios, IdempotentRequests idempotent)
{
    /// <summary>Signs in: an access token, and a refresh token for a new one.</summary>
    [Function("AuthLogin"), Public, Accepts<LoginRequest>, Responds<Datos<InicioDeSesionDto>>]
    [Refuses(401, "auth.credenciales"), Refuses(409, "conflicto.cambio_simultaneo"), Refuses(429, "auth.demasiados_intentos", "auth.saturado")]
    public async Task<IResult> LoginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/login")] HttpRequest req) =>
        Responses.Ok(await auth.IniciarSesionAsync(req.Context(), await req.ReadBodyAsync<LoginRequest>(), req.Deadline()));

    /// <summary>Exchanges the refresh token, sent as Bearer, for a new pair. It may be sent again until the new one is used.</summary>
    [Function("AuthRefresh"), WithToken, Responds<Datos<TokensDto>>]
    [Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/refresh")] HttpRequest req) =>
        Responses.Ok(await auth.RenovarAsync(req.Context(), req.BearerToken(), req.Deadline()));

    /// <summary>Ends the session that the token belongs to.</summary>
    [Function("AuthLogout"), WithToken, Responds<Datos<MensajeDto>>]
    [Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> LogoutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/logout")] HttpRequest req)
    {
        await auth.CerrarSesionAsync(req.Context(), req.BearerToken(), req.Deadline());
        return Responses.Done("Sesión cerrada.");
    }

    /// <summary>The current user and their permissions.</summary>
    [Function("AuthYo"), SignedIn, Responds<Datos<YoDto>>]
    public async Task<IResult> YoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/yo")] HttpRequest req) =>
        Responses.Ok(await usuarios.YoAsync(req.CurrentUser(), req.Deadline()));

    /// <summary>Changes the current user's password; their other sessions end.</summary>
    [Function("AuthCambiarContrasena"), SignedIn, Accepts<CambiarContrasenaRequest>, Responds<Datos<TokensDto>>]
    [Refuses(400, "auth.contrasena_actual"), Refuses(409, "conflicto.cambio_simultaneo"), Refuses(429, "auth.demasiados_intentos", "auth.saturado")]
    public async Task<IResult> CambiarContrasenaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/cambiar-contrasena")] HttpRequest req) =>
        Responses.Ok(await auth.CambiarContrasenaAsync(req.Context(), await req.ReadBodyAsync<CambiarContrasenaRequest>(), req.Deadline()));

    /// <summary>Creates a user. A generated password is shown only in the first answer: a request repeated with its key gets none, and resets it.</summary>
    [Function("AuthRegister"), Idempotent, AnyOf(AccionId.CrearUsuario), Accepts<UsuarioRequest>, Responds<Datos<RegistroDto>>(201)]
    [Refuses(409, "usuario.nombre_tomado"), Refuses(429, "auth.saturado")]
    public async Task<IResult> RegisterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/register")] HttpRequest req)
    {
        var nuevo = await usuarios.PrepareNewAsync(req.Context(), await req.ReadBodyAsync<UsuarioRequest>(), req.Deadline());
        RegistroDto? registro = null;
        var answer = await idempotent.RunAsync(
            req,
            async token =>
            {
                registro = new("Usuario registrado.", await usuarios.RegistrarAsync(req.Context(), nuevo, token));
                return Responses.Created(registro);
            });

        // What is stored for a repetition has no password: it is added to the first answer alone.
        return nuevo.ContrasenaGenerada is { } generada && !IdempotentRequests.IsReplay(answer)
            ? Responses.Created(registro! with { ContrasenaProvisional = generada })
            : answer;
    }
}
