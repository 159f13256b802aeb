using System.Globalization;
using System.Text;

namespace Prosmex.Tests.Simulation;

/// <summary>One seed: the lender's life step by step beside the model, then the same money in another order.</summary>
/// <param name="prueba">How to name the test that replays it.</param>
internal sealed class SimulationRun(IDriver conductor, int seed, Tamanio tamanio, string prueba)
{
    private const int Recuerdo = 12;

    private readonly Queue<(int Numero, Paso Paso)> _ultimos = new();
    private Modelo _modelo = new(1);
    private string _fase = "";
    private int _step;

    public Coverage Coverage { get; } = new();

    public async Task CorrerAsync()
    {
        var random = new Random(seed);

        // Years with and without daylight saving time: two weeks of 2022 had 167 and 169 hours.
        var primerLunes = Calendario.Lunes(new DateOnly(2021, 1, 4).AddDays(random.Next(5 * 365)));
        var semanasParaRenovar = random.Next(4) switch { 0 => 2, 1 => 5, _ => 9 };
        var original = _modelo = new(semanasParaRenovar);
        await conductor.EmpezarAsync(tamanio.Prestamos, semanasParaRenovar, Calendario.Inicio(primerLunes));
        await RecorrerAsync("vida", new Generador(random, original, tamanio, primerLunes).Pasos());
        int[] claves = [.. original.Prestamos.Select(p => p.Clave)];
        var vistos = await conductor.VerAsync(claves);

        var permutacion = new Permutation(random, original);
        _modelo = new(semanasParaRenovar);
        await conductor.EmpezarAsync(permutacion.Clientes, semanasParaRenovar, permutacion.Inicio);
        await RecorrerAsync("otro orden", permutacion.Pasos());
        var repetidos = await conductor.VerAsync(claves);
        await CuidarAsync(() =>
        {
            Exigir(EnOrden(vistos), EnOrden(repetidos), "en el primer orden", "en el otro");
            return Task.CompletedTask;
        });
    }

    private async Task RecorrerAsync(string fase, IEnumerable<Paso> pasos)
    {
        (_fase, _step) = (fase, 0);
        _ultimos.Clear();
        foreach (var step in pasos)
        {
            await CuidarAsync(() => step.Operacion is null ? RevisarTodoAsync() : DarAsync(step, step.Operacion));
        }

        await CuidarAsync(RevisarCobrosAsync);
    }

    private async Task DarAsync(Paso step, Operation operacion)
    {
        _ultimos.Enqueue((++_step, step));
        if (_ultimos.Count > Recuerdo)
        {
            _ultimos.Dequeue();
        }

        _modelo.Ahora = step.Instante;
        Coverage.Antes(_modelo, operacion);
        var veredicto = _modelo.Juzgar(operacion);
        var response = await conductor.HacerAsync(operacion, step.Instante);
        Coverage.Despues(operacion, response);
        Comparar(operacion, veredicto, response);
        if (veredicto.Tocados.Count > 0)
        {
            ExigirEstados(veredicto.Tocados, await conductor.VerAsync(veredicto.Tocados));
        }
    }

    private void Comparar(Operation operacion, Veredicto veredicto, ApiResponse response)
    {
        if (veredicto.Aceptado ? response.Codigo is not null : response.Codigo is null || !veredicto.Codigos.Contains(response.Codigo))
        {
            Assert.Fail($"El modelo esperaba {(veredicto.Aceptado ? "que se hiciera" : string.Join(" o ", veredicto.Codigos))}; el programa: {response.Codigo ?? "hecho"}.");
        }

        if (operacion is Conceder { Filas.Count: > 1 } or Cobrar { Filas.Count: > 1 } && !veredicto.Malas.Select(m => m.Indice).SequenceEqual(response.Malas.Select(m => m.Indice)))
        {
            Assert.Fail($"El modelo esperaba malas las filas {string.Join(", ", veredicto.Malas.Select(m => m.Indice))}; el programa: {string.Join(", ", response.Malas)}.");
        }

        foreach (var (esperada, mala) in veredicto.Malas.Zip(response.Malas))
        {
            Assert.Contains(mala.Codigo, esperada.Codigos);
        }

        // Who keeps no faltas counts none.
        var esperados = conductor.LlevaFaltas ? veredicto.Cierres : veredicto.Cierres.Select(c => c with { Faltas = null });
        Exigir(esperados, response.Cierres, "esperados", "del programa");
    }

    /// <summary>The complete state of every loan, the ledger's sums, the chain of closed weeks; and invariants independent of the model.</summary>
    private async Task RevisarTodoAsync()
    {
        var vistos = await conductor.VerAsync([.. _modelo.Prestamos.Select(p => p.Clave)]);
        ExigirEstados([.. _modelo.Prestamos.Select(p => p.Clave)], vistos);

        var sumas = await conductor.SumarAsync();
        foreach (var visto in vistos)
        {
            var (suma, asientos) = sumas.GetValueOrDefault(visto.Prestamo);
            if (suma != visto.Pagado || visto.Pagado > visto.Total || visto.Restante != visto.Total - visto.Pagado || asientos != _modelo.Prestamo(visto.Prestamo)!.Asientos)
            {
                Assert.Fail($"El libro tiene {asientos} asientos que suman {suma}: {visto}");
            }

            if (visto.Faltas is { Length: > 0 } faltas && faltas.Split(';').Select(f => f.Split(' ')[0]).GroupBy(f => f).Any(g => g.Count() > 1))
            {
                Assert.Fail($"Dos faltas de una semana: {visto}");
            }
        }

        Assert.Subset(vistos.Select(v => v.Prestamo).ToHashSet(), sumas.Keys.ToHashSet());
        var abiertos = vistos.Where(v => v.Status is "activo" or "vencido").Select(v => v.Cliente).ToList();
        Assert.Equal(abiertos.Count, abiertos.Distinct().Count());
        var cerradas = await conductor.CerradasAsync();
        Assert.All(cerradas.Zip(cerradas.Skip(1)), par => Assert.Equal(par.First.AddDays(7), par.Second));
        Exigir(_modelo.Cerradas, cerradas, "semanas cerradas esperadas", "del programa");
    }

    private async Task RevisarCobrosAsync() => Exigir(
        _modelo.Pagos.Select(p => new CobroGuardado(p.Clave, p.Prestamo.Clave, p.Fecha, p.Monto, p.Reversado)).OrderBy(p => p.Pago),
        (await conductor.CobrosAsync()).OrderBy(p => p.Pago),
        "cobros del modelo",
        "del programa");

    private void ExigirEstados(IReadOnlyCollection<int> claves, IReadOnlyList<EstadoDePrestamo> vistos) => Exigir(
        claves.Distinct().Order().Select(_modelo.Prestamo).OfType<PrestamoModelo>().Select(p => p.Estado(_modelo.Cerrada, conductor.LlevaFaltas)),
        vistos.OrderBy(v => v.Prestamo),
        "modelo",
        "programa");

    private static IEnumerable<EstadoDePrestamo> EnOrden(IReadOnlyList<EstadoDePrestamo> vistos) =>
        vistos.OrderBy(v => v.Prestamo).Select(Permutation.LoQueNoDependeDelOrden);

    private static void Exigir<T>(IEnumerable<T> esperados, IEnumerable<T> vistos, string deUno, string deOtro)
    {
        T[] a = [.. esperados];
        T[] b = [.. vistos];
        if (a.AsSpan().SequenceEqual(b))
        {
            return;
        }

        var (soloA, soloB) = (a.Except(b).Take(5), b.Except(a).Take(5));
        Assert.Fail($"{a.Length} {deUno}:\n  {string.Join("\n  ", soloA)}\n{b.Length} {deOtro}:\n  {string.Join("\n  ", soloB)}");
    }

    /// <summary>Adds to a failure what is needed to reproduce it.</summary>
    private async Task CuidarAsync(Func<Task> accion)
    {
        try
        {
            await accion();
        }
        catch (Exception ex)
        {
            var report = new StringBuilder();
            report.AppendLine(CultureInfo.InvariantCulture, $"Semilla {seed} de {tamanio} ({conductor.GetType().Name}), {_fase}, paso {_step}.");
            report.AppendLine(CultureInfo.InvariantCulture, $"Otra vez: PROSMEX_SEMILLA={seed} dotnet run --project Prosmex.Tests -- -explicit on -method '*.{prueba}'");
            foreach (var (numero, step) in _ultimos)
            {
                report.AppendLine(CultureInfo.InvariantCulture, $"  {numero} {step.Instante.UtcDateTime:yyyy-MM-dd HH:mm:ss.FFF}Z {step.Operacion}");
            }

            report.Append(ex is Xunit.Sdk.IAssertionException ? ex.Message : ex.ToString());
            throw new InvalidOperationException(report.ToString(), ex);
        }
    }
}
