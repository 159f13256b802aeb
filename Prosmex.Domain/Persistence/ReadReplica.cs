using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NpgsqlTypes;

namespace Prosmex.Domain.Persistence;

/// <summary>The replica: its connections, and how old its data are, as far as this process knows.</summary>
/// <remarks>
/// Both servers are asked at most once a second, and only when there is something to read: the primary how far its log goes, the replica how far it
/// has replayed it. So a replica that is cut off is known to be old, which its own last replayed transaction does not tell.
/// </remarks>
public sealed class ReadReplica
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeAside = TimeSpan.FromSeconds(5);

    private readonly PooledDbContextFactory<ProsmexDbContext> _contexts;
    private readonly TimeSpan _maxLag;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReadReplica> _logger;

    // Only the request that asks uses it; the others go by what is known.
    private readonly ReplicaLag _lag;
    private int _isAsking;
    private volatile PrimaryState? _known;
    private long _askedAt;
    private long _asideSince;

    /// <param name="options">With a connection to read from.</param>
    /// <param name="services">For the contexts.</param>
    /// <param name="clock">Ages are measured by its timestamps: they never go back and do not stand still with a fixed clock.</param>
    /// <param name="logger">Is told when the replica fails.</param>
    public ReadReplica(ProsmexOptions options, IServiceProvider services, TimeProvider clock, ILogger<ReadReplica> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_maxLag, _clock, _logger) = (options.MaxReplicaLag, clock, logger);

        // The other half is the primary's.
        _patience = options.RequestTimeout / 2;
        _lag = new(options.MaxReplicaLag, clock);
        var connection = options.ReadConnection!;
        var contrasena = DatabasePasswords.IsMissingIn(connection) ? services.GetService<DatabasePassword>() : null;
        var builder = new DbContextOptionsBuilder<ProsmexDbContext>().UseApplicationServiceProvider(services);
        builder.UseProsmex(connection, contrasena, retries: false);
        _contexts = new(builder.Options);
    }

    /// <summary>Whether its data were new enough when it was asked last.</summary>
    internal bool IsFresh => _known is { } known && _clock.GetElapsedTime(known.At) <= _maxLag;

    internal ProsmexDbContext CreateContext() => _contexts.CreateDbContext();

    /// <summary>Whether it is worth asking: it has not just failed, and the session's last write is older than the replica's data may be.</summary>
    internal bool MayAnswer(RequestContext context) =>
        !IsWithin(TimeAside, Volatile.Read(ref _asideSince)) && (context.LastWrite is not { } write || context.Now - write.At >= _maxLag);

    /// <summary>Whether its data are new enough, and hold what the session wrote.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="primary">Is asked how far the log goes.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    internal async Task<bool> HoldsAsync(RequestContext context, ProsmexDbContext primary, CancellationToken cancellationToken)
    {
        await FindOutAsync(primary, cancellationToken);
        return _known is { } known && IsFresh && (context.LastWrite is not { } write || write.EndedBefore(known.FirstRunning));
    }

    /// <summary>Reads from it, for half of a request's time at most; the driver gives up on a frozen server much later.</summary>
    /// <exception cref="TimeoutException">What is still being read is of no use to anyone.</exception>
    internal Task<T> AskAsync<T>(Func<ProsmexDbContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        return ReadAsync().WaitAsync(_patience, cancellationToken);

        async Task<T> ReadAsync()
        {
            await using var source = CreateContext();
            return await read(source, cancellationToken);
        }
    }

    /// <summary>How far it has replayed the log; null of a server that was promoted.</summary>
    internal static async Task<ReplicaState> ReplayedAsync(ProsmexDbContext replica, CancellationToken cancellationToken) => (await replica.ReadRowsAsync(
        $"""
        SELECT concat_ws('/', s.system_identifier, current_database()), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END
        FROM pg_control_system() s
        """,
        row => new ReplicaState(row.GetString(0), row.IsDBNull(1) ? null : row.GetFieldValue<NpgsqlLogSequenceNumber>(1)),
        cancellationToken))[0];

    /// <summary>It failed: the primary answers for some seconds, and after that until the replica has been asked again.</summary>
    internal void SetAside(Exception failure)
    {
        _known = null;
        if (!IsWithin(TimeAside, Interlocked.Exchange(ref _asideSince, _clock.GetTimestamp())))
        {
            // No message and no parameters: the driver's text may quote what a user typed.
            _logger.LogWarning(
                "La réplica de lectura no respondió ({Causa}, SQLSTATE {SqlState}): responde la base principal.",
                failure.GetBaseException().GetType().Name, DatabaseHealth.SqlState(failure) ?? "-");
        }
    }

    /// <summary>Opens a connection and builds EF's model before the first request.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var source = CreateContext();
            await ReplayedAsync(source, cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            SetAside(ex);
        }
    }

    private async Task FindOutAsync(ProsmexDbContext primary, CancellationToken cancellationToken)
    {
        if (IsWithin(Pause, Volatile.Read(ref _askedAt)) || Interlocked.Exchange(ref _isAsking, 1) == 1)
        {
            return;
        }

        try
        {
            // Before it is asked: what was committed by then is in the log by the position that it answers.
            var now = _clock.GetTimestamp();
            Volatile.Write(ref _askedAt, now);
            _lag.Add(await StateAsync(primary, now, cancellationToken));
            _known = _lag.NewestReplayed(await AskAsync(ReplayedAsync, cancellationToken));
        }
        finally
        {
            Volatile.Write(ref _isAsking, 0);
        }
    }

    // 0: never.
    private bool IsWithin(TimeSpan time, long since) => since != 0 && _clock.GetElapsedTime(since) < time;

    // Commits are visible once their log is flushed, or, with synchronous_commit = off, before that.
    private static async Task<PrimaryState> StateAsync(ProsmexDbContext primary, long now, CancellationToken cancellationToken) => (await primary.ReadRowsAsync(
        $"""
        SELECT concat_ws('/', s.system_identifier, current_database()),
               CASE current_setting('synchronous_commit') WHEN 'off' THEN pg_current_wal_insert_lsn() ELSE pg_current_wal_flush_lsn() END,
               pg_snapshot_xmin(pg_current_snapshot())
        FROM pg_control_system() s
        """,
        row => new PrimaryState(now, row.GetString(0), row.GetFieldValue<NpgsqlLogSequenceNumber>(1), row.GetFieldValue<ulong>(2)),
        cancellationToken))[0];
}
