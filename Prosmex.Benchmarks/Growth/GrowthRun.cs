using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;
using Prosmex.Benchmarks.Reporting;

namespace Prosmex.Benchmarks.Growth;

/// <summary>Measures the product alone, on lenders of every size in one run: what grows with the lender, and how much.</summary>
internal sealed class GrowthRun(Arguments arguments, BenchmarkServer server, AnchoredClock clock)
{
    private const int CloseRepetitions = 3;

    /// <exception cref="MeasurementFailedException">Answers, totals or the cuadre are wrong.</exception>
    public async Task<GrowthResult> RunAsync(CancellationToken cancellationToken)
    {
        List<Lender> lenders = [];
        try
        {
            var loader = new LenderLoader(server, clock);
            foreach (var scale in arguments.Scales)
            {
                var database = await loader.PrepareAsync(scale, cancellationToken);
                var product = await MeasuredProcess.StartPatientProductAsync(BenchmarkRun.Pool(server, database), clock, cancellationToken);
                lenders.Add(new(scale, database, await Scenario.OpenAsync(server, scale, database, clock), product, new()));
                Console.WriteLine($"{ConsoleTable.Scale(scale).TrimStart()}; {await SizeAsync(database)} GB");
            }

            return await MeasureAsync(lenders, cancellationToken);
        }
        finally
        {
            foreach (var lender in lenders)
            {
                await lender.Product.DisposeAsync();
                await server.DropAsync(lender.Database);
            }
        }
    }

    private async Task<GrowthResult> MeasureAsync(List<Lender> lenders, CancellationToken cancellationToken)
    {
        var meter = new GrowthMeter(lenders, arguments.RoundLength, arguments.Rounds);
        List<Growth> growths = [];
        Measure(GrowthOperations.Reads);
        var memory = lenders.ConvertAll(l => l.Product.PeakMemory);

        List<Cierre?> closes = [];
        List<Night?> nights = [];
        foreach (var lender in lenders)
        {
            closes.Add(arguments.Includes("cierre") ? await CloseAsync(lender, cancellationToken) : null);
            nights.Add(arguments.Includes("noche") ? await new NightlyWork(server, clock).MeasureAsync(lender.Scale, lender.Database, lender.Scenario, cancellationToken) : null);
        }

        // Last, because payments change what the reads return, and what a close has to write.
        List<Ledger> ledgers = [];
        foreach (var lender in lenders)
        {
            ledgers.Add(await Ledger.ReadAsync(server, lender.Database));
        }

        Measure(GrowthOperations.Writes(clock));
        foreach (var (ledger, lender) in ledgers.Zip(lenders))
        {
            await ledger.VerifyAsync(lender.Totals);
        }

        return new(lenders.ConvertAll(l => l.Scale), growths, closes, nights, memory);

        void Measure(IEnumerable<GrowthOperation> all)
        {
            GrowthOperation[] operations = [.. all.Where(o => arguments.Includes(o.Name) || arguments.Includes(o.Path.TrimStart('/')))];
            meter.WarmUp(operations);
            foreach (var operation in operations)
            {
                cancellationToken.ThrowIfCancellationRequested();
                growths.Add(meter.Measure(operation));
                Console.WriteLine(GrowthReport.Line(growths[^1]));
            }
        }
    }

    private async Task<Cierre> CloseAsync(Lender lender, CancellationToken cancellationToken)
    {
        await using var floor = await MeasuredProcess.StartFloorAsync(BenchmarkRun.Pool(server, lender.Database), clock, cancellationToken);
        var cierre = await new CloseMeasurement(server, lender.Database, lender.Scenario, CloseRepetitions).MeasureAsync(lender.Product, floor);
        Console.WriteLine($"{lender.Scale.Name}: {ConsoleTable.Line(cierre)}");
        return cierre;
    }

    private async Task<string> SizeAsync(string database) => await server.ScalarAsync<string>("postgres", $"SELECT round(pg_database_size('{database}') / 1e9, 1)::text");
}
