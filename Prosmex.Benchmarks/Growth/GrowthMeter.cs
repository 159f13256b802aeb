using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Growth;

/// <summary>A lender under measurement, with the product running on it.</summary>
internal sealed record Lender(Scale Scale, string Database, Scenario Scenario, MeasuredProcess Product, PaymentTotals Totals);

/// <summary>An operation on every lender, in their order.</summary>
internal sealed record Growth(GrowthOperation Operation, IReadOnlyList<Measurement> Measurements)
{
    /// <summary>The most that a request may grow, unless its own answer does.</summary>
    public const double Limit = 1.5;

    /// <summary>The median of a lender's quietest turn, ms: other work on the machine doubles a request of half a millisecond for whole turns. NaN without an answer.</summary>
    public double Median(int lender) => Measurements[lender].Medians.DefaultIfEmpty(double.NaN).Min();

    /// <summary>The median of a lender ÷ that of the first one.</summary>
    public double Ratio(int lender) => Median(lender) / Median(0);

    /// <summary>The smallest and the largest of the ratios of the turns' medians.</summary>
    public (double Min, double Max) Range(int lender)
    {
        double[] ratios = [.. Measurements[lender].Medians.Zip(Measurements[0].Medians, (a, b) => a / b)];
        return ratios is [] ? (double.NaN, double.NaN) : (ratios.Min(), ratios.Max());
    }

    /// <summary>Also where there is no answer in time.</summary>
    public bool Misses => !Operation.HasWholeAnswer && !(Ratio(Measurements.Count - 1) <= Limit);
}

/// <summary>Measures the product on several lenders in alternating turns.</summary>
internal sealed class GrowthMeter(IReadOnlyList<Lender> lenders, TimeSpan roundLength, int rounds)
{
    private const int CheckedRequests = 16;
    private const int Unavailable = 503;

    // Requests of seconds are measured less often.
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(15);

    private readonly HashSet<(GrowthOperation, Lender)> _slow = [];

    /// <summary>Twice, because the runtime compiles the hot code of each process more than once.</summary>
    public void WarmUp(IReadOnlyList<GrowthOperation> operations)
    {
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var (operation, lender) in operations.SelectMany(o => lenders.Select(l => (o, l))).Where(p => !_slow.Contains(p)))
            {
                using var generator = NewGenerator(operation, lender);
                var startedAt = Stopwatch.GetTimestamp();
                generator.Run(roundLength / 2, measurement: null);
                if (Stopwatch.GetElapsedTime(startedAt) > roundLength)
                {
                    _slow.Add((operation, lender));
                }
            }
        }
    }

    /// <exception cref="MeasurementFailedException">An answer is not what it should be.</exception>
    public Growth Measure(GrowthOperation operation)
    {
        int?[] rows = operation.Write is null ? [.. lenders.Select(l => RowsOf(operation, l))] : [.. lenders.Select(_ => (int?)0)];
        VerifyRows(operation, rows);

        // A lender that does not answer in time is not measured.
        Measurement[] measurements = [.. lenders.Select(l => new Measurement(l.Scale.Name, 1))];
        (Lender Lender, LoadGenerator Generator, Measurement Measurement)[] turns =
            [.. lenders.Select((l, i) => (l, NewGenerator(operation, l), measurements[i])).Where((_, i) => rows[i] is not null)];
        foreach (var turn in turns.Where(t => !_slow.Contains((operation, t.Lender))))
        {
            turn.Generator.Run(roundLength, measurement: null);
        }

        var startedAt = Stopwatch.GetTimestamp();
        for (var round = 0; round < rounds && (round < 2 || Stopwatch.GetElapsedTime(startedAt) < Enough); round++)
        {
            foreach (var (_, generator, measurement) in turns)
            {
                generator.Run(roundLength, measurement);
            }
        }

        Array.ForEach(turns, t => t.Generator.Dispose());
        return measurements.FirstOrDefault(m => m.Failures > 0) is { } failed
            ? throw new MeasurementFailedException($"{operation.Name}: {failed.Failures} of {failed.Requests} requests failed on {failed.SystemName}.")
            : new(operation, measurements);
    }

    private static LoadGenerator NewGenerator(GrowthOperation operation, Lender lender) => new(lender.Product, operation.For(lender.Scenario), 1, lender.Totals);

    // Every lender must answer as many rows, or the medians would compare different work.
    private void VerifyRows(GrowthOperation operation, int?[] rows)
    {
        if (!operation.HasWholeAnswer && rows.Where(n => n is not null).Distinct().Count() > 1)
        {
            throw new MeasurementFailedException($"{operation.Name} ({operation.Caller}): {string.Join(", ", lenders.Zip(rows, (l, n) => $"{n} rows on {l.Scale.Name}"))}");
        }
    }

    // The most rows of any of its requests; null if one is not answered in time.
    private static int? RowsOf(GrowthOperation operation, Lender lender)
    {
        using var http = new HttpConnection(lender.Product.Address);
        var request = operation.For(lender.Scenario);
        var most = 0;
        for (var n = 0; n < (operation.IsAlwaysTheSame ? 1 : CheckedRequests); n++)
        {
            http.Send(request.Create(0, n));
            if (http.Status == Unavailable)
            {
                return null;
            }

            if (http.Status != request.Status)
            {
                throw new MeasurementFailedException($"{operation.Name} ({operation.Caller}) on {lender.Scale.Name}: {http.Status} {Encoding.UTF8.GetString(http.Body.Span)}");
            }

            var answer = JsonNode.Parse(http.Body.Span)!;
            most = Math.Max(most, Rows(answer));
            if (operation.Total is var (field, value) && (long)answer["data"]![field]! != value(lender.Scale))
            {
                throw new MeasurementFailedException($"{operation.Name} on {lender.Scale.Name}: {field} is {answer["data"]![field]}, loaded were {value(lender.Scale)}.");
            }
        }

        return most;
    }

    private static int Rows(JsonNode answer) => answer is JsonObject envelope && envelope["data"] is { } data
        ? Rows(data)
        : answer is JsonArray list ? list.Count : answer.AsObject().Select(p => p.Value).OfType<JsonArray>().FirstOrDefault()?.Count ?? 0;
}
