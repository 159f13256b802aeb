using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Simulation;

/// <summary>
/// Random lenders on a frozen clock: duplicates, reordering, late arrival, reversals, renewals, missed closes, each step judged by a model of the
/// business rules. The same seed and size give the same operations; <c>PROSMEX_SEMILLA</c> is the first seed to run (and the only one by default),
/// <c>PROSMEX_SEMILLAS</c> how many; <c>.ci/largo</c> runs hundreds.
/// </summary>
[Trait("Kind", "Simulation")]
public sealed class SimulationTests(TestServer server)
{
    private const int ALaVez = 2;

    [Fact]
    public Task Postgres_TwelvePrestamosForTwentySemanas_EveryStepMatchesTheModel() =>
        RunAsync(new(12, 20), 10, nameof(Postgres_TwelvePrestamosForTwentySemanas_EveryStepMatchesTheModel), async () => await PostgresDriver.OpenAsync(server));

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Postgres_FiftyPrestamosForAYear_EveryStepMatchesTheModel() =>
        RunAsync(new(50, 52), 2, nameof(Postgres_FiftyPrestamosForAYear_EveryStepMatchesTheModel), async () => await PostgresDriver.OpenAsync(server));

    [Fact(Explicit = true)]
    public Task Postgres_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel() =>
        RunAsync(new(200, 52), 1, nameof(Postgres_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel), async () => await PostgresDriver.OpenAsync(server));

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Entities_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel() =>
        RunAsync(new(200, 52), 10, nameof(Entities_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel), () => Task.FromResult<IDriver>(new EntityDriver()));

    private static int? FromEnvironment(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static async Task RunAsync(RunSize size, int seeds, string label, Func<Task<IDriver>> abrir)
    {
        var primera = FromEnvironment("PROSMEX_SEMILLA");
        var cuantas = FromEnvironment("PROSMEX_SEMILLAS");
        var coverage = new Coverage();
        var drivers = new ConcurrentBag<IDriver>();
        var stopwatch = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(primera ?? 1, cuantas ?? (primera is null ? seeds : 1)),
            new ParallelOptions { MaxDegreeOfParallelism = ALaVez },
            async (seed, _) =>
            {
                if (!drivers.TryTake(out var driver))
                {
                    driver = await abrir();
                }

                var simulation = new SimulationRun(driver, seed, size, label);
                await simulation.RunAsync();
                coverage.Add(simulation.Coverage);
                drivers.Add(driver);
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{coverage.Pasos} pasos en {stopwatch.Elapsed.TotalSeconds:0} s\n{coverage}");
        if (primera is null && cuantas is null)
        {
            ExigirDeTodo(coverage);
        }
    }

    /// <summary>A lender without operations would prove nothing.</summary>
    private static void ExigirDeTodo(Coverage coverage) => Assert.All(
        [
            "Conceder: hecho", "Conceder: prestamo.no_renovable", "Conceder: prestamo.no_cubre_saldo", "Conceder: prestamo.lote_rechazado",
            "Conceder: prestamo.renovacion_anterior_al_ultimo_pago", "Editar: prestamo.renovacion_anterior_al_ultimo_pago",
            "Cobrar: hecho", "Cobrar: pago.excede_restante", "Cobrar: prestamo.cerrado", "Cobrar: pago.fecha_futura", "Cobrar: pago.fecha_anterior", "Cobrar: prestamo.no_encontrado",
            "Reversar: hecho", "Reversar: pago.ya_reversado", "Reversar: pago.prestamo_renovado", "Reversar: pago.prestamo_posterior_abierto",
            "Corregir: hecho", "Corregir: pago.ya_reversado", "Corregir: pago.excede_restante",
            "Editar: hecho", "Editar: prestamo.con_pagos", "Editar: prestamo.pago_anterior_al_inicio", "Editar: prestamo.cerrado",
            "Eliminar: hecho", "Eliminar: prestamo.con_pagos", "Eliminar: prestamo.renovado",
            "Declarar: hecho", "Declarar: semana_sin_cobranza.ya_declarada", "QuitarDeclaracion: hecho", "QuitarDeclaracion: semana_sin_cobranza.no_encontrada", "Mudar: hecho",
            "filas repetidas", "filas de semanas cerradas", "renovaciones pedidas", "cierres de varias semanas", "cierres sin semana", "vencidos",
        ],
        que => Assert.True(coverage.De(que) > 0, $"Nunca: {que}"));
}
