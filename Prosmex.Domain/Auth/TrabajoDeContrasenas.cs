using System.Diagnostics;
using System.Threading.RateLimiting;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>
/// BCrypt for requests: it is slow by design, so only half of the processors do it at a time, the rest wait in line, and who finds the line
/// too long is told to come back. Many sign-ins at once so cannot stop everybody else. One for the whole process.
/// </summary>
public sealed class TrabajoDeContrasenas : IDisposable
{
    private const int MaximoEnFila = 256;

    private readonly ConcurrencyLimiter _turnos = new(new()
    {
        PermitLimit = Math.Max(1, Environment.ProcessorCount / 2),
        QueueLimit = MaximoEnFila,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    private long _ausencia;

    /// <exception cref="DominioException">auth.saturado.</exception>
    public Task<string> HashAsync(string contrasena, CancellationToken cancellationToken) =>
        EnTurnoAsync(() => Task.Run(() => Contrasenas.Hash(contrasena), cancellationToken), cancellationToken);

    /// <summary>
    /// Runs <paramref name="trabajo"/> when its turn comes. Where somebody before it learned meanwhile that the database is away, which may
    /// take seconds, the rest of the line is told so and does not learn it one after the other.
    /// </summary>
    /// <exception cref="DominioException">auth.saturado: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    internal async Task<T> EnTurnoAsync<T>(Func<Task<T>> trabajo, CancellationToken cancellationToken)
    {
        var llegada = Stopwatch.GetTimestamp();
        using var turno = await _turnos.AcquireAsync(1, cancellationToken);
        if (!turno.IsAcquired)
        {
            throw new DominioException(AuthErrores.Saturado);
        }

        if (Volatile.Read(ref _ausencia) > llegada)
        {
            throw new NpgsqlException("The database went away while this stood in line.");
        }

        try
        {
            return await trabajo();
        }
        catch (Exception ex) when (Disponibilidad.EsAusencia(ex))
        {
            Volatile.Write(ref _ausencia, Stopwatch.GetTimestamp());
            throw;
        }
    }

    public void Dispose() => _turnos.Dispose();
}
