using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Clientes;

/// <summary>Clients of the groups that the caller sees.</summary>
public sealed class ClienteService(ProsmexDbContext db, UnidadDeTrabajo unidad)
{
    private static readonly Expression<Func<Cliente, ClienteDto>> Completo = c => new ClienteDto(
        c.ClienteId, c.Nombre, c.ApellidoPaterno, c.ApellidoMaterno, c.Colonia, c.Cp, c.CodigoIne, c.EstadoCivil, c.NumHijos, c.Propiedad, c.EsAval, c.GrupoId);

    private static readonly Expression<Func<Cliente, ClienteBreveDto>> Breve = c => new ClienteBreveDto(c.ClienteId, c.NombreCompleto, c.GrupoId);

    /// <summary>By full name in Spanish order, then id; so are the other two lists.</summary>
    public Task<Pagina<ClienteDto>> ListarAsync(Llamante llamante, FiltroDeClientes filtro, Paginacion paginacion, CancellationToken cancellationToken) =>
        PaginaAsync(db.Clientes, c => c.Clientes, llamante, filtro, paginacion, Completo, cancellationToken);

    public Task<Pagina<ClienteBreveDto>> ParaPrestamoAsync(Llamante llamante, FiltroDeClientes filtro, Paginacion paginacion, CancellationToken cancellationToken) =>
        PaginaAsync(db.Clientes, c => c.Clientes, llamante, filtro, paginacion, Breve, cancellationToken);

    /// <summary>Only those who may guarantee others.</summary>
    public Task<Pagina<ClienteBreveDto>> AvalesAsync(Llamante llamante, FiltroDeClientes filtro, Paginacion paginacion, CancellationToken cancellationToken) =>
        PaginaAsync(db.Clientes.Where(c => c.EsAval), c => c.Avales, llamante, filtro, paginacion, Breve, cancellationToken);

    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<ClienteDto> ObtenerAsync(Llamante llamante, int id, CancellationToken cancellationToken) =>
        await Vistos(llamante).Where(c => c.ClienteId == id).Select(Completo).FirstOrDefaultAsync(cancellationToken)
        ?? throw new DominioException(ClienteErrores.NoEncontrado);

    /// <returns>The new client's id.</returns>
    /// <exception cref="DominioException">Invalid fields; grupo.no_encontrado.</exception>
    public async Task<int> CrearAsync(Llamante llamante, ClienteRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlCrear());
        var cliente = await unidad.EjecutarAsync(
            async token =>
            {
                await db.RetenerGrupoAsync(llamante, datos.GrupoId.Sobre(0), token);
                var nuevo = new Cliente();
                nuevo.Editar(datos);
                return db.Clientes.Add(nuevo).Entity;
            },
            cancellationToken);
        return cliente.ClienteId;
    }

    /// <exception cref="DominioException">Invalid fields; cliente.no_encontrado, grupo.no_encontrado.</exception>
    public Task EditarAsync(Llamante llamante, int id, ClienteRequest solicitud, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(solicitud);
        var datos = solicitud.Validar(Validacion.AlEditar());
        return unidad.EjecutarAsync(
            async token =>
            {
                var cliente = await CargarAsync(llamante, id, token);
                if (datos.GrupoId.TieneValor)
                {
                    await db.RetenerGrupoAsync(llamante, datos.GrupoId.Sobre(0), token);
                }

                cliente.Editar(datos);
                return cliente;
            },
            cancellationToken);
    }

    /// <exception cref="DominioException">cliente.no_encontrado, cliente.con_prestamos.</exception>
    public Task EliminarAsync(Llamante llamante, int id, CancellationToken cancellationToken) => unidad.EjecutarAsync(
        async token =>
        {
            var cliente = await CargarAsync(llamante, id, token);
            if (await db.Prestamos.AnyAsync(p => p.ClienteId == id || p.AvalId == id, token))
            {
                throw new DominioException(ClienteErrores.ConPrestamos);
            }

            return db.Clientes.Remove(cliente).Entity;
        },
        cancellationToken);

    private IQueryable<Cliente> Vistos(Llamante llamante) => db.Clientes.EnAlcance(db.Grupos, llamante);

    private async Task<Cliente> CargarAsync(Llamante llamante, int id, CancellationToken cancellationToken) =>
        await Vistos(llamante).AsTracking().FirstOrDefaultAsync(c => c.ClienteId == id, cancellationToken)
        ?? throw new DominioException(ClienteErrores.NoEncontrado);

    // A search must count; otherwise the groups know how many there are. Of each group no more than the page can need is read, in the
    // order of its index, and only those are compared with one another.
    private Task<Pagina<T>> PaginaAsync<T>(
        IQueryable<Cliente> clientes,
        Expression<Func<CuentaDeGrupo, int>> cuenta,
        Llamante llamante,
        FiltroDeClientes filtro,
        Paginacion paginacion,
        Expression<Func<Cliente, T>> forma,
        CancellationToken cancellationToken)
    {
        var grupos = db.Grupos.EnAlcance(llamante);
        if (filtro.GrupoId is { } grupoId)
        {
            grupos = grupos.Where(g => g.GrupoId == grupoId);
        }

        var todos = llamante.VeTodo && filtro.GrupoId is null;
        var cuentas = todos ? db.CuentasDeGrupo : db.CuentasDeGrupo.Join(grupos, c => c.GrupoId, g => g.GrupoId, (c, _) => c);
        Expression<Func<int>> total = () => cuentas.Sum(cuenta);
        if (filtro.Q is { } parte)
        {
            clientes = clientes.Where(c => c.Busqueda.Contains(BaseDeDatos.SinAcentos(parte)));
            var hallados = todos ? clientes : clientes.Join(grupos, c => c.GrupoId, g => g.GrupoId, (c, _) => c);
            total = () => hallados.Count();
        }

        var hasta = paginacion.Hasta;
        var primeros = todos ? clientes : grupos.SelectMany(
            g => clientes.Where(c => c.GrupoId == g.GrupoId).OrderBy(c => c.NombreCompleto).ThenBy(c => c.ClienteId).Take(hasta));
        return primeros.OrderBy(c => c.NombreCompleto).ThenBy(c => c.ClienteId).Select(forma)
            .PaginarAsync(total, paginacion, () => db.ExigirGrupoSiVieneAsync(llamante, filtro.GrupoId, cancellationToken), cancellationToken);
    }
}
