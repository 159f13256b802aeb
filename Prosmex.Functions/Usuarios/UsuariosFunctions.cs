using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Usuarios;

/// <summary>The people who sign in. Most of these answers have no envelope: the client reads them so.</summary>
public sealed class UsuariosFunctions(UsuarioService usuarios, UnaVez unaVez)
{
    /// <summary>The active users.</summary>
    [Function("UsuariosListar"), AlgunaDe(AccionId.BajaDeUsuario), Responde<IReadOnlyList<UsuarioDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Desnudo(await usuarios.ListarAsync(cancellationToken));

    /// <summary>One user.</summary>
    [Function("UsuariosObtener"), AlgunaDe(AccionId.BajaDeUsuario), Responde<UsuarioBreveDto>]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Desnudo(await usuarios.ObtenerAsync(id, cancellationToken));

    /// <summary>Changes the fields sent; <c>activo: true</c> brings a deactivated user back.</summary>
    [Function("UsuariosEditar"), Repetible, Todas(AccionId.EditarInformacion, AccionId.CrearUsuario), Recibe<UsuarioRequest>, Responde<MensajeDto>]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken)
    {
        var cambios = await usuarios.PrepareEditAsync(await req.LeerAsync<UsuarioRequest>(cancellationToken), cancellationToken);
        return await unaVez.HacerAsync(
            req,
            new AccessTarget.User(id),
            async token =>
            {
                await usuarios.EditarAsync(req.Llamante(), id, cambios, token);
                return Respuestas.Desnudo(new MensajeDto("User updated successfully"));
            },
            cancellationToken);
    }

    /// <summary>Deletes a user; one whom something names is deactivated instead.</summary>
    [Function("UsuariosEliminar"), Repetible, AlgunaDe(AccionId.BajaDeUsuario), Responde<MensajeDto>]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{id:int}")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        unaVez.HacerAsync(
            req,
            new AccessTarget.User(id),
            async token =>
            {
                await usuarios.EliminarAsync(req.Llamante(), id, token);
                return Respuestas.Desnudo(new MensajeDto("User deleted successfully"));
            },
            cancellationToken);

    /// <summary>Gives a user a random password, shown this once, and ends his sessions.</summary>
    [Function("UsuariosRestablecerContrasena"), AlgunaDe(AccionId.CrearUsuario), Responde<Datos<ContrasenaRestablecidaDto>>]
    public async Task<IResult> RestablecerContrasenaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{id:int}/restablecer-contrasena")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new ContrasenaRestablecidaDto(
            "Contraseña restablecida. Entréguela a su dueño: no se muestra otra vez.",
            await usuarios.RestablecerContrasenaAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>Ends all sessions of a user.</summary>
    [Function("UsuariosTerminarSesiones"), AlgunaDe(AccionId.CrearUsuario), Responde<Datos<SesionesTerminadasDto>>]
    public async Task<IResult> TerminarSesionesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{id:int}/sesiones")] HttpRequest req, int id, CancellationToken cancellationToken) =>
        Respuestas.Ok(new SesionesTerminadasDto("Sesiones terminadas.", await usuarios.TerminarSesionesAsync(req.Llamante(), id, cancellationToken)));

    /// <summary>The active users of a role.</summary>
    [Function("UsuariosPorRol"), AlgunaDe(AccionId.AsignarTitularAGrupo), Consulta("rol", "string", Obligatorio = true), Responde<Datos<IReadOnlyList<UsuarioDto>>>]
    public async Task<IResult> PorRolAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/tipo-especifico")] HttpRequest req, CancellationToken cancellationToken) =>
        Respuestas.Ok(await usuarios.PorRolAsync(req.TextoDeConsulta("rol"), cancellationToken));
}
