using Npgsql;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Benchmarks.Piso;

/// <summary>A loan under its lock, and what payments make of it.</summary>
internal sealed class Cuenta
{
    private readonly PrestamoPiso _inicial;
    private readonly PlanDePagos _plan;

    /// <summary>Reads the row that the reader is on.</summary>
    /// <param name="desde">Its first column.</param>
    public Cuenta(NpgsqlDataReader f, int desde = 0)
    {
        var d = desde;
        var status = f.GetString(d + 7);
        _inicial = new(
            f.GetInt32(d), f.GetInt32(d + 1), f.GetFieldValue<DateOnly>(d + 2), f.GetDecimal(d + 3), f.GetDecimal(d + 4), f.GetInt32(d + 5),
            f.IsDBNull(d + 6) ? null : f.GetInt32(d + 6), status is "liquidado" or "renovado", status, f.GetBoolean(d + 8), 0, 0, 0, 0);
        Pagado = f.GetDecimal(d + 9);
        Pagos = f.GetInt32(d + 10);
        _plan = new(_inicial.MontoUtilidad, f.GetDecimal(d + 11), f.GetInt32(d + 12));
    }

    public int Id => _inicial.PrestamoId;

    public decimal Pagado { get; private set; }

    public int Pagos { get; private set; }

    /// <summary>False for a closed loan, or for more than it owes.</summary>
    public bool Cobrar(decimal monto)
    {
        if (_inicial.Completado || Pagado == _plan.Total || monto > _plan.Total - Pagado)
        {
            return false;
        }

        (Pagado, Pagos) = (Pagado + monto, Pagos + 1);
        return true;
    }

    public PrestamoPiso Prestamo()
    {
        var pagado = _inicial.Completado || Pagado == _plan.Total;
        var avance = AvanceDePrestamo.De(_plan, Pagado, Pagos, pagado ? StatusPrestamo.Liquidado : StatusPrestamo.Activo, faltas: 0);
        return _inicial with
        {
            Completado = pagado,
            Status = pagado && !_inicial.Completado ? "liquidado" : _inicial.Status,
            SemanaActiva = avance.SemanaActiva,
            MontoPagado = Pagado,
            MontoRestante = _plan.Total - Pagado,
            AdelantoAcumulado = avance.AdelantoAcumulado,
        };
    }
}
