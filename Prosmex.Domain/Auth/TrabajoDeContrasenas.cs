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

    /// <summary>How many are done at the same time.</summary>
    internal static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly Turnos _turnos = new(AtOnce, MaximoEnFila, AuthErrores.Saturado);

    /// <inheritdoc cref="Turnos.Waiting" />
    internal long Waiting => _turnos.Waiting;

    /// <exception cref="DominioException">auth.saturado.</exception>
    public Task<string> HashAsync(string contrasena, CancellationToken cancellationToken) =>
        EnTurnoAsync(() => Task.Run(() => Contrasenas.Hash(contrasena), cancellationToken), cancellationToken);

    /// <summary>See <see cref="Turnos.EnTurnoAsync"/>.</summary>
    /// <exception cref="DominioException">auth.saturado: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    internal Task<T> EnTurnoAsync<T>(Func<Task<T>> trabajo, CancellationToken cancellationToken) => _turnos.EnTurnoAsync(trabajo, cancellationToken);

    public void Dispose() => _turnos.Dispose();
}
