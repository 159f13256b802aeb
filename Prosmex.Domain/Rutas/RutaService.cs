using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Rutas;

/// <summary>Routes that the caller sees.</summary>
public sealed class RutaService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    public async Task<IReadOnlyList<RutaDto>> ListarAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        await Vistas(currentUser).OrderBy(r => r.RutaId)
            .Select(r => new RutaDto(r.RutaId, r.NombreRuta, r.UsuarioIdGerente, r.UsuarioIdSupervisor)).ToListAsync(cancellationToken);

    /// <summary>The same by name, with their people.</summary>
    /// <param name="currentUser">Whose routes.</param>
    /// <param name="q">Part of a route's name; accents, case and blanks are ignored.</param>
    /// <param name="paging">Which page.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    public Task<Page<RutaDeListaDto>> PageAsync(CurrentUser currentUser, string? q, PageRequest paging, CancellationToken cancellationToken)
    {
        var rutas = Vistas(currentUser).Where(r => q == null || ConstraintErrors.WithoutAccents(r.NombreRuta).Contains(ConstraintErrors.WithoutAccents(q)));
        return rutas.OrderBy(r => EF.Functions.Collate(r.NombreRuta, ConstraintErrors.SpanishCollation)).ThenBy(r => r.RutaId)
            .Select(r => new RutaDeListaDto(
                r.RutaId,
                r.NombreRuta,
                r.UsuarioIdGerente,
                db.Usuarios.Where(u => u.Id == r.UsuarioIdGerente).Select(u => (u.Nombre + " " + u.ApellidoPaterno).Trim()).FirstOrDefault() ?? "",
                r.UsuarioIdSupervisor,
                db.Usuarios.Where(u => u.Id == r.UsuarioIdSupervisor).Select(u => (u.Nombre + " " + u.ApellidoPaterno).Trim()).FirstOrDefault() ?? "",
                db.Grupos.Count(g => g.RutaId == r.RutaId)))
            .ToPageAsync(() => rutas.Count(), paging, cancellationToken);
    }

    /// <exception cref="DominioException">ruta.no_encontrada.</exception>
    public async Task<RutaDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistas(currentUser).Where(r => r.RutaId == id)
            .Select(r => new RutaDto(r.RutaId, r.NombreRuta, r.UsuarioIdGerente, r.UsuarioIdSupervisor)).FirstOrDefaultAsync(cancellationToken)
        ?? throw new DominioException(RutaErrores.NoEncontrada);

    /// <exception cref="DominioException">Invalid fields; an unknown person, or one of another role.</exception>
    public Task<RutaDto> CrearAsync(RequestContext context, RutaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SaveAsync(context, request.Validate(Validation.ForCreate()), _ => Task.FromResult(db.Rutas.Add(new Ruta()).Entity), cancellationToken);
    }

    /// <exception cref="DominioException">ruta.no_encontrada, or as in <see cref="CrearAsync"/>.</exception>
    public Task<RutaDto> EditarAsync(RequestContext context, int id, RutaRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return SaveAsync(context, request.Validate(Validation.ForUpdate()), token => LoadAsync(context.User, id, token), cancellationToken);
    }

    /// <exception cref="DominioException">ruta.no_encontrada, ruta.con_grupos.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var ruta = await LoadAsync(context.User, id, token);
            if (await db.Grupos.AnyAsync(g => g.RutaId == id, token))
            {
                throw new DominioException(RutaErrores.ConGrupos);
            }

            return db.Rutas.Remove(ruta).Entity;
        },
        cancellationToken);

    private IQueryable<Ruta> Vistas(CurrentUser currentUser) => db.Rutas.EnAlcance(db.Grupos, currentUser);

    private async Task<Ruta> LoadAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistas(currentUser).AsTracking().FirstOrDefaultAsync(r => r.RutaId == id, cancellationToken)
        ?? throw new DominioException(RutaErrores.NoEncontrada);

    private async Task<RutaDto> SaveAsync(RequestContext context, DatosDeRuta datos, Func<CancellationToken, Task<Ruta>> load, CancellationToken cancellationToken)
    {
        var ruta = await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var actual = await load(token);
                await db.ExigirRolesAsync(
                    [new("usuario_id_gerente", datos.UsuarioIdGerente, RolId.Gerente), new("usuario_id_supervisor", datos.UsuarioIdSupervisor, RolId.Supervisor)],
                    token);
                actual.Editar(datos);
                return actual;
            },
            cancellationToken);
        return new(ruta.RutaId, ruta.NombreRuta, ruta.UsuarioIdGerente, ruta.UsuarioIdSupervisor);
    }
}
