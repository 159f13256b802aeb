using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>Checks the connection to PostgreSQL.</summary>
public sealed class DatabaseHealth(ProsmexDbContext db)
{
    /// <summary>One round trip; false where the database does not answer.</summary>
    public async Task<bool> IsAvailableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\"").ToListAsync(cancellationToken);
            return true;
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A message for the person who starts the program with an unusable database; null for other failures.</summary>
    public static string? Explain(Exception? excepcion) =>
        excepcion.FindPostgres() is { SqlState: ['2', '8', ..] or ['3', 'D', ..] or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable } postgres
            ? $"PostgreSQL rechazó la conexión o el acceso ({postgres.SqlState}). Revise ConnectionStrings:Prosmex; si la base es nueva, ejecute «migrate»."
        : Classify(excepcion) is not null ? "PostgreSQL no responde. Revise ConnectionStrings:Prosmex y que el servidor esté en marcha."
        : null;

    /// <summary>Why the database did not serve a request; null for other failures, such as an invalid statement.</summary>
    public static Unavailability? Classify(Exception? excepcion)
    {
        foreach (var ex in excepcion.Chain())
        {
            switch (ex)
            {
                case PostgresException postgres:
                    return postgres.SqlState switch
                    {
                        PostgresErrorCodes.QueryCanceled => Unavailability.SlowStatement,
                        PostgresErrorCodes.LockNotAvailable => Unavailability.Locked,
                        PostgresErrorCodes.TooManyConnections => Unavailability.NoFreeConnection,

                        // 08 connection, 53 resources, 57P shutdown, 25P03 idle too long.
                        ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or "25P03" => Unavailability.NoAnswer,
                        _ => null,
                    };
                case UncertainCommitException:
                    return Unavailability.UncertainOutcome;
                case RequestExpiredException:
                    return Unavailability.SlowStatement;

                // The driver's message about its own pool; it has no code.
                case NpgsqlException npgsql when npgsql.Message.Contains("pool has been exhausted", StringComparison.Ordinal):
                    return Unavailability.NoFreeConnection;
                case NpgsqlException or TimeoutException:
                    return Unavailability.NoAnswer;
            }
        }

        return null;
    }

    /// <summary>The SQLSTATE of a failure, for the log; null where there is none.</summary>
    public static string? SqlState(Exception? excepcion) => excepcion.FindPostgres()?.SqlState;
}

/// <summary>Why the database did not serve a request.</summary>
public enum Unavailability
{
    /// <summary>The server is unreachable or does not respond.</summary>
    NoAnswer,

    /// <summary>No connection is available, in the pool or on the server.</summary>
    NoFreeConnection,

    /// <summary>A statement, or all of a request's statements together, timed out.</summary>
    SlowStatement,

    /// <summary>A lock timed out.</summary>
    Locked,

    /// <summary>A write may have been committed: its answer did not come.</summary>
    UncertainOutcome,
}
