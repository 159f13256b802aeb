using System.Globalization;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>A limit and the measured value.</summary>
/// <param name="Value">Null where it was not measured.</param>
internal sealed record Criterion(string Text, double? Value, double Limit)
{
    public bool? Passes => Value is { } v ? v <= Limit : null;

    public string Verdict => Passes switch { true => "PASS", false => "MISS", null => "–" };

    public override string ToString() => Value is double.NaN
        ? $"{Verdict}  {Text}: timed out"
        : Value is { } v
        ? string.Create(CultureInfo.InvariantCulture, $"{Verdict}  {Text}: {v:0.00} (at most {Limit:0.0#})")
        : $"{Verdict}     {Text}: not measured";
}

/// <summary>The limits.</summary>
internal static class Criteria
{
    private const double FloorLimit = 1.5;
    private const double SqlLimit = 3;
    private const double GrowthLimit = 2;

    public static IReadOnlyList<Criterion> Evaluate(RunResult result)
    {
        List<Criterion> criteria = [];
        if (result.At(Scale.Large) is { } large)
        {
            criteria.AddRange(large.Comparisons.Where(p => p.Connections == 1).Select(p => new Criterion($"large, {p.Operation.Route}: median ÷ floor", p.Ratio, FloorLimit)));
            criteria.Add(new("large, weekly close ÷ floor", large.Cierre?.Ratio, FloorLimit));
        }

        if (result.At(Scale.Huge) is { } huge)
        {
            criteria.AddRange(huge.Sql.Select(s => new Criterion($"huge, {s.Operation}: HTTP ÷ its own SQL", s.Ratio, SqlLimit)));
        }

        if (result.Scales is [var smallest, _, ..] && result.Scales[^1] is var largest)
        {
            criteria.Add(new($"statements per request, {largest.Scale.Name} − {smallest.Scale.Name} (largest difference)", StatementGrowth(smallest, largest), 0));
            criteria.AddRange(smallest.Comparisons.Where(p => p.Connections == 1 && p.Operation.IsPagedList).Select(p => new Criterion(
                $"{largest.Scale.Name} ÷ {smallest.Scale.Name}, {p.Operation.Route}", largest.Comparison(p.Operation.Name, 1)?.Product.Median / p.Product.Median, GrowthLimit)));
        }

        return criteria;
    }

    /// <summary>The largest difference in statements of any operation.</summary>
    public static double? StatementGrowth(ScaleResult smallest, ScaleResult largest) => smallest.ProductCounts.Count == 0 || largest.ProductCounts.Count == 0
        ? null
        : smallest.ProductCounts.Max(m => largest.ProductCounts.TryGetValue(m.Key, out var other) ? other.Statements - m.Value.Statements : 0);
}
