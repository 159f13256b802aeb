using Npgsql;
using Prosmex.Tests.Auth;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>A transaction that holds a lock which requests have to wait for.</summary>
internal sealed class HeldRow : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private HeldRow(NpgsqlDataSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    /// <param name="sql">Takes the lock.</param>
    public static async Task<HeldRow> TakeAsync(string database, string sql)
    {
        var source = NpgsqlDataSource.Create(database);
        var held = new HeldRow(source, await source.OpenConnectionAsync());
        await held.SendAsync($"BEGIN; {sql}");
        return held;
    }

    /// <summary>Waits until this many statements wait for a lock.</summary>
    public async Task WaitersAsync(int count)
    {
        await using var waiters = _source.CreateCommand("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await RevocationOffice.UntilAsync(async () => (long)(await waiters.ExecuteScalarAsync())! >= count, $"{count} statements wait for a lock");
    }

    public Task ReleaseAsync() => SendAsync("COMMIT");

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private async Task SendAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync();
    }
}
