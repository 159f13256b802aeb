using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>The signed-in user behind a request, with what they may do at this moment.</summary>
public sealed record CurrentUser(int UsuarioId, Guid SesionId, RolId Rol, IReadOnlySet<AccionId> Acciones)
{
    /// <summary>A gestor also sees the groups without gestor (setting <c>Prosmex:GestorSinAsignarVeTodo</c>).</summary>
    public bool SeesGroupsWithoutGestor { get; init; }

    public bool IsAdmin => Rol == RolId.Admin;

    /// <summary>Sees every group.</summary>
    public bool SeesAll => Rol is RolId.Director or RolId.Admin;

    public bool Can(AccionId accion) => Acciones.Contains(accion);

    /// <exception cref="DominioException">permiso.denegado.</exception>
    public void Require(AccionId accion)
    {
        if (!Can(accion))
        {
            throw new DominioException(ErroresComunes.NoPermitido);
        }
    }
}
