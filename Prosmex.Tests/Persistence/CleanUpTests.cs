using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>What the nightly timer deletes may be a lot: it does not stop where a request would.</summary>
[Trait("Kind", "Integration")]
public sealed class CleanUpTests(TestServer server)
{
    [Theory]
    [InlineData("operaciones", "INSERT INTO operaciones (id, creada_en) VALUES (gen_random_uuid(), now() - interval '2 days')")]
    [InlineData("intentos_de_acceso", "INSERT INTO intentos_de_acceso (cuenta, fallas, ultima_en) VALUES ('\\x00', 1, now() - interval '2 days')")]
    [InlineData("sesiones", "INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) SELECT gen_random_uuid(), id, now() - interval '90 days', now() - interval '89 days', '\\x00' FROM usuarios")]
    public async Task CleanUp_LongerThanARequest_Finishes(string table, string old)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Auth.Personas.AgregarAsync(connection, "ada");
        await TestDatabase.ExecuteAsync(connection, old);
        await using var foreign = new NpgsqlConnection(connection);
        await foreign.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await foreign.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var take = new NpgsqlCommand($"SELECT 1 FROM {table} FOR UPDATE", foreign, transaction))
        {
            await take.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var options = TestServer.Options(connection);
        await using var db = TestDatabase.Context(DatabaseTimeouts.Apply(connection));
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        var limpieza = table switch
        {
            "operaciones" => new OperationService(db, unitOfWork, TimeProvider.System).CleanUpAsync(RequestContext.System(), TestContext.Current.CancellationToken),
            "sesiones" => new SesionService(db, unitOfWork, TimeProvider.System).CleanUpAsync(RequestContext.System(), TestContext.Current.CancellationToken),
            _ => new SignInAttemptService(db, unitOfWork, TimeProvider.System).CleanUpAsync(RequestContext.System(), TestContext.Current.CancellationToken),
        };
        await Task.WhenAny(limpieza, Task.Delay(TimeSpan.FromSeconds(2.5), TestContext.Current.CancellationToken));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await limpieza);
    }
}
