namespace Prosmex.Domain.Persistence;

/// <summary>
/// How long a request may take, apart from the time it spends on its body and on password hashes. Ten slow statements are refused like one
/// that never ends.
/// </summary>
public sealed class RequestDeadline : IDisposable
{
    /// <summary>For commands and timers: there is no limit.</summary>
    public static readonly RequestDeadline None = new(limit: null, TimeProvider.System);

    // The driver asks the server to cancel a statement and waits for it to do so, which a frozen server never does.
    private static readonly TimeSpan CancellationGrace = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _timeIsOver;
    private readonly CancellationTokenSource _ended;
    private readonly CancellationTokenSource _overdue;
    private TimeSpan? _left;
    private long _since;

    /// <param name="limit">From now on; null for no limit.</param>
    /// <param name="clock">The real one: a program that runs at another hour does not wait at another speed.</param>
    /// <param name="ended">End the request as well, such as when the client has gone away.</param>
    public RequestDeadline(TimeSpan? limit, TimeProvider clock, params ReadOnlySpan<CancellationToken> ended)
    {
        _clock = clock;
        _timeIsOver = new(Timeout.InfiniteTimeSpan, clock);
        _overdue = new(Timeout.InfiniteTimeSpan, clock);
        _ended = CancellationTokenSource.CreateLinkedTokenSource([_timeIsOver.Token, .. ended]);
        Extend(limit);
    }

    /// <summary>Cancelled when the time is over or the request has ended.</summary>
    public CancellationToken Token => _ended.Token;

    /// <summary>Cancelled when the work should have reacted to <see cref="Token"/> and has not: do not wait for it any longer.</summary>
    public CancellationToken Overdue => _overdue.Token;

    /// <summary>Whether it was the time that ended the request.</summary>
    public bool IsOver => _timeIsOver.IsCancellationRequested;

    /// <summary>Begins a new limit.</summary>
    /// <param name="limit">From now on; null for no limit.</param>
    public void Extend(TimeSpan? limit)
    {
        if (this == None)
        {
            return;
        }

        (_left, _since) = (limit, _clock.GetTimestamp());
        _timeIsOver.CancelAfter(limit ?? Timeout.InfiniteTimeSpan);
        _overdue.CancelAfter(limit + CancellationGrace ?? Timeout.InfiniteTimeSpan);
    }

    /// <summary>Stops the clock until the result is disposed of.</summary>
    public IDisposable Pause()
    {
        var left = _left - _clock.GetElapsedTime(_since);
        Extend(null);
        return new Resumption(this, left < TimeSpan.Zero ? TimeSpan.Zero : left);
    }

    public void Dispose()
    {
        _ended.Dispose();
        _timeIsOver.Dispose();
        _overdue.Dispose();
    }

    private sealed class Resumption(RequestDeadline deadline, TimeSpan? left) : IDisposable
    {
        public void Dispose() => deadline.Extend(left);
    }
}

/// <summary>The request's time was over before its work was done.</summary>
#pragma warning disable CA1032 // There is nothing to add to it.
public sealed class RequestExpiredException() : Exception("The request's time is over.");
#pragma warning restore CA1032
