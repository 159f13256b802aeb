namespace Prosmex.Tests.Simulation;

/// <summary>
/// The loans of a lender and their payments in force in another order: every payment arrives at some time between its own and the end (or its loan's
/// renewal), in other batches, and weeks are closed at other times. Undone operations are left out.
/// </summary>
internal sealed class Permutation
{
    private const int BatchSize = 25;

    private readonly Random _random;
    private readonly Model _original;
    private readonly Dictionary<PrestamoModel, int> _clientes = [];
    private readonly List<Event> _events = [];

    // Payments come in heaps, so that there are batches to make.
    private readonly DateTimeOffset[] _entregas;

    public Permutation(Random random, Model original)
    {
        (_random, _original) = (random, original);
        Inicio = original.Prestamos.Select(p => p.Registrado).Concat(original.Mudanzas.Select(m => m.Instante)).DefaultIfEmpty(original.Ahora).Min();
        _entregas = [.. Enumerable.Range(0, 10).Select(_ => Inicio + TimeSpan.FromSeconds(random.NextInt64((long)(original.Ahora - Inicio).TotalSeconds + 1)))];
        var renovaciones = original.Prestamos.Where(p => p.Renueva is not null).ToDictionary(p => p.Renueva!);

        // A client for each chain of renewals: then no loan waits for another one to be paid.
        foreach (var prestamo in original.Prestamos)
        {
            _clientes[prestamo] = prestamo.Renueva is { } anterior ? _clientes[anterior] : NuevoCliente(prestamo.Cliente);
            Count(prestamo, renovaciones.GetValueOrDefault(prestamo)?.Registrado ?? original.Ahora);
        }

        Clientes = Math.Max(Clientes, 2);
        foreach (var declarada in original.Declaradas)
        {
            // A year ahead at most, and no earlier than this lender begins.
            var desde = Calendario.Inicio(declarada.Lunes.AddDays(-300)) is var primero && primero > Inicio ? primero : Inicio;
            _events.Add(new(
                desde + TimeSpan.FromSeconds(random.NextInt64((long)(original.Ahora - desde).TotalSeconds + 1)),
                0,
                random.Next(),
                new Declarar(declarada.Clave, declarada.Lunes.AddDays(random.Next(7)), declarada.Ruta, declarada.Grupo)));
        }

        for (var lunes = Calendario.Lunes(Calendario.Dia(Inicio)); Calendario.Inicio(lunes) < original.Ahora; lunes = lunes.AddDays(7))
        {
            if (random.Next(3) == 0 && Calendario.Inicio(lunes) >= Inicio)
            {
                _events.Add(new(Calendario.Inicio(lunes), 0, random.Next(), new Cerrar()));
            }
        }
    }

    public int Clientes { get; private set; }

    public DateTimeOffset Inicio { get; }

    /// <summary>The day of a renewal's settlement is kept, its instant only if it was made on that day.</summary>
    public static EstadoDePrestamo WithoutTheOrder(EstadoDePrestamo estado) =>
        estado with { Cliente = 0, Cierre = estado.Status == "renovado" ? null : estado.Cierre };

    public IEnumerable<Paso> Pasos()
    {
        List<Event> lote = [];
        foreach (var anEvent in _events.OrderBy(s => s.Instante).ThenBy(s => s.Turn).ThenBy(s => s.TieBreak).Append(new(_original.Ahora, 0, 0, new Cerrar())))
        {
            if (lote.Count > 0 && (lote.Count == BatchSize || !GoTogether(lote[^1], anEvent)))
            {
                // Payments use the time of the next operation: the difference does not show.
                yield return lote[0].Que is FilaDePago
                    ? new(anEvent.Instante, new Cobrar([.. lote.Select(s => (FilaDePago)s.Que)]))
                    : new(lote[0].Instante, new Conceder([.. lote.Select(s => (FilaDePrestamo)s.Que)]));
                lote.Clear();
            }

            if (anEvent.Que is Operation operation)
            {
                yield return new(anEvent.Instante, operation);
            }
            else
            {
                lote.Add(anEvent);
            }
        }

        yield return new(_original.Ahora, null);
    }

    private static bool GoTogether(Event uno, Event otro) => uno.Que.GetType() == otro.Que.GetType() && (uno.Que is FilaDePago || uno.Instante == otro.Instante);

    // With the first group and the moves of the other one: they stay where they are in time.
    private int NuevoCliente(int original)
    {
        do
        {
            Clientes++;
        }
        while (Model.PrimerGrupo(Clientes) != Model.PrimerGrupo(original));

        foreach (var (instante, _, grupo) in _original.Mudanzas.Where(m => m.Cliente == original))
        {
            _events.Add(new(instante, -1, Clientes, new Mudar(Clientes, grupo)));
        }

        return Clientes;
    }

    private void Count(PrestamoModel prestamo, DateTimeOffset hasta)
    {
        // The loan that is renewed has its turns before its renewal's, should they fall together.
        var turn = 1 + (3 * Depth(prestamo));
        var desde = prestamo.Registrado;
        var maniana = Calendario.Dia(desde).AddDays(1);
        var inicio = prestamo.Inicio > maniana ? maniana : prestamo.Inicio;
        _events.Add(new(desde, turn, prestamo.Clave, new FilaDePrestamo(prestamo.Clave, _clientes[prestamo], prestamo.Producto, prestamo.Monto, inicio)));
        if (inicio != prestamo.Inicio)
        {
            // As early as the clock allows, because payments may not come before the start.
            desde = Calendario.Inicio(prestamo.Inicio.AddDays(-1));
            _events.Add(new(desde, turn + 1, prestamo.Clave, new Editar(prestamo.Clave, null, null, prestamo.Inicio)));
        }

        var pagos = prestamo.Pagos.Where(p => !p.Reversado).ToArray();
        _random.Shuffle(pagos);
        var events = pagos.Select(p => Arrival(p, desde, hasta, turn + 2)).ToList();
        if (prestamo.Cerrado && prestamo.Liquidacion is null)
        {
            // A loan that is paid takes not even a visit: some money comes after all the rest.
            var i = Array.FindIndex(pagos, p => p.Monto > 0);
            events[i] = events[i] with { Instante = events.Max(s => s.Instante), TieBreak = int.MaxValue };
        }

        _events.AddRange(events);
    }

    private Event Arrival(PagoModel pago, DateTimeOffset desde, DateTimeOffset hasta, int turn)
    {
        var primero = pago.Fecha > desde ? pago.Fecha : desde;
        var instante = _entregas[_random.Next(_entregas.Length)];
        return new(
            primero >= hasta ? hasta : instante < primero ? primero : instante > hasta ? hasta : instante,
            turn,
            _random.Next(int.MaxValue - 1),
            new FilaDePago(pago.Clave, pago.Prestamo.Clave, pago.Monto, new(null, pago.Fecha)));
    }

    private static int Depth(PrestamoModel prestamo) => prestamo.Renueva is { } anterior ? 1 + Depth(anterior) : 0;

    /// <param name="Turn">Decides between what falls on the same instant; then <paramref name="TieBreak"/>.</param>
    /// <param name="Que">An operation, or a row that may go with others.</param>
    private sealed record Event(DateTimeOffset Instante, int Turn, int TieBreak, object Que);
}
