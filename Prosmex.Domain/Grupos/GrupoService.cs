using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Grupos;

/// <summary>Groups, as far as the caller sees them.</summary>
public sealed class GrupoService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    public async Task<IReadOnlyList<GrupoDto>> ListarAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        await db.Grupos.EnAlcance(currentUser).OrderBy(g => g.GrupoId)
            .Select(g => new GrupoDto(g.GrupoId, g.NombreGrupo, g.RutaId, g.UsuarioIdTitular)).ToListAsync(cancellationToken);

    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    public async Task<GrupoBreveDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await db.Grupos.EnAlcance(currentUser).Where(g => g.GrupoId == id)
            .Select(g => new GrupoBreveDto(g.GrupoId, g.NombreGrupo, g.RutaId)).FirstOrDefaultAsync(cancellationToken)
        ?? throw new DominioException(GrupoErrores.NoEncontrado);

    /// <exception cref="DominioException">Invalid fields; an unknown route or person; a person of another role.</exception>
    public async Task<GrupoDto> CrearAsync(RequestContext request, GrupoRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validation.ForCreate());
        var grupo = await unitOfWork.ExecuteAsync(
            request,
            async token =>
            {
                await ExigirReferidosAsync(request.User, datos, token);
                var nuevo = new Grupo();
                nuevo.Editar(datos);
                return db.Grupos.Add(nuevo).Entity;
            },
            cancellationToken);
        return new(grupo.GrupoId, grupo.NombreGrupo, grupo.RutaId, grupo.UsuarioIdTitular);
    }

    /// <summary>Each field has a permission of its own, asked before the id is looked up.</summary>
    /// <exception cref="DominioException">permiso.denegado, grupo.no_encontrado, or as in <see cref="CrearAsync"/>.</exception>
    public async Task<GrupoEditadoDto> EditarAsync(RequestContext request, int id, GrupoRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(solicitud);
        if (solicitud.NombreGrupo.IsPresent)
        {
            request.User.Require(AccionId.EditarInformacion);
        }

        if (solicitud.RutaId.IsPresent)
        {
            request.User.Require(AccionId.AsignarGrupoARuta);
        }

        if (solicitud.UsuarioIdTitular.IsPresent || solicitud.UsuarioIdGestor.IsPresent)
        {
            request.User.Require(AccionId.AsignarTitularAGrupo);
        }

        var datos = solicitud.Validar(Validation.ForUpdate());
        var grupo = await unitOfWork.ExecuteAsync(
            request,
            async token =>
            {
                var actual = await db.Grupos.EnAlcance(request.User).AsTracking().FirstOrDefaultAsync(g => g.GrupoId == id, token)
                    ?? throw new DominioException(GrupoErrores.NoEncontrado);
                await ExigirReferidosAsync(request.User, datos, token);
                actual.Editar(datos);
                return actual;
            },
            cancellationToken);
        return new(grupo.GrupoId, grupo.NombreGrupo, grupo.RutaId);
    }

    /// <exception cref="DominioException">grupo.no_encontrado, grupo.con_clientes.</exception>
    public Task EliminarAsync(RequestContext request, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        request,
        async token =>
        {
            var grupo = await db.Grupos.EnAlcance(request.User).AsTracking().FirstOrDefaultAsync(g => g.GrupoId == id, token)
                ?? throw new DominioException(GrupoErrores.NoEncontrado);
            if (await db.Clientes.AnyAsync(c => c.GrupoId == id, token))
            {
                throw new DominioException(GrupoErrores.ConClientes);
            }

            return db.Grupos.Remove(grupo).Entity;
        },
        cancellationToken);

    private async Task ExigirReferidosAsync(CurrentUser currentUser, DatosDeGrupo datos, CancellationToken cancellationToken)
    {
        if (datos.RutaId.HasValue)
        {
            var rutaId = datos.RutaId.GetValueOrDefault(0);
            var fila = db.Rutas.FromSql($"SELECT *, xmin FROM rutas WHERE ruta_id = {rutaId} FOR KEY SHARE");
            if (!await fila.EnAlcance(db.Grupos, currentUser).AnyAsync(cancellationToken))
            {
                throw new DominioException(RutaErrores.NoEncontrada);
            }
        }

        await db.ExigirRolesAsync(
            [new("usuario_id_titular", datos.UsuarioIdTitular, RolId.Titular), new("usuario_id_gestor", datos.UsuarioIdGestor, RolId.Gestor)],
            cancellationToken);
    }
}
