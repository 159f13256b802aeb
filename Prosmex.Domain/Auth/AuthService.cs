using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>Signing in and out.</summary>
public sealed class AuthService(ProsmexDbContext db, UnidadDeTrabajo unidad, TokenDeAcceso tokens, OpcionesProsmex opciones, TimeProvider reloj)
{
    /// <exception cref="DominioException">solicitud.invalida, auth.credenciales.</exception>
    public async Task<InicioDeSesionDto> IniciarSesionAsync(LoginRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var (nombre, contrasena) = solicitud.Validar();
        var encontrado = await db.Usuarios.ConNombre(nombre).Where(u => u.Activo)
            .Select(u => new { Usuario = u, Rol = db.Roles.Single(r => r.RolId == u.RolId).Nombre })
            .FirstOrDefaultAsync(cancellationToken);
        if (!Contrasenas.Coincide(contrasena, encontrado?.Usuario.Contrasena))
        {
            throw new DominioException(AuthErrores.Credenciales);
        }

        var usuario = encontrado!.Usuario;
        var (refresh, hash) = Sesion.NuevoRefresh();
        var sesion = Sesion.Abrir(usuario.Id, hash, reloj.GetUtcNow(), opciones.VidaDeSesion);
        await unidad.EjecutarAsync(_ => Task.FromResult(db.Sesiones.Add(sesion).Entity), cancellationToken);
        return new(
            "Inicio de sesión exitoso!",
            new(usuario.Id, usuario.Nombre, usuario.ApellidoPaterno, usuario.ApellidoMaterno, usuario.NombreDeUsuario, encontrado.Rol, (int)usuario.RolId),
            tokens.Emitir(sesion),
            refresh);
    }

    /// <summary>Trades a refresh token for a new pair; of two that come with the same one, one wins.</summary>
    /// <exception cref="DominioException">auth.sin_sesion.</exception>
    public async Task<TokensDto> RenovarAsync(string? refreshToken, CancellationToken cancellationToken)
    {
        var anterior = Sesion.HashDe(refreshToken ?? "");
        var (nuevo, hash) = Sesion.NuevoRefresh();
        var ahora = reloj.GetUtcNow();
        var cambiadas = await unidad.EjecutarAsync(
            token => EnVigor(ahora).Where(s => s.RefreshHash == anterior).ExecuteUpdateAsync(
                s => s.SetProperty(x => x.RefreshHash, hash).SetProperty(x => x.RefreshHashAnterior, anterior).SetProperty(x => x.RotadaEn, ahora),
                token),
            cancellationToken);
        if (cambiadas == 0)
        {
            throw new DominioException(AuthErrores.SinSesion);
        }

        var sesion = await db.Sesiones.SingleAsync(s => s.RefreshHash == hash, cancellationToken);
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
        var cerradas = await unidad.EjecutarAsync(
            ct => EnVigor(ahora).Where(s => (s.Id == sesionId && s.UsuarioId == usuarioId) || s.RefreshHash == hash)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.RevocadaEn, ahora), ct),
            cancellationToken);
        if (cerradas == 0)
        {
            throw new DominioException(AuthErrores.SinSesion);
        }
    }

    private IQueryable<Sesion> EnVigor(DateTimeOffset ahora) =>
        db.Sesiones.Where(s => s.RevocadaEn == null && s.ExpiraEn > ahora && s.Usuario!.Activo);
}
