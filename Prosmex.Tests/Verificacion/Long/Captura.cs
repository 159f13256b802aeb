using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Prosmex.Tests.Verificacion.Long;

/// <summary>A statement as it was sent, to be sent again by plain Npgsql.</summary>
internal sealed partial record Sentencia(string Texto, IReadOnlyList<NpgsqlParameter> Parametros)
{
    /// <summary>It reads or writes rows: it has a plan worth a look.</summary>
    public bool TienePlan => ConPlan().IsMatch(Texto) && !Texto.Contains("pg_advisory", StringComparison.OrdinalIgnoreCase);

    public NpgsqlCommand Orden(NpgsqlConnection connection, string prefijo = "")
    {
        var orden = new NpgsqlCommand(prefijo + Texto, connection) { CommandTimeout = 0 };
        orden.Parameters.AddRange(Parametros.Select(p => p.Clone()).ToArray());
        return orden;
    }

    [GeneratedRegex(@"^(\s*--[^\n]*\n)*\s*(with|select|insert|update|delete|merge)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ConPlan();
}

/// <summary>Keeps every statement that a context sends.</summary>
internal sealed class Captura : DbCommandInterceptor
{
    private readonly List<Sentencia> _statements = [];

    /// <summary>What was sent since the last time, in order.</summary>
    public IReadOnlyList<Sentencia> Tomar()
    {
        Sentencia[] tomadas = [.. _statements];
        _statements.Clear();
        return tomadas;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Anotar(command);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Anotar(command);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
    {
        Anotar(command);
        return base.ScalarExecutingAsync(command, eventData, result, cancellationToken);
    }

    private void Anotar(DbCommand orden) =>
        _statements.Add(new(orden.CommandText, [.. orden.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
}
