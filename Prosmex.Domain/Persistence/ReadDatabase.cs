using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Where reports, exports and unfiltered lists are read: on the replica where one is configured and holds what the request must see, else on the
/// primary. Not for what decides a write.
/// </summary>
public sealed class ReadDatabase(ProsmexDbContext db, ReadReplica? replica = null)
{
    private static readonly KeyValuePair<string, object?> FromReplica = new("servidor", "replica");
    private static readonly KeyValuePair<string, object?> FromPrimary = new("servidor", "principal");

    /// <summary>Runs a read. Where the replica fails, the primary answers.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="read">May run twice. A <see cref="DominioException"/> is an answer, not a failure.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task<T> ReadAsync<T>(RequestContext context, Func<ProsmexDbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(read);
        if (Usable(context) is { } usable)
        {
            try
            {
                if (await usable.HoldsAsync(context, db, cancellationToken))
                {
                    var answer = await usable.AskAsync(read, cancellationToken);
                    Telemetry.Reads.Add(1, FromReplica);
                    return answer;
                }
            }
            catch (Exception ex) when (ex is not DominioException && !cancellationToken.IsCancellationRequested)
            {
                usable.SetAside(ex);
            }
        }

        CountPrimary();
        return await read(db, cancellationToken);
    }

    /// <summary>The same for what is sent to the client while it is read.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="read">Calls the action before it hands over the first row: from there on a failure is final.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task StreamAsync(RequestContext context, Func<ProsmexDbContext, Action, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(read);
        if (Usable(context) is { } usable)
        {
            var isSending = false;
            try
            {
                if (await usable.HoldsAsync(context, db, cancellationToken))
                {
                    // An export may take long, but not to find out that the replica does not answer at all.
                    await usable.AskAsync(ReadReplica.ReplayedAsync, cancellationToken);
                    await using var source = usable.CreateContext();
                    await read(source, () => isSending = true, cancellationToken);
                    Telemetry.Reads.Add(1, FromReplica);
                    return;
                }
            }
            catch (Exception ex) when (!isSending && ex is not DominioException && !cancellationToken.IsCancellationRequested)
            {
                usable.SetAside(ex);
            }
        }

        CountPrimary();
        await read(db, () => { }, cancellationToken);
    }

    // Inside a unit of work what is read belongs to its transaction.
    private ReadReplica? Usable(RequestContext context) => replica is not null && db.Database.CurrentTransaction is null && replica.MayAnswer(context) ? replica : null;

    private void CountPrimary()
    {
        if (replica is not null)
        {
            Telemetry.Reads.Add(1, FromPrimary);
        }
    }
}
