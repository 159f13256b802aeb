using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Grupos;

/// <summary>What a change of one group, or of several, needs.</summary>
internal static class GrupoPermisos
{
    /// <summary>Each field that is present needs its own permission.</summary>
    /// <exception cref="DominioException">permiso.denegado.</exception>
    public static void Exigir(CurrentUser currentUser, Optional<int?> rutaId, Optional<int?> titularId, Optional<int?> gestorId)
    {
        if (rutaId.IsPresent)
        {
            currentUser.Require(AccionId.AsignarGrupoARuta);
        }

        if (titularId.IsPresent || gestorId.IsPresent)
        {
            currentUser.Require(AccionId.AsignarTitularAGrupo);
        }
    }

    /// <summary>The route exists in the caller's scope, and the people have the roles that their charges need; they stay so until the transaction ends.</summary>
    /// <exception cref="DominioException">ruta.no_encontrada, usuario.no_encontrado; solicitud.invalida for a person of another role.</exception>
    public static async Task ExigirReferidosAsync(this ProsmexDbContext db, CurrentUser currentUser, DatosDeGrupo datos, CancellationToken cancellationToken)
    {
        if (datos.RutaId.HasValue)
        {
            var rutaId = datos.RutaId.GetValueOrDefault(0);
            var fila = db.Rutas.FromSql($"SELECT *, xmin FROM rutas WHERE ruta_id = {rutaId} FOR KEY SHARE");
            if (!await fila.EnAlcance(db.Grupos, currentUser).AnyAsync(cancellationToken))
            {
                throw new DominioException(RutaErrores.NoEncontrada);
            }
        }

        await db.ExigirRolesAsync(
            [new("usuario_id_titular", datos.UsuarioIdTitular, RolId.Titular), new("usuario_id_gestor", datos.UsuarioIdGestor, RolId.Gestor)],
            cancellationToken);
    }
}
