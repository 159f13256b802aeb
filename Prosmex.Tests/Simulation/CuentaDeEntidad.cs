using System.Reflection;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Simulation;

/// <summary>A loan and its ledger as a database would keep them.</summary>
internal sealed class CuentaDeEntidad(int clave, Prestamo prestamo)
{
    private static readonly Func<object, object> Copy =
        typeof(object).GetMethod("MemberwiseClone", BindingFlags.Instance | BindingFlags.NonPublic)!.CreateDelegate<Func<object, object>>();

    // Append-only, as the table.
    private readonly List<Pago> _libro = [];
    private readonly HashSet<int> _reversados = [];

    public int Clave { get; } = clave;

    public Prestamo Prestamo { get; private set; } = prestamo;

    public int Asientos => _libro.Count;

    public decimal Suma
    {
        get
        {
            var suma = 0m;
            foreach (var pago in _libro)
            {
                suma += pago.MontoPagado;
            }

            return suma;
        }
    }

    public Pago Liquidacion => _libro.Single(p => p.Tipo == TipoPago.LiquidacionPorRenovacion && !_reversados.Contains(p.PagoId));

    /// <summary>The business instant of the first collection in force.</summary>
    public DateTimeOffset? PrimerCobro => Extreme(_ => true, (a, b) => a < b);

    /// <summary>The business instant of the latest money in force.</summary>
    public DateTimeOffset? UltimoIngreso => Extreme(p => p.MontoPagado > 0, (a, b) => a > b);

    public bool Reversado(Pago pago) => _reversados.Contains(pago.PagoId);

    public Pago Asentar(Pago pago, int id)
    {
        Samples.Poner(pago, nameof(Pago.PagoId), id);
        _libro.Add(pago);
        if (pago.ReversaDe is { } original)
        {
            _reversados.Add(original);
        }

        return pago;
    }

    /// <returns>Puts everything back as it is now, as the end of a refused transaction does.</returns>
    public Action Remember()
    {
        var (before, asientos) = ((Prestamo)Copy(Prestamo), _libro.Count);
        return () =>
        {
            Prestamo = before;
            _libro.RemoveRange(asientos, _libro.Count - asientos);
            _reversados.Clear();
            _reversados.UnionWith(_libro.Select(p => p.ReversaDe).OfType<int>());
        };
    }

    private DateTimeOffset? Extreme(Func<Pago, bool> cuenta, Func<DateTimeOffset, DateTimeOffset, bool> wins)
    {
        DateTimeOffset? extremo = null;
        foreach (var pago in _libro)
        {
            if (pago.Tipo == TipoPago.Cobro && cuenta(pago) && !_reversados.Contains(pago.PagoId) && (extremo is null || wins(pago.FechaPago, extremo.Value)))
            {
                extremo = pago.FechaPago;
            }
        }

        return extremo;
    }
}
