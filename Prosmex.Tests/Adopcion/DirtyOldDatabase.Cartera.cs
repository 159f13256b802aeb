using System.Globalization;

namespace Prosmex.Tests.Adopcion;

/// <content>Loans with their payments and faltas.</content>
internal sealed partial class DirtyOldDatabase
{
    // Around the edges of days and weeks in both time zones, with daylight saving (05:00Z is midnight then) and without (06:00Z).
    private static readonly string[] Horas =
    [
        "00:00:00.000001", "04:59:59.999999", "05:00:00", "05:59:59.999999", "06:00:00", "12:00:00", "18:00:11.805464", "23:59:59.999999", "02:30:00",
    ];

    private readonly List<PrestamoAntiguo> _prestamos = [];

    /// <summary>A loan before ids are given, which follow the order of the starts.</summary>
    private sealed class PrestamoAntiguo
    {
        public int Id { get; set; }

        public required int Cliente { get; init; }

        public required DateOnly Inicio { get; init; }

        public required (int Id, int Semanas, decimal Semanal, decimal Interes) Tipo { get; init; }

        public required decimal Monto { get; init; }

        public decimal Total => decimal.Round(Monto * (1 + Tipo.Interes), 2, MidpointRounding.AwayFromZero);

        public decimal? Real { get; set; }

        public bool Completado { get; set; }

        public bool Renovacion { get; init; }

        public decimal Pagado { get; set; }

        public List<(string Fecha, string Monto)> Pagos { get; } = [];

        public List<(string Fecha, string Monto)> Faltas { get; } = [];
    }

    private void CrearCartera()
    {
        foreach (var cliente in _clientes)
        {
            CrearHistoria(cliente);
        }

        var prestamoId = 0;
        var pagoId = 0;
        var faltaId = 0;
        foreach (var p in _prestamos.OrderBy(p => p.Inicio))
        {
            p.Id = prestamoId += _random.Next(1, 3);
            Agregar(
                "prestamos", p.Id, Happens("préstamo no finito", 0.01) ? Uno(["NaN", "Infinity"]) : Monto(p.Monto),
                p.Renovacion && Happens("préstamo no finito", 0.02) ? NotFinite() : p.Real is { } real ? Monto(real) : null,
                Monto(p.Total), Happens("préstamo no finito", 0.01) ? "-infinity" : MomentOfInicio(p.Inicio), p.Cliente, Aval(p.Cliente), p.Tipo.Id, p.Completado, "activo",
                p.Renovacion, Happens("semana_activa absurda", 0.05) ? Uno([int.MinValue, -3, int.MaxValue]) : p.Pagos.Count);
            foreach (var (fecha, monto) in p.Pagos)
            {
                Agregar("pagos", pagoId += _random.Next(1, 3), Happens("pago con fecha infinita", 0.005) ? "infinity" : fecha, monto, p.Id);
            }

            foreach (var (fecha, monto) in p.Faltas)
            {
                Agregar("falta", faltaId += _random.Next(1, 3), fecha, p.Id, monto);
            }
        }
    }

    private int? Aval(int cliente) =>
        Happens("sin aval", 0.05) ? null
        : Happens("aval de sí mismo", 0.05) ? cliente
        : Happens("aval de otro grupo", 0.05) ? _clientes.First(c => _grupoDe[c] != _grupoDe[cliente])
        : _clientes.Where(c => c != cliente && _grupoDe[c] == _grupoDe[cliente]).Select(c => (int?)c).OrderBy(_ => _random.Next()).FirstOrDefault();

    /// <summary>One client's loans, oldest first.</summary>
    private void CrearHistoria(int cliente)
    {
        var inicio = Happens("años atrás", 0.3) ? Uno([new DateOnly(2022, 3, 7), new(2022, 10, 24), new(2022, 10, 30), new(2009, 6, 1), new(2019, 4, 1)]) : Today.AddDays(-_random.Next(10, 300));
        for (var i = _random.Next(4); i >= 0 && inicio < Today; i--)
        {
            var p = Prestar(cliente, inicio);
            var fin = p.Inicio.AddDays(7 * (p.Tipo.Semanas + 2));
            if (i > 0 && Happens("renovado", 0.4))
            {
                inicio = Renovar(p);
                continue;
            }

            switch (_random.Next(6))
            {
                case 0:
                    Cobrar(p, p.Tipo.Semanas);
                    Liquidar(p);
                    break;
                case 1 when Happens("completado por semanas", 0.8):
                    Cobrar(p, _random.Next(p.Tipo.Semanas));
                    p.Completado = p.Pagado < p.Total;
                    break;
                case 2 when Happens("varios abiertos", 0.9):
                    Cobrar(p, _random.Next(p.Tipo.Semanas));
                    fin = p.Inicio.AddDays(_random.Next(1, 40));
                    break;
                case 3 when fin < Today && Happens("renovación de lo ya pagado", 0.5):
                    Cobrar(p, p.Tipo.Semanas);
                    Liquidar(p);
                    p.Completado = true;
                    var otro = Prestar(cliente, fin, renovacion: true);
                    otro.Real = otro.Monto;
                    Cobrar(otro, _random.Next(otro.Tipo.Semanas));
                    i = 0;
                    break;
                default:
                    // Open: it is the last one, or overlaps the next.
                    Cobrar(p, _random.Next(p.Tipo.Semanas));
                    if (i > 0 && !Happens("varios abiertos", 0.3))
                    {
                        i = 0;
                    }

                    break;
            }

            inicio = fin;
        }
    }

    private PrestamoAntiguo Prestar(int cliente, DateOnly inicio, bool renovacion = false)
    {
        var p = new PrestamoAntiguo { Cliente = cliente, Inicio = inicio, Tipo = Uno(_tipos), Monto = _random.Next(5, 200) * 100 + (_random.Next(4) == 0 ? 0.5m : 0), Renovacion = renovacion };
        if (Happens("lo entregado es negativo", 0.03))
        {
            p.Real = -_random.Next(1, 9000);
        }

        _prestamos.Add(p);
        return p;
    }

    /// <summary>The old way: the loan is marked complete, what it owes is taken off the next.</summary>
    /// <returns>When the next loan but one may start.</returns>
    private DateOnly Renovar(PrestamoAntiguo p)
    {
        Cobrar(p, Math.Min(p.Tipo.Semanas - 1, 9 + _random.Next(2)));
        var cuando = p.Inicio.AddDays(7 * 10 + _random.Next(7));
        if (cuando >= Today || p.Pagado >= p.Total)
        {
            return Today;
        }

        p.Completado = true;
        if (Happens("otro completado antes de la renovación", 0.15))
        {
            Prestar(p.Cliente, cuando.AddDays(-1)).Completado = true;
        }

        var nuevo = Prestar(p.Cliente, cuando, renovacion: true);
        nuevo.Real = Happens("lo entregado falta en una renovación", 0.1) ? null : nuevo.Monto - (p.Total - p.Pagado);
        if (nuevo.Real is null && nuevo.Monto < p.Total - p.Pagado)
        {
            // Always set in these rows; without it, and with less than the settlement, the amount handed out would be unknown.
            nuevo.Real = nuevo.Monto - (p.Total - p.Pagado);
        }

        Cobrar(nuevo, _random.Next(nuevo.Tipo.Semanas));
        return Happens("varios abiertos", 0.3) ? cuando.AddDays(_random.Next(1, 60)) : Today;
    }

    /// <summary>So many weekly collections, as far as the past reaches; most on the plan.</summary>
    private void Cobrar(PrestamoAntiguo p, int semanas)
    {
        var semanal = decimal.Round(p.Monto * p.Tipo.Semanal, 2);
        var lunes = p.Inicio.AddDays(-(((int)p.Inicio.DayOfWeek + 6) % 7));
        for (var k = 1; k <= semanas; k++)
        {
            var dia = lunes.AddDays(7 * k + _random.Next(7));
            if (dia >= Today || p.Pagado >= p.Total)
            {
                return;
            }

            var monto = Math.Min(p.Total - p.Pagado, _random.Next(12) switch { 0 => 0, 1 => semanal / 2, 2 => semanal * 2, _ => semanal });
            if (Happens("pago anterior al inicio", 0.01))
            {
                dia = p.Inicio.AddDays(-_random.Next(1, 500));
            }

            Pagar(p, dia, monto);
            if (monto < semanal)
            {
                Faltar(p, dia, monto);
            }
        }
    }

    /// <summary>Pays the rest, or more than that.</summary>
    private void Liquidar(PrestamoAntiguo p)
    {
        if (p.Pagado < p.Total)
        {
            var dia = p.Inicio.AddDays(7 * p.Tipo.Semanas + 3);
            Pagar(p, dia < Today ? dia : Today.AddDays(-1), p.Total - p.Pagado);
        }

        while (Happens("pagado de más", 0.4))
        {
            Pagar(p, Today.AddDays(-_random.Next(1, 20)), _random.Next(1, 100000) / 100m);
        }

        p.Completado = !Happens("pagado sin marcar", 0.3);
    }

    private void Pagar(PrestamoAntiguo p, DateOnly dia, decimal monto)
    {
        var text = Monto(monto);
        p.Pagos.Add((Moment(dia), text));
        p.Pagado += monto;
        if (Happens("pago no finito", 0.01))
        {
            p.Pagos.Add((Moment(dia), NotFinite()));
        }

        if (monto > 0 && Happens("negativo con su igual", 0.03))
        {
            // Reversed on the same day or later; sometimes reversed and repeated, sometimes reversed twice.
            p.Pagos.Add((Moment(dia.AddDays(1) < Today ? dia.AddDays(1) : dia), "-" + text));
            p.Pagado -= monto;
            if (_random.Next(3) == 0)
            {
                p.Pagos.Add((Moment(dia), "-" + text));
                p.Pagado -= monto;
            }
        }

        if (Happens("negativo sin igual", 0.02))
        {
            // Its equal comes only later, or never.
            var suelto = _random.Next(1, 3000) + 0.07m;
            p.Pagos.Add((Moment(dia), FormattableString.Invariant($"{-suelto}")));
            p.Pagado -= suelto;
            if (_random.Next(2) == 0)
            {
                p.Pagos.Add((Moment(dia), FormattableString.Invariant($"{suelto}")));
                p.Pagado += suelto;
            }
        }
    }

    private void Faltar(PrestamoAntiguo p, DateOnly dia, decimal monto)
    {
        p.Faltas.Add((Moment(dia), Happens("falta no finita", 0.03) ? NotFinite() : Monto(monto)));
        for (var i = 0; i < 3 && Happens("varias faltas en la semana", 0.3); i++)
        {
            var lunes = dia.AddDays(-(((int)dia.DayOfWeek + 6) % 7));
            p.Faltas.Add((Moment(lunes.AddDays(_random.Next(7))), Monto(_random.Next(100))));
        }

        if (Happens("falta de la semana en curso", 0.02))
        {
            p.Faltas.Add((Moment(EstaSemana.AddDays(_random.Next(2))), "0.0"));
        }
    }

    /// <summary>A plain day, or an instant at some edge.</summary>
    private string Moment(DateOnly dia) =>
        $"{dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {(Happens("a la orilla del día", 0.4) ? Uno(Horas) : "00:00:00")}";

    // Most were written as Mexico City's midnight seen from UTC.
    private string MomentOfInicio(DateOnly dia) => _random.Next(3) == 0 ? Moment(dia) : $"{dia.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} 06:00:00";
}
