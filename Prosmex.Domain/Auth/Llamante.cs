using Prosmex.Domain.Common;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>Who is calling, with what he may do at this moment.</summary>
public sealed record Llamante(int UsuarioId, Guid SesionId, RolId Rol, IReadOnlySet<AccionId> Acciones)
{
    /// <summary>A gestor also sees the groups without gestor (setting <c>Prosmex:GestorSinAsignarVeTodo</c>).</summary>
    public bool VeGruposSinGestor { get; init; }

    public bool EsAdmin => Rol == RolId.Admin;

    /// <summary>Sees every group.</summary>
    public bool VeTodo => Rol is RolId.Director or RolId.Admin;

    public bool Puede(AccionId accion) => Acciones.Contains(accion);

    /// <exception cref="DominioException">permiso.denegado.</exception>
    public void Exigir(AccionId accion)
    {
        if (!Puede(accion))
        {
            throw new DominioException(ErroresComunes.NoPermitido);
        }
    }
}
