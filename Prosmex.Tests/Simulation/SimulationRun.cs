using System.Globalization;
using System.Text;

namespace Prosmex.Tests.Simulation;

/// <summary>One seed: the lender's life step by step beside the model, then the same money in another order.</summary>
/// <param name="label">How to name the test that replays it.</param>
internal sealed class SimulationRun(IDriver driver, int seed, RunSize size, string label)
{
    private const int RememberedSteps = 12;

    private readonly Queue<(int Numero, Paso Paso)> _ultimos = new();
    private Model _model = new(1);
    private string _phase = "";
    private int _step;

    public Coverage Coverage { get; } = new();

    public async Task RunAsync()
    {
        var random = new Random(seed);

        // Years with and without daylight saving time: two weeks of 2022 had 167 and 169 hours.
        var primerLunes = Calendario.Lunes(new DateOnly(2021, 1, 4).AddDays(random.Next(5 * 365)));
        var semanasParaRenovar = random.Next(4) switch { 0 => 2, 1 => 5, _ => 9 };
        var original = _model = new(semanasParaRenovar);
        await driver.BeginAsync(size.Prestamos, semanasParaRenovar, Calendario.Inicio(primerLunes));
        await WalkAsync("vida", new Generator(random, original, size, primerLunes).Pasos());
        int[] claves = [.. original.Prestamos.Select(p => p.Clave)];
        var vistos = await driver.VerAsync(claves);

        var permutation = new Permutation(random, original);
        _model = new(semanasParaRenovar);
        await driver.BeginAsync(permutation.Clientes, semanasParaRenovar, permutation.Inicio);
        await WalkAsync("otro orden", permutation.Pasos());
        var repetidos = await driver.VerAsync(claves);
        await GuardAsync(() =>
        {
            Exigir(InOrder(vistos), InOrder(repetidos), "en el primer orden", "en el otro");
            return Task.CompletedTask;
        });
    }

    private async Task WalkAsync(string phase, IEnumerable<Paso> pasos)
    {
        (_phase, _step) = (phase, 0);
        _ultimos.Clear();
        foreach (var step in pasos)
        {
            await GuardAsync(() => step.Operation is null ? RevisarTodoAsync() : StepAsync(step, step.Operation));
        }

        await GuardAsync(RevisarCobrosAsync);
    }

    private async Task StepAsync(Paso step, Operation operation)
    {
        _ultimos.Enqueue((++_step, step));
        if (_ultimos.Count > RememberedSteps)
        {
            _ultimos.Dequeue();
        }

        _model.Ahora = step.Instante;
        Coverage.Antes(_model, operation);
        var verdict = _model.Judge(operation);
        var response = await driver.DoAsync(operation, step.Instante);
        Coverage.Despues(operation, response);
        Compare(operation, verdict, response);
        if (verdict.Touched.Count > 0)
        {
            ExigirEstados(verdict.Touched, await driver.VerAsync(verdict.Touched));
        }
    }

    private void Compare(Operation operation, Verdict verdict, ApiResponse response)
    {
        if (verdict.Aceptado ? response.Codigo is not null : response.Codigo is null || !verdict.Codigos.Contains(response.Codigo))
        {
            Assert.Fail($"El modelo esperaba {(verdict.Aceptado ? "que se hiciera" : string.Join(" o ", verdict.Codigos))}; el programa: {response.Codigo ?? "hecho"}.");
        }

        if (operation is Conceder { Filas.Count: > 1 } or Cobrar { Filas.Count: > 1 } && !verdict.Malas.Select(m => m.Index).SequenceEqual(response.Malas.Select(m => m.Index)))
        {
            Assert.Fail($"El modelo esperaba malas las filas {string.Join(", ", verdict.Malas.Select(m => m.Index))}; el programa: {string.Join(", ", response.Malas)}.");
        }

        foreach (var (wanted, mala) in verdict.Malas.Zip(response.Malas))
        {
            Assert.Contains(mala.Codigo, wanted.Codigos);
        }

        // Who keeps no faltas counts none.
        var expected = driver.KeepsFaltas ? verdict.Cierres : verdict.Cierres.Select(c => c with { Faltas = null });
        Exigir(expected, response.Cierres, "esperados", "del programa");
    }

    /// <summary>The complete state of every loan, the ledger's sums, the chain of closed weeks; and invariants independent of the model.</summary>
    private async Task RevisarTodoAsync()
    {
        var vistos = await driver.VerAsync([.. _model.Prestamos.Select(p => p.Clave)]);
        ExigirEstados([.. _model.Prestamos.Select(p => p.Clave)], vistos);

        var sumas = await driver.SumAsync();
        foreach (var visto in vistos)
        {
            var (suma, asientos) = sumas.GetValueOrDefault(visto.Prestamo);
            if (suma != visto.Pagado || visto.Pagado > visto.Total || visto.Restante != visto.Total - visto.Pagado || asientos != _model.Prestamo(visto.Prestamo)!.Asientos)
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
        var cerradas = await driver.CerradasAsync();
        Assert.All(cerradas.Zip(cerradas.Skip(1)), par => Assert.Equal(par.First.AddDays(7), par.Second));
        Exigir(_model.Cerradas, cerradas, "semanas cerradas esperadas", "del programa");
    }

    private async Task RevisarCobrosAsync() => Exigir(
        _model.Pagos.Select(p => new CobroGuardado(p.Clave, p.Prestamo.Clave, p.Fecha, p.Monto, p.Reversado)).OrderBy(p => p.Pago),
        (await driver.CobrosAsync()).OrderBy(p => p.Pago),
        "cobros del modelo",
        "del programa");

    private void ExigirEstados(IReadOnlyCollection<int> claves, IReadOnlyList<EstadoDePrestamo> vistos) => Exigir(
        claves.Distinct().Order().Select(_model.Prestamo).OfType<PrestamoModel>().Select(p => p.Estado(_model.Cerrada, driver.KeepsFaltas)),
        vistos.OrderBy(v => v.Prestamo),
        "modelo",
        "programa");

    private static IEnumerable<EstadoDePrestamo> InOrder(IReadOnlyList<EstadoDePrestamo> vistos) =>
        vistos.OrderBy(v => v.Prestamo).Select(Permutation.WithoutTheOrder);

    private static void Exigir<T>(IEnumerable<T> expected, IEnumerable<T> vistos, string deUno, string deOtro)
    {
        T[] a = [.. expected];
        T[] b = [.. vistos];
        if (a.AsSpan().SequenceEqual(b))
        {
            return;
        }

        var (soloA, soloB) = (a.Except(b).Take(5), b.Except(a).Take(5));
        Assert.Fail($"{a.Length} {deUno}:\n  {string.Join("\n  ", soloA)}\n{b.Length} {deOtro}:\n  {string.Join("\n  ", soloB)}");
    }

    /// <summary>Adds to a failure what is needed to reproduce it.</summary>
    private async Task GuardAsync(Func<Task> accion)
    {
        try
        {
            await accion();
        }
        catch (Exception ex)
        {
            var report = new StringBuilder();
            report.AppendLine(CultureInfo.InvariantCulture, $"Semilla {seed} de {size} ({driver.GetType().Name}), {_phase}, paso {_step}.");
            report.AppendLine(CultureInfo.InvariantCulture, $"Otra vez: PROSMEX_SEMILLA={seed} dotnet run --project Prosmex.Tests -- -explicit on -method '*.{label}'");
            foreach (var (numero, step) in _ultimos)
            {
                report.AppendLine(CultureInfo.InvariantCulture, $"  {numero} {step.Instante.UtcDateTime:yyyy-MM-dd HH:mm:ss.FFF}Z {step.Operation}");
            }

            report.Append(ex is Xunit.Sdk.IAssertionException ? ex.Message : ex.ToString());
            throw new InvalidOperationException(report.ToString(), ex);
        }
    }
}
