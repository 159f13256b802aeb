using System.Diagnostics;
using System.Threading.RateLimiting;
using Npgsql;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>Work of which only so much is done at a time: the rest waits in line, and who finds the line too long is told to come back.</summary>
/// <param name="saturado">What he is told.</param>
internal sealed class WorkQueue(int aLaVez, int queued, ErrorDeDominio saturado) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new()
    {
        PermitLimit = aLaVez,
        QueueLimit = queued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private long _absence;

    /// <summary>How many wait for their turn at this moment.</summary>
    public long Waiting => _limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>
    /// Runs <paramref name="work"/> when its turn comes. Where somebody before it learned meanwhile that the database is away, which may
    /// take seconds, the rest of the line is told so and does not learn it one after the other.
    /// </summary>
    /// <exception cref="DominioException">The line is too long: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var llegada = Stopwatch.GetTimestamp();
        using var turno = await _limiter.AcquireAsync(1, cancellationToken);
        if (!turno.IsAcquired)
        {
            throw new DominioException(saturado);
        }

        if (Volatile.Read(ref _absence) > llegada)
        {
            throw new NpgsqlException("The database went away while this stood in line.");
        }

        try
        {
            return await work();
        }
        catch (Exception ex) when (DatabaseHealth.Classify(ex) == Unavailability.NoAnswer)
        {
            Volatile.Write(ref _absence, Stopwatch.GetTimestamp());
            throw;
        }
    }

    public void Dispose() => _limiter.Dispose();
}
