namespace Prosmex.Tests.Simulation;

/// <summary>How a client pays.</summary>
internal enum Habit
{
    Puntual,
    Corto,
    Adelantado,
    Moroso,
    Erratico,
    Apurado,
}

/// <summary>
/// Generates the operations of a lender from one random source: the same source, size and responses give the same operations. It reads the model,
/// which has applied all earlier operations, so that most operations make sense.
/// </summary>
internal sealed partial class Generator(Random random, Model model, RunSize size, DateOnly primerLunes)
{
    private const int PorRuta = 16;

    // Even with interest and a cent more a payment of all of it is below what one amount may be.
    private const decimal MontoMaximo = 6_600_000;

    /// <summary>Made, and still on its way.</summary>
    private readonly PriorityQueue<Operation, (DateTimeOffset Arrives, int Order)> _inbox = new();
    private readonly Habit[] _habits =
        [.. Enumerable.Range(0, size.Prestamos + 1).Select(_ => random.Next(3) == 0 ? Habit.Puntual : (Habit)random.Next(6))];

    private DateTimeOffset _ahora;
    private Operation? _ultima;
    private int _claves;
    private int _enviadas;
    private int _missedCierres;

    private DateTimeOffset Fin => Calendario.Hora(primerLunes.AddDays(7 * size.Semanas), TimeSpan.FromHours(9));

    public IEnumerable<Paso> Pasos()
    {
        for (var semana = 0; semana < size.Semanas; semana++)
        {
            var lunes = primerLunes.AddDays(7 * semana);
            foreach (var (instante, act) in Turns(lunes).OrderBy(t => t.Instante))
            {
                foreach (var arrival in Arrivals(instante))
                {
                    yield return arrival;
                }

                _ahora = instante;
                if (act() is { } operation)
                {
                    _ultima = operation;
                    yield return new(instante, operation);
                }
            }

            yield return new(_ahora, null);
        }

        foreach (var arrival in Arrivals(Fin))
        {
            yield return arrival;
        }

        // Pending operations arrive now, followed by the last close.
        while (_inbox.TryDequeue(out var operation, out _))
        {
            yield return new(Fin, operation);
        }

        yield return new(Fin, new Cerrar());
        yield return new(Fin, null);
    }

    private IEnumerable<Paso> Arrivals(DateTimeOffset hasta)
    {
        while (_inbox.TryPeek(out var operation, out var cuando) && cuando.Arrives <= hasta)
        {
            _inbox.Dequeue();
            _ahora = cuando.Arrives;
            yield return new(cuando.Arrives, operation);
        }
    }

    private List<(DateTimeOffset Instante, Func<Operation?> Do)> Turns(DateOnly lunes)
    {
        List<(DateTimeOffset, Func<Operation?>)> queue = [(Calendario.Hora(lunes, TimeSpan.FromMinutes(random.Next(5, 60))), CerrarOFaltar)];
        if (random.Next(4) == 0)
        {
            queue.Add((Instante(lunes), () => new Cerrar()));
        }

        for (var n = 0; n <= size.Prestamos / 40; n++)
        {
            queue.Add((Instante(lunes.AddDays(random.Next(3))), PrestarToThoseWithout));
        }

        for (var ruta = 0; ruta * PorRuta < size.Prestamos; ruta++)
        {
            var primero = (ruta * PorRuta) + 1;
            queue.Add((Instante(lunes.AddDays(1 + (ruta % 5))), () => Walk(primero)));
        }

        for (var n = random.Next(3); n > 0; n--)
        {
            queue.Add((Instante(lunes.AddDays(random.Next(7))), DeSemanas));
        }

        for (var n = size.Prestamos / 10; n >= -2; n--)
        {
            queue.Add((Instante(lunes.AddDays(random.Next(7))), Loose));
        }

        return queue;
    }

    /// <summary>Mostly working hours; now and then the first or the last instant of the day.</summary>
    private DateTimeOffset Instante(DateOnly dia) => Calendario.Hora(dia, random.Next(20) switch
    {
        0 => TimeSpan.Zero,
        1 => new TimeSpan(0, 23, 59, 59, 999),
        _ => TimeSpan.FromSeconds(random.Next(7 * 3600, 22 * 3600)),
    });

    private Operation? CerrarOFaltar()
    {
        if (_missedCierres > 0)
        {
            _missedCierres--;
            return null;
        }

        _missedCierres = random.Next(4) == 0 ? random.Next(1, 5) : 0;
        return new Cerrar();
    }

    private void Enviar(Operation operation, DateTimeOffset arrives) => _inbox.Enqueue(operation, (arrives, _enviadas++));

    /// <summary>A phone without signal, a forgotten notebook, a late courier.</summary>
    private TimeSpan Delay() => random.Next(20) switch
    {
        < 8 => TimeSpan.FromMinutes(random.Next(1, 1800)),
        < 15 => TimeSpan.FromHours(random.Next(24, 150)),
        _ => TimeSpan.FromHours(random.Next(150, 1000)),
    };

    private int Clave() => ++_claves;

    private T Some<T>(IReadOnlyList<T> lista) => lista[random.Next(lista.Count)];

    private PrestamoModel? SomePrestamo() => model.Prestamos.Count == 0 ? null
        : random.Next(3) == 0 ? Some(model.Prestamos)
        : model.Prestamos[^random.Next(1, Math.Min(model.Prestamos.Count, size.Prestamos) + 1)];

    private PrestamoModel? SomeAbierto()
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            if (model.Abierto(random.Next(1, size.Prestamos + 1)) is { } prestamo)
            {
                return prestamo;
            }
        }

        return null;
    }

    private PagoModel? SomePago() => model.Pagos.Count == 0 ? null
        : random.Next(8) == 0 ? Some(model.Pagos)
        : model.Pagos[^random.Next(1, Math.Min(model.Pagos.Count, 3 * size.Prestamos) + 1)];

    private decimal Monto() => random.Next(20) switch
    {
        < 12 => random.Next(5, 51) * 100,
        < 17 => random.Next(10_000, 900_000) / 100m,
        < 19 => random.Next(1, 3_000) / 100m,
        _ => random.Next(10) == 0 ? MontoMaximo : random.Next(9_000, 20_000),
    };

    private Producto SomeProducto() => random.Next(10) < 6 ? Producto.All[random.Next(Producto.FromSeed)] : Some(Producto.All);

    /// <summary>Today unsaid or said, some days or weeks back into weeks that are closed, tomorrow, or what may not be.</summary>
    private DateOnly? SomeInicio() => random.Next(20) switch
    {
        < 9 => null,
        < 12 => model.Today,
        < 15 => model.Today.AddDays(-random.Next(1, 8)),
        < 17 => model.Today.AddDays(-random.Next(8, 80)),
        < 19 => model.Today.AddDays(1),
        _ => random.Next(2) == 0 ? model.Today.AddDays(random.Next(2, 9)) : new DateOnly(1999, 12, 31),
    };

    private FilaDePrestamo Solicitud(int cliente, DateOnly? inicio) => new(Clave(), cliente, SomeProducto(), Monto(), inicio);
}
