using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hojas;

/// <summary>
/// After weeks of offline collection every key counts once and every peso is accounted for. <c>PROSMEX_SEMILLA_HOJA</c> runs a single seed,
/// <c>PROSMEX_SEMILLAS_HOJA</c> sets their number; <c>.ci/largo</c> runs hundreds of the small ones.
/// </summary>
[Trait("Kind", "Simulation")]
public sealed class SimulatedSemanaTests(TestServer server)
{
    private const int SmallSeeds = 10;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public Task Semana_FiveCobradoresAnd150Clientes_BalancesToTheCentavo() => RunAsync(Seeds(1, 1), cobradores: 5, clientes: 150);

    [Fact(Explicit = true)]
    public async Task Semana_FiveCobradoresAnd400Clientes_BalancesToTheCentavo()
    {
        foreach (var seed in Seeds(1, Ajuste("PROSMEX_SEMILLAS_HOJA") ?? 1))
        {
            await RunAsync([seed], cobradores: 5, clientes: 400);
        }
    }

    [Fact]
    public Task Semanas_TwoCobradoresAnd40Clientes_BalanceToTheCentavo() =>
        RunAsync(Seeds(1001, Ajuste("PROSMEX_SEMILLAS_HOJA") ?? SmallSeeds), cobradores: 2, clientes: 40);

    private static IEnumerable<int> Seeds(int desde, int cuantas) => Ajuste("PROSMEX_SEMILLA_HOJA") is { } una ? [una] : Enumerable.Range(desde, cuantas);

    // All in one database, each with its own people and clock; the week is closed when all have finished.
    private async Task RunAsync(IEnumerable<int> seeds, int cobradores, int clientes)
    {
        var connection = await server.NewDatabaseAsync();
        await TestDatabase.ExecuteAsync(connection, "UPDATE reglas_de_aprobacion SET aprobadores = 1, roles = '{6}' WHERE tipo IN ('correccion_tras_corte', 'castigo')");
        var semanas = seeds.Select(s =>
        {
            var clock = new FakeTimeProvider(SimulatedSemana.Start);
            return (Clock: clock, Semana: new SimulatedSemana(new(connection, clock), s, cobradores, clientes));
        }).ToList();
        foreach (var (_, semana) in semanas)
        {
            await semana.SetUpAsync();
        }

        await Task.Run(() => Parallel.ForEachAsync(semanas, (s, _) => new ValueTask(s.Semana.WorkAsync())));
        var lunes = SimulatedSemana.Start.AddDays(7);
        Assert.Equal(3, (await new Dispatcher(connection, new(lunes)).CerrarSemanasAsync()).Count);
        await Parallel.ForEachAsync(semanas, async (s, _) =>
        {
            s.Clock.SetUtcNow(lunes.AddHours(2));
            await s.Semana.TerminarAsync();
            await RecuentoDeSemana.ExigirAsync(connection, s.Semana);
        });

        // Some of its cortes have more expenses than cash, which is for the office to look at and no difference.
        Assert.All(await new Dispatcher(connection, new(lunes)).DiferenciasAsync(), d => Assert.Equal("gastos_excedidos", d.Concepto));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(connection, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        Assert.True(await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM semanas_sin_cobranza") > 0);
        Assert.Equal((true, false), (await HayAsync("= 'hecha'"), await HayAsync("<> 'hecha'")));
        Task<bool> HayAsync(string estado) => TestDatabase.ValueAsync<bool>(connection, $"SELECT EXISTS (SELECT FROM solicitudes WHERE estado {estado})");
        TestContext.Current.SendDiagnosticMessage("{0}", await TestDatabase.ValueAsync<string>(connection, """
            SELECT concat('collection weeks: ', (SELECT count(*) FROM envios), ' envíos, ', (SELECT count(*) FROM envio_filas), ' rows, por aclarar: ',
                (SELECT string_agg(codigo || ' ' || n, ', ' ORDER BY codigo) FROM (SELECT codigo, count(*) AS n FROM envio_filas WHERE estado = 'por_aclarar' GROUP BY codigo) c))
            """));
    }

    private static int? Ajuste(string nombre) => int.TryParse(Environment.GetEnvironmentVariable(nombre), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
