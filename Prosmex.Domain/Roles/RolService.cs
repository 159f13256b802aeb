using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Roles;

/// <summary>A role as lists show it.</summary>
public sealed record RolDto(int Id, string Nombre);

/// <summary>Reads the catalogue of roles.</summary>
public sealed class RolService(ProsmexDbContext db)
{
    public async Task<IReadOnlyList<RolDto>> ListarAsync(CancellationToken cancellationToken) =>
        await db.Roles.OrderBy(r => r.RolId).Select(r => new RolDto((int)r.RolId, r.Nombre)).ToListAsync(cancellationToken);
}
