using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>All results of one scale.</summary>
internal sealed record ScaleResult(
    Scale Scale,
    IReadOnlyList<Comparison> Comparisons,
    IReadOnlyDictionary<string, QueryCounts> ProductCounts,
    IReadOnlyDictionary<string, QueryCounts> FloorCounts,
    Cierre? Cierre,
    IReadOnlyList<DirectSql> Sql,
    long AnsweredPayments,
    decimal AnsweredAmount)
{
    public Comparison? Comparison(string operation, int connections) => Comparisons.FirstOrDefault(p => p.Operation.Name == operation && p.Connections == connections);
}

/// <summary>A whole run.</summary>
internal sealed record RunResult(Machine Machine, IReadOnlyList<ScaleResult> Scales)
{
    public ScaleResult? At(Scale scale) => Scales.FirstOrDefault(e => e.Scale == scale);
}
