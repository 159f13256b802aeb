using System.Diagnostics;
using System.Threading.RateLimiting;
using Npgsql;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>Runs a limited number of pieces of work at a time. The rest wait in a queue, and are rejected when it is full.</summary>
/// <param name="rejection">Thrown when the queue is full.</param>
public abstract class WorkQueue(int atOnce, int queued, ErrorDeDominio rejection) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new()
    {
        PermitLimit = atOnce,
        QueueLimit = queued,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private long _absence;

    /// <summary>How many wait for their turn at this moment.</summary>
    public long Waiting => _limiter.GetStatistics()?.CurrentQueuedCount ?? 0;

    /// <summary>
    /// Runs <paramref name="work"/> when its turn comes; the wait does not count against the request's deadline. When one piece of work finds
    /// the database away, which may take seconds, everything that was queued before fails with it, instead of finding it out one by one.
    /// </summary>
    /// <exception cref="DominioException">The queue is full: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    public async Task<T> RunAsync<T>(RequestDeadline deadline, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var arrival = Stopwatch.GetTimestamp();
        using var slot = await WaitAsync(deadline, cancellationToken);
        if (!slot.IsAcquired)
        {
            throw new DominioException(rejection);
        }

        if (Volatile.Read(ref _absence) > arrival)
        {
            throw new NpgsqlException("The database went away while this was queued.");
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

    private async Task<RateLimitLease> WaitAsync(RequestDeadline deadline, CancellationToken cancellationToken)
    {
        using var waiting = deadline.Pause();
        return await _limiter.AcquireAsync(1, cancellationToken);
    }

    public void Dispose()
    {
        _limiter.Dispose();
        GC.SuppressFinalize(this);
    }
}
