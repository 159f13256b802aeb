using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>Tells who is behind a token, at this moment.</summary>
public sealed class SesionService(ProsmexDbContext db, UnidadDeTrabajo unidad, TokenDeAcceso tokens, OpcionesProsmex opciones, TimeProvider reloj)
{
    /// <summary>Ended sessions are kept this long, for whoever looks into an incident.</summary>
    private static readonly TimeSpan Guarda = TimeSpan.FromDays(30);

    /// <summary>One query: session, active user, role and permissions.</summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task<Llamante> IdentificarAsync(string? token, CancellationToken cancellationToken)
    {
        var acceso = await tokens.LeerAsync(token ?? "") ?? throw new DominioException(AuthErrores.SinSesion);
        var ahora = reloj.GetUtcNow();
        var filas = await db.Database.SqlQuery<Fila>($"""
            SELECT u.rol_id,
                   ARRAY(SELECT p.accion_id FROM permisos p WHERE p.rol_id = u.rol_id) AS acciones
            FROM sesiones s
            JOIN usuarios u ON u.id = s.usuario_id
            WHERE s.id = {acceso.SesionId} AND s.usuario_id = {acceso.UsuarioId}
              AND s.revocada_en IS NULL AND s.expira_en > {ahora} AND u.activo
            """).ToListAsync(cancellationToken);
        return filas is [var fila]
            ? new(acceso.UsuarioId, acceso.SesionId, (RolId)fila.RolId, fila.Acciones.Select(a => (AccionId)a).ToHashSet())
            {
                VeGruposSinGestor = opciones.GestorSinAsignarVeTodo,
            }
            : throw new DominioException(AuthErrores.SinSesion);
    }

    /// <summary>Deletes sessions that ended long ago.</summary>
    /// <returns>How many.</returns>
    public Task<int> LimpiarAsync(CancellationToken cancellationToken)
    {
        var limite = reloj.GetUtcNow() - Guarda;
        var viejas = db.Sesiones.Where(s => s.ExpiraEn < limite || s.RevocadaEn < limite);
        return unidad.EjecutarAsync(
            async token =>
            {
                await db.AmpliarAsync(LimitesDeEspera.DeLimpieza, token);
                await db.RefreshUsados.Where(r => viejas.Any(s => s.Id == r.SesionId)).ExecuteDeleteAsync(token);
                return await viejas.ExecuteDeleteAsync(token);
            },
            cancellationToken);
    }

#pragma warning disable CA1812 // EF makes it.
    private sealed record Fila(int RolId, int[] Acciones);
#pragma warning restore CA1812
}
