using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

/// <summary>Reads payments of groups that the caller sees. Lists show only collections in force.</summary>
public sealed class PagoQueries(ProsmexDbContext db, ReadDatabase reads)
{
    /// <summary>By id.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado, prestamo.no_encontrado.</exception>
    public Task<Page<PagoDto>> ListarAsync(RequestContext context, PagosFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(filter);
        return filter.IsEmpty
            ? reads.ReadAsync(context, (source, token) => PageAsync(source, context.User, filter, paging, token), cancellationToken)
            : PageAsync(db, context.User, filter, paging, cancellationToken);
    }

    /// <summary>Includes reversed payments and settlements, but not reversals.</summary>
    /// <exception cref="DominioException">pago.no_encontrado.</exception>
    public async Task<PagoConReversaDto> ObtenerAsync(CurrentUser currentUser, int id, CancellationToken cancellationToken)
    {
        var fila = await db.PrestamosEnAlcance(currentUser)
            .Join(db.Pagos.Where(p => p.PagoId == id && p.Tipo != TipoPago.Reversa), p => p.PrestamoId, p => p.PrestamoId, (prestamo, pago) => new
            {
                pago,
                prestamo,
                reversa = db.Pagos.FirstOrDefault(r => r.ReversaDe == pago.PagoId),
            })
            .SingleOrDefaultAsync(cancellationToken) ?? throw new DominioException(PagoErrores.NoEncontrado);
        return new(
            fila.pago.PagoId,
            fila.pago.FechaPago,
            PagoDto.AmountText(fila.pago.MontoPagado),
            fila.reversa is not null,
            fila.reversa?.RegistradoPor,
            fila.reversa?.Motivo,
            PrestamoDto.De(fila.prestamo));
    }

    public async Task<IReadOnlyList<GrupoDeCobranzaDto>> GruposAsync(CurrentUser currentUser, CancellationToken cancellationToken) =>
        await db.Grupos.EnAlcance(currentUser).OrderBy(g => g.GrupoId).Select(g => new GrupoDeCobranzaDto(g.GrupoId, g.NombreGrupo)).ToListAsync(cancellationToken);

    /// <summary>The group's open loans by start day, then id.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    public async Task<Page<PrestamoPorCobrarDto>> PorCobrarAsync(CurrentUser currentUser, int grupoId, PageRequest paging, CancellationToken cancellationToken)
    {
        var filas = await db.ReadRowsAsync(
            Sql.Combine($"""
            WITH grupo AS (
                SELECT g.grupo_id, g.nombre_grupo
                FROM grupos g
                JOIN rutas r USING (ruta_id)
                WHERE g.grupo_id = {grupoId} AND {Alcance.Condicion(currentUser)}),
            abiertos AS MATERIALIZED (
                SELECT p.*, g.nombre_grupo, c.nombre_completo
                FROM grupo g
                JOIN clientes_avales c USING (grupo_id)
                JOIN prestamos p USING (cliente_id)
                WHERE {PrestamoQueryExtensions.Abierto($"p")}),
            pagina AS (
                SELECT * FROM abiertos ORDER BY fecha_inicio, prestamo_id {Sql.PageClause(paging)})
            SELECT (SELECT count(*) FROM abiertos)::integer,
                   p.nombre_grupo,
                   p.nombre_completo,
                   coalesce(a.nombre_completo, ''),
                   t.nombre,
                   p.prestamo_id, p.fecha_inicio, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas,
                   p.pagado, p.numero_pagos, p.renovacion, p.status,
                   (SELECT count(*) FROM falta f WHERE f.prestamo_id = p.prestamo_id)::integer
            FROM pagina p
            JOIN tipos_prestamo t USING (tipo_prestamo_id)
            LEFT JOIN clientes_avales a ON a.cliente_id = p.aval_id
            ORDER BY p.fecha_inicio, p.prestamo_id
            """),
            FilaPorCobrar.Read,
            cancellationToken);
        if (filas is [var primera, ..])
        {
            return new(filas.ConvertAll(f => f.Dto()), paging, primera.Total);
        }

        await db.ExigirGrupoAsync(currentUser, grupoId, cancellationToken);
        return new([], paging, paging.Skip == 0 ? 0 : await db.PrestamosAbiertos().CountAsync(p => p.Cliente!.GrupoId == grupoId, cancellationToken));
    }

    /// <summary>By date, then id.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<IReadOnlyList<PagoDePrestamoDto>> DePrestamoAsync(CurrentUser currentUser, int prestamoId, CancellationToken cancellationToken)
    {
        await db.ExigirPrestamoAsync(currentUser, prestamoId, cancellationToken);
        var filas = await db.CobrosEnVigor().Where(p => p.PrestamoId == prestamoId).OrderBy(p => p.FechaPago).ThenBy(p => p.PagoId)
            .Select(p => new { Grupo = p.Prestamo!.Cliente!.Grupo!.NombreGrupo, Cliente = p.Prestamo.Cliente.NombreCompleto, p.Prestamo.MontoPrestamo, p.MontoPagado, p.FechaPago })
            .ToListAsync(cancellationToken);
        return [.. filas.Select(f => new PagoDePrestamoDto(f.Grupo, f.Cliente, f.MontoPrestamo, f.MontoPagado, HoraMexico.Dia(f.FechaPago)))];
    }

    /// <summary>By date.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<IReadOnlyList<FaltaDto>> FaltasAsync(CurrentUser currentUser, int prestamoId, CancellationToken cancellationToken)
    {
        await db.ExigirPrestamoAsync(currentUser, prestamoId, cancellationToken);
        return await db.Faltas.Where(f => f.PrestamoId == prestamoId).OrderBy(f => f.Fecha)
            .Select(f => new FaltaDto(f.Id, f.Fecha, f.PrestamoId, f.MontoAbonado)).ToListAsync(cancellationToken);
    }

    private static async Task<Page<PagoDto>> PageAsync(
        ProsmexDbContext db, CurrentUser currentUser, PagosFilter filter, PageRequest paging, CancellationToken cancellationToken)
    {
        var prestamos = db.PrestamosEnAlcance(currentUser);
        if (filter.GrupoId is { } grupoId)
        {
            prestamos = prestamos.Where(p => p.Cliente!.GrupoId == grupoId);
        }

        if (filter.PrestamoId is { } prestamoId)
        {
            prestamos = prestamos.Where(p => p.PrestamoId == prestamoId);
        }

        var pagos = db.CobrosEnVigor();
        if (filter.Desde is { } desde)
        {
            var inicio = HoraMexico.Inicio(desde);
            pagos = pagos.Where(p => p.FechaPago >= inicio);
        }

        if (filter.Hasta is { } hasta)
        {
            var fin = HoraMexico.Inicio(hasta.AddDays(1));
            pagos = pagos.Where(p => p.FechaPago < fin);
        }

        var filas = pagos.Join(prestamos, p => p.PrestamoId, p => p.PrestamoId, (pago, prestamo) => new { pago, prestamo });

        // A loan stores its number of collections; only those of a date range must be counted. They are not ordered by the plain id: PostgreSQL would
        // look for a page of recent days from the first payment on.
        Expression<Func<int>> total = () => filas.Count();
        var ordered = filas.OrderBy(f => f.pago.PagoId + 0);
        if (filter is { Desde: null, Hasta: null })
        {
            total = currentUser.SeesAll && filter.IsEmpty ? () => db.CuentasDePrestamos.Sum(c => c.Pagos) : () => prestamos.Sum(p => p.NumeroPagos);
            ordered = filas.OrderBy(f => f.pago.PagoId);
        }

        var page = await ordered.ToPageAsync(
            total,
            paging,
            async () =>
            {
                await db.ExigirGrupoSiVieneAsync(currentUser, filter.GrupoId, cancellationToken);
                await db.ExigirPrestamoSiVieneAsync(currentUser, filter.PrestamoId, cancellationToken);
            },
            cancellationToken);
        return page.Map(f => PagoDto.De(f.pago, f.prestamo));
    }

    private sealed record FilaPorCobrar(
        int Total,
        string Grupo,
        string Cliente,
        string Aval,
        string Tipo,
        int PrestamoId,
        DateOnly FechaInicio,
        decimal MontoPrestamo,
        decimal MontoPrestamoReal,
        decimal MontoUtilidad,
        decimal CobranzaIdeal,
        int NumeroSemanas,
        decimal Pagado,
        int NumeroPagos,
        bool Renovacion,
        string Status,
        int Faltas)
    {
        public static FilaPorCobrar Read(DbDataReader f) => new(
            f.GetInt32(0),
            f.GetString(1),
            f.GetString(2),
            f.GetString(3),
            f.GetString(4),
            f.GetInt32(5),
            f.GetFieldValue<DateOnly>(6),
            f.GetDecimal(7),
            f.GetDecimal(8),
            f.GetDecimal(9),
            f.GetDecimal(10),
            f.GetInt32(11),
            f.GetDecimal(12),
            f.GetInt32(13),
            f.GetBoolean(14),
            f.GetString(15),
            f.GetInt32(16));

        public PrestamoPorCobrarDto Dto()
        {
            var status = EnumNames.Parse<StatusPrestamo>(Status);
            var avance = AvanceDePrestamo.De(new(MontoUtilidad, CobranzaIdeal, NumeroSemanas), Pagado, NumeroPagos, status, Faltas);
            return new(
                Grupo,
                Cliente,
                Aval,
                MontoPrestamo,
                MontoPrestamoReal,
                FechaInicio,
                CobranzaIdeal,
                Tipo,
                avance.SemanaActiva,
                avance.SemanasQueDebe,
                PrestamoId,
                MontoUtilidad,
                Renovacion,
                status.EsCerrado(),
                Pagado,
                avance.AdelantoAcumulado);
        }
    }
}
