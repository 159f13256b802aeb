using System.Globalization;
using System.Text;

namespace Prosmex.Tests.Simulation;

/// <summary>A collection that was accepted.</summary>
internal sealed class PagoModel(int clave, PrestamoModel prestamo, decimal monto, DateTimeOffset fecha)
{
    public int Clave { get; } = clave;

    public PrestamoModel Prestamo { get; } = prestamo;

    public decimal Monto { get; } = monto;

    public DateTimeOffset Fecha { get; } = fecha;

    /// <summary>The business day.</summary>
    public DateOnly Dia { get; } = Calendario.Dia(fecha);

    public bool Reversado
    {
        get;
        set
        {
            field = value;
            Prestamo.Forget();
        }
    }
}

/// <summary>The complete state of a loan. Faltas as text, oldest first; null where the source keeps none.</summary>
/// <param name="Pagos">Collections in force.</param>
/// <param name="Renueva">The key of the loan that this one renews.</param>
internal sealed record EstadoDePrestamo(
    int Prestamo, int Cliente, DateOnly Inicio, decimal Monto, decimal Real, decimal Total, decimal Semanal, int Semanas, decimal Pagado, decimal Restante, int Pagos,
    int SemanaActiva, decimal Adelanto, int SemanasQueDebe, string Status, DateTimeOffset? Cierre, int? Renueva, string? Faltas)
{
    /// <summary>A falta as it stands in the text.</summary>
    public static string Falta(DateOnly domingo, decimal abonado) => string.Create(CultureInfo.InvariantCulture, $"{domingo:yyyy-MM-dd} {abonado:0.00};");
}

/// <summary>A loan by the business rules: its terms, its collections, and everything else recomputed from them on demand.</summary>
/// <param name="sinCobranza">Whether the week of a Monday has no collection for its client.</param>
internal sealed class PrestamoModel(int clave, int cliente, DateTimeOffset registrado, PrestamoModel? renueva, Func<DateOnly, bool> sinCobranza)
{
    private readonly List<PagoModel> _pagos = [];

    // What weeks 1 to k owe together.
    private decimal[] _hasta = [0];

    // Cached until something changes.
    private (decimal Pagado, int EnVigor)? _count;
    private decimal[]? _porSemana;

    public int Clave { get; } = clave;

    public int Cliente { get; } = cliente;

    public DateTimeOffset Registrado { get; } = registrado;

    /// <summary>The loan that this one renews.</summary>
    public PrestamoModel? Renueva { get; } = renueva;

    public DateOnly Inicio
    {
        get;
        set
        {
            field = value;
            Forget();
        }
    }

    public Producto Producto { get; private set; } = Producto.All[0];

    public decimal Monto { get; private set; }

    public decimal Total { get; private set; }

    public decimal Semanal { get; private set; }

    /// <summary>What its renewal settled, and the business instant of that; null while it is not renewed.</summary>
    public (decimal Monto, DateTimeOffset Fecha)? Liquidacion
    {
        get;
        set
        {
            field = value;
            Forget();
        }
    }

    /// <summary>In the order of their arrival, reversed ones too.</summary>
    public IReadOnlyList<PagoModel> Pagos => _pagos;

    /// <summary>Rows of the ledger, which only grows.</summary>
    public int Asientos { get; set; }

    public decimal Real => Monto - (Renueva?.Liquidacion?.Monto ?? 0);

    public decimal Pagado => Contar().Pagado;

    public decimal Restante => Total - Pagado;

    public bool Cerrado => Restante == 0;

    public int SemanaActiva => Avance(Contar());

    /// <summary>The business instant of its latest money; a visit is none.</summary>
    public DateTimeOffset? UltimoIngreso
    {
        get
        {
            DateTimeOffset? ultimo = null;
            foreach (var pago in _pagos)
            {
                if (!pago.Reversado && pago.Monto > 0 && !(ultimo >= pago.Fecha))
                {
                    ultimo = pago.Fecha;
                }
            }

            return ultimo;
        }
    }

    private DateOnly SemanaCero => Calendario.Lunes(Inicio);

    public void FijarTerminos(decimal monto, Producto producto)
    {
        (Monto, Producto) = (monto, producto);
        Total = decimal.Round(monto * (1 + producto.Interes), 2, MidpointRounding.AwayFromZero);
        Semanal = decimal.Round(monto * producto.Porcentaje, 2, MidpointRounding.AwayFromZero);
        _hasta = new decimal[producto.Semanas + 1];
        for (var k = 1; k <= producto.Semanas; k++)
        {
            var resta = Total - _hasta[k - 1];
            _hasta[k] = _hasta[k - 1] + (k == producto.Semanas ? resta : Math.Min(Semanal, resta));
        }

        Forget();
    }

    public void Anotar(PagoModel pago)
    {
        _pagos.Add(pago);
        Asientos++;
        Forget();
    }

    /// <summary>Takes the last one back, as if it had been refused.</summary>
    public void Erase()
    {
        _pagos.RemoveAt(_pagos.Count - 1);
        Asientos--;
        Forget();
    }

    public void Forget() => (_count, _porSemana) = (null, null);

    /// <param name="cerrada">The Monday of the last closed week.</param>
    public string Status(DateOnly? cerrada) => Liquidacion is not null ? "renovado"
        : Cerrado ? "liquidado"
        : cerrada >= PrimeraConCobranza(SemanaCero.AddDays(7 * Producto.Semanas)) ? "vencido"
        : "activo";

    public EstadoDePrestamo Estado(DateOnly? cerrada, bool conFaltas)
    {
        var (pagado, pagos) = Contar();
        var semana = Avance((pagado, pagos));
        var (faltas, text) = conFaltas ? Faltas(cerrada) : (0, null);
        var cerrado = pagado == Total;
        return new(
            Clave, Cliente, Inicio, Monto, Real, Total, Semanal, Producto.Semanas, pagado, Total - pagado, pagos,
            semana,
            cerrado ? 0 : Math.Max(0, pagado - _hasta[semana]),
            cerrado ? 0 : Producto.Semanas - semana + faltas,
            Status(cerrada),
            Liquidacion?.Fecha ?? (cerrado ? UltimoIngreso : null),
            Renueva?.Clave,
            text);
    }

    /// <summary>Whether a week has a falta, were it closed.</summary>
    public bool FaltaEn(DateOnly lunes)
    {
        var k = (lunes.DayNumber - SemanaCero.DayNumber) / 7;
        return k >= 1 && k <= Producto.Semanas && !sinCobranza(lunes) && Falta(k, PorSemana()) is not null;
    }

    private DateOnly PrimeraConCobranza(DateOnly lunes)
    {
        while (sinCobranza(lunes))
        {
            lunes = lunes.AddDays(7);
        }

        return lunes;
    }

    private (int Cuenta, string Text) Faltas(DateOnly? cerrada)
    {
        var text = new StringBuilder();
        var cuenta = 0;
        var dinero = PorSemana();
        var lunes = SemanaCero.AddDays(7);
        for (var k = 1; k <= Producto.Semanas && lunes <= cerrada; k++, lunes = lunes.AddDays(7))
        {
            if (!sinCobranza(lunes) && Falta(k, dinero) is { } abonado)
            {
                cuenta++;
                text.Append(EstadoDePrestamo.Falta(lunes.AddDays(6), abonado));
            }
        }

        return (cuenta, text.ToString());
    }

    /// <summary>The amount paid in week k where it and the advance fall short of what the week owes.</summary>
    private decimal? Falta(int k, decimal[] dinero)
    {
        var before = 0m;
        for (var i = 0; i < k; i++)
        {
            before += dinero[i];
        }

        var adelanto = Math.Max(0, before - _hasta[k - 1]);
        return dinero[k] + adelanto < _hasta[k] - _hasta[k - 1] ? dinero[k] : null;
    }

    /// <summary>The money of weeks 1 to n; that of before is at 0, that of after at n + 1.</summary>
    private decimal[] PorSemana()
    {
        if (_porSemana is not null)
        {
            return _porSemana;
        }

        var dinero = new decimal[Producto.Semanas + 2];
        var cero = SemanaCero.DayNumber;
        void Anotar(DateOnly dia, decimal monto) => dinero[Math.Clamp((int)Math.Floor((dia.DayNumber - cero) / 7m), 0, Producto.Semanas + 1)] += monto;

        foreach (var pago in _pagos)
        {
            if (!pago.Reversado)
            {
                Anotar(pago.Dia, pago.Monto);
            }
        }

        if (Liquidacion is { } liquidacion)
        {
            Anotar(Calendario.Dia(liquidacion.Fecha), liquidacion.Monto);
        }

        return _porSemana = dinero;
    }

    private (decimal Pagado, int EnVigor) Contar()
    {
        if (_count is null)
        {
            var (suma, enVigor) = (Liquidacion?.Monto ?? 0, 0);
            foreach (var pago in _pagos)
            {
                if (!pago.Reversado)
                {
                    suma += pago.Monto;
                    enVigor++;
                }
            }

            _count = (suma, enVigor);
        }

        return _count.Value;
    }

    /// <summary>Weeks completed: as many as the money covers, each by its own collection.</summary>
    private int Avance((decimal Pagado, int EnVigor) cuenta)
    {
        var cubiertas = Producto.Semanas;
        while (_hasta[cubiertas] > cuenta.Pagado)
        {
            cubiertas--;
        }

        return Math.Min(cubiertas, cuenta.EnVigor);
    }
}
