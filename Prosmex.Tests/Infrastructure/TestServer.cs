using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(TestServer))]

namespace Prosmex.Tests.Infrastructure;

/// <summary>
/// A real PostgreSQL for all tests: its own, in a temporary folder, or the one of <c>PROSMEX_PRUEBAS_CONEXION</c>. It starts when a test
/// first asks for a database; every database is a copy of a migrated one.
/// </summary>
public sealed class TestServer : IAsyncDisposable
{
    /// <summary>Longer than a program of one's own would have: many run at once here.</summary>
    public const string RequestMilliseconds = "20000";

    public const string JwtKey = "clave-de-pruebas-de-al-menos-32-bytes";

    public const string ReciboKey = "otra-clave-de-pruebas-para-los-recibos";

    // Not by CreateTempSubdirectory: that closes the folder to the user that PostgreSQL runs as where the tests run as root.
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"prosmex-pruebas-{Guid.NewGuid():N}");
    private readonly List<string> _databases = [];
    private readonly ConcurrentBag<string> _emptied = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<(string Connection, object? Filled)>>> _filled = new();
    private readonly Lazy<Task> _started;
    private PrivatePostgres? _postgres;
    private NpgsqlConnectionStringBuilder _connection = new();
    private string _template = "";
    private DatabaseReset? _reset;

    public TestServer() => _started = new(StartAsync);

    /// <summary>The connection to a new database with schema and catalogues, without users.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await _started.Value;
        return await CopyAsync(_template);
    }

    /// <summary>The connection to a copy of a database that is filled once for all who ask for it by this name.</summary>
    /// <param name="fill">Gets the connection to a new database, and leaves none open.</param>
    internal async Task<(string Connection, T Filled)> CopyAsync<T>(string name, Func<string, Task<T>> fill)
    {
        var (connection, filled) = await _filled.GetOrAdd(name, _ => new(async () =>
        {
            var created = await NewDatabaseAsync();
            var result = await fill(created);
            NpgsqlConnection.ClearPool(new(created));
            return (created, result);
        })).Value;
        return (await CopyAsync(new NpgsqlConnectionStringBuilder(connection).Database!), (T)filled!);
    }

    /// <summary>The same for a small test: one that an earlier test gave back will do, since making one costs more than all that such a test does in it.</summary>
    internal async Task<BorrowedDatabase> BorrowAsync() => new(this, _emptied.TryTake(out var connection) ? connection : await NewDatabaseAsync());

    /// <summary>Empties a database for the next test. One whose schema has changed is not used again.</summary>
    internal async Task TakeBackAsync(string connection)
    {
        if (await _reset!.TryAsync(connection))
        {
            _emptied.Add(connection);
        }
    }

    /// <summary>The connection to a database that does not exist yet.</summary>
    public async Task<string> MissingDatabaseAsync()
    {
        await _started.Value;
        return ConnectionTo(NewName());
    }

    public static ProsmexOptions Options(string connection) => new()
    {
        Connection = connection,
        OwnerConnection = connection,
        JwtKey = System.Text.Encoding.UTF8.GetBytes(JwtKey),
        ReciboKey = System.Text.Encoding.UTF8.GetBytes(ReciboKey),
    };

    public async ValueTask DisposeAsync()
    {
        if (!_started.IsValueCreated)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        if (_postgres is null)
        {
            foreach (var name in _databases)
            {
                await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            }

            return;
        }

        await _postgres.DisposeAsync();

        // Elsewhere, where the server's user could not enter the folder.
        Directory.Delete(_postgres.DataDirectory, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync()
    {
        var given = Environment.GetEnvironmentVariable("PROSMEX_PRUEBAS_CONEXION");
        if (string.IsNullOrEmpty(given))
        {
            Directory.CreateDirectory(_folder);

            // What is here for a moment needs no durability, no vacuum and no compiled statements.
            var settings = new Dictionary<string, string>
            {
                ["fsync"] = "off",
                ["synchronous_commit"] = "off",
                ["full_page_writes"] = "off",
                ["autovacuum"] = "off",
                ["jit"] = "off",
                ["max_connections"] = "600",
            };
            _postgres = await PrivatePostgres.StartAsync(
                new()
                {
                    Folder = _folder,
                    ServerSettings = settings,
                    Report = _ => { },
                },
                CancellationToken.None);
            given = _postgres.ConnectionString;
        }

        _connection = new(given) { Database = "postgres", Pooling = false };
        _template = NewName();
        await new DatabaseMigrator(Options(ConnectionTo(_template)), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(CancellationToken.None);

        _reset = await DatabaseReset.OfAsync(ConnectionTo(_template));

        // PostgreSQL copies only a database that has no other connections.
        NpgsqlConnection.ClearAllPools();
    }

    private async Task<string> CopyAsync(string template)
    {
        var name = NewName();

        // As files: copied by the log, which is the default, it takes the server twice the work.
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY");
        return ConnectionTo(name);
    }

    private string NewName()
    {
        var name = $"prueba_{Guid.NewGuid():N}";
        lock (_databases)
        {
            _databases.Add(name);
        }

        return name;
    }

    // Each database has a pool of its own, in each process; idle connections of finished tests must not use up the server.
    private string ConnectionTo(string name) => new NpgsqlConnectionStringBuilder(_connection.ConnectionString)
    {
        Database = name,
        Pooling = true,
        ConnectionIdleLifetime = 5,
        ConnectionPruningInterval = 2,

        // On a busy machine a connection or a statement may take longer than the two seconds that the program allows.
        Timeout = 15,
        CommandTimeout = 15,

        // For commands too, which set no limit themselves: filling the demo takes statements of many seconds.
        Options = $"{_connection.Options} -c statement_timeout=120000",
    }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
