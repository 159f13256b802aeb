namespace Prosmex.Tests.Simulation;

internal sealed partial class Generator
{
    private Operation? PrestarToThoseWithout()
    {
        model.Ahora = _ahora;
        List<FilaDePrestamo> filas = [];
        for (var cliente = random.Next(1, 3); cliente <= size.Prestamos && filas.Count < 12; cliente += random.Next(1, 3))
        {
            if (model.Abierto(cliente) is null)
            {
                var inicio = SomeInicio();
                filas.Add(Solicitud(cliente, inicio < model.Today.AddDays(-80) || inicio > model.Today.AddDays(1) ? null : inicio));
            }
        }

        if (filas.Count > 1 && random.Next(8) == 0)
        {
            // The second one of the same client is a renewal and fails, and with it all.
            filas.Add(Solicitud(filas[0].Cliente, null));
        }

        return filas.Count == 0 ? null : new Conceder(filas);
    }

    /// <summary>A collector's round: a row for every client who is at home.</summary>
    private Operation? Walk(int primero)
    {
        model.Ahora = _ahora;
        var dicho = random.Next(4) switch
        {
            0 => new Moment(model.Today, null),
            1 => new Moment(null, _ahora.AddMinutes(random.Next(-30, 10))),
            _ => default,
        };
        List<FilaDePago> filas = [];
        for (var cliente = primero; cliente < primero + PorRuta && cliente <= size.Prestamos; cliente++)
        {
            if (model.Abierto(cliente) is { } prestamo && Entrega(prestamo) is { } monto)
            {
                filas.Add(new(Clave(), prestamo.Clave, monto, prestamo.Inicio > model.Today ? default : dicho));
            }
        }

        if (filas.Count == 0)
        {
            return null;
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(filas));
        var fechadas = filas.ConvertAll(f => f with { Fecha = new(null, f.Fecha.Resolver(_ahora)) });
        if (random.Next(6) == 0)
        {
            // The same again, some time.
            Enviar(new Cobrar(fechadas), _ahora + Delay());
        }

        switch (random.Next(10))
        {
            case 0:
                // Late, as a whole.
                Enviar(new Cobrar(fechadas), _ahora + Delay());
                return null;
            case 1:
                // In pieces, and in another order.
                foreach (var chunk in fechadas.Chunk(Math.Max(1, (filas.Count + 1) / 2)))
                {
                    Enviar(new Cobrar(chunk), _ahora + Delay());
                }

                return null;
            case 2 when SomePrestamo() is { } cualquiera:
                // Spoilt by one row; the good ones come again soon.
                Enviar(new Cobrar(fechadas), _ahora.AddMinutes(random.Next(1, 60)));
                filas.Insert(random.Next(filas.Count + 1), new(Clave(), random.Next(5) == 0 ? _claves : cualquiera.Clave, cualquiera.Total + 0.01m, default));
                return new Cobrar(filas);
            default:
                return new Cobrar(filas);
        }
    }

    /// <summary>The amount that a client pays at a visit; null where the client is not at home.</summary>
    private decimal? Entrega(PrestamoModel prestamo)
    {
        var restante = prestamo.Restante;
        var semanal = Math.Min(prestamo.Semanal, restante);
        var draw = random.Next(100);
        return _habits[prestamo.Cliente] switch
        {
            Habit.Puntual => draw < 95 ? semanal : null,
            Habit.Corto => draw < 25 ? null : draw < 40 ? 0 : draw < 60 ? semanal : decimal.Round(semanal / 2, 2),
            Habit.Adelantado => draw < 25 ? Math.Min(restante, semanal * random.Next(2, 5)) : draw < 60 ? 0 : semanal,
            Habit.Moroso => draw < 12 ? semanal : null,
            Habit.Erratico => decimal.Round(restante * random.Next(0, 250) / 1000, 2),
            _ => draw < 8 ? restante : Math.Min(restante, semanal * 2),
        };
    }

    /// <summary>One of the last or the next weeks, for all, a route or a group; or one is taken back; or a client moves.</summary>
    private Operation DeSemanas()
    {
        model.Ahora = _ahora;
        return random.Next(8) switch
        {
            0 => new QuitarDeclaracion(random.Next(5) == 0 || model.Declaradas.Count == 0 ? Clave() : Some(model.Declaradas).Clave),
            < 4 => new Mudar(random.Next(1, size.Prestamos + 1), random.Next(1, Model.Grupos + 1)),
            var n => new Declarar(
                Clave(),
                model.Today.AddDays(random.Next(-30, 15)),
                n == 4 ? random.Next(1, 3) : null,
                n > 5 ? random.Next(1, Model.Grupos + 1) : null),
        };
    }

    private Operation? Loose()
    {
        model.Ahora = _ahora;
        return random.Next(100) switch
        {
            < 22 => CobrarUno(),
            < 30 => CobrarLate(),
            < 42 => SomePago() is { } pago ? new Reversar(pago.Clave) : null,
            < 54 => CorregirUno(),
            < 64 => Renovar(),
            < 69 => new Conceder([Solicitud(random.Next(1, size.Prestamos + 1), SomeInicio())]),
            < 77 => (SomeRenovacion() ?? SomePrestamo()) is { } prestamo ? new Editar(prestamo.Clave, null, null, OtroInicio(prestamo)) : null,
            < 82 => SomePrestamo() is { } prestamo ? EditarTerminos(prestamo) : null,
            < 88 => (SomeRenovacion() ?? SomePrestamo()) is { } prestamo ? new Eliminar(prestamo.Clave) : null,
            < 94 => OtraVez(),
            < 97 => SendLate(),
            _ => SomeAbierto() is { } prestamo ? new Cobrar([new(Clave(), prestamo.Clave, prestamo.Restante, default)]) : null,
        };
    }

    private Cobrar? CobrarUno()
    {
        var prestamo = random.Next(10) == 0 ? SomePrestamo() : SomeAbierto();
        if (prestamo is null)
        {
            return null;
        }

        var restante = prestamo.Restante;
        var monto = random.Next(12) switch
        {
            0 => restante + 0.01m,
            1 => 0,
            2 => restante,
            3 => Math.Min(restante, 0.01m),
            < 6 => decimal.Round(restante * random.Next(1000) / 1000, 2),
            _ => Math.Min(restante, prestamo.Semanal),
        };
        return new([new(Clave(), random.Next(40) == 0 ? _claves : prestamo.Clave, monto, SomeMoment(prestamo))]);
    }

    private Moment SomeMoment(PrestamoModel prestamo) => random.Next(20) switch
    {
        < 10 => default,
        < 12 => new(model.Today, null),
        < 14 => new(model.Today.AddDays(-random.Next(1, 10)), null),
        < 16 => new(null, Instante(prestamo.Inicio)),
        16 => new(prestamo.Inicio.AddDays(-random.Next(1, 4)), null),
        17 => new(model.Today.AddDays(random.Next(1, 4)), null),
        18 => new(null, _ahora.AddMinutes(10)),
        _ => new(null, _ahora.AddMinutes(10).AddMilliseconds(1)),
    };

    /// <summary>Money of weeks ago, in the first or the last instant of a week as often as not.</summary>
    private Cobrar? CobrarLate()
    {
        if (SomeAbierto() is not { } prestamo || model.Today.DayNumber - prestamo.Inicio.DayNumber is not (> 0 and var dias))
        {
            return null;
        }

        var dia = model.Today.AddDays(-random.Next(1, dias + 1));
        var lunes = Calendario.Inicio(Calendario.Lunes(dia).AddDays(7));
        var fecha = random.Next(4) switch { 0 when lunes <= _ahora => lunes, 1 when lunes <= _ahora => lunes.AddMicroseconds(-1), _ => Instante(dia) };
        return new([new(Clave(), prestamo.Clave, Math.Min(prestamo.Restante, prestamo.Semanal), new(null, fecha))]);
    }

    private Corregir? CorregirUno()
    {
        if (SomePago() is not { } pago)
        {
            return null;
        }

        decimal? monto = random.Next(6) switch
        {
            0 => null,
            1 => 0,
            2 => pago.Prestamo.Restante + pago.Monto,
            3 => pago.Prestamo.Restante + pago.Monto + 0.01m,
            _ => decimal.Round(pago.Monto * random.Next(500, 1500) / 1000, 2),
        };
        Moment? fecha = random.Next(3) == 0 || monto is null ? SomeMoment(pago.Prestamo) : null;
        return fecha == default(Moment) && monto is null ? null : new(pago.Clave, Clave(), monto, fecha == default(Moment) ? null : fecha);
    }

    /// <summary>Mostly a user with permission.</summary>
    private Conceder? Renovar()
    {
        var prestamo = Enumerable.Range(0, 6).Select(_ => SomeAbierto()).OfType<PrestamoModel>().MaxBy(p => p.SemanaActiva);
        if (prestamo is null)
        {
            return null;
        }

        var fila = Solicitud(prestamo.Cliente, SomeInicio());
        return new([random.Next(3) == 0 ? fila : fila with { Monto = Math.Min(prestamo.Restante + (random.Next(3) * 500), MontoMaximo) }]);
    }

    /// <summary>Half of the time, a renewal without payments: it can be undone.</summary>
    private PrestamoModel? SomeRenovacion()
    {
        var sinPagos = random.Next(2) == 0 ? [] : model.Prestamos.FindAll(p => p.Renueva is not null && p.Pagos.Count == 0);
        return sinPagos.Count == 0 ? null : Some(sinPagos);
    }

    private DateOnly OtroInicio(PrestamoModel prestamo) => random.Next(5) == 0
        ? SomeInicio() ?? model.Today
        : prestamo.Inicio.AddDays(random.Next(-21, 22)) is var dia && dia > model.Today.AddDays(1) ? model.Today.AddDays(1) : dia;

    private Editar EditarTerminos(PrestamoModel prestamo) =>
        random.Next(2) == 0 ? new(prestamo.Clave, Monto(), null, null) : new(prestamo.Clave, random.Next(2) == 0 ? Monto() : null, SomeProducto(), null);

    /// <summary>The last operation is sent twice.</summary>
    private Operation? OtraVez() => _ultima switch
    {
        // A loan has no key: repeating the request would grant another one.
        Conceder conceder => new Conceder([.. conceder.Filas.Select(f => f with { Prestamo = Clave() })]),
        { } otra => otra,
        null => null,
    };

    private Operation? SendLate()
    {
        if (SomePago() is { } pago)
        {
            Enviar(random.Next(2) == 0 ? new Reversar(pago.Clave) : new Corregir(pago.Clave, Clave(), pago.Monto / 2 == decimal.Round(pago.Monto / 2, 2) ? pago.Monto / 2 : 0, null), _ahora + Delay());
        }

        return null;
    }
}
