using Npgsql;
using Prosmex.LocalHost.Postgres;

namespace Prosmex.Benchmarks.Loading;

/// <summary>The private PostgreSQL server of the measurements, with fsync on and explicit memory settings.</summary>
internal sealed class BenchmarkServer : IAsyncDisposable
{
    /// <summary>Settings that differ from PostgreSQL's defaults.</summary>
    public static readonly IReadOnlyDictionary<string, string> Settings = new Dictionary<string, string>
    {
        ["shared_buffers"] = "1GB",
        ["work_mem"] = "16MB",
        ["maintenance_work_mem"] = "256MB",
        ["effective_cache_size"] = "4GB",
        ["max_wal_size"] = "8GB",
        ["checkpoint_timeout"] = "30min",
        ["random_page_cost"] = "1.1",
        ["max_connections"] = "300",
    };

    private readonly PrivatePostgres _postgres;

    private BenchmarkServer(PrivatePostgres postgres, bool hasStatistics) => (_postgres, HasStatistics) = (postgres, hasStatistics);

    /// <summary>pg_stat_statements is available.</summary>
    public bool HasStatistics { get; }

    /// <summary>The length of the server's log in bytes.</summary>
    public long LogLength => new FileInfo(LogFile).Length;

    private string LogFile => Path.Combine(Path.GetDirectoryName(_postgres.DataDirectory)!, "servidor.log");

    public static async Task<BenchmarkServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return new(await StartServerAsync(folder, new Dictionary<string, string>(Settings) { ["shared_preload_libraries"] = "pg_stat_statements" }, cancellationToken), hasStatistics: true);
        }
        catch (PrivatePostgresException)
        {
            // The library is part of another package where the server comes without contrib.
            return new(await StartServerAsync(folder, Settings, cancellationToken), hasStatistics: false);
        }
    }

    /// <summary>The server's log from that position on.</summary>
    public string ReadLog(long start)
    {
        using var file = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = start;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>The owner's connection to a database of the server.</summary>
    public string ConnectionString(string name) => new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = name, CommandTimeout = 0, Pooling = false }.ConnectionString;

    public async Task<bool> ExistsAsync(string name) => await ScalarAsync<bool>("postgres", $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{name}')");

    /// <summary>The databases with this name prefix.</summary>
    public Task<string[]> ListDatabasesAsync(string prefix) =>
        ScalarAsync<string[]>("postgres", $"SELECT coalesce(array_agg(datname::text), ARRAY[]::text[]) FROM pg_database WHERE starts_with(datname, '{prefix}')");

    /// <summary>PostgreSQL only copies a database without connections.</summary>
    public Task CopyAsync(string from, string a) => ExecuteAsync("postgres", $"CREATE DATABASE {a} TEMPLATE {from} STRATEGY file_copy");

    public Task DropAsync(string name) => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    public Task RenameAsync(string from, string a) => ExecuteAsync("postgres", $"ALTER DATABASE {from} RENAME TO {a}");

    public async Task ExecuteAsync(string name, string sql)
    {
        await using var connection = await OpenAsync(name);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string name, string sql)
    {
        await using var connection = await OpenAsync(name);
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<NpgsqlConnection> OpenAsync(string name)
    {
        var connection = new NpgsqlConnection(ConnectionString(name));
        await connection.OpenAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    private static Task<PrivatePostgres> StartServerAsync(string folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken) =>
        PrivatePostgres.StartAsync(new() { Folder = folder, ServerSettings = settings, Report = Console.WriteLine }, cancellationToken);
}
