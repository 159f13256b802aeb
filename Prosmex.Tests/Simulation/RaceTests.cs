using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.Prestamos;

namespace Prosmex.Tests.Simulation;

/// <summary>Sixteen threads, all kinds of requests, the same clients.</summary>
[Trait("Kind", "Simulation")]
public sealed class RaceTests(TestServer server)
{
    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Race_ThreeThousandOperationsOn16Threads_StoresWhatWasAccepted() => RunAsync(3_000);

    [Fact(Explicit = true)]
    public Task Race_TwentyThousandOperationsOn16Threads_StoresWhatWasAccepted() => RunAsync(20_000);

    private async Task RunAsync(int operations)
    {
        const int Rounds = 20;

        // Few enough to meet, enough to have something left to pay.
        var clientes = operations / 75;
        await using var oficina = await Oficina.OpenAsync(server, clientes);
        oficina.SemanasParaRenovar = 1;
        var seed = Random.Shared.Next();
        var carrera = new Race(oficina, seed, clientes);
        for (var round = 1; round <= Rounds; round++)
        {
            await carrera.RoundAsync(round, operations / Rounds);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', carrera.Times.OrderBy(v => v.Key).Select(v => $"{v.Value,9}  {v.Key}")));
        string[] todo = ["prestar: hecho", "prestar en lote: hecho", "cobrar: hecho", "cobrar en lote: hecho", "reversar: hecho", "cerrar: hecho", "declarar: hecho", "quitar: hecho"];
        Assert.All(todo, que => Assert.Contains(que, carrera.Times.Keys));
        Assert.True(await oficina.ValueAsync<long>("SELECT count(*) FROM prestamos WHERE renovacion") > Rounds);

        // That any falta is left in the end is chance in a short race; every round has recounted them.
        Assert.True(operations <= 3000 || await oficina.ValueAsync<long>("SELECT count(*) FROM falta") > 0);
    }
}
