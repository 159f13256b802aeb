using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Prosmex.Domain.Persistence;

/// <summary>Nobody knows whether it happened: it must be looked up, as long as there is any time for it.</summary>
#pragma warning disable CA1032 // Never without the fault behind it.
internal sealed class UncertainCommitException(NpgsqlException fault) : Exception("The answer to COMMIT was lost.", fault);
#pragma warning restore CA1032

/// <summary>Does work again after a passing fault, at once or not at all: who waited long already is told so instead of waiting on.</summary>
internal sealed class BriefRetryStrategy(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromMilliseconds(300), errorCodesToAdd: [StalePlan])
{
    // A prepared statement whose table was migrated meanwhile; the driver forgets it, so that the next try prepares it anew.
    private const string StalePlan = PostgresErrorCodes.FeatureNotSupported;

    protected override bool ShouldRetryOn(Exception? exception) => exception is UncertainCommitException dudoso
        ? base.ShouldRetryOn(dudoso.InnerException) && IsTimeLeft(TimeSpan.Zero)
        : base.ShouldRetryOn(exception) && !IsTimeout(exception) && IsTimeLeft(DatabaseTimeouts.PerRequest / 2);

    private static bool IsTimeLeft(TimeSpan tiempo) => DatabaseDeadline.Remaining is not { } restante || restante > tiempo;

    // A time limit, Npgsql's or the server's own for statements and locks.
    private static bool IsTimeout(Exception? exception)
    {
        for (var ex = exception; ex is not null; ex = ex.InnerException)
        {
            if (ex is TimeoutException or PostgresException { SqlState: "57014" or "55P03" })
            {
                return true;
            }
        }

        return false;
    }
}
