using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli.Adopcion;

/// <summary>The adoption cannot start, or was refused; nothing was changed. The message is for the operator.</summary>
#pragma warning disable CA1032 // Without a message for the operator this exception means nothing.
internal sealed class ImpossibleAdopcionException(string codigo, string message) : Exception(message)
#pragma warning restore CA1032
{
    /// <summary>Stable, as of a finding.</summary>
    public string Codigo { get; } = codigo;
}

/// <summary>The one transaction of an adoption or of its undoing, as the schema's owner.</summary>
internal sealed class AdopcionSession : IAsyncDisposable
{
    private AdopcionSession(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        Transaction = transaction;
    }

    public NpgsqlConnection Connection { get; }

    public NpgsqlTransaction Transaction { get; }

    /// <summary>Takes the lock that excludes migrations and other adoptions.</summary>
    public static async Task<AdopcionSession> AbrirAsync(ProsmexOptions options, DatabasePassword? contrasena, CancellationToken cancellationToken)
    {
        var owner = await DatabasePasswords.WithPasswordAsync(options.OwnerConnection, contrasena, cancellationToken);
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(owner) { Pooling = false, CommandTimeout = 0, IncludeErrorDetail = true }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            var sesion = new AdopcionSession(connection, await connection.BeginTransactionAsync(cancellationToken));

            // No statement timeout, but a short lock timeout for tables that the old system still uses.
            await sesion.RunAsync(
                $"""
                SET LOCAL statement_timeout = 0;
                SET LOCAL idle_in_transaction_session_timeout = 0;
                SET LOCAL lock_timeout = '10s';
                SET LOCAL search_path = public;
                SET LOCAL TimeZone = 'UTC';
                SET LOCAL DateStyle = 'ISO, YMD';
                SET LOCAL client_min_messages = warning;
                SELECT pg_advisory_xact_lock({AdvisoryLocks.Key(DatabaseMigrator.LockKey)});
                """,
                cancellationToken);
            return sesion;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task RunAsync(string sql, CancellationToken cancellationToken)
    {
        await using var orden = new NpgsqlCommand(sql, Connection, Transaction);
        await orden.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a file of Adopcion/Sql.</summary>
    public Task RunFileAsync(string nombre, CancellationToken cancellationToken) => RunAsync(File(nombre), cancellationToken);

    /// <summary>Sets the values that the SQL files read by current_setting.</summary>
    public async Task SetAsync(string nombre, string value, CancellationToken cancellationToken)
    {
        await using var orden = new NpgsqlCommand("SELECT set_config($1, $2, true)", Connection, Transaction);
        orden.Parameters.AddWithValue(nombre);
        orden.Parameters.AddWithValue(value);
        await orden.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<T> ValueAsync<T>(string sql, CancellationToken cancellationToken)
    {
        await using var orden = new NpgsqlCommand(sql, Connection, Transaction);
        return (T)(await orden.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Streams rows without buffering.</summary>
    public async Task ReadAsync(string sql, Action<NpgsqlDataReader> fila, CancellationToken cancellationToken)
    {
        await using var orden = new NpgsqlCommand(sql, Connection, Transaction);
        await using var reader = await orden.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            fila(reader);
        }
    }

    public async Task<IReadOnlyList<T>> ListaAsync<T>(string sql, Func<NpgsqlDataReader, T> fila, CancellationToken cancellationToken)
    {
        List<T> filas = [];
        await ReadAsync(sql, reader => filas.Add(fila(reader)), cancellationToken);
        return filas;
    }

    /// <summary>A file of Adopcion/Sql.</summary>
    public static string File(string nombre, string extension = "sql")
    {
        using var resource = typeof(AdopcionSession).Assembly.GetManifestResourceStream($"Prosmex.Cli.Adopcion.{nombre}.{extension}")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await Transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
