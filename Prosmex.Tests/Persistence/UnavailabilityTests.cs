using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>A 503 has its cause in its code and in the log.</summary>
[Trait("Kind", "Integration")]
public sealed class UnavailabilityTests(TestServer server)
{
    [Theory]
    [InlineData("-c lock_timeout=50", Unavailability.Locked)]
    [InlineData("-c statement_timeout=50", Unavailability.SlowStatement)]
    public async Task Classify_ReadOfALockedTable_TellsTheLimitThatEndedIt(string options, Unavailability expected)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await using var other = await LockAsync(connection);
        await using var db = TestDatabase.Context(With(connection, c => c.Options = options));

        var failure = await Record.ExceptionAsync(() => db.Clientes.AnyAsync(TestContext.Current.CancellationToken));

        Assert.Equal(expected, DatabaseHealth.Classify(failure));
    }

    [Fact]
    public async Task Classify_NoConnectionLeftInThePool_IsNoFreeConnection()
    {
        await using var database = await server.BorrowAsync();
        var connection = With(database.Connection, c => (c.MaxPoolSize, c.Timeout) = (1, 1));
        await using var only = new NpgsqlConnection(connection);
        await only.OpenAsync(TestContext.Current.CancellationToken);
        await using var db = TestDatabase.Context(connection);

        var failure = await Record.ExceptionAsync(() => db.Clientes.AnyAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Unavailability.NoFreeConnection, DatabaseHealth.Classify(failure));
    }

    [Fact]
    public async Task Classify_NobodyListens_IsNoAnswer()
    {
        await using var db = TestDatabase.Context("Host=127.0.0.1;Port=1;Database=x;Username=x;Password=x;Timeout=1");

        var failure = await Record.ExceptionAsync(() => db.Clientes.AnyAsync(TestContext.Current.CancellationToken));

        Assert.Equal(Unavailability.NoAnswer, DatabaseHealth.Classify(failure));
        Assert.Null(DatabaseHealth.SqlState(failure));
    }

    [Fact]
    public async Task Request_ForALockedTable_Is503WithTheCauseInCodeAndLog()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var program = await ProgramInProcess.StartAsync(connection);
        using var api = await program.Api().SignedInAsync("ana");
        await using var other = await LockAsync(connection);

        var answer = await api.GetAsync("/clientes");

        answer.Problem(HttpStatusCode.ServiceUnavailable, "servicio.registro_ocupado");
        Assert.True(answer.RetryAfter() > 0);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health")).Status);
        await RevocationOffice.UntilAsync(
            () => Task.FromResult(program.Output.Contains("ClientesListar: servicio.registro_ocupado, SQLSTATE 55P03", StringComparison.Ordinal)), "the log says so");
        Assert.DoesNotContain("SELECT", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WhoseTimeIsOver_Is503AndItsStatementEnds()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ana");
        await using var patient = await ProgramWithClock.StartAsync(connection);
        using var signedIn = await patient.Api().SignedInAsync("ana");
        await using var hurried = await ProgramWithClock.StartAsync(connection, ("Prosmex:MilisegundosPorSolicitud", "300"));
        using var api = hurried.Api().With(signedIn.Token);
        await using var other = await LockAsync(connection);

        var answer = await api.GetAsync("/clientes");

        answer.Problem(HttpStatusCode.ServiceUnavailable, "servicio.consulta_lenta");
        await RevocationOffice.UntilAsync(
            async () => await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0,
            "the statement no longer waits");
    }

    private static string With(string connection, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        change(builder);
        return builder.ConnectionString;
    }

    /// <summary>Clients cannot be read while the connection is open.</summary>
    private static async Task<NpgsqlConnection> LockAsync(string connection)
    {
        var other = new NpgsqlConnection(With(connection, c => c.Pooling = false));
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var take = new NpgsqlCommand("BEGIN; LOCK TABLE clientes_avales, cuentas_de_grupo IN ACCESS EXCLUSIVE MODE", other);
        await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return other;
    }
}
