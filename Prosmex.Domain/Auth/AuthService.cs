using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>Signing in and out.</summary>
public sealed class AuthService(
    ProsmexDbContext db,
    UnitOfWork unitOfWork,
    AccessTokens tokens,
    SignInAttemptService attempts,
    PasswordHashQueue contrasenas,
    ProsmexOptions options,
    TimeProvider clock,
    ILogger<AuthService> logger)
{
    /// <summary>Maximum concurrent sessions of a user.</summary>
    public const int MaximoDeSesiones = 5;

    /// <exception cref="DominioException">solicitud.invalida, auth.credenciales, auth.demasiados_intentos, auth.saturado.</exception>
    public async Task<InicioDeSesionDto> IniciarSesionAsync(RequestContext context, LoginRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var (nombre, contrasena) = request.Validate();

        // Before queueing: a database that does not answer is reported without waiting for a turn.
        var encontrado = await db.Usuarios.ConNombre(nombre).Where(u => u.Activo).FirstOrDefaultAsync(cancellationToken);
        var cuenta = AttemptAccount.OfName(nombre);
        var (coincide, nuevoHash) = await contrasenas.RunAsync(
            context.Deadline,
            () => attempts.CountAsync(context, cuenta, cancellationToken),
            hasher =>
            {
                var result = hasher.Compare(contrasena, encontrado?.Contrasena);
                return (Result: result, NewHash: result == PasswordMatch.AsTyped ? hasher.Hash(contrasena) : null);
            },
            compared => compared.Result == PasswordMatch.No ? Task.CompletedTask : attempts.ForgetAsync(context, cuenta, cancellationToken),
            cancellationToken);
        if (coincide == PasswordMatch.No)
        {
            logger.SignInFailed(encontrado?.Id);
            throw new DominioException(AuthErrores.Credenciales);
        }

        var (sesion, refresh, usuario) = await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                // Locked until the commit: the password cannot change after it was compared, and concurrent sign-ins see each other's sessions.
                var usuario = await LockAsync(encontrado!, token) ?? throw new DominioException(AuthErrores.Credenciales);
                if (nuevoHash is not null)
                {
                    usuario.CambiarContrasena(nuevoHash, usuario.DebeCambiarContrasena);
                }

                var (sesion, refresh) = await AbrirAsync(usuario.Id, token);
                return (sesion, refresh, usuario);
            },
            cancellationToken);
        var rol = await db.Roles.Where(r => r.RolId == usuario.RolId).Select(r => r.Nombre).SingleAsync(cancellationToken);
        return new(
            "Inicio de sesión exitoso!",
            new(usuario.Id, usuario.Nombre, usuario.ApellidoPaterno, usuario.ApellidoMaterno, usuario.NombreDeUsuario, rol, (int)usuario.RolId),
            tokens.Issue(sesion),
            refresh,
            usuario.DebeCambiarContrasena);
    }

    /// <summary>
    /// Exchanges a refresh token for a new pair. The same token may be presented again until its successor has been used, because a response can get
    /// lost; the unused successor is then void. Presenting a dead token means that a copy exists: the session ends.
    /// </summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task<TokensDto> RenovarAsync(RequestContext context, string? refreshToken, CancellationToken cancellationToken)
    {
        var presentado = Sesion.HashDe(refreshToken ?? "");
        var sesionId = await SesionDeAsync(presentado, cancellationToken) ?? throw new DominioException(AuthErrores.SinSesion);
        var (nuevo, hash) = Sesion.NuevoRefresh();
        var renovada = await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.Session(sesionId),
            async token =>
            {
                var ahora = clock.GetUtcNow();
                var sesion = await db.Sesiones.InForce(ahora).AsTracking().SingleOrDefaultAsync(s => s.Id == sesionId, token)
                    ?? throw new DominioException(AuthErrores.SinSesion);
                var muertos = sesion.Renovar(presentado, hash, ahora);
                if (muertos is null)
                {
                    sesion.Terminar(ahora);
                    unitOfWork.AfterCommit(() => logger.RefreshTokenReused(sesion.UsuarioId, sesion.Id));
                    return null;
                }

                db.RefreshUsados.AddRange(muertos);
                return sesion;
            },
            cancellationToken) ?? throw new DominioException(AuthErrores.SinSesion);
        return new("Sesión renovada.", tokens.Issue(renovada), nuevo);
    }

    /// <summary>Ends the session that an access or a refresh token belongs to.</summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task CerrarSesionAsync(RequestContext context, string? token, CancellationToken cancellationToken)
    {
        var access = await tokens.ReadAsync(token ?? "");
        var hash = Sesion.HashDe(token ?? "");
        var sesionId = access?.SesionId ?? await SesionDeAsync(hash, cancellationToken) ?? throw new DominioException(AuthErrores.SinSesion);
        await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.Session(sesionId),
            async ct =>
            {
                var ahora = clock.GetUtcNow();
                var sesion = await db.Sesiones.InForce(ahora).AsTracking().SingleOrDefaultAsync(s => s.Id == sesionId, ct);
                if (sesion is null || !(access?.UsuarioId == sesion.UsuarioId || sesion.EsDe(hash)))
                {
                    throw new DominioException(AuthErrores.SinSesion);
                }

                sesion.Terminar(ahora);
                return sesion;
            },
            cancellationToken);
    }

    /// <summary>
    /// Changes the caller's password; all their sessions end, and a new one starts. Wrong current passwords are counted per session, so that another
    /// person's guesses at the name do not lock the owner out.
    /// </summary>
    /// <exception cref="DominioException">solicitud.invalida, auth.contrasena_actual, auth.demasiados_intentos, auth.saturado.</exception>
    public async Task<TokensDto> CambiarContrasenaAsync(RequestContext context, CambiarContrasenaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var encontrado = await db.Usuarios.SingleAsync(u => u.Id == context.User.UsuarioId, cancellationToken);
        var (actual, nueva) = request.Validate(encontrado.NombreDeUsuario);
        var cuenta = AttemptAccount.OfSession(context.User.SesionId);
        var hash = await contrasenas.RunAsync(
            context.Deadline,
            () => attempts.CountAsync(context, cuenta, cancellationToken),
            hasher => hasher.Compare(actual, encontrado.Contrasena) == PasswordMatch.No ? null : hasher.Hash(nueva),
            changed => changed is null ? Task.CompletedTask : attempts.ForgetAsync(context, cuenta, cancellationToken),
            cancellationToken);
        if (hash is null)
        {
            logger.SignInFailed(context.User.UsuarioId);
            throw new DominioException(AuthErrores.ContrasenaActual);
        }

        var (sesion, refresh) = await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.User(context.User.UsuarioId),
            async token =>
            {
                var usuario = await LockAsync(encontrado, token) ?? throw new DominioException(AuthErrores.ContrasenaActual);
                usuario.CambiarContrasena(hash);
                await SignInAttemptService.ForgetAsync(db, AttemptAccount.OfName(usuario.NombreDeUsuario), token);
                await db.Sesiones.Where(s => s.UsuarioId == usuario.Id).EndAsync(clock.GetUtcNow(), token);
                return await AbrirAsync(usuario.Id, token);
            },
            cancellationToken);
        logger.PasswordChanged(context.User.UsuarioId);
        return new("Contraseña cambiada.", tokens.Issue(sesion), refresh);
    }

    // Null where the user no longer exists, or the password has changed since it was compared.
    private async Task<Usuario?> LockAsync(Usuario encontrado, CancellationToken cancellationToken) =>
        (await db.Usuarios.FromSql($"""
            SELECT *, xmin FROM usuarios WHERE id = {encontrado.Id} AND activo AND contrasena = {encontrado.Contrasena} FOR NO KEY UPDATE
            """).AsTracking().ToListAsync(cancellationToken)).SingleOrDefault();

    private async Task<(Sesion Sesion, string Refresh)> AbrirAsync(int usuarioId, CancellationToken cancellationToken)
    {
        var ahora = clock.GetUtcNow();

        // In id order, as all locks of sessions. The user's row is locked, so no session is added concurrently.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE sesiones SET revocada_en = {ahora} WHERE id IN (
                SELECT id FROM sesiones WHERE id IN (
                    SELECT id FROM sesiones WHERE usuario_id = {usuarioId} AND revocada_en IS NULL AND expira_en > {ahora}
                    ORDER BY creada_en DESC, id DESC OFFSET {MaximoDeSesiones - 1})
                ORDER BY id FOR UPDATE)
            """,
            cancellationToken);
        var (refresh, hash) = Sesion.NuevoRefresh();
        return (db.Sesiones.Add(Sesion.Abrir(usuarioId, hash, ahora, options.SessionLifetime)).Entity, refresh);
    }

    // Also for a token that has been replaced or revoked; null if it was never valid.
    private async Task<Guid?> SesionDeAsync(byte[] refreshHash, CancellationToken cancellationToken)
    {
        var ids = await db.Sesiones.Where(s => s.RefreshHash == refreshHash || s.RefreshAnterior == refreshHash).Select(s => s.Id)
            .Union(db.RefreshUsados.Where(r => r.Hash == refreshHash).Select(r => r.SesionId))
            .ToListAsync(cancellationToken);
        return ids is [var id] ? id : null;
    }
}
