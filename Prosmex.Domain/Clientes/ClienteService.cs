using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Clientes;

/// <summary>Clients of the groups that the caller sees.</summary>
public sealed class ClienteService(ProsmexDbContext db, UnitOfWork unitOfWork)
{
    private static readonly Expression<Func<Cliente, ClienteDto>> Completo = c => new ClienteDto(
        c.ClienteId, c.Nombre, c.ApellidoPaterno, c.ApellidoMaterno, c.Colonia, c.Cp, c.CodigoIne, c.EstadoCivil, c.NumHijos, c.Propiedad, c.EsAval, c.GrupoId);

    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<ClienteDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistos(currentUser).Where(c => c.ClienteId == id).Select(Completo).FirstOrDefaultAsync(cancellationToken)
        ?? throw new DominioException(ClienteErrores.NoEncontrado);

    /// <returns>The new client's id.</returns>
    /// <exception cref="DominioException">Invalid fields; grupo.no_encontrado, cliente.ine_repetido.</exception>
    public async Task<int> CrearAsync(RequestContext context, ClienteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForCreate());
        var cliente = await unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.RetenerGrupoAsync(context.User, datos.GrupoId.GetValueOrDefault(0), token);
                await RequireNewPersonAsync(context.User, datos, propio: null, token);
                var nuevo = new Cliente();
                nuevo.Editar(datos);
                return db.Clientes.Add(nuevo).Entity;
            },
            cancellationToken);
        return cliente.ClienteId;
    }

    /// <exception cref="DominioException">Invalid fields; cliente.no_encontrado, grupo.no_encontrado, cliente.ine_repetido.</exception>
    public Task EditarAsync(RequestContext context, int id, ClienteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                var cliente = await LoadAsync(context.User, id, token);
                if (datos.GrupoId.HasValue && datos.GrupoId.GetValueOrDefault(0) != cliente.GrupoId)
                {
                    await KeepClosedWeeksAsync(context, id, [cliente.GrupoId, datos.GrupoId.GetValueOrDefault(0)], token);
                }

                if (datos.GrupoId.HasValue)
                {
                    await db.RetenerGrupoAsync(context.User, datos.GrupoId.GetValueOrDefault(0), token);
                }

                await RequireNewPersonAsync(context.User, datos, cliente, token);
                cliente.Editar(datos);
                return cliente;
            },
            cancellationToken);
    }

    /// <summary>What <see cref="EditarAsync"/> would change: of a client who moves, the running week of both groups; past weeks stay.</summary>
    /// <exception cref="DominioException">The refusals of that method.</exception>
    public Task<VistaPreviaDto> PreviewEditarAsync(RequestContext context, int id, ClienteRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(request);
        var datos = request.Validate(Validation.ForUpdate());
        return unitOfWork.PreviewAsync(
            context,
            async token =>
            {
                var enCurso = Semana.De(context.Now);
                var actual = await LoadAsync(context.User, id, token);
                var scope = new PreviewScope(context, [id], [.. PreviewScope.Hasta(context, enCurso)]) { GrupoIds = [actual.GrupoId, datos.GrupoId.GetValueOrDefault(actual.GrupoId)] };
                var abiertos = await db.PrestamosAbiertos().Where(p => p.ClienteId == id).Select(p => p.PrestamoId).ToArrayAsync(token);
                var antes = await PreviewSnapshot.ReadAsync(db, scope, abiertos, token);
                await EditarAsync(context, id, request, token);
                return VistaPreviaDto.Between(antes, await PreviewSnapshot.ReadAsync(db, scope, abiertos, token), enCurso);
            },
            cancellationToken);
    }

    /// <exception cref="DominioException">cliente.no_encontrado, cliente.con_prestamos.</exception>
    public Task EliminarAsync(RequestContext context, int id, CancellationToken cancellationToken) => unitOfWork.ExecuteAsync(
        context,
        async token =>
        {
            var cliente = await LoadAsync(context.User, id, token);
            if (await db.Prestamos.AnyAsync(p => p.ClienteId == id || p.AvalId == id, token))
            {
                throw new DominioException(ClienteErrores.ConPrestamos);
            }

            await db.ParesDeClientes.Where(p => p.ClienteId == id || p.OtroId == id).ExecuteDeleteAsync(token);
            if (await db.Expedientes.AsTracking().FirstOrDefaultAsync(e => e.ClienteId == id, token) is { } expediente)
            {
                db.Expedientes.Remove(expediente);
            }

            return db.Clientes.Remove(cliente).Entity;
        },
        cancellationToken);

    // Which group's declared weeks hold for a client is decided at the end of each week. A move that began before the end of a week, and waited while
    // the week was closed, still belongs to it.
    private async Task KeepClosedWeeksAsync(RequestContext context, int id, int[] grupoIds, CancellationToken cancellationToken)
    {
        var write = await unitOfWork.LockWeekAsync(context, custodioId: null, cancellationToken);
        if (write.LastClosedWeek is { } ultima
            && await db.Database.SqlQuery<DateOnly>($"SELECT dia_de_la_operacion() AS \"Value\"").SingleAsync(cancellationToken) is var dia && dia <= ultima.Domingo)
        {
            unitOfWork.AfterSave(async token =>
            {
                var prestamos = await db.Prestamos.Where(p => p.ClienteId == id).Select(p => p.PrestamoId).ToArrayAsync(token);
                await db.ReevaluarAsync(new(Semana.De(dia)) { PrestamoIds = prestamos, ClienteIds = [id], GrupoIds = grupoIds }, ultima, token);
                await db.FijarVencidosAsync(prestamos, token);
            });
        }
    }

    // Adopted clients may share a key and keep it.
    private async Task RequireNewPersonAsync(CurrentUser currentUser, DatosDeCliente datos, Cliente? propio, CancellationToken cancellationToken)
    {
        if (datos.CodigoIne.GetValueOrDefault(null) is not { } codigoIne || codigoIne == propio?.ClaveIne
            || (datos.PermitirRepetido && currentUser.Can(AccionId.EditarInformacion)))
        {
            return;
        }

        var propioId = propio?.ClienteId ?? 0;
        await db.LockAsync(SamePerson.IneLockKey, $"hashtext(clave_ine({codigoIne}))", cancellationToken);

        // A subquery, so that no planner finds out before that a code without a key is like none: a cluster refuses xmin of a table that it leaves out.
        var iguales = db.Clientes.FromSql($"SELECT *, xmin FROM clientes_avales WHERE clave_ine = (SELECT clave_ine({codigoIne})) AND cliente_id <> {propioId}");
        await db.RequireNoneAsync(currentUser, iguales, ClienteErrores.IneRepetido, cancellationToken);
    }

    private IQueryable<Cliente> Vistos(CurrentUser currentUser) => db.Clientes.EnAlcance(db.Grupos, currentUser);

    private async Task<Cliente> LoadAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        await Vistos(currentUser).AsTracking().FirstOrDefaultAsync(c => c.ClienteId == id, cancellationToken)
        ?? throw new DominioException(ClienteErrores.NoEncontrado);
}
