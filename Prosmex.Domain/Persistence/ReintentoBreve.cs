using Microsoft.EntityFrameworkCore.Storage;
using Npgsql.EntityFrameworkCore.PostgreSQL;

namespace Prosmex.Domain.Persistence;

/// <summary>Does work again after a passing fault, at once or not at all: who waited long already is told so instead of waiting on.</summary>
internal sealed class ReintentoBreve(ExecutionStrategyDependencies dependencies)
    : NpgsqlRetryingExecutionStrategy(dependencies, maxRetryCount: 3, maxRetryDelay: TimeSpan.FromMilliseconds(300), errorCodesToAdd: null)
{
    protected override bool ShouldRetryOn(Exception? exception) =>
        base.ShouldRetryOn(exception) && !EsEspera(exception) && (PlazoDeBase.Restante is not { } restante || restante > LimitesDeEspera.PorSolicitud / 2);

    // A time limit, Npgsql's or the server's own for statements and locks.
    private static bool EsEspera(Exception? exception)
    {
        for (var ex = exception; ex is not null; ex = ex.InnerException)
        {
            if (ex is TimeoutException or Npgsql.PostgresException { SqlState: "57014" or "55P03" })
            {
                return true;
            }
        }

        return false;
    }
}
