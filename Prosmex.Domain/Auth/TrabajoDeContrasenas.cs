using System.Threading.RateLimiting;
using Prosmex.Domain.Common;

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

    /// <exception cref="DominioException">auth.saturado.</exception>
    public Task<string> HashAsync(string contrasena, CancellationToken cancellationToken) =>
        EnTurnoAsync(() => Task.Run(() => Contrasenas.Hash(contrasena), cancellationToken), cancellationToken);

    /// <summary>Runs <paramref name="trabajo"/> when its turn comes.</summary>
    /// <exception cref="DominioException">auth.saturado: nothing was done.</exception>
    internal async Task<T> EnTurnoAsync<T>(Func<Task<T>> trabajo, CancellationToken cancellationToken)
    {
        using var turno = await _turnos.AcquireAsync(1, cancellationToken);
        return turno.IsAcquired ? await trabajo() : throw new DominioException(AuthErrores.Saturado);
    }

    public void Dispose() => _turnos.Dispose();
}
