using Npgsql;
using Prosmex.LocalHost.Postgres;

namespace Prosmex.Benchmarks.Carga;

/// <summary>The private PostgreSQL that everything is measured on: as safe as the product's own (fsync on), with memory that is written down.</summary>
internal sealed class Servidor : IAsyncDisposable
{
    /// <summary>Given to the server beside PostgreSQL's defaults.</summary>
    public static readonly IReadOnlyDictionary<string, string> Ajustes = new Dictionary<string, string>
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

    private Servidor(PrivatePostgres postgres, bool conEstadisticas) => (_postgres, ConEstadisticas) = (postgres, conEstadisticas);

    /// <summary>pg_stat_statements is there.</summary>
    public bool ConEstadisticas { get; }

    /// <summary>How much the server has noted so far, in bytes.</summary>
    public long LargoDelRegistro => new FileInfo(ArchivoDeRegistro).Length;

    private string ArchivoDeRegistro => Path.Combine(Path.GetDirectoryName(_postgres.DataDirectory)!, "servidor.log");

    public static async Task<Servidor> IniciarAsync(string folder, CancellationToken cancellationToken)
    {
        try
        {
            return new(await ArrancarAsync(folder, new Dictionary<string, string>(Ajustes) { ["shared_preload_libraries"] = "pg_stat_statements" }, cancellationToken), conEstadisticas: true);
        }
        catch (PrivatePostgresException)
        {
            // The library is part of another package where the server comes without contrib.
            return new(await ArrancarAsync(folder, Ajustes, cancellationToken), conEstadisticas: false);
        }
    }

    /// <summary>What the server has noted since then.</summary>
    public string Registro(long desde)
    {
        using var file = new FileStream(ArchivoDeRegistro, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = desde;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    /// <summary>The owner's connection to a database of the server.</summary>
    public string Conexion(string nombre) => new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = nombre, CommandTimeout = 0, Pooling = false }.ConnectionString;

    public async Task<bool> TieneAsync(string nombre) => await ValorAsync<bool>("postgres", $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{nombre}')");

    /// <summary>The databases whose names begin so.</summary>
    public Task<string[]> BasesAsync(string principio) =>
        ValorAsync<string[]>("postgres", $"SELECT coalesce(array_agg(datname::text), ARRAY[]::text[]) FROM pg_database WHERE starts_with(datname, '{principio}')");

    /// <summary>PostgreSQL copies only a database that nobody is connected to.</summary>
    public Task CopiarAsync(string de, string a) => EjecutarAsync("postgres", $"CREATE DATABASE {a} TEMPLATE {de} STRATEGY file_copy");

    public Task BorrarAsync(string nombre) => EjecutarAsync("postgres", $"DROP DATABASE IF EXISTS {nombre} WITH (FORCE)");

    public Task RenombrarAsync(string de, string a) => EjecutarAsync("postgres", $"ALTER DATABASE {de} RENAME TO {a}");

    public async Task EjecutarAsync(string nombre, string sql)
    {
        await using var connection = await AbrirAsync(nombre);
        await using var orden = new NpgsqlCommand(sql, connection);
        await orden.ExecuteNonQueryAsync();
    }

    public async Task<T> ValorAsync<T>(string nombre, string sql)
    {
        await using var connection = await AbrirAsync(nombre);
        await using var orden = new NpgsqlCommand(sql, connection);
        return (T)(await orden.ExecuteScalarAsync())!;
    }

    public async Task<NpgsqlConnection> AbrirAsync(string nombre)
    {
        var connection = new NpgsqlConnection(Conexion(nombre));
        await connection.OpenAsync();
        return connection;
    }

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    private static Task<PrivatePostgres> ArrancarAsync(string folder, IReadOnlyDictionary<string, string> ajustes, CancellationToken cancellationToken) =>
        PrivatePostgres.StartAsync(new() { Folder = folder, ServerSettings = ajustes, Report = Console.WriteLine }, cancellationToken);
}
