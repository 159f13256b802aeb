using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>Tells whether PostgreSQL is there.</summary>
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

    /// <summary>What to tell the person who started the program on a database that does not serve; null where the failure is of another kind.</summary>
    public static string? Explain(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
        {
            if (ex is PostgresException postgres && (postgres.SqlState is ['2', '8', ..] or ['3', 'D', ..] or "42501" or "42P01"))
            {
                return $"PostgreSQL rechazó la conexión o el acceso ({postgres.SqlState}). Revise ConnectionStrings:Prosmex; si la base es nueva, ejecute «migrate».";
            }
        }

        return Classify(excepcion) is not null ? "PostgreSQL no responde. Revise ConnectionStrings:Prosmex y que el servidor esté en marcha." : null;
    }

    /// <summary>Why the database did not serve a request; null where the failure is of another kind, such as a wrong statement.</summary>
    public static Unavailability? Classify(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
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

    /// <summary>The SQLSTATE behind a failure, for the log; null where the server said nothing.</summary>
    public static string? SqlState(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
        {
            if (ex is PostgresException postgres)
            {
                return postgres.SqlState;
            }
        }

        return null;
    }
}

/// <summary>Why the database did not serve a request.</summary>
public enum Unavailability
{
    /// <summary>It is away, or does not answer.</summary>
    NoAnswer,

    /// <summary>Every connection is taken: the program's own, or the server's.</summary>
    NoFreeConnection,

    /// <summary>A statement, or all of a request's statements together, took too long.</summary>
    SlowStatement,

    /// <summary>Another transaction held a lock for too long.</summary>
    Locked,
}
