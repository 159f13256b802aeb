using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Hojas;

/// <summary>
/// When a whole route gets a signal again, its phones all send at once. A few are served at a time, so that other requests are not queued
/// behind them; the rest wait. One for each lender of the process.
/// </summary>
public sealed class EnvioQueue : IDisposable
{
    private const int AtOnce = 8;
    private const int MaxWaiting = 512;

    private readonly WorkQueue _queue = new(AtOnce, MaxWaiting, EnvioErrores.Saturado);

    /// <param name="deadline">Does not run while the work waits.</param>
    /// <param name="work">No transaction is open around it: waiting work must not hold what others need.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="DominioException">envio.saturado: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    public Task<T> RunAsync<T>(RequestDeadline deadline, Func<Task<T>> work, CancellationToken cancellationToken) =>
        _queue.RunAsync(deadline, work, cancellationToken);

    public void Dispose() => _queue.Dispose();
}
