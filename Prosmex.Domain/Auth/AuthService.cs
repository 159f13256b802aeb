using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>Signing in and out.</summary>
public sealed class AuthService(
    ProsmexDbContext db,
    UnidadDeTrabajo unidad,
    TokenDeAcceso tokens,
    IntentosService intentos,
    TrabajoDeContrasenas contrasenas,
    OpcionesProsmex opciones,
    TimeProvider reloj,
    ILogger<AuthService> logger)
{
    /// <summary>Sessions of one user at the same time.</summary>
    public const int MaximoDeSesiones = 5;

    // Two requests of one client may carry the same refresh token; a thief comes later.
    private static readonly TimeSpan GraciaDeReuso = TimeSpan.FromSeconds(10);

    /// <exception cref="DominioException">solicitud.invalida, auth.credenciales, auth.demasiados_intentos, auth.saturado.</exception>
    public async Task<InicioDeSesionDto> IniciarSesionAsync(LoginRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var (nombre, contrasena) = solicitud.Validar();

        // Before standing in line: where the database does not answer, nobody is to wait for his turn to learn it.
        var encontrado = await db.Usuarios.ConNombre(nombre).Where(u => u.Activo).FirstOrDefaultAsync(cancellationToken);
        var coincide = await contrasenas.EnTurnoAsync(
            async () =>
            {
                await intentos.ContarAsync(nombre, cancellationToken);
                return await Task.Run(() => Contrasenas.Coincide(contrasena, encontrado?.Contrasena), cancellationToken);
            },
            cancellationToken);
        if (!coincide)
        {
            logger.InicioFallido(encontrado?.Id);
            throw new DominioException(AuthErrores.Credenciales);
        }

        var (sesion, refresh, usuario) = await unidad.EjecutarAsync(
            async token =>
            {
                // Held until the end: the password has not changed since it was compared, and of two sign-ins each sees the other's session.
                var usuario = await TomarAsync(encontrado!, token) ?? throw new DominioException(AuthErrores.Credenciales);
                await IntentosService.OlvidarAsync(db, nombre, token);
                var (sesion, refresh) = await AbrirAsync(usuario.Id, token);
                return (sesion, refresh, usuario);
            },
            cancellationToken);
        var rol = await db.Roles.Where(r => r.RolId == usuario.RolId).Select(r => r.Nombre).SingleAsync(cancellationToken);
        return new(
            "Inicio de sesión exitoso!",
            new(usuario.Id, usuario.Nombre, usuario.ApellidoPaterno, usuario.ApellidoMaterno, usuario.NombreDeUsuario, rol, (int)usuario.RolId),
            tokens.Emitir(sesion),
            refresh,
            usuario.DebeCambiarContrasena);
    }

    /// <summary>
    /// Trades a refresh token for a new pair; of two that come with the same one, one wins. Whoever shows a traded one later than by mistake
    /// holds a copy: the session ends.
    /// </summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task<TokensDto> RenovarAsync(string? refreshToken, CancellationToken cancellationToken)
    {
        var mostrado = Sesion.HashDe(refreshToken ?? "");
        var (nuevo, hash) = Sesion.NuevoRefresh();
        var ahora = reloj.GetUtcNow();
        var sesion = await unidad.EjecutarAsync(
            async token =>
            {
                var sesion = await db.Sesiones.FromSql($"""
                    SELECT s.* FROM sesiones s JOIN usuarios u ON u.id = s.usuario_id
                    WHERE s.refresh_hash = {mostrado} AND s.revocada_en IS NULL AND s.expira_en > {ahora} AND u.activo
                    FOR UPDATE OF s
                    """).AsTracking().SingleOrDefaultAsync(token);
                if (sesion is null)
                {
                    _ = await TerminarSiFueUsadoAsync(mostrado, ahora, token) ? true : throw new DominioException(AuthErrores.SinSesion);
                    return null;
                }

                db.RefreshUsados.Add(sesion.Rotar(hash, ahora));
                return sesion;
            },
            cancellationToken) ?? throw new DominioException(AuthErrores.SinSesion);
        return new("Sesión renovada.", tokens.Emitir(sesion), nuevo);
    }

    /// <summary>Ends the session that an access or a refresh token belongs to.</summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task CerrarSesionAsync(string? token, CancellationToken cancellationToken)
    {
        var ahora = reloj.GetUtcNow();
        var hash = Sesion.HashDe(token ?? "");
        var acceso = await tokens.LeerAsync(token ?? "");
        var sesionId = acceso?.SesionId;
        var usuarioId = acceso?.UsuarioId;
        await unidad.EjecutarAsync(
            async ct =>
            {
                var cerradas = await db.Sesiones.EnVigor(ahora).Where(s => (s.Id == sesionId && s.UsuarioId == usuarioId) || s.RefreshHash == hash).TerminarAsync(ahora, ct);
                return cerradas > 0 ? cerradas : throw new DominioException(AuthErrores.SinSesion);
            },
            cancellationToken);
    }

    /// <summary>Gives the caller a new password; all his sessions end, and a new one begins. Wrong current passwords count as failed sign-ins.</summary>
    /// <exception cref="DominioException">solicitud.invalida, auth.contrasena_actual, auth.demasiados_intentos, auth.saturado.</exception>
    public async Task<TokensDto> CambiarContrasenaAsync(Llamante llamante, CambiarContrasenaRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        ArgumentNullException.ThrowIfNull(solicitud);
        var encontrado = await db.Usuarios.SingleAsync(u => u.Id == llamante.UsuarioId, cancellationToken);
        var (actual, nueva) = solicitud.Validar(encontrado.NombreDeUsuario);
        var hash = await contrasenas.EnTurnoAsync(
            async () =>
            {
                await intentos.ContarAsync(encontrado.NombreDeUsuario, cancellationToken);
                return await Task.Run(() => Contrasenas.Coincide(actual, encontrado.Contrasena) ? Contrasenas.Hash(nueva) : null, cancellationToken);
            },
            cancellationToken);
        if (hash is null)
        {
            logger.InicioFallido(llamante.UsuarioId);
            throw new DominioException(AuthErrores.ContrasenaActual);
        }

        var (sesion, refresh) = await unidad.EjecutarAsync(
            async token =>
            {
                var usuario = await TomarAsync(encontrado, token) ?? throw new DominioException(AuthErrores.ContrasenaActual);
                usuario.CambiarContrasena(hash);
                await IntentosService.OlvidarAsync(db, usuario.NombreDeUsuario, token);
                await db.Sesiones.Where(s => s.UsuarioId == usuario.Id).TerminarAsync(reloj.GetUtcNow(), token);
                return await AbrirAsync(usuario.Id, token);
            },
            cancellationToken);
        logger.ContrasenaCambiada(llamante.UsuarioId);
        return new("Contraseña cambiada.", tokens.Emitir(sesion), refresh);
    }

    // Null where the user is gone, or his password is no longer the one that was compared.
    private async Task<Usuario?> TomarAsync(Usuario encontrado, CancellationToken cancellationToken) =>
        (await db.Usuarios.FromSql($"""
            SELECT *, xmin FROM usuarios WHERE id = {encontrado.Id} AND activo AND contrasena = {encontrado.Contrasena} FOR NO KEY UPDATE
            """).AsTracking().ToListAsync(cancellationToken)).SingleOrDefault();

    private async Task<(Sesion Sesion, string Refresh)> AbrirAsync(int usuarioId, CancellationToken cancellationToken)
    {
        var ahora = reloj.GetUtcNow();
        await db.Sesiones.EnVigor(ahora).Where(s => s.UsuarioId == usuarioId)
            .OrderByDescending(s => s.CreadaEn).ThenByDescending(s => s.Id).Skip(MaximoDeSesiones - 1).TerminarAsync(ahora, cancellationToken);
        var (refresh, hash) = Sesion.NuevoRefresh();
        return (db.Sesiones.Add(Sesion.Abrir(usuarioId, hash, ahora, opciones.VidaDeSesion)).Entity, refresh);
    }

    /// <returns>Whether there was a live session to end.</returns>
    private async Task<bool> TerminarSiFueUsadoAsync(byte[] hash, DateTimeOffset ahora, CancellationToken cancellationToken)
    {
        var limite = ahora - GraciaDeReuso;
        var copiada = await db.RefreshUsados.Where(r => r.Hash == hash && r.UsadoEn < limite)
            .Join(db.Sesiones, r => r.SesionId, s => s.Id, (_, s) => new { s.Id, s.UsuarioId }).SingleOrDefaultAsync(cancellationToken);
        if (copiada is null)
        {
            return false;
        }

        logger.RefreshReutilizado(copiada.UsuarioId, copiada.Id);
        return await db.Sesiones.Where(s => s.Id == copiada.Id).TerminarAsync(ahora, cancellationToken) > 0;
    }
}
