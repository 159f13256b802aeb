using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Clientes;

/// <summary>Reads the statements of account of clients whom the caller sees.</summary>
public sealed class EstadoDeCuentaService(ProsmexDbContext db, ClienteService clientes)
{
    /// <exception cref="DominioException">cliente.no_encontrado.</exception>
    public async Task<EstadoDeCuentaDto> ObtenerAsync(RequestContext context, int clienteId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var cliente = await clientes.ObtenerAsync(context.User, clienteId, cancellationToken);
        var grupo = await db.Grupos.Where(g => g.GrupoId == cliente.GrupoId).Select(g => g.NombreGrupo).SingleAsync(cancellationToken);
        var prestamos = await db.Prestamos.Where(p => p.ClienteId == clienteId).OrderByDescending(p => p.PrestamoId)
            .Select(p => new
            {
                Prestamo = p,
                Tipo = db.TiposPrestamo.Where(t => t.TipoPrestamoId == p.TipoPrestamoId).Select(t => t.Nombre).First(),
                Aval = db.Clientes.Where(a => a.ClienteId == p.AvalId).Select(a => a.NombreCompleto).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var pagos = await db.EnVigor().Where(p => p.Prestamo!.ClienteId == clienteId).OrderBy(p => p.FechaPago).ThenBy(p => p.PagoId).ToListAsync(cancellationToken);
        var porPrestamo = pagos.ToLookup(p => p.PrestamoId);
        return new(
            HoraMexico.Dia(context.Now),
            cliente,
            grupo,
            [.. prestamos.Select(p => DeCuenta(p.Prestamo, p.Tipo, p.Aval ?? "", porPrestamo[p.Prestamo.PrestamoId]))],
            prestamos.Sum(p => p.Prestamo.Restante));
    }

    private static PrestamoDeCuentaDto DeCuenta(Prestamo prestamo, string tipo, string aval, IEnumerable<Pago> pagos)
    {
        List<MovimientoDto> movimientos = [];
        var restante = prestamo.MontoUtilidad;
        foreach (var pago in pagos)
        {
            restante -= pago.MontoPagado;
            movimientos.Add(new(pago.PagoId, HoraMexico.Dia(pago.FechaPago), pago.Tipo, pago.MontoPagado, restante));
        }

        return new(
            prestamo.PrestamoId,
            tipo,
            aval,
            prestamo.FechaInicio,
            prestamo.MontoPrestamo,
            prestamo.MontoPrestamoReal,
            prestamo.MontoUtilidad,
            prestamo.CobranzaIdeal,
            prestamo.NumeroSemanas,
            Cat.De(prestamo.MontoPrestamo, prestamo.Plan),
            prestamo.Avance().SemanaActiva,
            prestamo.Pagado,
            prestamo.Restante,
            prestamo.Status,
            prestamo.Renovacion,
            movimientos);
    }
}
