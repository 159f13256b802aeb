using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Benchmarks.Floor;

/// <summary>Typed parameters without boxing, in the order of <c>$1</c>, <c>$2</c>, …</summary>
internal static class BatchExtensions
{
    public static void Add(this NpgsqlBatch batch, string sql) => batch.BatchCommands.Add(new NpgsqlBatchCommand(sql));

    public static void Add<T1>(this NpgsqlBatch batch, string sql, T1 p1) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Param(p1) } });

    public static void Add<T1, T2>(this NpgsqlBatch batch, string sql, T1 p1, T2 p2) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Param(p1), Param(p2) } });

    public static void Add<T1, T2, T3>(this NpgsqlBatch batch, string sql, T1 p1, T2 p2, T3 p3) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Param(p1), Param(p2), Param(p3) } });

    public static void Add<T1, T2, T3, T4>(this NpgsqlBatch batch, string sql, T1 p1, T2 p2, T3 p3, T4 p4) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Param(p1), Param(p2), Param(p3), Param(p4) } });

    public static void Add<T1, T2, T3, T4, T5, T6>(this NpgsqlBatch batch, string sql, T1 p1, T2 p2, T3 p3, T4 p4, T5 p5, T6 p6) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Param(p1), Param(p2), Param(p3), Param(p4), Param(p5), Param(p6) } });

    public static NpgsqlParameter Param<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    /// <summary>A parameter that may be NULL.</summary>
    public static NpgsqlParameter Nullable(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };
}
