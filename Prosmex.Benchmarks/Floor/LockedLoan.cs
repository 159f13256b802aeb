using Npgsql;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Benchmarks.Floor;

/// <summary>A locked loan, and the effect of payments on it.</summary>
internal sealed class LockedLoan
{
    private readonly PrestamoResponse _initial;
    private readonly PlanDePagos _plan;

    /// <summary>Reads the current row.</summary>
    /// <param name="start">The ordinal of its first column.</param>
    public LockedLoan(NpgsqlDataReader f, int start = 0)
    {
        var d = start;
        var status = f.GetString(d + 7);
        _initial = new(
            f.GetInt32(d), f.GetInt32(d + 1), f.GetFieldValue<DateOnly>(d + 2), f.GetDecimal(d + 3), f.GetDecimal(d + 4), f.GetInt32(d + 5),
            f.IsDBNull(d + 6) ? null : f.GetInt32(d + 6), status is "liquidado" or "renovado", status, f.GetBoolean(d + 8), 0, 0, 0, 0);
        Pagado = f.GetDecimal(d + 9);
        Pagos = f.GetInt32(d + 10);
        _plan = new(_initial.MontoUtilidad, f.GetDecimal(d + 11), f.GetInt32(d + 12));
    }

    public int Id => _initial.PrestamoId;

    public decimal Pagado { get; private set; }

    public int Pagos { get; private set; }

    /// <summary>False for a closed loan, or for more than it owes.</summary>
    public bool Cobrar(decimal monto)
    {
        if (_initial.Completado || Pagado == _plan.Total || monto > _plan.Total - Pagado)
        {
            return false;
        }

        (Pagado, Pagos) = (Pagado + monto, Pagos + 1);
        return true;
    }

    public PrestamoResponse Prestamo()
    {
        var pagado = _initial.Completado || Pagado == _plan.Total;
        var avance = AvanceDePrestamo.De(_plan, Pagado, Pagos, pagado ? StatusPrestamo.Liquidado : StatusPrestamo.Activo, faltas: 0);
        return _initial with
        {
            Completado = pagado,
            Status = pagado && !_initial.Completado ? "liquidado" : _initial.Status,
            SemanaActiva = avance.SemanaActiva,
            MontoPagado = Pagado,
            MontoRestante = _plan.Total - Pagado,
            AdelantoAcumulado = avance.AdelantoAcumulado,
        };
    }
}
