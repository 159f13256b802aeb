using Npgsql;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The proxy itself: what it lets pass, and what each kind of cut leaves in the database.</summary>
[Trait("Kind", "Integration")]
public sealed class FaultProxyTests(TestServer server)
{
    [Theory]
    [InlineData("transaccion")]
    [InlineData("simple")]
    [InlineData("preparada")]
    [InlineData("en lote")]
    public async Task Commit_EverySecond_IsCutBeforeAndAfterInTurn(string mode)
    {
        var connection = await WithTableAsync();
        await using var proxy = FaultProxy.Start(connection);
        await InsertAsync(proxy.Connection, 0, mode);
        proxy.CutEvery(2);
        List<int> cortados = [];
        for (var n = 1; n <= 8; n++)
        {
            try
            {
                await InsertAsync(proxy.Connection, n, mode);
            }
            catch (NpgsqlException ex)
            {
                // The connection broke without a reason.
                Assert.IsNotType<PostgresException>(ex);
                cortados.Add(n);
            }
        }

        Assert.Equal([2, 4, 6, 8], cortados);
        Assert.Equal((8, 2, 2), (proxy.Commits, proxy.CutsBefore, proxy.CutsAfter));
        Assert.Equal("0,1,3,4,5,7,8", await NumbersAsync(connection));
    }

    [Fact]
    public async Task Commit_ThatTheServerRefuses_IsNotCutAfter()
    {
        var connection = await WithTableAsync();
        await using var proxy = FaultProxy.Start(connection);
        await InsertAsync(proxy.Connection, 1, "transaccion");
        proxy.CutEvery(1);
        await Assert.ThrowsAsync<NpgsqlException>(() => InsertAsync(proxy.Connection, 2, "transaccion"));

        // The turn of a cut after the answer; but the answer is that a deferred constraint does not hold.
        var rechazo = await Assert.ThrowsAsync<PostgresException>(() => InsertAsync(proxy.Connection, 1, "transaccion"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, rechazo.SqlState);
        Assert.Equal((1, 0), (proxy.CutsBefore, proxy.CutsAfter));
        Assert.Equal("1", await NumbersAsync(connection));
    }

    [Fact]
    public async Task Forward_ManyConnectionsAndManyBytes_ArriveUnchanged()
    {
        var connection = await WithTableAsync();
        await using var proxy = FaultProxy.Start(connection);
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(n => $"COMMIT {n}; "));
        await Task.WhenAll(Enumerable.Range(0, 16).Select(async n =>
        {
            await InsertAsync(proxy.Connection, n, "transaccion");
            await using var source = NpgsqlDataSource.Create(proxy.Connection);
            await using var command = source.CreateCommand("SELECT $1");
            command.Parameters.AddWithValue(text);
            Assert.Equal(text, await command.ExecuteScalarAsync());
        }));
        Assert.Equal(0, proxy.Commits);
        Assert.Equal(string.Join(',', Enumerable.Range(0, 16)), await NumbersAsync(connection));
    }

    private async Task<string> WithTableAsync()
    {
        var connection = await server.NewDatabaseAsync();
        await TestDatabase.ExecuteAsync(connection, "CREATE TABLE numeros (n integer UNIQUE DEFERRABLE INITIALLY DEFERRED)");
        return connection;
    }

    private static Task<string> NumbersAsync(string connection) => TestDatabase.ValueAsync<string>(connection, "SELECT string_agg(n::text, ',' ORDER BY n) FROM numeros");

    private static async Task InsertAsync(string connectionString, int n, string mode)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        if (mode == "transaccion")
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await ExecuteAsync(connection, $"INSERT INTO numeros VALUES ({n})");
            await transaction.CommitAsync();
        }
        else if (mode == "en lote")
        {
            await using var lote = new NpgsqlBatch(connection) { BatchCommands = { new("BEGIN"), new($"INSERT INTO numeros VALUES ({n})"), new("COMMIT"), new("SELECT 1") } };
            await lote.ExecuteNonQueryAsync();
        }
        else
        {
            await ExecuteAsync(connection, "BEGIN");
            await ExecuteAsync(connection, $"INSERT INTO numeros VALUES ({n})");
            await ExecuteAsync(connection, "COMMIT", prepared: mode == "preparada");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, bool prepared = false)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (prepared)
        {
            await command.PrepareAsync();
        }

        await command.ExecuteNonQueryAsync();
    }
}
