using System.Collections.Concurrent;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Simulation;

/// <summary>
/// Concurrent operations on the same clients. The winner is not known beforehand, but accepted operations happened, rejected ones did not, and the
/// loans are what the rules make of exactly those.
/// </summary>
internal sealed class Race(Oficina oficina, int seed, int clientes)
{
    private const int Threads = 16;

    /// <summary>Errors that a race may end in. A deadlock or an unhandled conflict is not among them.</summary>
    private static readonly HashSet<string> Defeats =
    [
        "prestamo.no_renovable", "prestamo.no_cubre_saldo", "prestamo.cerrado", "pago.excede_restante", "pago.ya_reversado",
        "pago.prestamo_renovado", "pago.prestamo_posterior_abierto", "pago.fecha_anterior", "prestamo.lote_rechazado",
        "prestamo.renovacion_anterior_al_ultimo_pago", "semana_sin_cobranza.ya_declarada", "semana_sin_cobranza.no_encontrada",
    ];

    private readonly ConcurrentDictionary<int, PrestamoModel> _prestamos = new();
    private readonly ConcurrentDictionary<int, PagoModel> _pagos = new();
    private readonly ConcurrentDictionary<string, int> _times = new();

    // As they were before the round: what a user at a desk has on the screen.
    private int[] _abiertos = [];
    private int[] _vistosPagos = [];

    // Mondays, after the round; all clients are of one group.
    private HashSet<DateOnly> _declaradas = [];

    public IReadOnlyDictionary<string, int> Times => _times;

    /// <summary>Some days pass; all clients work concurrently in the same instant; then everything is recounted.</summary>
    public async Task RoundAsync(int round, int operations)
    {
        oficina.Clock.Advance(TimeSpan.FromHours(120));
        _vistosPagos = [.. _pagos.Keys.Order()];
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(async () =>
        {
            var random = new Random(HashCode.Combine(seed, round, thread));
            for (var n = operations / Threads; n > 0; n--)
            {
                await PedirAsync(random);
            }
        })));
        await CerrarAsync();
        await CuadrarAsync($"semilla {seed}, ronda {round}");
    }

    private async Task PedirAsync(Random random)
    {
        var (que, pedir) = random.Next(100) switch
        {
            < 15 => ("prestar", () => PrestarAsync(Solicitudes(random, 1))),
            < 20 => ("prestar en lote", () => PrestarAsync(Solicitudes(random, random.Next(2, 5)))),
            < 50 when _abiertos.Length > 0 => ("cobrar", () => CobrarAsync(Cobros(random, 1))),
            < 80 when _abiertos.Length > 0 => ("cobrar en lote", () => CobrarAsync(Cobros(random, random.Next(2, 7)))),
            < 95 when _vistosPagos.Length > 0 => ("reversar", () => ReversarAsync(_vistosPagos[^random.Next(1, Math.Min(_vistosPagos.Length, 200) + 1)])),
            95 => ("declarar", () => DeclararAsync(random)),
            96 => ("quitar", () => QuitarAsync(random)),
            _ => ("cerrar", (Func<Task>)CerrarAsync),
        };
        var codigo = await Oficina.CodigoAsync(pedir);
        Assert.True(codigo == Oficina.Hecho || Defeats.Contains(codigo), $"{que}: {codigo}");
        _times.AddOrUpdate($"{que}: {codigo}", 1, (_, times) => times + 1);
    }

    private (int Cliente, Producto Producto, decimal Monto)[] Solicitudes(Random random, int cuantas)
    {
        var primero = random.Next(clientes);
        return [.. Enumerable.Range(0, cuantas).Select(n => (1 + ((primero + (n * 7)) % clientes), Producto.All[random.Next(Producto.FromSeed)], random.Next(10, 100) * 100m))];
    }

    private (int Prestamo, decimal Monto, DateTimeOffset? Fecha)[] Cobros(Random random, int cuantos) => [.. Enumerable.Range(0, cuantos).Select(_ =>
    {
        var prestamo = _prestamos[_abiertos[random.Next(_abiertos.Length)]];
        var monto = random.Next(20) switch { 0 => 0, 1 when cuantos == 1 => prestamo.Total, < 10 => prestamo.Semanal / 2, _ => prestamo.Semanal * random.Next(1, 3) };
        return (prestamo.Clave, decimal.Round(monto, 2), random.Next(4) == 0 ? oficina.Clock.GetUtcNow() - ((oficina.Clock.GetUtcNow() - prestamo.Registrado) * random.Next(100) / 100) : (DateTimeOffset?)null);
    })];

    private async Task PrestarAsync((int Cliente, Producto Producto, decimal Monto)[] filas)
    {
        var solicitudes = filas.Select(f => Oficina.Solicitud(f.Cliente, f.Monto, f.Producto.Id)).ToArray();
        int[] ids = filas.Length == 1 ? [await oficina.PrestarAsync(solicitudes[0])] : await oficina.PrestarLoteAsync(solicitudes);
        foreach (var (fila, id) in filas.Zip(ids))
        {
            // What it renews is only known at the end.
            var prestamo = new PrestamoModel(id, fila.Cliente, oficina.Clock.GetUtcNow(), null, _ => false) { Inicio = Calendario.Dia(oficina.Clock.GetUtcNow()) };
            prestamo.FijarTerminos(fila.Monto, fila.Producto);
            Assert.True(_prestamos.TryAdd(id, prestamo));
        }
    }

    private async Task CobrarAsync((int Prestamo, decimal Monto, DateTimeOffset? Fecha)[] filas)
    {
        var hechos = await oficina.PagarAsync(filas.Select(f => Oficina.Cobro(f.Prestamo, f.Monto, f.Fecha?.UtcDateTime.ToString("O"))));
        foreach (var (fila, done) in filas.Zip(hechos))
        {
            Assert.Equal((fila.Prestamo, PagoDto.AmountText(fila.Monto)), (done.Prestamo.PrestamoId, done.MontoPagado));
            Assert.True(_pagos.TryAdd(done.Id, new(done.Id, _prestamos[fila.Prestamo], fila.Monto, fila.Fecha ?? oficina.Clock.GetUtcNow())));
        }
    }

    private async Task ReversarAsync(int pago)
    {
        await oficina.ReversarAsync(pago);
        lock (_pagos)
        {
            Assert.False(_pagos[pago].Reversado, $"El pago {pago} se reversó dos veces.");
            _pagos[pago].Reversado = true;
        }
    }

    // A week of this month or the next one.
    private Task DeclararAsync(Random random) => SemanasAsync((semanas, token) => semanas.DeclararAsync(
        RequestContext.SystemFor(Oficina.Admin),
        new()
        {
            Semana = Optional<string>.Of($"{Calendario.Dia(oficina.Clock.GetUtcNow()).AddDays(7 * random.Next(-4, 2)):yyyy-MM-dd}"),
            Motivo = Optional<string>.Of("Fiestas"),
        },
        token));

    private Task QuitarAsync(Random random) => SemanasAsync(async (semanas, token) =>
    {
        var page = await semanas.ListarAsync(id: null, new(1, 10), token);
        return await semanas.QuitarAsync(RequestContext.SystemFor(Oficina.Admin), page.Items.Count == 0 ? 1 : page.Items[random.Next(page.Items.Count)].Id, token);
    });

    private async Task SemanasAsync<T>(Func<SemanaSinCobranzaService, CancellationToken, Task<T>> pedir)
    {
        await using var db = TestDatabase.Context(oficina.Connection);
        await pedir(new(db, new UnitOfWork(db, TimeProvider.System), oficina.Clock), CancellationToken.None);
    }

    private async Task CerrarAsync()
    {
        await using var db = TestDatabase.Context(oficina.Connection);
        await new VerificacionService(db, new UnitOfWork(db, TimeProvider.System), oficina.Clock).CerrarPendientesAsync(RequestContext.System(), CancellationToken.None);
    }

    private async Task CuadrarAsync(string place)
    {
        await oficina.AssertInvariantsAsync(place);
        Assert.Equal(0L, await oficina.ValueAsync<long>("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        var cerradas = await PostgresStates.ReadAsync(oficina.Connection, "SELECT semana FROM semana_cierre ORDER BY semana", r => r.GetFieldValue<DateOnly>(0));
        Assert.Equal(Enumerable.Range(0, cerradas.Count).Select(n => cerradas[0].AddDays(7 * n)), cerradas);
        _declaradas = [.. await PostgresStates.ReadAsync(oficina.Connection, "SELECT semana FROM grupos_sin_cobranza WHERE grupo_id = 1", r => r.GetFieldValue<DateOnly>(0))];
        var vistos = (await PostgresStates.VerAsync(oficina.Connection, [.. _prestamos.Keys], id => id)).OrderBy(v => v.Prestamo).ToList();
        var expected = Recount(vistos.Where(v => v.Renueva is not null).ToDictionary(v => v.Prestamo, v => v.Renueva!.Value)).ToList();
        Assert.Equal(await oficina.ValueAsync<long>("SELECT count(*) FROM prestamos"), vistos.Count);
        Assert.Equal(await oficina.ValueAsync<long>("SELECT count(*) FROM pagos WHERE tipo = 'cobro'"), _pagos.Count);
        Assert.Equal(await oficina.ValueAsync<long>("SELECT count(*) FROM pagos WHERE tipo = 'reversa'"), _pagos.Values.Count(p => p.Reversado));
        _abiertos = [.. vistos.Where(v => v.Status is "activo" or "vencido").Select(v => v.Prestamo)];
        foreach (var (wanted, visto) in expected.Select(p => p.Estado(cerradas.Count == 0 ? null : cerradas[^1], conFaltas: true)).Zip(vistos))
        {
            Assert.True(wanted == visto, $"{place}\nmodelo:   {wanted}\nprograma: {visto}");
        }
    }

    /// <summary>Rebuilds the loans from the responses; a renewal settled what was left at the moment of its grant.</summary>
    private IEnumerable<PrestamoModel> Recount(Dictionary<int, int> renovaciones)
    {
        Dictionary<int, PrestamoModel> nuevos = [];
        foreach (var (id, dicho) in _prestamos.OrderBy(p => p.Key))
        {
            var renueva = renovaciones.TryGetValue(id, out var anterior) ? nuevos[anterior] : null;
            var prestamo = new PrestamoModel(id, dicho.Cliente, dicho.Registrado, renueva, _declaradas.Contains) { Inicio = dicho.Inicio };
            prestamo.FijarTerminos(dicho.Monto, dicho.Producto);
            foreach (var pago in _pagos.Values.Where(p => p.Prestamo.Clave == id).OrderBy(p => p.Clave))
            {
                prestamo.Anotar(new(pago.Clave, prestamo, pago.Monto, pago.Fecha) { Reversado = pago.Reversado });
            }

            nuevos.Add(id, prestamo);
            if (renueva is not null)
            {
                Assert.Equal(renueva.Cliente, prestamo.Cliente);
                renueva.Liquidacion = (renueva.Restante, prestamo.Registrado);
            }
        }

        return nuevos.Values;
    }
}
