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
public sealed class SimulationTests(TestServer servidor)
{
    private const int ALaVez = 2;

    [Fact]
    public Task Postgres_TwelvePrestamosForTwentySemanas_EveryStepMatchesTheModel() =>
        CorrerAsync(new(12, 20), 10, nameof(Postgres_TwelvePrestamosForTwentySemanas_EveryStepMatchesTheModel), async () => await PostgresDriver.AbrirAsync(servidor));

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Postgres_FiftyPrestamosForAYear_EveryStepMatchesTheModel() =>
        CorrerAsync(new(50, 52), 2, nameof(Postgres_FiftyPrestamosForAYear_EveryStepMatchesTheModel), async () => await PostgresDriver.AbrirAsync(servidor));

    [Fact(Explicit = true)]
    public Task Postgres_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel() =>
        CorrerAsync(new(200, 52), 1, nameof(Postgres_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel), async () => await PostgresDriver.AbrirAsync(servidor));

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Entities_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel() =>
        CorrerAsync(new(200, 52), 10, nameof(Entities_TwoHundredPrestamosForAYear_EveryStepMatchesTheModel), () => Task.FromResult<IDriver>(new EntityDriver()));

    private static int? DelEntorno(string nombre) =>
        int.TryParse(Environment.GetEnvironmentVariable(nombre), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static async Task CorrerAsync(Tamanio tamanio, int semillas, string prueba, Func<Task<IDriver>> abrir)
    {
        var primera = DelEntorno("PROSMEX_SEMILLA");
        var cuantas = DelEntorno("PROSMEX_SEMILLAS");
        var cobertura = new Coverage();
        var conductores = new ConcurrentBag<IDriver>();
        var cronometro = Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            Enumerable.Range(primera ?? 1, cuantas ?? (primera is null ? semillas : 1)),
            new ParallelOptions { MaxDegreeOfParallelism = ALaVez },
            async (seed, _) =>
            {
                if (!conductores.TryTake(out var conductor))
                {
                    conductor = await abrir();
                }

                var simulacion = new SimulationRun(conductor, seed, tamanio, prueba);
                await simulacion.CorrerAsync();
                cobertura.Sumar(simulacion.Coverage);
                conductores.Add(conductor);
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{cobertura.Pasos} pasos en {cronometro.Elapsed.TotalSeconds:0} s\n{cobertura}");
        if (primera is null && cuantas is null)
        {
            ExigirDeTodo(cobertura);
        }
    }

    /// <summary>A lender without operations would prove nothing.</summary>
    private static void ExigirDeTodo(Coverage cobertura) => Assert.All(
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
        que => Assert.True(cobertura.De(que) > 0, $"Nunca: {que}"));
}
