namespace Prosmex.Tests.Simulation;

internal sealed partial class Generador
{
    private Operation? PrestarALosQueNoTienen()
    {
        modelo.Ahora = _ahora;
        List<FilaDePrestamo> filas = [];
        for (var cliente = random.Next(1, 3); cliente <= tamanio.Prestamos && filas.Count < 12; cliente += random.Next(1, 3))
        {
            if (modelo.Abierto(cliente) is null)
            {
                var inicio = AlgunInicio();
                filas.Add(Solicitud(cliente, inicio < modelo.Hoy.AddDays(-80) || inicio > modelo.Hoy.AddDays(1) ? null : inicio));
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
    private Operation? Recorrer(int primero)
    {
        modelo.Ahora = _ahora;
        var dicho = random.Next(4) switch
        {
            0 => new Momento(modelo.Hoy, null),
            1 => new Momento(null, _ahora.AddMinutes(random.Next(-30, 10))),
            _ => default,
        };
        List<FilaDePago> filas = [];
        for (var cliente = primero; cliente < primero + PorRuta && cliente <= tamanio.Prestamos; cliente++)
        {
            if (modelo.Abierto(cliente) is { } prestamo && Entrega(prestamo) is { } monto)
            {
                filas.Add(new(Clave(), prestamo.Clave, monto, prestamo.Inicio > modelo.Hoy ? default : dicho));
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
            Enviar(new Cobrar(fechadas), _ahora + Retraso());
        }

        switch (random.Next(10))
        {
            case 0:
                // Late, as a whole.
                Enviar(new Cobrar(fechadas), _ahora + Retraso());
                return null;
            case 1:
                // In pieces, and in another order.
                foreach (var chunk in fechadas.Chunk(Math.Max(1, (filas.Count + 1) / 2)))
                {
                    Enviar(new Cobrar(chunk), _ahora + Retraso());
                }

                return null;
            case 2 when AlgunPrestamo() is { } cualquiera:
                // Spoilt by one row; the good ones come again soon.
                Enviar(new Cobrar(fechadas), _ahora.AddMinutes(random.Next(1, 60)));
                filas.Insert(random.Next(filas.Count + 1), new(Clave(), random.Next(5) == 0 ? _claves : cualquiera.Clave, cualquiera.Total + 0.01m, default));
                return new Cobrar(filas);
            default:
                return new Cobrar(filas);
        }
    }

    /// <summary>The amount that a client pays at a visit; null where the client is not at home.</summary>
    private decimal? Entrega(PrestamoModelo prestamo)
    {
        var restante = prestamo.Restante;
        var semanal = Math.Min(prestamo.Semanal, restante);
        var suerte = random.Next(100);
        return _costumbres[prestamo.Cliente] switch
        {
            Costumbre.Puntual => suerte < 95 ? semanal : null,
            Costumbre.Corto => suerte < 25 ? null : suerte < 40 ? 0 : suerte < 60 ? semanal : decimal.Round(semanal / 2, 2),
            Costumbre.Adelantado => suerte < 25 ? Math.Min(restante, semanal * random.Next(2, 5)) : suerte < 60 ? 0 : semanal,
            Costumbre.Moroso => suerte < 12 ? semanal : null,
            Costumbre.Erratico => decimal.Round(restante * random.Next(0, 250) / 1000, 2),
            _ => suerte < 8 ? restante : Math.Min(restante, semanal * 2),
        };
    }

    /// <summary>One of the last or the next weeks, for all, a route or a group; or one is taken back; or a client moves.</summary>
    private Operation DeSemanas()
    {
        modelo.Ahora = _ahora;
        return random.Next(8) switch
        {
            0 => new QuitarDeclaracion(random.Next(5) == 0 || modelo.Declaradas.Count == 0 ? Clave() : Alguno(modelo.Declaradas).Clave),
            < 4 => new Mudar(random.Next(1, tamanio.Prestamos + 1), random.Next(1, Modelo.Grupos + 1)),
            var n => new Declarar(
                Clave(),
                modelo.Hoy.AddDays(random.Next(-30, 15)),
                n == 4 ? random.Next(1, 3) : null,
                n > 5 ? random.Next(1, Modelo.Grupos + 1) : null),
        };
    }

    private Operation? Suelta()
    {
        modelo.Ahora = _ahora;
        return random.Next(100) switch
        {
            < 22 => CobrarUno(),
            < 30 => CobrarTarde(),
            < 42 => AlgunPago() is { } pago ? new Reversar(pago.Clave) : null,
            < 54 => CorregirUno(),
            < 64 => Renovar(),
            < 69 => new Conceder([Solicitud(random.Next(1, tamanio.Prestamos + 1), AlgunInicio())]),
            < 77 => (AlgunaRenovacion() ?? AlgunPrestamo()) is { } prestamo ? new Editar(prestamo.Clave, null, null, OtroInicio(prestamo)) : null,
            < 82 => AlgunPrestamo() is { } prestamo ? EditarTerminos(prestamo) : null,
            < 88 => (AlgunaRenovacion() ?? AlgunPrestamo()) is { } prestamo ? new Eliminar(prestamo.Clave) : null,
            < 94 => OtraVez(),
            < 97 => MandarTarde(),
            _ => AlgunAbierto() is { } prestamo ? new Cobrar([new(Clave(), prestamo.Clave, prestamo.Restante, default)]) : null,
        };
    }

    private Cobrar? CobrarUno()
    {
        var prestamo = random.Next(10) == 0 ? AlgunPrestamo() : AlgunAbierto();
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
        return new([new(Clave(), random.Next(40) == 0 ? _claves : prestamo.Clave, monto, AlgunMomento(prestamo))]);
    }

    private Momento AlgunMomento(PrestamoModelo prestamo) => random.Next(20) switch
    {
        < 10 => default,
        < 12 => new(modelo.Hoy, null),
        < 14 => new(modelo.Hoy.AddDays(-random.Next(1, 10)), null),
        < 16 => new(null, Instante(prestamo.Inicio)),
        16 => new(prestamo.Inicio.AddDays(-random.Next(1, 4)), null),
        17 => new(modelo.Hoy.AddDays(random.Next(1, 4)), null),
        18 => new(null, _ahora.AddMinutes(10)),
        _ => new(null, _ahora.AddMinutes(10).AddMilliseconds(1)),
    };

    /// <summary>Money of weeks ago, in the first or the last instant of a week as often as not.</summary>
    private Cobrar? CobrarTarde()
    {
        if (AlgunAbierto() is not { } prestamo || modelo.Hoy.DayNumber - prestamo.Inicio.DayNumber is not (> 0 and var dias))
        {
            return null;
        }

        var dia = modelo.Hoy.AddDays(-random.Next(1, dias + 1));
        var lunes = Calendario.Inicio(Calendario.Lunes(dia).AddDays(7));
        var fecha = random.Next(4) switch { 0 when lunes <= _ahora => lunes, 1 when lunes <= _ahora => lunes.AddMicroseconds(-1), _ => Instante(dia) };
        return new([new(Clave(), prestamo.Clave, Math.Min(prestamo.Restante, prestamo.Semanal), new(null, fecha))]);
    }

    private Corregir? CorregirUno()
    {
        if (AlgunPago() is not { } pago)
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
        Momento? fecha = random.Next(3) == 0 || monto is null ? AlgunMomento(pago.Prestamo) : null;
        return fecha == default(Momento) && monto is null ? null : new(pago.Clave, Clave(), monto, fecha == default(Momento) ? null : fecha);
    }

    /// <summary>Mostly a user with permission.</summary>
    private Conceder? Renovar()
    {
        var prestamo = Enumerable.Range(0, 6).Select(_ => AlgunAbierto()).OfType<PrestamoModelo>().MaxBy(p => p.SemanaActiva);
        if (prestamo is null)
        {
            return null;
        }

        var fila = Solicitud(prestamo.Cliente, AlgunInicio());
        return new([random.Next(3) == 0 ? fila : fila with { Monto = Math.Min(prestamo.Restante + (random.Next(3) * 500), MontoMaximo) }]);
    }

    /// <summary>Half of the time, a renewal without payments: it can be undone.</summary>
    private PrestamoModelo? AlgunaRenovacion()
    {
        var sinPagos = random.Next(2) == 0 ? [] : modelo.Prestamos.FindAll(p => p.Renueva is not null && p.Pagos.Count == 0);
        return sinPagos.Count == 0 ? null : Alguno(sinPagos);
    }

    private DateOnly OtroInicio(PrestamoModelo prestamo) => random.Next(5) == 0
        ? AlgunInicio() ?? modelo.Hoy
        : prestamo.Inicio.AddDays(random.Next(-21, 22)) is var dia && dia > modelo.Hoy.AddDays(1) ? modelo.Hoy.AddDays(1) : dia;

    private Editar EditarTerminos(PrestamoModelo prestamo) =>
        random.Next(2) == 0 ? new(prestamo.Clave, Monto(), null, null) : new(prestamo.Clave, random.Next(2) == 0 ? Monto() : null, AlgunProducto(), null);

    /// <summary>The last operation is sent twice.</summary>
    private Operation? OtraVez() => _ultima switch
    {
        // A loan has no key: repeating the request would grant another one.
        Conceder conceder => new Conceder([.. conceder.Filas.Select(f => f with { Prestamo = Clave() })]),
        { } otra => otra,
        null => null,
    };

    private Operation? MandarTarde()
    {
        if (AlgunPago() is { } pago)
        {
            Enviar(random.Next(2) == 0 ? new Reversar(pago.Clave) : new Corregir(pago.Clave, Clave(), pago.Monto / 2 == decimal.Round(pago.Monto / 2, 2) ? pago.Monto / 2 : 0, null), _ahora + Retraso());
        }

        return null;
    }
}
