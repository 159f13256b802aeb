using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;
using Prosmex.Benchmarks.Reporting;

namespace Prosmex.Benchmarks;

/// <summary>All measurements of one scale.</summary>
internal sealed class ScaleRun(Arguments arguments, BenchmarkServer server, Scale scale, string database, AnchoredClock clock)
{
    private const int CloseRepetitions = 5;

    private readonly PaymentTotals _totals = new();

    /// <exception cref="MeasurementFailedException">Responses or totals are wrong.</exception>
    public async Task<ScaleResult> RunAsync(int[] connections, CancellationToken cancellationToken)
    {
        var scenario = await Scenario.OpenAsync(server, scale, database, clock);
        var operations = Operation.All(scenario).Where(o => arguments.Includes(o.Name)).ToList();
        var ledger = await Ledger.ReadAsync(server, database);
        Console.WriteLine(ConsoleTable.Scale(scale));

        // First, on the loaded data: the measured payments make the current week of some groups much longer than normal.
        var counting = new StatementCounting(server, database, clock, _totals);
        var pages = Operation.OfPages(scenario).Where(o => arguments.Includes(o.Name)).ToList();
        var productCounts = await counting.CountAsync([.. operations, .. pages], MeasuredProcess.StartProductAsync, cancellationToken);
        var floorCounts = await counting.CountAsync(operations, MeasuredProcess.StartFloorAsync, cancellationToken);
        Console.WriteLine(ConsoleTable.Counts([.. operations, .. pages], productCounts, floorCounts));
        var reports = arguments.Smoke ? [] : operations.Where(o => o.IsReport).ToList();
        var sql = await new ProductSql(server, database, clock).MeasureAsync(reports, cancellationToken);
        foreach (var measurement in sql)
        {
            Console.WriteLine(ConsoleTable.Line(measurement));
        }

        Console.WriteLine(ConsoleTable.Header);
        Cierre? cierre = null;
        List<Comparison> comparisons = [];
        await using (var product = await MeasuredProcess.StartProductAsync(BenchmarkRun.Pool(server, database), clock, cancellationToken))
        await using (var floor = await MeasuredProcess.StartFloorAsync(BenchmarkRun.Pool(server, database), clock, cancellationToken))
        {
            var answered = operations.FindAll(o => ResponseComparison.Verify(o, product, floor, _totals, scenario));
            var meter = new Meter(product, floor, arguments.RoundLength, arguments.Rounds, _totals);
            // Payments last, for the same reason.
            foreach (var grupo in answered.GroupBy(o => o.IsPayment).OrderBy(g => g.Key))
            {
                meter.WarmUp([.. grupo]);
                foreach (var (operation, connectionCount) in grupo.SelectMany(o => connections.Select(c => (o, c))))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    comparisons.Add(meter.Measure(operation, connectionCount));
                    Console.WriteLine(ConsoleTable.Line(comparisons[^1]));
                }
            }

            if (arguments.Includes("cierre"))
            {
                cierre = await new CloseMeasurement(server, database, scenario, CloseRepetitions).MeasureAsync(product, floor);
                Console.WriteLine(ConsoleTable.Line(cierre));
            }
        }

        await ledger.VerifyAsync(_totals);
        await VerifyCuadreAsync(scenario, cancellationToken);
        return new(scale, comparisons, productCounts, floorCounts, cierre, sql, _totals.Pagos, _totals.Monto);
    }

    // The product's cuadre of every loan with the ledger, including the floor's payments. On the largest scales it would take minutes.
    private async Task VerifyCuadreAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        if (scale.Grupos >= Scale.Huge.Grupos)
        {
            return;
        }

        await using var product = await MeasuredProcess.StartProductAsync(BenchmarkRun.Pool(server, database), clock, cancellationToken);
        using var api = new HttpClient { BaseAddress = product.Address, Timeout = TimeSpan.FromMinutes(30) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", scenario.Admin.Token);
        var response = await api.GetFromJsonAsync<JsonNode>(new Uri("/verificacion/cuadre", UriKind.Relative), cancellationToken);
        var differences = response!["data"]!["diferencias"]!.AsArray();
        if (differences.Count > 0)
        {
            throw new MeasurementFailedException($"The loans do not agree with the ledger: {differences[0]!.ToJsonString()}");
        }

        Console.WriteLine("El cuadre de cada préstamo con el libro: sin diferencias.");
    }
}
