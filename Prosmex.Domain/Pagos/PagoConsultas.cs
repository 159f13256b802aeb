using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

/// <summary>Reads payments of the groups that the caller sees. Lists show collections in force alone.</summary>
public sealed class PagoConsultas(ProsmexDbContext db)
{
    /// <summary>By id.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado, prestamo.no_encontrado.</exception>
    public async Task<Pagina<PagoDto>> ListarAsync(Llamante llamante, FiltroDePagos filtro, Paginacion paginacion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filtro);
        var prestamos = db.PrestamosEnAlcance(llamante);
        if (filtro.GrupoId is { } grupoId)
        {
            prestamos = prestamos.Where(p => p.Cliente!.GrupoId == grupoId);
        }

        if (filtro.PrestamoId is { } prestamoId)
        {
            prestamos = prestamos.Where(p => p.PrestamoId == prestamoId);
        }

        var pagos = db.CobrosEnVigor();
        if (filtro.Desde is { } desde)
        {
            var inicio = HoraMexico.Inicio(desde);
            pagos = pagos.Where(p => p.FechaPago >= inicio);
        }

        if (filtro.Hasta is { } hasta)
        {
            var fin = HoraMexico.Inicio(hasta.AddDays(1));
            pagos = pagos.Where(p => p.FechaPago < fin);
        }

        var filas = pagos.Join(prestamos, p => p.PrestamoId, p => p.PrestamoId, (pago, prestamo) => new { pago, prestamo });

        // A loan knows how many collections it has; only those of some days must be counted.
        Expression<Func<int>> total = () => filas.Count();
        if (filtro is { Desde: null, Hasta: null })
        {
            total = () => prestamos.Sum(p => p.NumeroPagos);
        }

        var pagina = await filas.OrderBy(f => f.pago.PagoId).PaginarAsync(
            total,
            paginacion,
            async () =>
            {
                await db.ExigirGrupoSiVieneAsync(llamante, filtro.GrupoId, cancellationToken);
                if (filtro.PrestamoId is { } id)
                {
                    await ExigirPrestamoAsync(llamante, id, cancellationToken);
                }
            },
            cancellationToken);
        return pagina.Con(f => PagoDto.De(f.pago, f.prestamo));
    }

    /// <summary>Also a reversed payment and a settlement; a reversal is none of its own.</summary>
    /// <exception cref="DominioException">pago.no_encontrado.</exception>
    public async Task<PagoConReversaDto> ObtenerAsync(Llamante llamante, int id, CancellationToken cancellationToken)
    {
        var fila = await db.PrestamosEnAlcance(llamante)
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
            PagoDto.Texto(fila.pago.MontoPagado),
            fila.reversa is not null,
            fila.reversa?.RegistradoPor,
            fila.reversa?.Motivo,
            PrestamoDto.De(fila.prestamo));
    }

    public async Task<IReadOnlyList<GrupoDeCobranzaDto>> GruposAsync(Llamante llamante, CancellationToken cancellationToken) =>
        await db.Grupos.EnAlcance(llamante).OrderBy(g => g.GrupoId).Select(g => new GrupoDeCobranzaDto(g.GrupoId, g.NombreGrupo)).ToListAsync(cancellationToken);

    /// <summary>The group's open loans by start day, then id.</summary>
    /// <exception cref="DominioException">grupo.no_encontrado.</exception>
    public async Task<Pagina<PrestamoPorCobrarDto>> PorCobrarAsync(Llamante llamante, int grupoId, Paginacion paginacion, CancellationToken cancellationToken)
    {
        var visible = db.Grupos.EnAlcance(llamante).Where(g => g.GrupoId == grupoId);
        var abiertos = db.Prestamos.Where(
            p => visible.Any() && p.Cliente!.GrupoId == grupoId && (p.Status == StatusPrestamo.Activo || p.Status == StatusPrestamo.Vencido));
        var filas = await abiertos.OrderBy(p => p.FechaInicio).ThenBy(p => p.PrestamoId)
            .Select(p => new
            {
                Prestamo = p,
                Grupo = p.Cliente!.Grupo!.NombreGrupo,
                Cliente = p.Cliente.NombreCompleto,
                Aval = db.Clientes.Where(a => a.ClienteId == p.AvalId).Select(a => a.NombreCompleto).FirstOrDefault(),
                Tipo = db.TiposPrestamo.Where(t => t.TipoPrestamoId == p.TipoPrestamoId).Select(t => t.Nombre).First(),
                Faltas = db.Faltas.Count(f => f.PrestamoId == p.PrestamoId),
            })
            .PaginarAsync(() => abiertos.Count(), paginacion, () => db.ExigirGrupoAsync(llamante, grupoId, cancellationToken), cancellationToken);
        return filas.Con(f => PorCobrar(f.Prestamo, f.Grupo, f.Cliente, f.Aval, f.Tipo, f.Faltas));
    }

    /// <summary>By date, then id.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<IReadOnlyList<PagoDePrestamoDto>> DePrestamoAsync(Llamante llamante, int prestamoId, CancellationToken cancellationToken)
    {
        await ExigirPrestamoAsync(llamante, prestamoId, cancellationToken);
        var filas = await db.CobrosEnVigor().Where(p => p.PrestamoId == prestamoId).OrderBy(p => p.FechaPago).ThenBy(p => p.PagoId)
            .Select(p => new { Grupo = p.Prestamo!.Cliente!.Grupo!.NombreGrupo, Cliente = p.Prestamo.Cliente.NombreCompleto, p.Prestamo.MontoPrestamo, p.MontoPagado, p.FechaPago })
            .ToListAsync(cancellationToken);
        return [.. filas.Select(f => new PagoDePrestamoDto(f.Grupo, f.Cliente, f.MontoPrestamo, f.MontoPagado, HoraMexico.Dia(f.FechaPago)))];
    }

    /// <summary>By date.</summary>
    /// <exception cref="DominioException">prestamo.no_encontrado.</exception>
    public async Task<IReadOnlyList<FaltaDto>> FaltasAsync(Llamante llamante, int prestamoId, CancellationToken cancellationToken)
    {
        await ExigirPrestamoAsync(llamante, prestamoId, cancellationToken);
        return await db.Faltas.Where(f => f.PrestamoId == prestamoId).OrderBy(f => f.Fecha)
            .Select(f => new FaltaDto(f.Id, f.Fecha, f.PrestamoId, f.MontoAbonado)).ToListAsync(cancellationToken);
    }

    private static PrestamoPorCobrarDto PorCobrar(Prestamo p, string grupo, string cliente, string? aval, string tipo, int faltas)
    {
        var avance = p.Avance(faltas);
        return new(
            grupo,
            cliente,
            aval ?? "",
            p.MontoPrestamo,
            p.MontoPrestamoReal,
            p.FechaInicio,
            p.CobranzaIdeal,
            tipo,
            avance.SemanaActiva,
            avance.SemanasQueDebe,
            p.PrestamoId,
            p.MontoUtilidad,
            p.Renovacion,
            p.EstaCerrado,
            p.Pagado,
            avance.AdelantoAcumulado);
    }

    private async Task ExigirPrestamoAsync(Llamante llamante, int prestamoId, CancellationToken cancellationToken)
    {
        if (!await db.PrestamosEnAlcance(llamante).AnyAsync(p => p.PrestamoId == prestamoId, cancellationToken))
        {
            throw new DominioException(PrestamoErrores.NoEncontrado);
        }
    }
}
