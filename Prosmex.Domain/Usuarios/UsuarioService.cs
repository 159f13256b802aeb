using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Aprobaciones;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Usuarios;

/// <summary>The people who sign in.</summary>
public sealed class UsuarioService(
    ProsmexDbContext db, UnitOfWork unitOfWork, PasswordHashQueue contrasenas, TimeProvider clock, ILogger<UsuarioService> logger)
{
    /// <summary>Every active user, by id.</summary>
    public async Task<IReadOnlyList<UsuarioDto>> ListarAsync(CancellationToken cancellationToken) =>
        await db.Usuarios.Where(u => u.Activo).OrderBy(u => u.Id).Select(Forma()).ToListAsync(cancellationToken);

    /// <summary>The current user's own record.</summary>
    public async Task<YoDto> YoAsync(CurrentUser currentUser, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(currentUser);
        var usuario = await db.Usuarios.Where(u => u.Id == currentUser.UsuarioId).Select(Forma()).SingleAsync(cancellationToken);
        return new(usuario, [.. currentUser.Acciones.Select(a => (int)a).Order()]);
    }

    /// <summary>A user as lists show them, deactivated ones included.</summary>
    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<UsuarioDto> VerAsync(int id, CancellationToken cancellationToken) =>
        await db.Usuarios.Where(u => u.Id == id).Select(Forma()).FirstOrDefaultAsync(cancellationToken) ?? throw new DominioException(UsuarioErrores.NoEncontrado);

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
            ?? throw new DominioException(ErroresComunes.Invalido("rol", Validation.ChoiceOf([.. roles.OrderBy(r => r.RolId).Select(r => r.Nombre)])));
        return await db.Usuarios.Where(u => u.Activo && u.RolId == id).OrderBy(u => u.Id).Select(Forma()).ToListAsync(cancellationToken);
    }

    /// <summary>Validates a new user and hashes the password. BCrypt is slow, so nothing is locked here.</summary>
    /// <exception cref="DominioException">Invalid fields, auth.saturado.</exception>
    public Task<PreparedUser> PrepareNewAsync(RequestContext context, UsuarioRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return PrepareAsync(context, request.Validate(Validation.ForCreate(), alEditar: false), cancellationToken);
    }

    /// <summary>As <see cref="PrepareNewAsync"/>, for <see cref="EditarAsync"/>.</summary>
    /// <exception cref="DominioException">Invalid fields, auth.saturado.</exception>
    public Task<PreparedUser> PrepareEditAsync(RequestContext context, UsuarioRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate(), alEditar: true);
        return datos.Activo is { HasValue: true } activo && !activo.GetValueOrDefault(true)
            ? throw new DominioException(UsuarioErrores.BajaPorPut)
            : PrepareAsync(context, datos, cancellationToken);
    }

    /// <exception cref="DominioException">usuario.nombre_tomado.</exception>
    public async Task<UsuarioDto> RegistrarAsync(RequestContext context, PreparedUser prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        var usuario = await unitOfWork.ExecuteAsync(
            context,
            _ =>
            {
                var nuevo = new Usuario();
                nuevo.Editar(prepared.Datos);
                nuevo.CambiarContrasena(prepared.Hash!, prepared.Datos.Provisional);
                return Task.FromResult(db.Usuarios.Add(nuevo).Entity);
            },
            cancellationToken);
        return await db.Usuarios.Where(u => u.Id == usuario.Id).Select(Forma()).SingleAsync(cancellationToken);
    }

    /// <summary>
    /// Takes the fields that are present; <c>activo: true</c> brings a deactivated user back. A new role or password ends the user's sessions:
    /// nothing is written on what they were allowed before.
    /// </summary>
    /// <exception cref="DominioException">usuario.no_encontrado; a role that may not change; usuario.nombre_tomado; aprobacion.necesaria.</exception>
    public async Task EditarAsync(RequestContext context, int id, PreparedUser prepared, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(prepared);
        var datos = prepared.Datos;
        await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.User(id),
            async token =>
            {
                var (usuario, otrosAdmins) = await LoadAsync(id, token);
                if (!usuario.Activo)
                {
                    if (!datos.Activo.HasValue)
                    {
                        throw new DominioException(UsuarioErrores.NoEncontrado);
                    }

                    usuario.Reactivar();
                }

                if (datos.RolId.GetValueOrDefault(usuario.RolId) != usuario.RolId)
                {
                    await db.RequireApprovalAsync(context, TipoDeSolicitud.CambioDeRol, token);
                    await ExigirCambioDeRolAsync(context.User, usuario, otrosAdmins, token);
                    await TerminarTodasAsync(id, token);
                }

                usuario.Editar(datos);
                if (prepared.Hash is { } hash)
                {
                    if (Passwords.FindProblem(datos.Contrasena.GetValueOrDefault(null)!, usuario.NombreDeUsuario) is { } problem)
                    {
                        throw new DominioException(ErroresComunes.Invalido("contrasena", problem));
                    }

                    await PonerContrasenaAsync(usuario, hash, porUnaVez: false, token);
                }

                return usuario;
            },
            cancellationToken);
    }

    /// <summary>Deletes a user whom nothing references, else deactivates them; their sessions end either way.</summary>
    /// <exception cref="DominioException">usuario.no_encontrado, usuario.uno_mismo, usuario.ultimo_admin.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.User(id),
            async token =>
            {
                var (usuario, otrosAdmins) = await LoadAsync(id, token);
                if (!usuario.Activo)
                {
                    throw new DominioException(UsuarioErrores.NoEncontrado);
                }

                ExigirQueQuedeAdmin(context.User, usuario, otrosAdmins);
                await db.EndSolicitudesAsync(s => s.SolicitanteId == id, EstadoDeSolicitud.Retirada, clock.GetUtcNow(), token);
                await db.LockCargosAsync(token);
                if (await db.IsReferencedAsync(id, token))
                {
                    usuario.Desactivar();
                    await TerminarTodasAsync(id, token);
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

    /// <summary>Sets a new random password, to be changed at the next sign-in, and ends the user's sessions.</summary>
    /// <returns>The password in clear text, shown once.</returns>
    /// <exception cref="DominioException">usuario.no_encontrado, auth.saturado.</exception>
    public Task<string> RestablecerContrasenaAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        return RestablecerAsync(context, id, context.User.UsuarioId, cancellationToken);
    }

    /// <summary>The same for the command line, without a caller.</summary>
    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<string> RestablecerContrasenaAsync(RequestContext context, string nombreDeUsuario, CancellationToken cancellationToken)
    {
        var id = await db.Usuarios.ConNombre(nombreDeUsuario).Where(u => u.Activo).Select(u => (int?)u.Id).FirstOrDefaultAsync(cancellationToken);
        return await RestablecerAsync(context, id ?? throw new DominioException(UsuarioErrores.NoEncontrado), por: null, cancellationToken);
    }

    /// <returns>The number of sessions ended.</returns>
    /// <exception cref="DominioException">usuario.no_encontrado.</exception>
    public async Task<int> TerminarSesionesAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var ahora = clock.GetUtcNow();
        var terminadas = await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.User(id),
            async token => await db.Usuarios.AnyAsync(u => u.Id == id && u.Activo, token)
                ? await db.Sesiones.InForce(ahora).Where(s => s.UsuarioId == id).EndAsync(ahora, token)
                : throw new DominioException(UsuarioErrores.NoEncontrado),
            cancellationToken);
        logger.SessionsEnded(id, terminadas, context.User.UsuarioId);
        return terminadas;
    }

    private async Task<string> RestablecerAsync(RequestContext context, int id, int? por, CancellationToken cancellationToken)
    {
        var nueva = Passwords.CreateRandom();
        var hash = await contrasenas.HashAsync(context.Deadline, nueva, cancellationToken);
        await unitOfWork.ChangeAccessAsync(
            context,
            new AccessTarget.User(id),
            async token =>
            {
                var usuario = await db.Usuarios.AsTracking().FirstOrDefaultAsync(u => u.Id == id && u.Activo, token)
                    ?? throw new DominioException(UsuarioErrores.NoEncontrado);
                await PonerContrasenaAsync(usuario, hash, porUnaVez: true, token);
                return usuario;
            },
            cancellationToken);
        logger.PasswordReset(id, por);
        return nueva;
    }

    private async Task<PreparedUser> PrepareAsync(RequestContext context, DatosDeUsuario datos, CancellationToken cancellationToken)
    {
        var generada = datos.GenerarContrasena ? Passwords.CreateRandom() : null;
        var contrasena = generada ?? datos.Contrasena.GetValueOrDefault(null);
        return new(datos, contrasena is null ? null : await contrasenas.HashAsync(context.Deadline, contrasena, cancellationToken)) { ContrasenaGenerada = generada };
    }

    private Task<int> TerminarTodasAsync(int id, CancellationToken cancellationToken) =>
        db.Sesiones.Where(s => s.UsuarioId == id).EndAsync(clock.GetUtcNow(), cancellationToken);

    // The old password is void, so failed attempts at it no longer count.
    private async Task PonerContrasenaAsync(Usuario usuario, string hash, bool porUnaVez, CancellationToken cancellationToken)
    {
        usuario.CambiarContrasena(hash, porUnaVez);
        await TerminarTodasAsync(usuario.Id, cancellationToken);
        await SignInAttemptService.ForgetAsync(db, AttemptAccount.OfName(usuario.NombreDeUsuario), cancellationToken);
    }

    private Expression<Func<Usuario, UsuarioDto>> Forma() => u => new UsuarioDto(
        u.Id, u.Nombre, u.ApellidoPaterno, u.ApellidoMaterno, u.NombreDeUsuario, db.Roles.Single(r => r.RolId == u.RolId).Nombre, (int)u.RolId);

    // The unit of work locks the user and every active admin, so two admins who remove each other are serialized.
    private async Task<(Usuario Usuario, int OtrosAdmins)> LoadAsync(int id, CancellationToken cancellationToken)
    {
        var filas = await db.Usuarios.AsTracking().Where(u => u.Id == id || (u.RolId == RolId.Admin && u.Activo)).ToListAsync(cancellationToken);
        var usuario = filas.Find(u => u.Id == id) ?? throw new DominioException(UsuarioErrores.NoEncontrado);
        return (usuario, filas.Count(u => u.Id != id && u.EsAdminActivo));
    }

    private async Task ExigirCambioDeRolAsync(CurrentUser currentUser, Usuario usuario, int otrosAdmins, CancellationToken cancellationToken)
    {
        ExigirQueQuedeAdmin(currentUser, usuario, otrosAdmins);
        await db.LockCargosAsync(cancellationToken);
        var id = usuario.Id;
        if (await db.Grupos.AnyAsync(g => g.UsuarioIdTitular == id || g.UsuarioIdGestor == id, cancellationToken)
            || await db.Rutas.AnyAsync(r => r.UsuarioIdGerente == id || r.UsuarioIdSupervisor == id, cancellationToken))
        {
            throw new DominioException(UsuarioErrores.ConAsignaciones);
        }
    }

    private static void ExigirQueQuedeAdmin(CurrentUser currentUser, Usuario usuario, int otrosAdmins)
    {
        if (usuario.Id == currentUser.UsuarioId)
        {
            throw new DominioException(UsuarioErrores.UnoMismo);
        }

        if (usuario.EsAdminActivo && otrosAdmins == 0)
        {
            throw new DominioException(UsuarioErrores.UltimoAdmin);
        }
    }
}
