using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Grupos;

/// <summary>Groups that the caller sees.</summary>
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
    public async Task<GrupoDto> CrearAsync(RequestContext context, GrupoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForCreate());
        var grupo = await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.ExigirReferidosAsync(context.User, datos, token);
                var nuevo = new Grupo();
                nuevo.Editar(datos);
                return db.Grupos.Add(nuevo).Entity;
            },
            cancellationToken);
        return new(grupo.GrupoId, grupo.NombreGrupo, grupo.RutaId, grupo.UsuarioIdTitular);
    }

    /// <summary>Each field has its own permission, checked before the id is looked up.</summary>
    /// <exception cref="DominioException">permiso.denegado, grupo.no_encontrado, or as in <see cref="CrearAsync"/>.</exception>
    public async Task<GrupoEditadoDto> EditarAsync(RequestContext context, int id, GrupoRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        if (request.NombreGrupo.IsPresent)
        {
            context.User.Require(AccionId.EditarInformacion);
        }

        GrupoPermisos.Exigir(context.User, request.RutaId, request.UsuarioIdTitular, request.UsuarioIdGestor);
        var datos = request.Validate(Validation.ForUpdate());
        var grupo = await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var actual = await db.Grupos.EnAlcance(context.User).AsTracking().FirstOrDefaultAsync(g => g.GrupoId == id, token)
                    ?? throw new DominioException(GrupoErrores.NoEncontrado);
                await db.ExigirReferidosAsync(context.User, datos, token);
                actual.Editar(datos);
                return actual;
            },
            cancellationToken);
        return new(grupo.GrupoId, grupo.NombreGrupo, grupo.RutaId);
    }

    /// <summary>A group that earlier weeks' reports need stays; one whose clients had no loan while they belonged to it may go.</summary>
    /// <exception cref="DominioException">
    /// grupo.no_encontrado, grupo.con_clientes, grupo.con_historia; conflicto.referenciado where a week was declared for it alone.
    /// </exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var grupo = await db.Grupos.EnAlcance(context.User).AsTracking().FirstOrDefaultAsync(g => g.GrupoId == id, token)
                ?? throw new DominioException(GrupoErrores.NoEncontrado);
            if (await db.Clientes.AnyAsync(c => c.GrupoId == id, token))
            {
                throw new DominioException(GrupoErrores.ConClientes);
            }

            if (await HasHistoriaAsync(id, token))
            {
                throw new DominioException(GrupoErrores.ConHistoria);
            }

            await MoveMembresiasAsync(id, token);
            await db.GruposSinCobranza.Where(d => d.GrupoId == id).ExecuteDeleteAsync(token);
            return db.Grupos.Remove(grupo).Entity;
        },
        cancellationToken);

    // A loan counts in reports from its start, its cash from the day when it was registered, if that is earlier.
    private Task<bool> HasHistoriaAsync(int id, CancellationToken cancellationToken) => db.Database.SqlQuery<bool>(
        $"""
        SELECT EXISTS (
            SELECT
            FROM membresias m
            JOIN prestamos p USING (cliente_id)
            WHERE m.grupo_id = {id} AND least(p.fecha_inicio, (p.fecha_creacion AT TIME ZONE 'America/Mexico_City')::date) < m.hasta) AS "Value"
        """).SingleAsync(cancellationToken);

    // On any day a client belongs to one group: the days pass to the client's next one.
    private Task MoveMembresiasAsync(int id, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        UPDATE membresias m
        SET grupo_id = (
            SELECT s.grupo_id FROM membresias s
            WHERE s.cliente_id = m.cliente_id AND s.desde >= m.hasta AND s.grupo_id <> m.grupo_id
            ORDER BY s.desde
            LIMIT 1)
        WHERE m.grupo_id = {id}
        """, cancellationToken);
}
