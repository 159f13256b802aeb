using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>Somebody is to be put in charge of something, for which he needs a role.</summary>
internal sealed record Cargo(string Campo, Opcional<int?> UsuarioId, RolId Rol);

internal static class Cargos
{
    /// <summary>
    /// Everybody named exists, is active and has the role that his charge needs. Holds their rows until the transaction ends,
    /// so that nobody's role changes between this check and the write.
    /// </summary>
    /// <exception cref="DominioException">usuario.no_encontrado; solicitud.invalida for another role.</exception>
    public static async Task ExigirRolesAsync(this ProsmexDbContext db, IReadOnlyList<Cargo> cargos, CancellationToken cancellationToken)
    {
        var nombrados = cargos.Where(c => c.UsuarioId.TieneValor).ToList();
        if (nombrados.Count == 0)
        {
            return;
        }

        var ids = nombrados.Select(c => c.UsuarioId.Sobre(null)!.Value).Distinct().ToArray();
        var roles = await db.Usuarios.FromSql($"SELECT *, xmin FROM usuarios WHERE id = ANY({ids}) AND activo ORDER BY id FOR SHARE")
            .AsNoTracking().ToDictionaryAsync(u => u.Id, u => u.RolId, cancellationToken);
        Dictionary<string, string> problemas = [];
        foreach (var cargo in nombrados)
        {
            if (!roles.TryGetValue(cargo.UsuarioId.Sobre(null)!.Value, out var rol))
            {
                throw new DominioException(UsuarioErrores.NoEncontrado);
            }

            if (rol != cargo.Rol)
            {
                problemas[cargo.Campo] = $"debe ser alguien con el rol {cargo.Rol}.";
            }
        }

        if (problemas.Count > 0)
        {
            throw new DominioException(ErroresComunes.Invalidos(problemas));
        }
    }
}
