using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Prosmex.Domain.Roles;
using Prosmex.Functions.Http;

namespace Prosmex.Functions.Roles;

/// <summary>The catalogue of roles.</summary>
public sealed class RolesFunctions(RolService roles)
{
    /// <summary>The roles.</summary>
    [Function("RolesListar"), AnyOf(AccionId.CrearUsuario), Responds<IReadOnlyList<RolDto>>]
    public async Task<IResult> ListarAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "roles/all")] HttpRequest req) =>
        Responses.Bare(await roles.ListarAsync(req.Deadline()));

    /// <summary>What each role may do.</summary>
    [Function("RolesPermisos"), AnyOf(AccionId.CrearUsuario), Responds<Datos<PermisosDto>>]
    public async Task<IResult> PermisosAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "roles/permisos")] HttpRequest req) =>
        Responses.Ok(await roles.PermisosAsync(req.Deadline()));
}
