using System.Diagnostics;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// What a request has left to wait for the database. Every statement takes its time from it, so that ten slow ones are refused like one
/// that never ends. Work outside a request has no such limit.
/// </summary>
public sealed class DatabaseDeadline : IDisposable
{
    // After its time limit the driver still tries to cancel the statement, on a server that may not answer that either.
    private static readonly TimeSpan DriverMargin = TimeSpan.FromMilliseconds(500);
    private static readonly AsyncLocal<DatabaseDeadline?> Current = new();

    private readonly DatabaseDeadline? _outer = Current.Value;
    private readonly CancellationTokenSource _expired = new();
    private readonly Stopwatch _spent = new();
    private readonly TimeSpan? _limit;

    private DatabaseDeadline(TimeSpan? limit)
    {
        _limit = limit;
        Current.Value = this;
    }

    /// <summary>
    /// Cancelled when the time is over while a statement is still running. The answer should not be waited for any longer: nothing more
    /// will be sent, though a COMMIT that was may still be carried out.
    /// </summary>
    public CancellationToken Expired => _expired.Token;

    /// <summary>Begins a limit for all that is awaited from here on, until it is disposed of.</summary>
    /// <param name="limit">Null for no limit, whatever limit is around it.</param>
    public static DatabaseDeadline Begin(TimeSpan? limit) => new(limit);

    /// <summary>Null where there is no limit.</summary>
    internal static TimeSpan? Remaining => Current.Value is { _limit: { } limit } plazo ? limit - plazo._spent.Elapsed : null;

    /// <exception cref="NpgsqlException">The time is over.</exception>
    internal static void ThrowIfExpired()
    {
        if (Remaining <= TimeSpan.Zero || Current.Value is { _expired.IsCancellationRequested: true })
        {
            throw new DeadlineExceededException();
        }
    }

    /// <summary>From here on the request waits for the database.</summary>
    internal static void StartWaiting()
    {
        if (Current.Value is { _limit: { } limit } plazo)
        {
            var restante = limit - plazo._spent.Elapsed;
            plazo._spent.Start();
            plazo._expired.CancelAfter((restante > TimeSpan.Zero ? restante : TimeSpan.Zero) + DriverMargin);
        }
    }

    /// <summary>The database has answered.</summary>
    internal static void StopWaiting()
    {
        if (Current.Value is { _limit: not null } plazo)
        {
            plazo._spent.Stop();
            plazo._expired.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Current.Value = _outer;
        _expired.Dispose();
    }
}

/// <summary>The request has used up its time for the database: its statements were answered, but slowly.</summary>
#pragma warning disable CA1032 // There is nothing more to say of it.
public sealed class DeadlineExceededException() : NpgsqlException("The request has used up its time for the database.", new TimeoutException());
#pragma warning restore CA1032
