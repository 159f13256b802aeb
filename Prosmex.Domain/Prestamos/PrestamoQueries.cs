using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Prestamos;

/// <summary>Reads loans of the groups that the caller sees.</summary>
public sealed class PrestamoQueries(ProsmexDbContext db, ReadDatabase reads)
{
    public async Task<IReadOnlyList<TipoPrestamoDto>> TiposAsync(CancellationToken cancellationToken) =>
        [.. (await db.TiposPrestamo.OrderBy(t => t.TipoPrestamoId).ToListAsync(cancellationToken)).Select(TipoPrestamoDto.De)];

    /// <summary>Newest first.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado, grupo.no_encontrado.</exception>
    public Task<Page<PrestamoDeListaDto>> ListarAsync(
        RequestContext context, PrestamosFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        return filter.IsEmpty
            ? reads.ReadAsync(context, (source, token) => PageAsync(source, context.User, filter, paging, token), cancellationToken)
            : PageAsync(db, context.User, filter, paging, cancellationToken);
    }

    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<PrestamoDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        PrestamoDto.De(await db.LoadPrestamoAsync(currentUser, id, cancellationToken));

    /// <summary>The weekly amount, MXN.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<decimal> CobranzaIdealAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken) =>
        (await db.LoadPrestamoAsync(currentUser, id, cancellationToken)).CobranzaIdeal;

    /// <summary>The terms of its plan that <see cref="PrestamoDto"/> does not tell.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<CondicionesDelPlan> CondicionesDelPlanAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken)
    {
        var prestamo = await db.LoadPrestamoAsync(currentUser, id, cancellationToken);
        return new(prestamo.NumeroSemanas, prestamo.CobranzaIdeal);
    }

    /// <summary>The plan week by week.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<CalendarioDto> CalendarioAsync(RequestContext context, int id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var prestamo = await db.LoadPrestamoAsync(context.User, id, cancellationToken);
        var faltas = await db.Faltas.Where(f => f.PrestamoId == id).Select(f => f.Fecha).ToHashSetAsync(cancellationToken);
        var declaradas = await db.Database.SqlQuery<DateOnly>(
            $"""SELECT semana AS "Value" FROM clientes_sin_cobranza WHERE cliente_id = {prestamo.ClienteId}""").ToListAsync(cancellationToken);
        return new(id, SemanaDeCalendarioDto.De(prestamo, faltas, declaradas.ToHashSet(), HoraMexico.Dia(context.Now)));
    }

    /// <summary>Loans that start tomorrow are not included.</summary>
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<CifrasDeCliente> CifrasDeClienteAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await ExigirClienteAsync(db, context.User, clienteId, cancellationToken);
        var hoy = HoraMexico.Dia(context.Now);
        return await db.Database.SqlQuery<CifrasDeCliente>($"""
            SELECT coalesce(sum(monto_prestamo), 0) AS prestado,
                   coalesce(sum(pagado), 0) AS pagado,
                   coalesce((array_agg(monto_prestamo ORDER BY prestamo_id DESC))[1], 0) AS papel,
                   coalesce((array_agg(monto_prestamo_real ORDER BY prestamo_id DESC))[1], 0) AS "real"
            FROM prestamos
            WHERE cliente_id = {clienteId} AND fecha_inicio <= {hoy}
            """).SingleAsync(cancellationToken);
    }

    /// <summary>Σ over the group's clients of the latest loan's nominal amount and amount handed out; loans that start tomorrow are not included.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    public async Task<CifrasDeGrupo> CifrasDeGrupoAsync(RequestContext context, int grupoId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        await db.ExigirGrupoAsync(context.User, grupoId, cancellationToken);
        var hoy = HoraMexico.Dia(context.Now);
        return await db.Database.SqlQuery<CifrasDeGrupo>($"""
            WITH ultimos AS (
                SELECT DISTINCT ON (p.cliente_id) p.monto_prestamo, p.monto_prestamo_real
                FROM prestamos p
                JOIN clientes_avales c ON c.cliente_id = p.cliente_id
                WHERE c.grupo_id = {grupoId} AND p.fecha_inicio <= {hoy}
                ORDER BY p.cliente_id, p.prestamo_id DESC)
            SELECT coalesce(sum(monto_prestamo), 0) AS papel, coalesce(sum(monto_prestamo_real), 0) AS "real" FROM ultimos
            """).SingleAsync(cancellationToken);
    }

    private static async Task<Page<PrestamoDeListaDto>> PageAsync(
        ProsmexDbContext db, CurrentUser currentUser, PrestamosFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        var prestamos = Filter(db, currentUser, filter);
        var filas = await prestamos.OrderByDescending(p => p.PrestamoId)
            .Select(p => new
            {
                Prestamo = p,
                Cliente = p.Cliente!.NombreCompleto,
                Aval = db.Clientes.Where(a => a.ClienteId == p.AvalId).Select(a => a.NombreCompleto).FirstOrDefault(),
                Tipo = db.TiposPrestamo.Where(t => t.TipoPrestamoId == p.TipoPrestamoId).Select(t => t.Nombre).First(),
                Faltas = db.Faltas.Count(f => f.PrestamoId == p.PrestamoId),
            })
            .ToPageAsync(
                currentUser.SeesAll && filter.IsEmpty ? () => db.CuentasDePrestamos.Sum(c => c.Prestamos) : () => prestamos.Count(),
                paging,
                async () =>
                {
                    await db.ExigirGrupoSiVieneAsync(currentUser, filter.GrupoId, cancellationToken);
                    if (filter.ClienteId is { } id)
                    {
                        await ExigirClienteAsync(db, currentUser, id, cancellationToken);
                    }
                },
                cancellationToken);
        return filas.Map(f => DeLista(f.Prestamo, f.Cliente, f.Aval, f.Tipo, f.Faltas));
    }

    private static PrestamoDeListaDto DeLista(Prestamo p, string cliente, string? aval, string tipo, int faltas)
    {
        var avance = p.Avance(faltas);
        return new(
            p.PrestamoId,
            p.ClienteId,
            cliente,
            p.FechaInicio,
            p.MontoPrestamo,
            p.MontoPrestamoReal,
            p.MontoUtilidad,
            p.Pagado,
            p.TipoPrestamoId,
            tipo,
            p.AvalId,
            aval ?? "",
            p.Renovacion,
            p.EstaCerrado,
            avance.SemanaActiva,
            p.FechaCreacion,
            avance.SemanaActiva,
            avance.SemanasQueDebe);
    }

    private static async Task ExigirClienteAsync(ProsmexDbContext db, CurrentUser currentUser, int clienteId, CancellationToken cancellationToken)
    {
        if (!await db.Clientes.EnAlcance(db.Grupos, currentUser).AnyAsync(c => c.ClienteId == clienteId, cancellationToken))
        {
            throw new DominioException(ClienteErrores.NoEncontrado);
        }
    }

    private static IQueryable<Prestamo> Filter(ProsmexDbContext db, CurrentUser currentUser, PrestamosFilter filter)
    {
        var prestamos = db.PrestamosEnAlcance(currentUser);
        if (filter.Estado is { } estado)
        {
            prestamos = prestamos.Where(p => p.Status == estado);
        }

        if (filter.GrupoId is { } grupoId)
        {
            prestamos = prestamos.Where(p => p.Cliente!.GrupoId == grupoId);
        }

        if (filter.ClienteId is { } clienteId)
        {
            prestamos = prestamos.Where(p => p.ClienteId == clienteId);
        }

        return prestamos;
    }
}
