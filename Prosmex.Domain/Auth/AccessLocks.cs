using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>
/// The locks that make a revocation hold. A write takes its session's row with a shared lock until it commits; ending a session takes that row
/// exclusively. So either the revocation comes first and the write is refused, or the revocation waits for the write to commit. Lock order: users by
/// id, then sessions by id, then everything else (docs/seguridad.md).
/// </summary>
internal static class AccessLocks
{
    // Of a change of access. A lock timeout alone would not end a starved statement: it starts again for each holder.
    private static readonly TimeSpan ForFirstAttempt = TimeSpan.FromSeconds(1.5);

    // Every write that the second attempt waits for has ended by then.
    private static readonly TimeSpan ForEscalation = TimeSpan.FromSeconds(5);

    /// <summary>For a write: proves that the author's session is in force, and keeps it so until the transaction ends.</summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public static async Task RequireSessionAsync(this ProsmexDbContext db, Author author, DateTimeOffset ahora, CancellationToken cancellationToken)
    {
        if (author is not Author.Session session)
        {
            return;
        }

        // SHARE: a key share lock would not conflict with the update that ends the session.
        var vigente = await db.ReadRowsAsync(
            $"""
            SELECT 1 FROM sesiones
            WHERE id = {session.Sesion} AND usuario_id = {session.Usuario} AND revocada_en IS NULL AND expira_en > {ahora}
            FOR SHARE
            """,
            _ => true,
            cancellationToken);
        if (vigente.Count == 0)
        {
            throw new DominioException(AuthErrores.SinSesion);
        }
    }

    /// <summary>For a change of access: locks the user and every active administrator, then the author's session and those of the target, and proves the author's.</summary>
    /// <param name="escalate">
    /// Row locks can be starved: PostgreSQL lets new shared locks pass a waiting exclusive one. A table lock is granted in order; it blocks the
    /// writes of signed-in users, but not reads.
    /// </param>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public static async Task LockAccessAsync(
        this ProsmexDbContext db, AccessTarget target, Author author, DateTimeOffset ahora, bool escalate, CancellationToken cancellationToken)
    {
        await (escalate ? db.ExtendTimeoutsAsync(ForEscalation, cancellationToken) : db.LimitStatementsAsync(ForFirstAttempt, cancellationToken));
        var usuarioId = (target as AccessTarget.User)?.UsuarioId;
        if (usuarioId is not null)
        {
            // NO KEY: it does not conflict with the foreign keys of writes that hold a session.
            await db.Database.ExecuteSqlAsync(
                $"SELECT FROM usuarios WHERE id = {usuarioId} OR (rol_id = {(int)RolId.Admin} AND activo) ORDER BY id FOR NO KEY UPDATE", cancellationToken);
        }

        if (escalate)
        {
            await db.Database.ExecuteSqlAsync($"LOCK TABLE sesiones IN EXCLUSIVE MODE", cancellationToken);
        }

        var sesionId = (target as AccessTarget.Session)?.SesionId;
        await db.Database.ExecuteSqlAsync(
            $"""
            SELECT FROM sesiones
            WHERE id = {author.SesionId}::uuid OR id = {sesionId}::uuid OR (usuario_id = {usuarioId}::integer AND revocada_en IS NULL)
            ORDER BY id FOR UPDATE
            """,
            cancellationToken);
        await db.RequireSessionAsync(author, ahora, cancellationToken);
    }
}
