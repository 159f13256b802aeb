using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// How long requests wait for PostgreSQL: when the database is away, full, locked or slow, requests are answered within three seconds and do
/// not pile up. Settings of the connection string take precedence.
/// </summary>
public static class DatabaseTimeouts
{
    /// <summary>For the nightly deletion of what is old, which may be a lot; one that gave up would find more the next night.</summary>
    internal static readonly TimeSpan ForCleanUp = TimeSpan.FromMinutes(10);

    /// <summary>For a result that is written to the client while the statement runs, however slow the connection. Azure's front end gives up at 230 s without a byte.</summary>
    internal static readonly TimeSpan ForExport = TimeSpan.FromMinutes(5);

    /// <summary>Maximum pool size.</summary>
    public const int Connections = 50;

    // The server's own limits end a statement whose client has given up. Compiling a statement takes longer than one of these may.
    private const string ServerOptions = "-c statement_timeout=1800 -c lock_timeout=1500 -c idle_in_transaction_session_timeout=10000 -c jit=off";

    // Half of a request's time: the other half is the primary's, where the replica does not answer. A promoted replica must not be written to either.
    private const string ReplicaOptions =
        "-c statement_timeout=900 -c lock_timeout=900 -c idle_in_transaction_session_timeout=10000 -c jit=off -c default_transaction_read_only=on";

    private static readonly IReadOnlyDictionary<string, object> Defaults = new Dictionary<string, object>
    {
        // Do not wait for the answer to a cancel request: the server's own limits end the statement.
        ["Cancellation Timeout"] = -1,
        ["Maximum Pool Size"] = Connections,

        // Statements repeat, so PostgreSQL prepares each once per connection. No session state outlives its transaction (settings and advisory locks
        // are transactional), so pooled connections need no reset.
        ["Max Auto Prepare"] = 200,
        ["No Reset On Close"] = true,
    };

    /// <summary>Adds timeouts and performance settings that the connection string does not set itself.</summary>
    public static string Apply(string connection) => Apply(connection, seconds: 2, ServerOptions);

    /// <summary>The same for the connection to a replica, which only reads.</summary>
    public static string ApplyToReplica(string connection) => Apply(connection, seconds: 1, ReplicaOptions);

    private static string Apply(string connection, int seconds, string serverOptions)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);

        // ContainsKey is true for every known keyword.
        var given = builder.Keys.Cast<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in Defaults.Append(new("Timeout", seconds)).Append(new("Command Timeout", seconds)))
        {
            if (!given.Contains(name))
            {
                builder[name] = value;
            }
        }

        builder.Options = $"{serverOptions} {builder.Options}".Trim();
        return builder.ConnectionString;
    }

    /// <summary>For background work: lifts the limits of a context's statements, and the server's until its transaction ends.</summary>
    /// <param name="db">Inside a transaction.</param>
    /// <param name="limit">For each statement and each lock from here on.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    internal static Task ExtendTimeoutsAsync(this ProsmexDbContext db, TimeSpan limit, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(limit);
        var milliseconds = $"{limit.TotalMilliseconds:F0}";
        return db.Database.ExecuteSqlAsync(
            $"""
            SELECT set_config('statement_timeout', {milliseconds}, true), set_config('lock_timeout', {milliseconds}, true),
                   set_config('idle_in_transaction_session_timeout', {milliseconds}, true)
            """,
            cancellationToken);
    }

    /// <summary>The server ends each statement from here to the transaction's end after this time, whatever the connection allows.</summary>
    /// <param name="db">Inside a transaction.</param>
    /// <param name="limit">For each statement.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    internal static Task LimitStatementsAsync(this ProsmexDbContext db, TimeSpan limit, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT set_config('statement_timeout', {$"{limit.TotalMilliseconds:F0}"}, true)", cancellationToken);
}
