using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Benchmarks.Piso;

/// <summary>Typed parameters without boxing, in the order of <c>$1</c>, <c>$2</c>, …</summary>
internal static class Lotes
{
    public static void Agregar(this NpgsqlBatch lote, string sql) => lote.BatchCommands.Add(new NpgsqlBatchCommand(sql));

    public static void Agregar<T1>(this NpgsqlBatch lote, string sql, T1 uno) =>
        lote.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { P(uno) } });

    public static void Agregar<T1, T2>(this NpgsqlBatch lote, string sql, T1 uno, T2 dos) =>
        lote.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { P(uno), P(dos) } });

    public static void Agregar<T1, T2, T3>(this NpgsqlBatch lote, string sql, T1 uno, T2 dos, T3 tres) =>
        lote.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { P(uno), P(dos), P(tres) } });

    public static void Agregar<T1, T2, T3, T4>(this NpgsqlBatch lote, string sql, T1 uno, T2 dos, T3 tres, T4 cuatro) =>
        lote.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { P(uno), P(dos), P(tres), P(cuatro) } });

    public static NpgsqlParameter P<T>(T valor) => new NpgsqlParameter<T> { TypedValue = valor };

    /// <summary>A parameter that may be NULL.</summary>
    public static NpgsqlParameter Nulo(NpgsqlDbType tipo, object? valor) => new() { NpgsqlDbType = tipo, Value = valor ?? DBNull.Value };
}
