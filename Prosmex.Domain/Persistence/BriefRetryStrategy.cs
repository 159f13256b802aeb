using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Prosmex.Domain.Persistence;

/// <summary>The transaction may or may not have committed. The next try looks it up; where there is none, the user is told to look.</summary>
#pragma warning disable CA1032 // Never without the fault behind it.
public sealed class UncertainCommitException(Exception fault) : Exception("The answer to COMMIT was lost.", fault);
#pragma warning restore CA1032

/// <summary>Retries on transient faults within a second. A time limit that ran out is not one: the request has waited long enough.</summary>
internal sealed class BriefRetryStrategy(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromMilliseconds(300), errorCodesToAdd: [StalePlan])
{
    // A prepared statement whose table was migrated; the driver discards it, so the next attempt prepares it again.
    private const string StalePlan = PostgresErrorCodes.FeatureNotSupported;

    protected override bool ShouldRetryOn(Exception? exception) => exception is UncertainCommitException dudoso
        ? base.ShouldRetryOn(dudoso.InnerException)
        : base.ShouldRetryOn(exception) && !IsTimeout(exception);

    // A time limit, Npgsql's or the server's own for statements and locks.
    private static bool IsTimeout(Exception? exception) =>
        exception.Chain().Any(ex => ex is TimeoutException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable });
}
