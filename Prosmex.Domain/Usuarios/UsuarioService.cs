using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>The people who sign in.</summary>
public sealed class UsuarioService(
    ProsmexDbContext db, UnidadDeTrabajo unidad, TrabajoDeContrasenas contrasenas, TimeProvider reloj, ILogger<UsuarioService> logger)
{
    /// <summary>Every active user, by id.</summary>
    public async Task<IReadOnlyList<UsuarioDto>> ListarAsync(CancellationToken cancellationToken) =>
        await db.Usuarios.Where(u => u.Activo).OrderBy(u => u.Id).Select(Forma()).ToListAsync(cancellationToken);

    /// <summary>The caller himself.</summary>
    public async Task<YoDto> YoAsync(Llamante llamante, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        var usuario = await db.Usuarios.Where(u => u.Id == llamante.UsuarioId).Select(Forma()).SingleAsync(cancellationToken);
        return new(usuario, [.. llamante.Acciones.Select(a => (int)a).Order()]);
    }

    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<UsuarioBreveDto> ObtenerAsync(int id, CancellationToken cancellationToken) =>
        await db.Usuarios.Where(u => u.Id == id && u.Activo).Select(u => new UsuarioBreveDto(u.Id, u.Nombre, u.NombreDeUsuario)).FirstOrDefaultAsync(cancellationToken)
        ?? throw new DominioException(UsuarioErrores.NoEncontrado);

    /// <summary>The active users of a role, by id.</summary>
    /// <param name="rol">The role's name as the catalogue has it; case is ignored.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="DominioException">solicitud.invalida for an unknown role.</exception>
    public async Task<IReadOnlyList<UsuarioDto>> PorRolAsync(string? rol, CancellationToken cancellationToken)
    {
        var roles = await db.Roles.ToListAsync(cancellationToken);
        var id = roles.Find(r => string.Equals(r.Nombre, rol?.Trim(), StringComparison.OrdinalIgnoreCase))?.RolId
            ?? throw new DominioException(ErroresComunes.Invalido("rol", $"debe ser uno de: {string.Join(", ", roles.OrderBy(r => r.RolId).Select(r => r.Nombre))}."));
        return await db.Usuarios.Where(u => u.Activo && u.RolId == id).OrderBy(u => u.Id).Select(Forma()).ToListAsync(cancellationToken);
    }

    /// <exception cref="DominioException">Invalid fields; usuario.nombre_tomado.</exception>
    public Task<UsuarioDto> RegistrarAsync(UsuarioRequest solicitud, CancellationToken cancellationToken) =>
        RegistrarAsync(solicitud, contrasena => contrasenas.HashAsync(contrasena, cancellationToken), cancellationToken);

    /// <summary>The same for whoever registers many people with one password: its hash takes BCrypt a while and is needed once.</summary>
    /// <param name="hashDe">The hash of the checked password.</param>
    /// <exception cref="DominioException">Invalid fields; usuario.nombre_tomado.</exception>
    internal async Task<UsuarioDto> RegistrarAsync(UsuarioRequest solicitud, Func<string, Task<string>> hashDe, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlCrear(), alEditar: false);
        var hash = await hashDe(datos.Contrasena.Sobre(null)!);
        var usuario = await unidad.EjecutarAsync(
            _ =>
            {
                var nuevo = new Usuario();
                nuevo.Editar(datos);
                nuevo.CambiarContrasena(hash);
                return Task.FromResult(db.Usuarios.Add(nuevo).Entity);
            },
            cancellationToken);
        return await db.Usuarios.Where(u => u.Id == usuario.Id).Select(Forma()).SingleAsync(cancellationToken);
    }

    /// <summary>Takes the fields that are present; a new password ends the user's sessions; <c>activo: true</c> brings a deactivated user back.</summary>
    /// <exception cref="DominioException">Invalid fields; usuario.no_encontrado; a role that may not change; usuario.nombre_tomado.</exception>
    public async Task EditarAsync(Llamante llamante, int id, UsuarioRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlEditar(), alEditar: true);
        if (datos.Activo is { TieneValor: true } activo && !activo.Sobre(true))
        {
            throw new DominioException(UsuarioErrores.BajaPorPut);
        }

        var contrasena = datos.Contrasena.Sobre(null);
        var hash = contrasena is null ? null : await contrasenas.HashAsync(contrasena, cancellationToken);
        await unidad.EjecutarAsync(
            async token =>
            {
                var (usuario, otrosAdmins) = await TomarAsync(id, token);
                if (!usuario.Activo)
                {
                    _ = datos.Activo.TieneValor ? true : throw new DominioException(UsuarioErrores.NoEncontrado);
                    usuario.Reactivar();
                }

                if (datos.RolId.Sobre(usuario.RolId) != usuario.RolId)
                {
                    await ExigirCambioDeRolAsync(llamante, usuario, otrosAdmins, token);
                }

                usuario.Editar(datos);
                if (hash is not null)
                {
                    if (Contrasenas.Problema(contrasena!, usuario.NombreDeUsuario) is { } problema)
                    {
                        throw new DominioException(ErroresComunes.Invalido("contrasena", problema));
                    }

                    await PonerContrasenaAsync(usuario, hash, porUnaVez: false, token);
                }

                return usuario;
            },
            cancellationToken);
    }

    /// <summary>Erases somebody whom nothing names, deactivates anybody else; his sessions end either way.</summary>
    /// <exception cref="DominioException">usuario.no_encontrado, usuario.uno_mismo, usuario.ultimo_admin.</exception>
    public Task EliminarAsync(Llamante llamante, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        return unidad.EjecutarAsync(
            async token =>
            {
                var (usuario, otrosAdmins) = await TomarAsync(id, token);
                if (!usuario.Activo)
                {
                    throw new DominioException(UsuarioErrores.NoEncontrado);
                }

                ExigirQueQuedeAdmin(llamante, usuario, otrosAdmins);
                if (await EstaReferidoAsync(id, token))
                {
                    usuario.Desactivar();
                    await db.Sesiones.Where(s => s.UsuarioId == id).TerminarAsync(reloj.GetUtcNow(), token);
                }
                else
                {
                    await db.RefreshUsados.Where(r => db.Sesiones.Any(s => s.Id == r.SesionId && s.UsuarioId == id)).ExecuteDeleteAsync(token);
                    await db.Sesiones.Where(s => s.UsuarioId == id).ExecuteDeleteAsync(token);
                    db.Usuarios.Remove(usuario);
                }

                return usuario;
            },
            cancellationToken);
    }

    /// <summary>Gives somebody a new random password, to be changed at his next sign-in, and ends his sessions.</summary>
    /// <returns>The password in clear, shown once.</returns>
    /// <exception cref="DominioException">usuario.no_encontrado, auth.saturado.</exception>
    public Task<string> RestablecerContrasenaAsync(Llamante llamante, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        return RestablecerAsync(db.Usuarios.Where(u => u.Id == id), llamante.UsuarioId, cancellationToken);
    }

    /// <summary>The same for the program's own command, so without a caller.</summary>
    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public Task<string> RestablecerContrasenaAsync(string nombreDeUsuario, CancellationToken cancellationToken) =>
        RestablecerAsync(db.Usuarios.ConNombre(nombreDeUsuario), por: null, cancellationToken);

    /// <returns>How many sessions ended.</returns>
    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<int> TerminarSesionesAsync(Llamante llamante, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(llamante);
        var ahora = reloj.GetUtcNow();
        var terminadas = await unidad.EjecutarAsync(
            async token => await db.Usuarios.AnyAsync(u => u.Id == id && u.Activo, token)
                ? await db.Sesiones.EnVigor(ahora).Where(s => s.UsuarioId == id).TerminarAsync(ahora, token)
                : throw new DominioException(UsuarioErrores.NoEncontrado),
            cancellationToken);
        logger.SesionesTerminadas(id, terminadas, llamante.UsuarioId);
        return terminadas;
    }

    private async Task<string> RestablecerAsync(IQueryable<Usuario> quien, int? por, CancellationToken cancellationToken)
    {
        var nueva = Contrasenas.Aleatoria();
        var hash = await contrasenas.HashAsync(nueva, cancellationToken);
        var usuario = await unidad.EjecutarAsync(
            async token =>
            {
                var usuario = await quien.AsTracking().FirstOrDefaultAsync(u => u.Activo, token)
                    ?? throw new DominioException(UsuarioErrores.NoEncontrado);
                await PonerContrasenaAsync(usuario, hash, porUnaVez: true, token);
                return usuario;
            },
            cancellationToken);
        logger.ContrasenaRestablecida(usuario.Id, por);
        return nueva;
    }

    // Whoever knew the old password is out, and whoever tried it in vain may try the new one at once.
    private async Task PonerContrasenaAsync(Usuario usuario, string hash, bool porUnaVez, CancellationToken cancellationToken)
    {
        usuario.CambiarContrasena(hash, porUnaVez);
        await db.Sesiones.Where(s => s.UsuarioId == usuario.Id).TerminarAsync(reloj.GetUtcNow(), cancellationToken);
        await IntentosService.OlvidarAsync(db, usuario.NombreDeUsuario, cancellationToken);
    }

    private Expression<Func<Usuario, UsuarioDto>> Forma() => u => new UsuarioDto(
        u.Id, u.Nombre, u.ApellidoPaterno, u.ApellidoMaterno, u.NombreDeUsuario, db.Roles.Single(r => r.RolId == u.RolId).Nombre, (int)u.RolId);

    // Locks the user and every active admin in id order: two admins who remove each other at the same moment take turns.
    private async Task<(Usuario Usuario, int OtrosAdmins)> TomarAsync(int id, CancellationToken cancellationToken)
    {
        var admin = (int)RolId.Admin;
        var filas = await db.Usuarios
            .FromSql($"SELECT *, xmin FROM usuarios WHERE id = {id} OR (rol_id = {admin} AND activo) ORDER BY id FOR UPDATE")
            .AsTracking().ToListAsync(cancellationToken);
        var usuario = filas.Find(u => u.Id == id) ?? throw new DominioException(UsuarioErrores.NoEncontrado);
        return (usuario, filas.Count(u => u.Id != id && u.EsAdminActivo));
    }

    private async Task ExigirCambioDeRolAsync(Llamante llamante, Usuario usuario, int otrosAdmins, CancellationToken cancellationToken)
    {
        ExigirQueQuedeAdmin(llamante, usuario, otrosAdmins);
        var id = usuario.Id;
        if (await db.Grupos.AnyAsync(g => g.UsuarioIdTitular == id || g.UsuarioIdGestor == id, cancellationToken)
            || await db.Rutas.AnyAsync(r => r.UsuarioIdGerente == id || r.UsuarioIdSupervisor == id, cancellationToken))
        {
            throw new DominioException(UsuarioErrores.ConAsignaciones);
        }
    }

    private static void ExigirQueQuedeAdmin(Llamante llamante, Usuario usuario, int otrosAdmins)
    {
        if (usuario.Id == llamante.UsuarioId)
        {
            throw new DominioException(UsuarioErrores.UnoMismo);
        }

        if (usuario.EsAdminActivo && otrosAdmins == 0)
        {
            throw new DominioException(UsuarioErrores.UltimoAdmin);
        }
    }

    private Task<bool> EstaReferidoAsync(int id, CancellationToken cancellationToken) =>
        db.Usuarios.Where(u => u.Id == id).Select(_ =>
                db.Grupos.Any(g => g.UsuarioIdTitular == id || g.UsuarioIdGestor == id)
                || db.Rutas.Any(r => r.UsuarioIdGerente == id || r.UsuarioIdSupervisor == id)
                || db.Cortes.Any(c => c.UsuarioId == id)
                || db.Prestamos.Any(p => p.RegistradoPor == id)
                || db.Pagos.Any(p => p.RegistradoPor == id)
                || db.Envios.Any(e => e.UsuarioId == id)
                || db.Bitacora.Any(a => a.UsuarioId == id))
            .SingleAsync(cancellationToken);
}
