using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>
/// BCrypt for requests: it is slow by design, so only half of the processors do it at a time, the rest wait in line, and who finds the line
/// too long is told to come back. Many sign-ins at once so cannot stop everybody else. One for the whole process.
/// </summary>
public sealed class PasswordHashQueue : IDisposable
{
    private const int MaxWaiting = 256;

    /// <summary>How many are done at the same time.</summary>
    internal static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    private readonly WorkQueue _queue = new(AtOnce, MaxWaiting, AuthErrores.Saturado);

    /// <inheritdoc cref="WorkQueue.Waiting" />
    internal long Waiting => _queue.Waiting;

    /// <exception cref="DominioException">auth.saturado.</exception>
    public Task<string> HashAsync(string contrasena, CancellationToken cancellationToken) =>
        RunAsync(() => Task.Run(() => Passwords.Hash(contrasena), cancellationToken), cancellationToken);

    /// <summary>See <see cref="WorkQueue.RunAsync"/>.</summary>
    /// <exception cref="DominioException">auth.saturado: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    internal Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken) => _queue.RunAsync(work, cancellationToken);

    public void Dispose() => _queue.Dispose();
}
