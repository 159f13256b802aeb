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
    public const string MilisegundosPorSolicitud = "20000";

    public const string Clave = "clave-de-pruebas-de-al-menos-32-bytes";

    public const string ClaveDeRecibos = "otra-clave-de-pruebas-para-los-recibos";

    // Not by CreateTempSubdirectory: that closes the folder to the user that PostgreSQL runs as where the tests run as root.
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"prosmex-pruebas-{Guid.NewGuid():N}");
    private readonly List<string> _bases = [];
    private readonly ConcurrentBag<string> _emptied = [];
    private readonly ConcurrentDictionary<string, Lazy<Task<(string Connection, object? Filled)>>> _filled = new();
    private readonly Lazy<Task> _started;
    private PrivatePostgres? _postgres;
    private NpgsqlConnectionStringBuilder _connection = new();
    private string _plantilla = "";
    private DatabaseReset? _reset;

    public TestServer() => _started = new(StartAsync);

    /// <summary>The connection to a new database with schema and catalogues and nobody in it.</summary>
    public async Task<string> NuevaBaseAsync()
    {
        await _started.Value;
        return await CopyAsync(_plantilla);
    }

    /// <summary>The connection to a copy of a database that is filled once for all who ask for it by this name.</summary>
    /// <param name="fill">Gets the connection to a new database, and leaves none open.</param>
    internal async Task<(string Connection, T Filled)> CopyAsync<T>(string name, Func<string, Task<T>> fill)
    {
        var (connection, filled) = await _filled.GetOrAdd(name, _ => new(async () =>
        {
            var nueva = await NuevaBaseAsync();
            var result = await fill(nueva);
            NpgsqlConnection.ClearPool(new(nueva));
            return (nueva, result);
        })).Value;
        return (await CopyAsync(new NpgsqlConnectionStringBuilder(connection).Database!), (T)filled!);
    }

    /// <summary>The same for a small test: one that an earlier test gave back will do, since making one costs more than all that such a test does in it.</summary>
    internal async Task<BorrowedDatabase> BorrowAsync() => new(this, _emptied.TryTake(out var connection) ? connection : await NuevaBaseAsync());

    /// <summary>Empties a database for the next test. One whose schema has changed is not used again.</summary>
    internal async Task TakeBackAsync(string connection)
    {
        if (await _reset!.TryAsync(connection))
        {
            _emptied.Add(connection);
        }
    }

    /// <summary>The connection to a database that does not exist yet.</summary>
    public async Task<string> BaseInexistenteAsync()
    {
        await _started.Value;
        return Conexion(Nueva());
    }

    public static ProsmexOptions Opciones(string connection) => new()
    {
        Connection = connection,
        OwnerConnection = connection,
        JwtKey = System.Text.Encoding.UTF8.GetBytes(Clave),
        ReciboKey = System.Text.Encoding.UTF8.GetBytes(ClaveDeRecibos),
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
            foreach (var nombre in _bases)
            {
                await EjecutarAsync($"DROP DATABASE IF EXISTS {nombre} WITH (FORCE)");
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
        var dada = Environment.GetEnvironmentVariable("PROSMEX_PRUEBAS_CONEXION");
        if (string.IsNullOrEmpty(dada))
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
            dada = _postgres.ConnectionString;
        }

        _connection = new(dada) { Database = "postgres", Pooling = false };
        _plantilla = Nueva();
        await new DatabaseMigrator(Opciones(Conexion(_plantilla)), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(CancellationToken.None);

        _reset = await DatabaseReset.OfAsync(Conexion(_plantilla));

        // PostgreSQL copies only a database that has no other connections.
        NpgsqlConnection.ClearAllPools();
    }

    private async Task<string> CopyAsync(string template)
    {
        var nombre = Nueva();

        // As files: copied by the log, which is the default, it takes the server twice the work.
        await EjecutarAsync($"CREATE DATABASE {nombre} TEMPLATE {template} STRATEGY FILE_COPY");
        return Conexion(nombre);
    }

    private string Nueva()
    {
        var nombre = $"prueba_{Guid.NewGuid():N}";
        lock (_bases)
        {
            _bases.Add(nombre);
        }

        return nombre;
    }

    // Each database has a pool of its own, in each process; idle connections of finished tests must not use up the server.
    private string Conexion(string nombre) => new NpgsqlConnectionStringBuilder(_connection.ConnectionString)
    {
        Database = nombre,
        Pooling = true,
        ConnectionIdleLifetime = 5,
        ConnectionPruningInterval = 2,

        // On a busy machine a connection or a statement may take longer than the two seconds that the program allows.
        Timeout = 15,
        CommandTimeout = 15,

        // For commands too, which set no limit themselves: filling the demo takes statements of many seconds.
        Options = $"{_connection.Options} -c statement_timeout=120000",
    }.ConnectionString;

    private async Task EjecutarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_connection.ConnectionString);
        await connection.OpenAsync();
        await using var orden = new NpgsqlCommand(sql, connection);
        await orden.ExecuteNonQueryAsync();
    }
}
