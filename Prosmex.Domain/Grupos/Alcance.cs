using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;

namespace Prosmex.Domain.Grupos;

/// <summary>Which rows a caller may see: his groups, and what belongs to them. Every query over groups, clients and routes starts here.</summary>
public static class Alcance
{
    public static IQueryable<Grupo> EnAlcance(this IQueryable<Grupo> grupos, Llamante llamante)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        var id = llamante.UsuarioId;
        var sinGestor = llamante.VeGruposSinGestor;
        return llamante.Rol switch
        {
            RolId.Gestor => grupos.Where(g => g.UsuarioIdGestor == id || (sinGestor && g.UsuarioIdGestor == null)),
            RolId.Titular => grupos.Where(g => g.UsuarioIdTitular == id),
            RolId.Supervisor => grupos.Where(g => g.Ruta!.UsuarioIdSupervisor == id),
            RolId.Gerente => grupos.Where(g => g.Ruta!.UsuarioIdGerente == id),
            _ => grupos,
        };
    }

    public static IQueryable<Cliente> EnAlcance(this IQueryable<Cliente> clientes, IQueryable<Grupo> grupos, Llamante llamante)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        return llamante.VeTodo
            ? clientes
            : clientes.Join(grupos.EnAlcance(llamante), c => c.GrupoId, g => g.GrupoId, (c, _) => c);
    }

    /// <summary>The routes that the caller runs, or that hold a group of his.</summary>
    public static IQueryable<Ruta> EnAlcance(this IQueryable<Ruta> rutas, IQueryable<Grupo> grupos, Llamante llamante)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        var id = llamante.UsuarioId;
        return llamante.Rol switch
        {
            RolId.Supervisor => rutas.Where(r => r.UsuarioIdSupervisor == id),
            RolId.Gerente => rutas.Where(r => r.UsuarioIdGerente == id),
            _ when llamante.VeTodo => rutas,
            _ => rutas.Where(r => grupos.EnAlcance(llamante).Any(g => g.RutaId == r.RutaId)),
        };
    }
}
