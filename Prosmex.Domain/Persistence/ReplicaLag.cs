using NpgsqlTypes;

namespace Prosmex.Domain.Persistence;

/// <summary>The primary at an instant.</summary>
/// <param name="At">A timestamp from before it was asked.</param>
/// <param name="Database">Of which server and database.</param>
/// <param name="End">What was committed by then is in the log up to here.</param>
/// <param name="FirstRunning">All transactions with a lower id had ended.</param>
internal sealed record PrimaryState(long At, string Database, NpgsqlLogSequenceNumber End, ulong FirstRunning);

/// <param name="Database">Of which server and database it is a replica.</param>
/// <param name="Replayed">How far it has replayed the log; null where it is no replica, or no longer one.</param>
internal sealed record ReplicaState(string Database, NpgsqlLogSequenceNumber? Replayed);

/// <summary>The last write of a session.</summary>
/// <param name="At">When it began.</param>
/// <param name="TransactionId">It may have committed much later.</param>
public sealed record SessionWrite(DateTimeOffset At, uint TransactionId)
{
    /// <summary>It had ended when no transaction below this id was running.</summary>
    /// <remarks>Rows keep the lower 32 bits of an id; both are less than 2³¹ transactions apart.</remarks>
    public bool EndedBefore(ulong firstRunning) => unchecked((int)(TransactionId - (uint)firstRunning)) < 0;
}

/// <summary>Finds out as of when a replica's data are, from what the primary and the replica said of the log.</summary>
internal sealed class ReplicaLag(TimeSpan maxLag, TimeProvider clock)
{
    // Oldest first.
    private readonly Queue<PrimaryState> _states = new();

    /// <summary>Remembers the primary; what is too old to be of use is forgotten.</summary>
    public void Add(PrimaryState state)
    {
        while (_states.TryPeek(out var oldest) && clock.GetElapsedTime(oldest.At) > maxLag)
        {
            _states.Dequeue();
        }

        _states.Enqueue(state);
    }

    /// <summary>The newest state that the replica has; null where it has none that is new enough, or is no replica of this database.</summary>
    public PrimaryState? NewestReplayed(ReplicaState replica) => _states.LastOrDefault(s => s.End <= replica.Replayed && s.Database == replica.Database);
}
