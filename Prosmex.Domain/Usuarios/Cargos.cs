using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>A charge for which a user needs a certain role.</summary>
internal sealed record Cargo(string Field, Optional<int?> UsuarioId, RolId Rol);

internal static class Cargos
{
    // An advisory lock instead of locks on the users: those come before sessions in the lock order, and a write has locked its session already.
    private const long LockKey = 7_205_759_403_792_797;

    /// <summary>For a change of a user's role or a deactivation: no group or route is assigned to a user until the transaction ends.</summary>
    public static Task LockCargosAsync(this ProsmexDbContext db, CancellationToken cancellationToken) =>
        db.LockAsync(LockKey, cancellationToken);

    /// <summary>
    /// Every user named exists, is active and has the role that the charge needs. Roles cannot change between this check and the end of the
    /// transaction.
    /// </summary>
    /// <exception cref="DominioException">usuario.no_encontrado; solicitud.invalida for another role.</exception>
    public static async Task ExigirRolesAsync(this ProsmexDbContext db, IReadOnlyList<Cargo> cargos, CancellationToken cancellationToken)
    {
        var nombrados = cargos.Where(c => c.UsuarioId.HasValue).ToList();
        if (nombrados.Count == 0)
        {
            return;
        }

        var ids = nombrados.Select(c => c.UsuarioId.GetValueOrDefault(null)!.Value).Distinct().ToArray();
        await db.LockSharedAsync(LockKey, cancellationToken);
        var roles = await db.Usuarios.Where(u => ids.Contains(u.Id) && u.Activo).ToDictionaryAsync(u => u.Id, u => u.RolId, cancellationToken);
        Dictionary<string, string> problems = [];
        foreach (var cargo in nombrados)
        {
            if (!roles.TryGetValue(cargo.UsuarioId.GetValueOrDefault(null)!.Value, out var rol))
            {
                throw new DominioException(UsuarioErrores.NoEncontrado);
            }

            if (rol != cargo.Rol)
            {
                problems[cargo.Field] = "elija a una persona con ese rol.";
            }
        }

        if (problems.Count > 0)
        {
            throw new DominioException(ErroresComunes.InvalidFields(problems));
        }
    }
}
