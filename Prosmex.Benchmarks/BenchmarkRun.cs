using System.Globalization;
using Npgsql;
using Prosmex.Benchmarks.Growth;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;
using Prosmex.Benchmarks.Reporting;

namespace Prosmex.Benchmarks;

/// <summary>A whole run: every scale in turn.</summary>
internal static class BenchmarkRun
{
    private static readonly int[] Connections = [1, 16];
    private static readonly int[] SmokeConnections = [1, 4];

    /// <returns>The exit code.</returns>
    /// <exception cref="MeasurementFailedException">Responses or totals are wrong.</exception>
    public static async Task<int> RunAsync(Arguments arguments)
    {
        using var end = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, end.CancelAsync());
        var clock = new AnchoredClock();
        await using var server = await BenchmarkServer.StartAsync(arguments.Folder, end.Token);
        var machine = await Machine.DescribeAsync(server);
        Console.WriteLine(machine);
        if (arguments.Growth)
        {
            await GrowAsync(arguments, server, machine, clock, end.Token);
            return 0;
        }

        var loader = new LenderLoader(server, clock);
        List<ScaleResult> scales = [];
        foreach (var scale in arguments.Scales)
        {
            var database = await loader.PrepareAsync(scale, end.Token);
            scales.Add(await new ScaleRun(arguments, server, scale, database, clock).RunAsync(arguments.Smoke ? SmokeConnections : Connections, end.Token));
            await server.DropAsync(database);
        }

        var result = new RunResult(machine, scales);
        Console.WriteLine();
        foreach (var criterion in Criteria.Evaluate(result))
        {
            Console.WriteLine(criterion);
        }

        if (arguments.Smoke)
        {
            VerifyConstantStatements(scales);
        }

        if (arguments.Report)
        {
            await ReportFiles.WriteAsync(result, arguments);
        }

        return 0;
    }

    /// <summary>The connection string of the measured programs.</summary>
    public static string Pool(BenchmarkServer server, string database) => new NpgsqlConnectionStringBuilder(server.ConnectionString(database)) { Pooling = true }.ConnectionString;

    private static async Task GrowAsync(Arguments arguments, BenchmarkServer server, Machine machine, AnchoredClock clock, CancellationToken cancellationToken)
    {
        var result = await new GrowthRun(arguments, server, clock).RunAsync(cancellationToken);
        if (arguments.Report)
        {
            await GrowthReport.WriteAsync(result, machine, arguments);
        }
    }

    private static void VerifyConstantStatements(List<ScaleResult> scales)
    {
        foreach (var (name, smallest) in scales[0].ProductCounts)
        {
            if (scales[^1].ProductCounts[name].Statements != smallest.Statements)
            {
                throw new MeasurementFailedException(string.Create(
                    CultureInfo.InvariantCulture, $"{name}: {smallest.Statements} statements on the small lender, {scales[^1].ProductCounts[name].Statements} on the larger one."));
            }
        }

        Console.WriteLine("Las sentencias por solicitud son las mismas en ambas escalas.");
    }
}
