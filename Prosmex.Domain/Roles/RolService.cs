using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Roles;

/// <summary>A role as lists show it.</summary>
public sealed record RolDto(int Id, string Nombre);

/// <summary>Something that a role may be allowed to do.</summary>
public sealed record AccionDto(int Id, string Nombre);

/// <summary>A role with the ids of the actions that it is allowed.</summary>
public sealed record PermisosDeRolDto(int Id, string Nombre, IReadOnlyList<int> Acciones);

/// <summary>What each role may do.</summary>
public sealed record PermisosDto(IReadOnlyList<AccionDto> Acciones, IReadOnlyList<PermisosDeRolDto> Roles);

/// <summary>Reads the catalogue of roles.</summary>
public sealed class RolService(ProsmexDbContext db)
{
    public async Task<IReadOnlyList<RolDto>> ListarAsync(CancellationToken cancellationToken) =>
        await db.Roles.OrderBy(r => r.RolId).Select(r => new RolDto((int)r.RolId, r.Nombre)).ToListAsync(cancellationToken);

    /// <summary>The rows of permisos, by role and action.</summary>
    public async Task<PermisosDto> PermisosAsync(CancellationToken cancellationToken)
    {
        var acciones = await db.Acciones.OrderBy(a => a.AccionId).Select(a => new AccionDto((int)a.AccionId, a.Descripcion)).ToListAsync(cancellationToken);
        var permisos = (await db.Permisos.ToListAsync(cancellationToken)).ToLookup(p => (int)p.RolId, p => (int)p.AccionId);
        return new(acciones, [.. (await ListarAsync(cancellationToken)).Select(r => new PermisosDeRolDto(r.Id, r.Nombre, [.. permisos[r.Id].Order()]))]);
    }
}
