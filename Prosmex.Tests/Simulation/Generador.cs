namespace Prosmex.Tests.Simulation;

/// <summary>How a client pays.</summary>
internal enum Costumbre
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
internal sealed partial class Generador(Random random, Modelo modelo, Tamanio tamanio, DateOnly primerLunes)
{
    private const int PorRuta = 16;

    // Even with interest and a cent more a payment of all of it is below what one amount may be.
    private const decimal MontoMaximo = 6_600_000;

    /// <summary>Made, and still on its way.</summary>
    private readonly PriorityQueue<Operation, (DateTimeOffset Llega, int Orden)> _bandeja = new();
    private readonly Costumbre[] _costumbres =
        [.. Enumerable.Range(0, tamanio.Prestamos + 1).Select(_ => random.Next(3) == 0 ? Costumbre.Puntual : (Costumbre)random.Next(6))];

    private DateTimeOffset _ahora;
    private Operation? _ultima;
    private int _claves;
    private int _enviadas;
    private int _cierresPerdidos;

    private DateTimeOffset Fin => Calendario.Hora(primerLunes.AddDays(7 * tamanio.Semanas), TimeSpan.FromHours(9));

    public IEnumerable<Paso> Pasos()
    {
        for (var semana = 0; semana < tamanio.Semanas; semana++)
        {
            var lunes = primerLunes.AddDays(7 * semana);
            foreach (var (instante, hacer) in Turnos(lunes).OrderBy(t => t.Instante))
            {
                foreach (var llegada in Llegadas(instante))
                {
                    yield return llegada;
                }

                _ahora = instante;
                if (hacer() is { } operacion)
                {
                    _ultima = operacion;
                    yield return new(instante, operacion);
                }
            }

            yield return new(_ahora, null);
        }

        foreach (var llegada in Llegadas(Fin))
        {
            yield return llegada;
        }

        // Pending operations arrive now, followed by the last close.
        while (_bandeja.TryDequeue(out var operacion, out _))
        {
            yield return new(Fin, operacion);
        }

        yield return new(Fin, new Cerrar());
        yield return new(Fin, null);
    }

    private IEnumerable<Paso> Llegadas(DateTimeOffset hasta)
    {
        while (_bandeja.TryPeek(out var operacion, out var cuando) && cuando.Llega <= hasta)
        {
            _bandeja.Dequeue();
            _ahora = cuando.Llega;
            yield return new(cuando.Llega, operacion);
        }
    }

    private List<(DateTimeOffset Instante, Func<Operation?> Hacer)> Turnos(DateOnly lunes)
    {
        List<(DateTimeOffset, Func<Operation?>)> queue = [(Calendario.Hora(lunes, TimeSpan.FromMinutes(random.Next(5, 60))), CerrarOFaltar)];
        if (random.Next(4) == 0)
        {
            queue.Add((Instante(lunes), () => new Cerrar()));
        }

        for (var n = 0; n <= tamanio.Prestamos / 40; n++)
        {
            queue.Add((Instante(lunes.AddDays(random.Next(3))), PrestarALosQueNoTienen));
        }

        for (var ruta = 0; ruta * PorRuta < tamanio.Prestamos; ruta++)
        {
            var primero = (ruta * PorRuta) + 1;
            queue.Add((Instante(lunes.AddDays(1 + (ruta % 5))), () => Recorrer(primero)));
        }

        for (var n = random.Next(3); n > 0; n--)
        {
            queue.Add((Instante(lunes.AddDays(random.Next(7))), DeSemanas));
        }

        for (var n = tamanio.Prestamos / 10; n >= -2; n--)
        {
            queue.Add((Instante(lunes.AddDays(random.Next(7))), Suelta));
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
        if (_cierresPerdidos > 0)
        {
            _cierresPerdidos--;
            return null;
        }

        _cierresPerdidos = random.Next(4) == 0 ? random.Next(1, 5) : 0;
        return new Cerrar();
    }

    private void Enviar(Operation operacion, DateTimeOffset llega) => _bandeja.Enqueue(operacion, (llega, _enviadas++));

    /// <summary>A phone without signal, a forgotten notebook, a late courier.</summary>
    private TimeSpan Retraso() => random.Next(20) switch
    {
        < 8 => TimeSpan.FromMinutes(random.Next(1, 1800)),
        < 15 => TimeSpan.FromHours(random.Next(24, 150)),
        _ => TimeSpan.FromHours(random.Next(150, 1000)),
    };

    private int Clave() => ++_claves;

    private T Alguno<T>(IReadOnlyList<T> lista) => lista[random.Next(lista.Count)];

    private PrestamoModelo? AlgunPrestamo() => modelo.Prestamos.Count == 0 ? null
        : random.Next(3) == 0 ? Alguno(modelo.Prestamos)
        : modelo.Prestamos[^random.Next(1, Math.Min(modelo.Prestamos.Count, tamanio.Prestamos) + 1)];

    private PrestamoModelo? AlgunAbierto()
    {
        for (var intento = 0; intento < 8; intento++)
        {
            if (modelo.Abierto(random.Next(1, tamanio.Prestamos + 1)) is { } prestamo)
            {
                return prestamo;
            }
        }

        return null;
    }

    private PagoModelo? AlgunPago() => modelo.Pagos.Count == 0 ? null
        : random.Next(8) == 0 ? Alguno(modelo.Pagos)
        : modelo.Pagos[^random.Next(1, Math.Min(modelo.Pagos.Count, 3 * tamanio.Prestamos) + 1)];

    private decimal Monto() => random.Next(20) switch
    {
        < 12 => random.Next(5, 51) * 100,
        < 17 => random.Next(10_000, 900_000) / 100m,
        < 19 => random.Next(1, 3_000) / 100m,
        _ => random.Next(10) == 0 ? MontoMaximo : random.Next(9_000, 20_000),
    };

    private Producto AlgunProducto() => random.Next(10) < 6 ? Producto.Todos[random.Next(Producto.DeLaSemilla)] : Alguno(Producto.Todos);

    /// <summary>Today unsaid or said, some days or weeks back into weeks that are closed, tomorrow, or what may not be.</summary>
    private DateOnly? AlgunInicio() => random.Next(20) switch
    {
        < 9 => null,
        < 12 => modelo.Hoy,
        < 15 => modelo.Hoy.AddDays(-random.Next(1, 8)),
        < 17 => modelo.Hoy.AddDays(-random.Next(8, 80)),
        < 19 => modelo.Hoy.AddDays(1),
        _ => random.Next(2) == 0 ? modelo.Hoy.AddDays(random.Next(2, 9)) : new DateOnly(1999, 12, 31),
    };

    private FilaDePrestamo Solicitud(int cliente, DateOnly? inicio) => new(Clave(), cliente, AlgunProducto(), Monto(), inicio);
}
