using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>Who is calling.</summary>
/// <param name="LastWrite">The last write of the session; read only where a replica might miss it.</param>
public sealed record Caller(CurrentUser User, SessionWrite? LastWrite);

/// <summary>Resolves the user behind an access token.</summary>
public sealed class CurrentUserService(ProsmexDbContext db, AccessTokens tokens, ProsmexOptions options, TimeProvider clock)
{
    /// <summary>Checks, in one statement per request, that the session is in force and the user active, and reads the role and its permissions.</summary>
    /// <param name="text">The token of the request; null where it has none.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task<Caller> IdentifyAsync(string? text, CancellationToken cancellationToken)
    {
        var token = await tokens.ReadAsync(text ?? "") ?? throw new DominioException(AuthErrores.SinSesion);

        // By the id too, which finds the partitions; an hour for clocks that differ.
        var lastWrite = options.ReadConnection is null
            ? $"(SELECT NULL::timestamptz AS creada_en, NULL::xid AS transaccion)"
            : (FormattableString)$"""
                (SELECT o.creada_en, o.xmin AS transaccion FROM operaciones o
                 WHERE o.sesion_id = s.id AND o.id >= primer_uuid(s.creada_en - interval '1 hour')
                 ORDER BY o.creada_en DESC LIMIT 1)
                """;
        var filas = await db.ReadRowsAsync(
            Sql.Combine($"""
            SELECT u.rol_id,
                   ARRAY(SELECT p.accion_id FROM permisos p WHERE p.rol_id = u.rol_id),
                   w.creada_en, w.transaccion
            FROM sesiones s
            JOIN usuarios u ON u.id = s.usuario_id
            LEFT JOIN LATERAL {lastWrite} w ON true
            WHERE s.id = {token.SesionId} AND s.usuario_id = {token.UsuarioId}
              AND s.revocada_en IS NULL AND s.expira_en > {clock.GetUtcNow()} AND u.activo
            """),
            fila => new Caller(
                new(token.UsuarioId, token.SesionId, (RolId)fila.GetInt32(0), fila.GetFieldValue<int[]>(1).Select(a => (AccionId)a).ToHashSet())
                {
                    SeesGroupsWithoutGestor = options.GestorSinAsignarVeTodo,
                },
                fila.IsDBNull(2) ? null : new(fila.GetFieldValue<DateTimeOffset>(2), fila.GetFieldValue<uint>(3))),
            cancellationToken);
        return filas is [var caller] ? caller : throw new DominioException(AuthErrores.SinSesion);
    }

    /// <summary>A user with what they may do now, for work that is done on their behalf; null where the account is not active.</summary>
    /// <param name="usuarioId">On whose behalf.</param>
    /// <param name="sesionId">The session of the user who does the work; it is not checked here.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    internal async Task<CurrentUser?> FindAsync(int usuarioId, Guid sesionId, CancellationToken cancellationToken) =>
        await db.Usuarios.Where(u => u.Id == usuarioId && u.Activo)
            .Select(u => new { u.RolId, Acciones = db.Permisos.Where(p => p.RolId == u.RolId).Select(p => p.AccionId).ToList() })
            .SingleOrDefaultAsync(cancellationToken) is { } found
            ? new(usuarioId, sesionId, found.RolId, found.Acciones.ToHashSet()) { SeesGroupsWithoutGestor = options.GestorSinAsignarVeTodo }
            : null;
}
