using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>
/// BCrypt for requests. It is slow by design: at most half of the processors compute at a time, the rest wait, and requests are rejected when
/// the queue is full, so that many sign-ins cannot stop everything else. One for each lender of the process: a flood at one leaves the turns of the
/// others alone. Neither the wait nor the computation counts against a request's deadline.
/// </summary>
public sealed class PasswordHashQueue(PasswordHasher hasher) : WorkQueue(AtOnce, MaxWaiting, AuthErrores.Saturado)
{
    private const int MaxWaiting = 256;

    /// <summary>Maximum concurrency.</summary>
    internal static readonly int AtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    /// <exception cref="DominioException">auth.saturado.</exception>
    public Task<string> HashAsync(RequestDeadline deadline, string contrasena, CancellationToken cancellationToken) =>
        RunAsync(deadline, () => Task.CompletedTask, h => h.Hash(contrasena), _ => Task.CompletedTask, cancellationToken);

    /// <param name="deadline">The request's.</param>
    /// <param name="prepare">Work on the database, done once it is this request's turn.</param>
    /// <param name="hash">Takes a processor for about a quarter of a second.</param>
    /// <param name="settle">Work on the database with what <paramref name="hash"/> gave, done before the next request's turn.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DominioException">auth.saturado: nothing was done.</exception>
    /// <exception cref="NpgsqlException">The database is away: nothing was done.</exception>
    internal Task<T> RunAsync<T>(
        RequestDeadline deadline, Func<Task> prepare, Func<PasswordHasher, T> hash, Func<T, Task> settle, CancellationToken cancellationToken) => RunAsync(
        deadline,
        async () =>
        {
            await prepare();
            var result = await ComputeAsync(deadline, hash, cancellationToken);
            await settle(result);
            return result;
        },
        cancellationToken);

    private async Task<T> ComputeAsync<T>(RequestDeadline deadline, Func<PasswordHasher, T> hash, CancellationToken cancellationToken)
    {
        using var computing = deadline.Pause();
        return await Task.Run(() => hash(hasher), cancellationToken);
    }
}
