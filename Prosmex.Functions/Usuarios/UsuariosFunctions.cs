using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Functions.Aprobaciones;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Usuarios;

/// <summary>The people who sign in. Most of these answers have no envelope: the client reads them so.</summary>
public sealed class UsuariosFunctions(UsuarioService usuarios, IdempotentRequests idempotent, ApprovableRequests approvable)
{
    /// <summary>The active users.</summary>
    [Function("UsuariosListar"), AnyOf(AccionId.BajaDeUsuario), Responds<IReadOnlyList<UsuarioDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users")] HttpRequest req) =>
        Responses.Bare(await usuarios.ListarAsync(req.Deadline()));

    /// <summary>One user.</summary>
    [Function("UsuariosObtener"), AnyOf(AccionId.BajaDeUsuario), Responds<UsuarioBreveDto>]
    [Refuses(404, "usuario.no_encontrado")]
    public async Task<IResult> ObtenerAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/{id:int}")] HttpRequest req, int id) =>
        Responses.Bare(await usuarios.ObtenerAsync(id, req.Deadline()));

    /// <summary>Changes the fields sent; <c>activo: true</c> brings a deactivated user back.</summary>
    [Function("UsuariosEditar"), Idempotent, AllOf(AccionId.EditarInformacion, AccionId.CrearUsuario), MayNeedApproval(TipoDeSolicitud.CambioDeRol), Accepts<UsuarioRequest>, Responds<MensajeDto>]
    [Refuses(404, "usuario.no_encontrado")]
    [Refuses(409, "usuario.con_asignaciones", "usuario.nombre_tomado", "usuario.ultimo_admin", "usuario.uno_mismo"), Refuses(429, "auth.saturado")]
    public async Task<IResult> EditarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "users/{id:int}")] HttpRequest req, int id)
    {
        var cambios = await usuarios.PrepareEditAsync(req.Context(), await req.ReadBodyAsync<UsuarioRequest>(), req.Deadline());
        var target = new AccessTarget.User(id);
        return await idempotent.RunAsync(
            req,
            target,
            approvable.DoOrAsk(
                req,
                "UsuariosEditar",
                id,
                async token =>
                {
                    await usuarios.EditarAsync(req.Context(), id, cambios, token);
                    return Responses.Bare(new MensajeDto("User updated successfully"));
                },
                target));
    }

    /// <summary>Deletes a user; one that something references is deactivated instead.</summary>
    [Function("UsuariosEliminar"), Idempotent, AnyOf(AccionId.BajaDeUsuario), Responds<MensajeDto>]
    [Refuses(404, "usuario.no_encontrado"), Refuses(409, "usuario.ultimo_admin", "usuario.uno_mismo")]
    public Task<IResult> EliminarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{id:int}")] HttpRequest req, int id) =>
        idempotent.RunAsync(
            req,
            new AccessTarget.User(id),
            async token =>
            {
                await usuarios.EliminarAsync(req.Context(), id, token);
                return Responses.Bare(new MensajeDto("User deleted successfully"));
            });

    /// <summary>Sets a random password, shown only in this response, and ends the user's sessions.</summary>
    [Function("UsuariosRestablecerContrasena"), AnyOf(AccionId.CrearUsuario), Responds<Datos<ContrasenaRestablecidaDto>>]
    [Refuses(404, "usuario.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo"), Refuses(429, "auth.saturado")]
    public async Task<IResult> RestablecerContrasenaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "users/{id:int}/restablecer-contrasena")] HttpRequest req, int id) =>
        Responses.Ok(new ContrasenaRestablecidaDto(
            "Contraseña restablecida. Entréguela en persona: no se muestra otra vez.",
            await usuarios.RestablecerContrasenaAsync(req.Context(), id, req.Deadline())));

    /// <summary>Ends all sessions of a user.</summary>
    [Function("UsuariosTerminarSesiones"), AnyOf(AccionId.CrearUsuario), Responds<Datos<SesionesTerminadasDto>>]
    [Refuses(404, "usuario.no_encontrado"), Refuses(409, "conflicto.cambio_simultaneo")]
    public async Task<IResult> TerminarSesionesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "users/{id:int}/sesiones")] HttpRequest req, int id) =>
        Responses.Ok(new SesionesTerminadasDto("Sesiones terminadas.", await usuarios.TerminarSesionesAsync(req.Context(), id, req.Deadline())));

    /// <summary>The active users of a role.</summary>
    [Function("UsuariosPorRol"), AnyOf(AccionId.AsignarTitularAGrupo), QueryParameter("rol", "string", Required = true), Responds<Datos<IReadOnlyList<UsuarioDto>>>]
    public async Task<IResult> PorRolAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "users/tipo-especifico")] HttpRequest req) =>
        Responses.Ok(await usuarios.PorRolAsync(req.QueryText("rol"), req.Deadline()));
}
