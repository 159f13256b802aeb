using System.Globalization;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Tests.FirstDay;

namespace Prosmex.Tests.Prestamos;

/// <summary>Makes up requests and says beforehand what must come of them, from loans and collections kept in plain lists.</summary>
internal sealed class OfficeModel(Oficina oficina, Random random)
{
    /// <summary>The kinds of request that it makes up.</summary>
    public static readonly string[] Operaciones = ["cobrar", "corregir", "editar", "eliminar", "lote", "prestar", "reversar"];

    private static readonly TestGrupo Grupo = new(1, "Grupo 1", Propio: true);

    private readonly TestCliente[] _clientes = [.. Enumerable.Range(1, 4).Select(n => new TestCliente(n, $"N{n}", Grupo))];
    private readonly List<TestPrestamo> _prestamos = [];
    private readonly Dictionary<TestPrestamo, TestCliente> _owners = [];
    private readonly Dictionary<TestPrestamo, DateTimeOffset> _renovados = [];

    public int Renovaciones { get; private set; }

    /// <summary>The kinds of request that were done at least once.</summary>
    public HashSet<string> Facts { get; } = [];

    private DateTimeOffset Ahora => oficina.Clock.GetUtcNow();

    private IEnumerable<TestPago> Pagos => _prestamos.SelectMany(p => p.Pagos);

    /// <summary>A request, what it must answer, and itself; the model has it done already.</summary>
    public (string Que, string Expected, Func<Task> Pedir) Siguiente()
    {
        var (que, expected, pedir) = random.Next(20) switch
        {
            < 4 => Prestar(),
            < 6 => PrestarLote(),
            < 12 => Cobrar(),
            < 14 when Pagos.Any() => Reversar(),
            < 16 when Pagos.Any() => Corregir(),
            < 18 when _prestamos.Count > 0 => Editar(),
            _ when _prestamos.Count > 0 => Eliminar(),
            _ => Prestar(),
        };
        if (expected == Oficina.Hecho)
        {
            Facts.Add(que.Split(' ')[0]);
        }

        return (que, expected, pedir);
    }

    public string Snapshot() => string.Join('\n', _prestamos.OrderBy(p => p.Id).Select(p =>
    {
        var cierre = p.Liquidacion is not null ? _renovados[p] : p.Completado ? p.PagosEnVigor.Where(g => g.Monto > 0).Max(g => g.Fecha) : (DateTimeOffset?)null;
        return string.Create(CultureInfo.InvariantCulture, $"{p.Id} {_owners[p].Id} {p.Monto:0.00} {p.MontoReal:0.00} {p.Pagado:0.00} {p.PagosEnVigor.Count()} {p.Status} {p.Renueva?.Id ?? 0}")
            + (cierre is { } c ? $" {c.UtcDateTime:yyyy-MM-dd HH:mm}" : "");
    }));

    private TestPrestamo? Abierto(TestCliente cliente) => _prestamos.SingleOrDefault(p => _owners[p] == cliente && !p.Completado);

    private (string Que, string Expected, Func<Task> Pedir) Prestar()
    {
        var (cliente, monto, tipo) = Pedido();
        var expected = JuicioDelPrestamo(cliente, monto);
        return ($"prestar {monto} al cliente {cliente.Id}", expected, async () => Anotar([(cliente, monto, tipo)], [await oficina.PrestarAsync(Oficina.Solicitud(cliente.Id, monto, tipo.Id))]));
    }

    private (string Que, string Expected, Func<Task> Pedir) PrestarLote()
    {
        // Never the same client twice: the other tests do that.
        var filas = _clientes.OrderBy(_ => random.Next()).Take(random.Next(1, 3)).Select(c => Pedido() with { Cliente = c }).ToArray();
        var expected = filas.All(f => JuicioDelPrestamo(f.Cliente, f.Monto) == Oficina.Hecho) ? Oficina.Hecho : "prestamo.lote_rechazado";
        return ($"lote de préstamos a {string.Join(", ", filas.Select(f => f.Cliente.Id))}", expected, async () =>
            Anotar(filas, await oficina.PrestarLoteAsync(filas.Select(f => Oficina.Solicitud(f.Cliente.Id, f.Monto, f.Tipo.Id)))));
    }

    private (TestCliente Cliente, decimal Monto, TestTipo Tipo) Pedido() =>
        (_clientes[random.Next(4)], random.Next(1, 60_000) / 100m, TestTipo.All[random.Next(TestTipo.All.Count)]);

    private string JuicioDelPrestamo(TestCliente cliente, decimal monto) => Abierto(cliente) switch
    {
        null => Oficina.Hecho,
        { SemanaActiva: < 2 } => "prestamo.no_renovable",
        { } abierto when abierto.Restante > monto => "prestamo.no_cubre_saldo",
        _ => Oficina.Hecho,
    };

    private void Anotar((TestCliente Cliente, decimal Monto, TestTipo Tipo)[] filas, int[] ids)
    {
        foreach (var ((cliente, monto, tipo), id) in filas.Zip(ids))
        {
            var anterior = Abierto(cliente);
            if (anterior is not null)
            {
                anterior.Liquidacion = anterior.Restante;
                _renovados[anterior] = Ahora;
                Renovaciones++;
            }

            var nuevo = new TestPrestamo
            {
                Id = id,
                Cliente = cliente,
                Aval = cliente,
                Tipo = tipo,
                Monto = monto,
                FechaInicio = HoraMexico.Dia(Ahora),
                Creado = Ahora,
                Renueva = anterior,
            };
            _prestamos.Add(nuevo);
            _owners[nuevo] = cliente;
        }
    }

    private (string Que, string Expected, Func<Task> Pedir) Cobrar()
    {
        if (_prestamos.Count == 0)
        {
            return Prestar();
        }

        var expected = Oficina.Hecho;
        List<(TestPrestamo Prestamo, decimal Monto, DateOnly? Dia)> filas = [];
        for (var n = random.Next(1, 5); n > 0; n--)
        {
            var abiertos = _prestamos.Where(p => !p.Completado).DefaultIfEmpty(_prestamos[0]).ToList();
            var p = random.Next(15) == 0 ? _prestamos[random.Next(_prestamos.Count)] : abiertos[random.Next(abiertos.Count)];
            var resta = p.Restante - filas.Where(f => f.Prestamo == p).Sum(f => f.Monto);
            var monto = random.Next(12) switch { 0 => resta + 0.01m, 1 or 2 => 0, 3 or 4 => Math.Max(0, resta), _ => p.CobranzaIdeal };
            DateOnly? dia = random.Next(4) == 0 ? HoraMexico.Dia(Ahora).AddDays(-random.Next(4)) : null;
            var juicio = resta <= 0 ? "prestamo.cerrado" : dia < p.FechaInicio ? "pago.fecha_anterior" : monto > resta ? "pago.excede_restante" : Oficina.Hecho;
            if (juicio == Oficina.Hecho)
            {
                filas.Add((p, monto, dia));
            }
            else
            {
                // One invalid row at the end, so that its context is known.
                expected = juicio;
                filas.Add((p, monto, dia));
                break;
            }
        }

        async Task PedirAsync()
        {
            var pagos = await oficina.PagarAsync(filas.Select(f => Oficina.Cobro(f.Prestamo.Id, f.Monto, f.Dia?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))));
            foreach (var ((prestamo, monto, dia), pago) in filas.Zip(pagos))
            {
                prestamo.Pagos.Add(new(pago.Id, prestamo, monto, dia is { } d ? HoraMexico.InstanteDe(d, Ahora) : Ahora));
                Assert.Equal((pago.FechaPago, false), (prestamo.Pagos[^1].Fecha, pago.Reversado));
            }

            Assert.All(filas.Zip(pagos), f => Cuadrar(f.First.Prestamo, f.Second));
        }

        return ($"cobrar {string.Join(", ", filas.Select(f => $"{f.Monto} del {f.Prestamo.Id} ({f.Dia})"))}", expected, PedirAsync);
    }

    private (string Que, string Expected, Func<Task> Pedir) Reversar()
    {
        var pago = Pagos.ElementAt(random.Next(Pagos.Count()));
        var expected = JuicioDeLaReversa(pago) ?? (WouldReopen(pago, 0) ? "pago.prestamo_posterior_abierto" : Oficina.Hecho);
        async Task PedirAsync()
        {
            await oficina.ReversarAsync(pago.Id);
            pago.Reversado = true;
        }

        return ($"reversar el pago {pago.Id}", expected, PedirAsync);
    }

    private (string Que, string Expected, Func<Task> Pedir) Corregir()
    {
        var pago = Pagos.ElementAt(random.Next(Pagos.Count()));
        var p = pago.Prestamo;
        var resta = p.Restante + pago.Monto;
        var monto = random.Next(5) switch { 0 => resta + 0.01m, 1 => 0, 2 => resta, _ => Math.Min(resta, p.CobranzaIdeal) };
        DateOnly? dia = random.Next(3) == 0 ? HoraMexico.Dia(Ahora).AddDays(-random.Next(6)) : null;
        var expected = JuicioDeLaReversa(pago)
            ?? (resta == 0 ? "prestamo.cerrado" : dia < p.FechaInicio ? "pago.fecha_anterior" : monto > resta ? "pago.excede_restante" : WouldReopen(pago, monto) ? "pago.prestamo_posterior_abierto" : Oficina.Hecho);
        async Task PedirAsync()
        {
            var nuevo = await oficina.CorregirAsync(pago.Id, monto, dia?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            pago.Reversado = true;
            p.Pagos.Add(new(nuevo.Id, p, monto, dia is { } d ? HoraMexico.InstanteDe(d, Ahora) : pago.Fecha));
            Cuadrar(p, nuevo);
        }

        return ($"corregir el pago {pago.Id} a {monto} ({dia})", expected, PedirAsync);
    }

    private static string? JuicioDeLaReversa(TestPago pago) =>
        pago.Reversado ? "pago.ya_reversado" : pago.Prestamo.Liquidacion is not null ? "pago.prestamo_renovado" : null;

    private bool WouldReopen(TestPago pago, decimal inItsPlace) =>
        pago.Prestamo.Completado && pago.Monto > inItsPlace && Abierto(_owners[pago.Prestamo]) is not null;

    /// <summary>The newest loan as often as any: only one without payments can be changed.</summary>
    private TestPrestamo Some() => random.Next(2) == 0 ? _prestamos[^1] : _prestamos[random.Next(_prestamos.Count)];

    private (string Que, string Expected, Func<Task> Pedir) Editar()
    {
        var p = Some();
        var monto = random.Next(1, 60_000) / 100m;
        var cliente = random.Next(3) == 0 ? _clientes[random.Next(4)] : _owners[p];
        var otro = cliente != _owners[p];

        // Client 1's loans are guaranteed by 2, all others by 1; a move says both.
        var expected = p.Completado ? "prestamo.cerrado"
            : p.Pagos.Count > 0 ? "prestamo.con_pagos"
            : otro && p.Renueva is not null ? "prestamo.es_renovacion"
            : monto < (p.Renueva?.Liquidacion ?? 0) ? "prestamo.no_cubre_saldo"
            : otro && Abierto(cliente) is not null ? "prestamo.cliente_con_prestamo"
            : Oficina.Hecho;
        async Task PedirAsync()
        {
            await oficina.EditarAsync(p.Id, Oficina.Solicitud(cliente.Id, monto, p.Tipo.Id));
            p.Monto = monto;
            _owners[p] = cliente;
        }

        return ($"editar el préstamo {p.Id} a {monto} del cliente {cliente.Id}", expected, PedirAsync);
    }

    private (string Que, string Expected, Func<Task> Pedir) Eliminar()
    {
        var p = Some();
        var expected = p.Liquidacion is not null ? "prestamo.renovado" : p.Pagos.Count > 0 ? "prestamo.con_pagos" : Oficina.Hecho;
        async Task PedirAsync()
        {
            await oficina.EliminarAsync(p.Id);
            _prestamos.Remove(p);
            if (p.Renueva is { } anterior)
            {
                anterior.Liquidacion = null;
            }
        }

        return ($"eliminar el préstamo {p.Id}", expected, PedirAsync);
    }

    /// <summary>The loan in the answer to a payment, as it stands after the whole request.</summary>
    private static void Cuadrar(TestPrestamo p, PagoDto pago) => Assert.Equal(
        (p.Id, p.Status, p.Pagado, p.Restante, p.SemanaActiva, p.Adelanto),
        (pago.Prestamo.PrestamoId, EnumNames.NameOf(pago.Prestamo.Status), pago.Prestamo.MontoPagado, pago.Prestamo.MontoRestante, pago.Prestamo.SemanaActiva, pago.Prestamo.AdelantoAcumulado));
}
