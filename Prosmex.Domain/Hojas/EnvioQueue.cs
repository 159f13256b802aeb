using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Hojas;

/// <summary>
/// When a whole route comes back to where there is a signal, its phones all send at once. A few are served at a time, each within its time for
/// the database, and nobody else's requests stand behind them; the rest wait in line. One for the whole process.
/// </summary>
public sealed class EnvioQueue : IDisposable
{
    private const int AtOnce = 8;
    private const int MaxWaiting = 512;

    private readonly WorkQueue _queue = new(AtOnce, MaxWaiting, EnvioErrores.Saturado);

    /// <param name="work">No transaction is open around it: who waits for his turn must not hold what others need.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="DominioException">envio.saturado: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    public Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => _queue.RunAsync(work, cancellationToken);

    public void Dispose() => _queue.Dispose();
}
