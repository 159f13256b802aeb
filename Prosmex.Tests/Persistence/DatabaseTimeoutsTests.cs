using Npgsql;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

[Trait("Kind", "Integration")]
public sealed class DatabaseTimeoutsTests(TestServer server)
{
    [Fact]
    public void Apply_ConnectionWithoutTimeouts_SetsThem()
    {
        var connection = new NpgsqlConnectionStringBuilder(DatabaseTimeouts.Apply("Host=h;Database=d"));
        Assert.Equal(2, connection.Timeout);
        Assert.Equal(2, connection.CommandTimeout);
        Assert.Equal(-1, connection.CancellationTimeout);
        Assert.Equal(50, connection.MaxPoolSize);
        Assert.Contains("statement_timeout", connection.Options, StringComparison.Ordinal);
    }

    [Fact]
    public void ApplyToReplica_ConnectionWithoutTimeouts_LeavesHalfOfARequestAndTakesNoWrite()
    {
        var connection = new NpgsqlConnectionStringBuilder(DatabaseTimeouts.ApplyToReplica("Host=h;Database=d"));

        Assert.Equal((1, 1, 50), (connection.Timeout, connection.CommandTimeout, connection.MaxPoolSize));
        Assert.Contains("-c statement_timeout=900", connection.Options, StringComparison.Ordinal);
        Assert.Contains("-c default_transaction_read_only=on", connection.Options, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ConnectionWithTimeouts_KeepsThem()
    {
        var connection = new NpgsqlConnectionStringBuilder(
            DatabaseTimeouts.Apply("Host=h;Timeout=15;CommandTimeout=30;Cancellation Timeout=2000;MaxPoolSize=7;Options=-c statement_timeout=9"));
        Assert.Equal(15, connection.Timeout);
        Assert.Equal(30, connection.CommandTimeout);
        Assert.Equal(2000, connection.CancellationTimeout);
        Assert.Equal(7, connection.MaxPoolSize);

        // Of two the server takes the last.
        Assert.EndsWith("-c statement_timeout=9", connection.Options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreparedStatement_WhoseTableWasMigrated_IsPreparedAgain()
    {
        var connection = DatabaseTimeouts.Apply(await server.NewDatabaseAsync());
        await using var db = TestDatabase.Context(connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        Task<int> LockAsync() => unitOfWork.ExecuteAsync(
            RequestContext.System(),
            async token => (await db.LockLoansAsync([1], token)).Count, TestContext.Current.CancellationToken);
        for (var i = 0; i < 10; i++)
        {
            await LockAsync();
        }

        await TestDatabase.ExecuteAsync(connection, "ALTER TABLE prestamos ADD columna integer");
        Assert.Equal(0, await LockAsync());
    }
}
