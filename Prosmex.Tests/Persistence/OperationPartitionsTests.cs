using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>Operations are in partitions by week, and happen once all the same: their keys are in a table of their own.</summary>
[Trait("Kind", "Integration")]
public sealed class OperationPartitionsTests(TestServer server)
{
    // The partitions of a new database begin with the week that it is made in.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_FilledOperaciones_KeepsThemAndTheirKeys()
    {
        var connection = await server.MissingDatabaseAsync();
        await DatabaseMigrator.CreateDatabaseIfMissingAsync(connection, Cancellation);
        await using (var before = TestDatabase.Context(connection))
        {
            await before.GetService<IMigrator>().MigrateAsync("BitacoraEnParticiones", Cancellation);
        }

        var (old, ahead) = (Guid.CreateVersion7(Now.AddYears(-1)), Guid.CreateVersion7(Now.AddDays(20)));
        await TestDatabase.ExecuteAsync(connection, $$"""
            INSERT INTO operaciones (id, usuario_id, clave, huella, estado, respuesta, respondida_en, creada_en)
            VALUES ('{{old}}', 1, 'k', '\x01', 201, '{"then": 1}', now(), now()), ('{{ahead}}', 1, NULL, NULL, NULL, NULL, NULL, now())
            """);
        const string Content = "SELECT string_agg(o::text, '|' ORDER BY id) FROM operaciones o";
        var rows = await TestDatabase.ValueAsync<string>(connection, Content);

        await new DatabaseMigrator(TestServer.Options(connection), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(Cancellation);

        Assert.Equal(rows, await TestDatabase.ValueAsync<string>(connection, Content));
        Assert.Equal($"1 k {old}", await TestDatabase.ValueAsync<string>(connection, "SELECT string_agg(concat_ws(' ', usuario_id, clave, operacion_id), '|') FROM claves_de_operacion"));
        Assert.Equal("""{"then": 1}""", (await OnceAsync(connection, "k")).Json);

        // The one from the future is in the first partition too.
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(DISTINCT tableoid) FROM operaciones"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Operation_OfAWeekThatIsMade_IsInItsPartition(int weeks)
    {
        await using var database = await server.BorrowAsync();
        var day = Now.AddDays(7 * weeks);

        await OnceAsync(database.Connection, "k", at: day);

        Assert.Equal(Partition(day), await TestDatabase.ValueAsync<string>(database.Connection, "SELECT tableoid::regclass::text FROM operaciones"));
    }

    [Theory]
    [InlineData(35)]
    [InlineData(3650)]
    public async Task Operation_OfAWeekWithoutPartition_HappensOnceInTheDefault(int days)
    {
        await using var database = await server.BorrowAsync();
        var day = Now.AddDays(days);

        var (first, second) = (await OnceAsync(database.Connection, "k", at: day), await OnceAsync(database.Connection, "k", at: day.AddSeconds(1)));

        Assert.Equal((false, true, first.Json), (first.IsReplay, second.IsReplay, second.Json));
        Assert.Equal("operaciones_resto", await TestDatabase.ValueAsync<string>(database.Connection, "SELECT tableoid::regclass::text FROM operaciones"));
    }

    // An index over one partition would not know of the other.
    [Fact]
    public async Task Key_UsedAgainInAnotherWeek_IsAnsweredAsThen()
    {
        await using var database = await server.BorrowAsync();
        var first = await OnceAsync(database.Connection, "k");

        foreach (var day in new[] { Now.AddDays(7), Now.AddDays(60), Now.AddDays(-7) })
        {
            var again = await OnceAsync(database.Connection, "k", at: day);
            Assert.Equal((true, first.Json), (again.IsReplay, again.Json));
        }

        var ofAnother = await OnceAsync(database.Connection, "k", at: Now.AddDays(-7), usuarioId: 2);
        Assert.False(ofAnother.IsReplay);
        Assert.Equal((first.Json, ofAnother.Json), ((await OnceAsync(database.Connection, "k")).Json, (await OnceAsync(database.Connection, "k", usuarioId: 2)).Json));
        Assert.Equal(2L, await TestDatabase.ValueAsync<long>(database.Connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task Key_FortyAtOnceAtTheEndOfAWeek_HappensOnce()
    {
        await using var database = await server.BorrowAsync();
        var ran = 0;

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(
            () => OnceAsync(database.Connection, "k", at: Now.AddDays(n % 2 * 7), work: () => Task.FromResult(Interlocked.Increment(ref ran))), Cancellation)));

        Assert.Equal(1, ran);
        Assert.Single(answers, a => !a.IsReplay);
        Assert.Single(answers.Select(a => a.Json).Distinct());
        Assert.Equal("1 1", await TestDatabase.ValueAsync<string>(database.Connection, "SELECT concat_ws(' ', (SELECT count(*) FROM operaciones), (SELECT count(*) FROM claves_de_operacion))"));
    }

    [Fact]
    public async Task Key_WhoseFirstUseIsRolledBack_IsFreeForTheOneThatWaits()
    {
        await using var database = await server.BorrowAsync();
        var (entered, fail) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = OnceAsync(database.Connection, "k", work: async () =>
        {
            entered.SetResult();
            await fail.Task;
            throw new DominioException(ErroresComunes.CambioSimultaneo);
        });
        await entered.Task;

        var second = OnceAsync(database.Connection, "k", at: Now.AddDays(7));
        await Auth.RevocationOffice.UntilAsync(
            () => TestDatabase.ValueAsync<bool>(database.Connection, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database())"), "the second one waits");
        fail.SetResult();

        await Assert.ThrowsAsync<DominioException>(() => first);
        Assert.False((await second).IsReplay);
        Assert.Equal(Partition(Now.AddDays(7)), await TestDatabase.ValueAsync<string>(database.Connection, "SELECT tableoid::regclass::text FROM operaciones"));
    }

    [Fact]
    public async Task Nights_OfAYear_KeepEachKeyWithItsOperationForThirtyDays()
    {
        var connection = await server.NewDatabaseAsync();
        var day = Now;
        for (var night = 0; night < 73; night++, day = day.AddDays(5))
        {
            await OnceAsync(connection, $"k{night}", at: day);
            await NightAsync(connection, day);

            // Since the first night: those of the last thirty days, and no key without its operation.
            var kept = Math.Min(night + 1, 7);
            Assert.Equal($"{kept} 0", await TestDatabase.ValueAsync<string>(connection, """
                SELECT concat_ws(' ', (SELECT count(*) FROM claves_de_operacion), (SELECT count(*) FROM claves_de_operacion WHERE operacion_id NOT IN (SELECT id FROM operaciones)))
                """));
            Assert.InRange(await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM pg_inherits WHERE inhparent = 'operaciones'::regclass"), 6, 12);
        }

        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones_resto"));
        Assert.InRange(await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones"), 7, 24);
        Assert.True((await OnceAsync(connection, "k72", at: day)).IsReplay);
        Assert.False((await OnceAsync(connection, "k60", at: day)).IsReplay);
    }

    // The timer was off: operations went to the default partition.
    [Fact]
    public async Task Night_AfterWeeksWithoutOne_LeavesTheWeekInTheDefaultAndEmptiesItInTime()
    {
        var connection = await server.NewDatabaseAsync();
        var day = Now.AddDays(70);
        await OnceAsync(connection, "k", at: day);

        await NightAsync(connection, day);
        await OnceAsync(connection, "next", at: day.AddDays(7));

        Assert.Equal($"operaciones_resto {Partition(day.AddDays(7))}", await TestDatabase.ValueAsync<string>(connection, "SELECT string_agg(tableoid::regclass::text, ' ' ORDER BY id) FROM operaciones WHERE clave IS NOT NULL"));
        Assert.True((await OnceAsync(connection, "k", at: day.AddDays(29))).IsReplay);
        await NightAsync(connection, day.AddDays(31));
        Assert.Equal("next", await TestDatabase.ValueAsync<string>(connection, "SELECT string_agg(clave, ' ') FROM claves_de_operacion"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones_resto WHERE clave = 'k'"));
    }

    // Ids do not say when these were made: their keys go with them all the same.
    [Fact]
    public async Task Night_OldOperationsWithIdsOfAnotherKind_DeletesTheirKeys()
    {
        var connection = await server.NewDatabaseAsync();
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO operaciones (id, usuario_id, clave, creada_en)
            VALUES ('ffffffff-0000-4000-8000-000000000001', 1, 'old', now() - interval '31 days'), ('ffffffff-0000-4000-8000-000000000002', 1, 'young', now())
            """);

        await NightAsync(connection, Now);

        Assert.Equal("young", await TestDatabase.ValueAsync<string>(connection, "SELECT string_agg(clave, ' ') FROM claves_de_operacion"));
    }

    [Fact]
    public async Task Maintain_NightThatStoppedBeforeTheCleanUp_LeavesNoKeyWithoutItsOperation()
    {
        var connection = await server.NewDatabaseAsync();
        await OnceAsync(connection, "k");

        await MaintainAsync(connection, Now.AddDays(45));

        Assert.False((await OnceAsync(connection, "k", at: Now.AddDays(45))).IsReplay);
    }

    [Fact]
    public async Task Night_WhileARequestWrites_LeavesOldPartitionsToTheNextOne()
    {
        var connection = await server.NewDatabaseAsync();
        var later = Now.AddDays(60);
        await NightAsync(connection, Now);
        await using var other = new NpgsqlConnection(connection);
        await other.OpenAsync(Cancellation);
        await using var writing = await other.BeginTransactionAsync(Cancellation);
        await using var write = new NpgsqlCommand("INSERT INTO operaciones (id, creada_en) VALUES (gen_random_uuid(), now())", other, writing);
        await write.ExecuteNonQueryAsync(Cancellation);

        await NightAsync(connection, later);
        Assert.True(await ExistsAsync(connection, Partition(Now)));

        await writing.CommitAsync(Cancellation);
        await NightAsync(connection, later);
        Assert.False(await ExistsAsync(connection, Partition(Now)));
    }

    [Fact]
    public async Task Night_AsTheRoleOfTheProgram_DropsOldWeeksAndEmptiesTheDefault()
    {
        var connection = await server.NewDatabaseAsync();
        var role = $"app_{Guid.NewGuid():N}";
        await TestDatabase.ExecuteAsync(connection, $"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        var ofRole = new NpgsqlConnectionStringBuilder(connection) { Username = role, Password = "x", Pooling = false }.ConnectionString;
        await new DatabaseMigrator(TestServer.Options(connection) with { Connection = ofRole }, NullLogger<DatabaseMigrator>.Instance).MigrateAsync(Cancellation);
        await OnceAsync(ofRole, "k");
        await OnceAsync(ofRole, "far", at: Now.AddDays(50));

        await NightAsync(ofRole, Now.AddDays(45));
        Assert.Equal("far", await TestDatabase.ValueAsync<string>(ofRole, "SELECT string_agg(clave, ' ') FROM operaciones"));
        await OnceAsync(ofRole, "next", at: Now.AddDays(70));
        await NightAsync(ofRole, Now.AddDays(90));

        Assert.Equal("next next", await TestDatabase.ValueAsync<string>(ofRole, "SELECT concat_ws(' ', (SELECT string_agg(clave, ' ') FROM operaciones), (SELECT string_agg(clave, ' ') FROM claves_de_operacion))"));
    }

    private static Task<bool> ExistsAsync(string connection, string table) => TestDatabase.ValueAsync<bool>(connection, $"SELECT to_regclass('{table}') IS NOT NULL");

    /// <summary>Named for the Monday on which the week ends.</summary>
    private static string Partition(DateTimeOffset day) => $"operaciones_p{day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7)):yyyyMMdd}";

    private static async Task<StoredResponse> OnceAsync(string connection, string key, DateTimeOffset? at = null, int usuarioId = 1, Func<Task>? work = null)
    {
        await using var db = TestDatabase.Context(connection);
        return await new UnitOfWork(db, new FakeTimeProvider(at ?? Now)).ExecuteOnceAsync(
            RequestContext.System(),
            new(usuarioId, key, [1]),
            target: null,
            async _ =>
            {
                await (work ?? (() => Task.CompletedTask))();
                return new(201, $$"""{"answer":"{{Guid.NewGuid()}}"}""");
            },
            Cancellation);
    }

    private static async Task NightAsync(string connection, DateTimeOffset at)
    {
        await using var db = TestDatabase.Context(connection);
        var clock = new FakeTimeProvider(at);
        await new OperationService(db, new(db, clock), clock).CleanUpAsync(RequestContext.System(), Cancellation);
        await MaintainAsync(connection, at);
    }

    private static async Task MaintainAsync(string connection, DateTimeOffset at)
    {
        await using var db = TestDatabase.Context(connection);
        await new PartitionService(db, TestServer.Options(connection), new FakeTimeProvider(at), NullLogger<PartitionService>.Instance).MaintainAsync(Cancellation);
    }
}
