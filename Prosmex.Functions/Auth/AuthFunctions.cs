using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Auth;

/// <summary>Signing in, staying in, signing out; and the registration of others.</summary>
public sealed class AuthFunctions(AuthService auth, UsuarioService usuarios, UnaVez unaVez)
{
    /// <summary>Signs in: an access token, and a refresh token for a new one.</summary>
    [Function("AuthLogin"), Publico, Recibe<LoginRequest>, Responde<Datos<InicioDeSesionDto>>]
    public async Task<IResult> LoginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/login")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await auth.IniciarSesionAsync(await req.LeerAsync<LoginRequest>(cancellationToken), cancellationToken));

    /// <summary>Trades the refresh token, sent as Bearer, for a new pair. It may be sent again until the new one is used.</summary>
    [Function("AuthRefresh"), ConToken, Responde<Datos<TokensDto>>]
    public async Task<IResult> RefreshAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/refresh")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await auth.RenovarAsync(req.TokenPortador(), cancellationToken));

    /// <summary>Ends the session that the token belongs to.</summary>
    [Function("AuthLogout"), ConToken, Responde<Datos<MensajeDto>>]
    public async Task<IResult> LogoutAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/logout")] HttpRequest req, CancellationToken cancellationToken)
    {
        await auth.CerrarSesionAsync(req.TokenPortador(), cancellationToken);
        return Respuestas.Hecho("Sesión cerrada.");
    }

    /// <summary>Who is calling, and what he may do at this moment.</summary>
    [Function("AuthYo"), ConSesion, Responde<Datos<YoDto>>]
    public async Task<IResult> YoAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "auth/yo")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await usuarios.YoAsync(req.Llamante(), cancellationToken));

    /// <summary>Gives the caller a new password; his other sessions end.</summary>
    [Function("AuthCambiarContrasena"), ConSesion, Recibe<CambiarContrasenaRequest>, Responde<Datos<TokensDto>>]
    public async Task<IResult> CambiarContrasenaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/cambiar-contrasena")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await auth.CambiarContrasenaAsync(req.Llamante(), await req.LeerAsync<CambiarContrasenaRequest>(cancellationToken), cancellationToken));

    /// <summary>Makes a user.</summary>
    [Function("AuthRegister"), Repetible, AlgunaDe(AccionId.CrearUsuario), Recibe<UsuarioRequest>, Responde<Datos<RegistroDto>>(201)]
    public async Task<IResult> RegisterAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "auth/register")] HttpRequest req, CancellationToken cancellationToken)
    {
        var nuevo = await usuarios.PrepareNewAsync(await req.LeerAsync<UsuarioRequest>(cancellationToken), cancellationToken);
        return await unaVez.HacerAsync(
            req, async token => Respuestas.Creado(new RegistroDto("Usuario registrado.", await usuarios.RegistrarAsync(nuevo, token))), cancellationToken);
    }
}
