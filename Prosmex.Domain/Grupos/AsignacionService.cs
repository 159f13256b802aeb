using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Grupos;

/// <summary>Which route and people each group has.</summary>
public sealed class AsignacionService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    /// <summary>The groups that the caller sees, by name.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado for any that is named, ruta.no_encontrada, usuario.no_encontrado.</exception>
    public async Task<Page<GrupoDeListaDto>> ListarAsync(CurrentUser currentUser, GruposFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var ids = filter.GrupoIds;
        var grupos = db.Grupos.EnAlcance(currentUser).Where(g =>
            (ids == null || ids.Contains(g.GrupoId))
            && (filter.Q == null || ConstraintErrors.WithoutAccents(g.NombreGrupo).Contains(ConstraintErrors.WithoutAccents(filter.Q)))
            && (filter.RutaId == null || g.RutaId == filter.RutaId)
            && (filter.TitularId == null || g.UsuarioIdTitular == filter.TitularId)
            && (filter.GestorId == null || g.UsuarioIdGestor == filter.GestorId)
            && (filter.Sin != Vacante.Gestor || g.UsuarioIdGestor == null)
            && (filter.Sin != Vacante.Titular || g.UsuarioIdTitular == null));
        var page = await Filas(grupos).ToPageAsync(() => grupos.Count(), paging, () => ExigirFilterAsync(currentUser, filter, cancellationToken), cancellationToken);
        return ids is null || page.Total == ids.Count || await db.Grupos.EnAlcance(currentUser).CountAsync(g => ids.Contains(g.GrupoId), cancellationToken) == ids.Count
            ? page
            : throw new DominioException(GrupoErrores.NoEncontrado);
    }

    /// <summary>Gives several groups the same route or people, all of them or none. Each field has its own permission, as for one group.</summary>
    /// <exception cref="DominioException">permiso.denegado, grupo.no_encontrado for any of them, or as in <see cref="GrupoService.EditarAsync"/>.</exception>
    public async Task<IReadOnlyList<GrupoDeListaDto>> AsignarAsync(RequestContext context, AsignacionesRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        GrupoPermisos.Exigir(context.User, request.RutaId, request.UsuarioIdTitular, request.UsuarioIdGestor);
        var (ids, datos) = request.Validate();
        await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var grupos = await db.Grupos.EnAlcance(context.User).AsTracking().Where(g => ids.Contains(g.GrupoId)).ToListAsync(token);
                if (grupos.Count != ids.Length)
                {
                    throw new DominioException(GrupoErrores.NoEncontrado);
                }

                await db.ExigirReferidosAsync(context.User, datos, token);
                grupos.ForEach(g => g.Editar(datos));
                return grupos;
            },
            cancellationToken);

        // Not scoped again: the caller may have given away what they saw a moment ago.
        return await Filas(db.Grupos.Where(g => ids.Contains(g.GrupoId))).ToListAsync(cancellationToken);
    }

    private IQueryable<GrupoDeListaDto> Filas(IQueryable<Grupo> grupos)
    {
        var abiertos = db.PrestamosAbiertos();
        return grupos
            .OrderBy(g => EF.Functions.Collate(g.NombreGrupo, ConstraintErrors.SpanishCollation)).ThenBy(g => g.GrupoId)
            .Select(g => new GrupoDeListaDto(
                g.GrupoId,
                g.NombreGrupo,
                g.RutaId,
                g.Ruta!.NombreRuta,
                g.UsuarioIdTitular,
                db.Usuarios.Where(u => u.Id == g.UsuarioIdTitular).Select(u => (u.Nombre + " " + u.ApellidoPaterno).Trim()).FirstOrDefault() ?? "",
                g.UsuarioIdGestor,
                db.Usuarios.Where(u => u.Id == g.UsuarioIdGestor).Select(u => (u.Nombre + " " + u.ApellidoPaterno).Trim()).FirstOrDefault() ?? "",
                db.CuentasDeGrupo.Where(c => c.GrupoId == g.GrupoId).Sum(c => c.Clientes),
                abiertos.Count(p => p.Cliente!.GrupoId == g.GrupoId)));
    }

    private async Task ExigirFilterAsync(CurrentUser currentUser, GruposFilter filter, CancellationToken cancellationToken)
    {
        if (filter.RutaId is { } rutaId && !await db.Rutas.EnAlcance(db.Grupos, currentUser).AnyAsync(r => r.RutaId == rutaId, cancellationToken))
        {
            throw new DominioException(RutaErrores.NoEncontrada);
        }

        int[] personas = [.. new[] { filter.TitularId, filter.GestorId }.OfType<int>().Distinct()];
        if (personas.Length > 0 && await db.Usuarios.CountAsync(u => personas.Contains(u.Id), cancellationToken) < personas.Length)
        {
            throw new DominioException(UsuarioErrores.NoEncontrado);
        }
    }
}
