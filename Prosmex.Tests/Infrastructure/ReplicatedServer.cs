using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Auth;

namespace Prosmex.Tests.Infrastructure;

/// <summary>
/// A PostgreSQL of one's own with a migrated database, and streaming replicas of it. They are copies of its files from while it was stopped, which
/// needs no program that may be missing here.
/// </summary>
public sealed class ReplicatedServer : IAsyncLifetime
{
    public const string Name = "replica";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["fsync"] = "off",
        ["jit"] = "off",
        ["autovacuum"] = "off",
        ["wal_keep_size"] = "1GB",
    };

    // Not by CreateTempSubdirectory: that closes the folder to the user that PostgreSQL runs as where the tests run as root.
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"prosmex-replica-{Guid.NewGuid():N}");
    private readonly List<PrivatePostgres> _servers = [];
    private PrivatePostgres? _primary;

    /// <summary>The primary.</summary>
    public string Connection => _primary!.ConnectionString;

    /// <summary>For most tests.</summary>
    internal StreamingReplica Replica { get; private set; } = null!;

    /// <summary>For the test that promotes it: not started.</summary>
    internal StreamingReplica ReplicaToPromote { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _primary = await StartAsync("primary");
        await new DatabaseMigrator(TestServer.Options(Connection), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
        await _primary.DisposeAsync();
        await CopyAsync("replica");
        await CopyAsync("replica-to-promote");
        _primary = await StartAsync("primary");
        (Replica, ReplicaToPromote) = (new(this, "replica"), new(this, "replica-to-promote"));
        await Replica.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    internal async Task<PrivatePostgres> StartAsync(string name)
    {
        var server = await PrivatePostgres.StartAsync(
            new() { Folder = Path.Combine(_folder, name), ServerSettings = Settings, Report = _ => { } }, CancellationToken.None);
        _servers.Add(server);
        return server;
    }

    // The primary keeps its port and its password.
    private async Task CopyAsync(string name)
    {
        var (from, to) = (Path.Combine(_folder, "primary"), Path.Combine(_folder, name));
        Directory.CreateDirectory(Path.Combine(to, "postgres"));
        var data = Path.Combine(to, "postgres", "datos");
        foreach (var (source, target) in new[] { (_primary!.DataDirectory, data), (Path.Combine(from, "postgres-clave"), to), (Path.Combine(data, "PG_VERSION"), Path.Combine(data, "standby.signal")) })
        {
            var copied = await Command.RunAsync("cp", ["-a", source, target], CancellationToken.None);
            Assert.True(copied.Succeeded, copied.Output);
        }

        var primary = new NpgsqlConnectionStringBuilder(Connection);
        await File.AppendAllTextAsync(
            Path.Combine(data, "postgresql.conf"),
            $"\nprimary_conninfo = 'host={primary.Host} port={primary.Port} user={primary.Username} password={primary.Password}'\nwal_retrieve_retry_interval = '100ms'\n");
    }
}

/// <summary>A streaming replica, and what can become of it.</summary>
internal sealed class StreamingReplica(ReplicatedServer servers, string name)
{
    private PrivatePostgres? _server;

    public string Connection => _server!.ConnectionString;

    public string DataDirectory => _server!.DataDirectory;

    // A pool would keep connections to a server that has been stopped.
    private string Unpooled => new NpgsqlConnectionStringBuilder(Connection) { Pooling = false }.ConnectionString;

    public async Task StartAsync() => _server = await servers.StartAsync(name);

    public ValueTask StopAsync() => _server!.DisposeAsync();

    /// <summary>Waits until it has all that was committed on the primary.</summary>
    public async Task CatchUpAsync()
    {
        var end = await TestDatabase.ValueAsync<string>(servers.Connection, "SELECT pg_current_wal_flush_lsn()::text");
        await RevocationOffice.UntilAsync(() => TestDatabase.ValueAsync<bool>(Unpooled, $"SELECT pg_last_wal_replay_lsn() >= '{end}'"), "the replica has caught up");
    }

    /// <summary>It goes on receiving, but what it shows stands still.</summary>
    public async Task PauseAsync()
    {
        await TestDatabase.ExecuteAsync(Unpooled, "SELECT pg_wal_replay_pause()");
        await RevocationOffice.UntilAsync(() => TestDatabase.ValueAsync<bool>(Unpooled, "SELECT pg_get_wal_replay_pause_state() = 'paused'"), "the replica stands still");
    }

    public Task ResumeAsync() => TestDatabase.ExecuteAsync(Unpooled, "SELECT pg_wal_replay_resume()");

    /// <summary>It receives nothing any more and has replayed all that it received.</summary>
    public async Task CutOffAsync()
    {
        await TestDatabase.ExecuteAsync(Unpooled, "ALTER SYSTEM SET primary_conninfo = ''");
        await TestDatabase.ExecuteAsync(Unpooled, "SELECT pg_reload_conf()");
        await RevocationOffice.UntilAsync(() => TestDatabase.ValueAsync<bool>(Unpooled, "SELECT NOT EXISTS (SELECT FROM pg_stat_wal_receiver)"), "the replica is cut off");
    }

    public async Task ConnectAgainAsync()
    {
        await TestDatabase.ExecuteAsync(Unpooled, "ALTER SYSTEM RESET primary_conninfo");
        await TestDatabase.ExecuteAsync(Unpooled, "SELECT pg_reload_conf()");
        await CatchUpAsync();
    }

    public async Task PromoteAsync() => Assert.True(await TestDatabase.ValueAsync<bool>(Unpooled, "SELECT pg_promote()"));
}

[CollectionDefinition(ReplicatedServer.Name)]
public sealed class ReplicatedServers : ICollectionFixture<ReplicatedServer>;
