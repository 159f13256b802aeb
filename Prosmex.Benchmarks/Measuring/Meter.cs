using System.Diagnostics;
using HdrHistogram;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>The results of one system for one operation and number of connections.</summary>
internal sealed class Measurement(string system, int connections)
{
    private static readonly long MaxNanoseconds = (long)TimeSpan.FromMinutes(2).TotalNanoseconds;

    public string SystemName { get; } = system;

    public int Connections { get; } = connections;

    public LongHistogram Times { get; } = NewHistogram();

    /// <summary>The median of each turn, ms.</summary>
    public List<double> Medians { get; } = [];

    /// <summary>Responses with an unexpected status.</summary>
    public int Failures { get; set; }

    public TimeSpan Duration { get; set; }

    /// <summary>Resource usage of the process during its turns.</summary>
    public Usage Usage { get; set; }

    public double BytesPerRequest => (double)Usage.Bytes / Requests;

    public double MicrosecondsPerRequest => Usage.Cpu.TotalMicroseconds / Requests;

    public double PerSecond => Requests / Duration.TotalSeconds;

    public long Requests => Times.TotalCount;

    public double Median => Milliseconds(Times, 50);

    public double P99 => Milliseconds(Times, 99);

    public static LongHistogram NewHistogram() => new(MaxNanoseconds, 3);

    public static double Milliseconds(LongHistogram times, double percentile) => times.TotalCount == 0 ? double.NaN : times.GetValueAtPercentile(percentile) / 1e6;
}

/// <summary>Product and floor for the same operation, measured alternately.</summary>
internal sealed record Comparison(Operation Operation, int Connections, Measurement Product, Measurement Floor)
{
    /// <summary>The ratio of the overall medians.</summary>
    public double Ratio => Product.Median / Floor.Median;

    /// <summary>The ratios of the medians of each turn, to show the noise.</summary>
    public (double Min, double Median, double Max) RatiosByRound()
    {
        double[] ratios = [.. Product.Medians.Zip(Floor.Medians, (a, b) => a / b).Order()];
        return (ratios[0], ratios[ratios.Length / 2], ratios[^1]);
    }
}

/// <summary>Measures product and floor in alternating turns.</summary>
internal sealed class Meter(MeasuredProcess product, MeasuredProcess floor, TimeSpan roundLength, int rounds, PaymentTotals totals)
{
    private const int WarmUpConnections = 4;

    /// <summary>
    /// Runs all operations on both systems: tiered compilation recompiles hot code several times, and a larger program takes longer to reach a steady
    /// state, which is what is measured.
    /// </summary>
    public void WarmUp(IReadOnlyCollection<Operation> operations)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var (operation, process) in operations.SelectMany(o => new[] { (o, product), (o, floor) }))
            {
                using var generator = new LoadGenerator(process, operation, WarmUpConnections, totals);
                generator.Run(roundLength, measurement: null);
            }
        }
    }

    public Comparison Measure(Operation operation, int connections)
    {
        using var ofProduct = new LoadGenerator(product, operation, connections, totals);
        using var ofFloor = new LoadGenerator(floor, operation, connections, totals);

        // Warms up the data of this operation.
        var warmUp = roundLength * 2;
        ofProduct.Run(warmUp, measurement: null);
        ofFloor.Run(warmUp, measurement: null);
        var (a, b) = (new Measurement(product.Name, connections), new Measurement(floor.Name, connections));
        for (var round = 0; round < rounds; round++)
        {
            ofProduct.Run(roundLength, a);
            ofFloor.Run(roundLength, b);
        }

        return new(operation, connections, a, b);
    }
}

/// <summary>The connections to one system, each with its own thread during its turn.</summary>
internal sealed class LoadGenerator(MeasuredProcess process, Operation operation, int connections, PaymentTotals totals) : IDisposable
{
    private readonly HttpConnection[] _connections = [.. Enumerable.Range(0, connections).Select(_ => new HttpConnection(process.Address))];
    private readonly int[] _sent = new int[connections];

    public void Run(TimeSpan roundLength, Measurement? measurement)
    {
        var usageBefore = measurement is null ? default : process.Usage;
        var startedAt = Stopwatch.GetTimestamp();
        var times = new LongHistogram[connections];
        var failures = new int[connections];
        Exception? fault = null;
        Thread[] threads =
        [
            .. Enumerable.Range(0, connections).Select(i => new Thread(() =>
            {
                try
                {
                    (times[i], failures[i]) = RunConnection(i, startedAt, roundLength);
                }
                catch (Exception ex)
                {
                    fault = ex;
                }
            })),
        ];
        Array.ForEach(threads, h => h.Start());
        Array.ForEach(threads, h => h.Join());
        if (fault is not null)
        {
            throw new MeasurementFailedException($"{process.Name}, {operation.Name}: {fault.Message}");
        }

        if (measurement is null)
        {
            return;
        }

        measurement.Duration += Stopwatch.GetElapsedTime(startedAt);
        measurement.Usage += process.Usage - usageBefore;
        var combined = Measurement.NewHistogram();
        Array.ForEach(times, combined.Add);
        measurement.Times.Add(combined);
        measurement.Medians.Add(Measurement.Milliseconds(combined, 50));
        measurement.Failures += failures.Sum();
    }

    public void Dispose() => Array.ForEach(_connections, c => c.Dispose());

    private (LongHistogram Times, int Failures) RunConnection(int i, long startedAt, TimeSpan roundLength)
    {
        var times = Measurement.NewHistogram();
        var failures = 0;
        do
        {
            var request = operation.Create(i, _sent[i]++);
            var before = Stopwatch.GetTimestamp();
            _connections[i].Send(request);
            times.RecordValue(Math.Max(1, (long)Stopwatch.GetElapsedTime(before).TotalNanoseconds));
            if (_connections[i].Status != operation.Status)
            {
                failures++;
            }
            else if (operation.IsPayment)
            {
                totals.Record(process.Name, _connections[i].Body.Span);
            }
        }
        while (Stopwatch.GetElapsedTime(startedAt) < roundLength);
        return (times, failures);
    }
}
