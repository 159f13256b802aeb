using System.Data.Common;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Prosmex.Tests.Verificacion.Long;

/// <summary>A statement as it was sent, to be sent again by plain Npgsql.</summary>
internal sealed partial record Statement(string Text, IReadOnlyList<NpgsqlParameter> Parameters)
{
    /// <summary>It reads or writes rows: it has a plan worth a look.</summary>
    public bool TienePlan => ConPlan().IsMatch(Text) && !Text.Contains("pg_advisory", StringComparison.OrdinalIgnoreCase);

    public NpgsqlCommand CommandOf(NpgsqlConnection connection, string prefix = "")
    {
        var command = new NpgsqlCommand(prefix + Text, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(Parameters.Select(p => p.Clone()).ToArray());
        return command;
    }

    [GeneratedRegex(@"^(\s*--[^\n]*\n)*\s*(with|select|insert|update|delete|merge)\b", RegexOptions.IgnoreCase)]
    private static partial Regex ConPlan();
}

/// <summary>Keeps every statement that a context sends.</summary>
internal sealed class StatementCapture : DbCommandInterceptor
{
    private readonly List<Statement> _statements = [];

    /// <summary>What was sent since the last time, in order.</summary>
    public IReadOnlyList<Statement> Take()
    {
        Statement[] tomadas = [.. _statements];
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

    private void Anotar(DbCommand command) =>
        _statements.Add(new(command.CommandText, [.. command.Parameters.Cast<NpgsqlParameter>().Select(p => p.Clone())]));
}
