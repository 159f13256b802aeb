using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Financieras;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>Large tables are in partitions, which the night makes ahead and takes away.</summary>
[Trait("Kind", "Integration")]
public sealed class PartitionsTests(TestServer server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_FilledBitacora_KeepsItsRowsAndItsSequence()
    {
        var connection = await server.MissingDatabaseAsync();
        await DatabaseMigrator.CreateDatabaseIfMissingAsync(connection, Cancellation);
        await using (var before = TestDatabase.Context(connection))
        {
            await before.GetService<IMigrator>().MigrateAsync("CifrasGuardadas", Cancellation);
        }

        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO rutas (nombre_ruta) SELECT 'x' FROM generate_series(1, 50);
            SELECT setval('bitacora_id_seq', 24000000);
            UPDATE rutas SET nombre_ruta = 'y'
            """);
        var (rows, names) = (await ContentAsync(connection), await ObjectsAsync(connection));
        var last = await TestDatabase.ValueAsync<long>(connection, "SELECT last_value FROM bitacora_id_seq");

        await new DatabaseMigrator(TestServer.Options(connection), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(Cancellation);

        Assert.Equal(rows, await ContentAsync(connection));
        Assert.Equal(names, await ObjectsAsync(connection));
        Assert.Equal("bitacora_p30m", await TestDatabase.ValueAsync<string>(connection, "SELECT DISTINCT tableoid::regclass::text FROM bitacora"));
        Assert.Equal(last + 1, await EntryAsync(connection));
    }

    [Fact]
    public async Task Entry_OfAnyId_IsInThePartitionOfItsRange()
    {
        await using var database = await server.BorrowAsync();

        foreach (var (id, partition) in new[] { (1, "p10m"), (9_999_999, "p10m"), (10_000_000, "p20m"), (29_999_999, "p30m"), (30_000_000, "resto") })
        {
            await EntryAsync(database.Connection, id);
            Assert.Equal($"bitacora_{partition}", await PartitionAsync(database.Connection, id));
        }
    }

    [Fact]
    public async Task Maintain_SequenceMovedOn_MakesTwoAheadAndOnlyOnce()
    {
        var connection = await server.NewDatabaseAsync();
        await EntryAsync(connection, 25_000_000);

        var first = await MaintainAsync(connection);
        var second = await MaintainAsync(connection);

        Assert.Equal(["Information: Partición bitacora_p40m: hecha.", "Information: Partición bitacora_p50m: hecha."], first);
        Assert.Empty(second);
        await EntryAsync(connection, 49_999_999);
        Assert.Equal("bitacora_p50m", await PartitionAsync(connection, 49_999_999));
    }

    // A migration and a night, or two programs.
    [Fact]
    public async Task Maintain_SixAtOnce_MakesAndDetachesOnce()
    {
        var connection = await server.NewDatabaseAsync();
        await AgeAsync(connection);

        var logs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MaintainAsync(connection, months: 12)));

        Assert.Equal(
            ["Information: Partición bitacora_p10m: separada.", "Information: Partición bitacora_p40m: hecha.", "Information: Partición bitacora_p50m: hecha."],
            logs.SelectMany(l => l).Order(StringComparer.Ordinal));
    }

    // As after weeks without the timer.
    [Fact]
    public async Task Maintain_RowsInTheDefaultPartition_LeavesTheirRangeThereAndMakesTheNext()
    {
        var connection = await server.NewDatabaseAsync();
        await EntryAsync(connection, 35_000_000);

        var log = await MaintainAsync(connection);

        Assert.Equal(
            [
                "Warning: Partición bitacora_p40m: no se hizo, porque ya hay filas de su rango en la partición por omisión; ahí siguen entrando.",
                "Information: Partición bitacora_p50m: hecha.", "Information: Partición bitacora_p60m: hecha.",
            ],
            log);
        await EntryAsync(connection, 35_000_001);
        Assert.Equal("bitacora_resto", await PartitionAsync(connection, 35_000_001));
        Assert.Equal(2L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM bitacora"));
    }

    // As the node of a cluster gives them.
    [Fact]
    public async Task Maintain_IdsFarBeyondTheSequence_MakesWhatFollowsThem()
    {
        var connection = await server.NewDatabaseAsync();
        await TestDatabase.ExecuteAsync(connection, "INSERT INTO bitacora (id, cuando, ruta, entidad, entidad_id, accion) VALUES (562949953421313, now(), 'x', 'ruta', 1, 'alta')");

        var log = await MaintainAsync(connection);

        Assert.Equal(["p562949960m: no se hizo", "p562949970m: hecha", "p562949980m: hecha"], log.Select(l => l.Split('_')[1].Split(',')[0].TrimEnd('.')));
    }

    [Fact]
    public async Task Maintain_DefaultPartitionLocked_SaysSoAndWritersGoOn()
    {
        var connection = await server.NewDatabaseAsync();
        await EntryAsync(connection, 25_000_000);
        await using var reader = new NpgsqlConnection(connection);
        await reader.OpenAsync(Cancellation);
        await using var reading = await reader.BeginTransactionAsync(Cancellation);
        await using var read = new NpgsqlCommand("SELECT count(*) FROM bitacora", reader, reading);
        await read.ExecuteScalarAsync(Cancellation);

        var busy = MaintainAsync(connection);
        await EntryAsync(connection);
        Assert.All(await busy, line => Assert.EndsWith("no se pudo bloquear a tiempo; se intentará de nuevo la próxima noche.", line, StringComparison.Ordinal));

        await reading.RollbackAsync(Cancellation);
        Assert.Equal(2, (await MaintainAsync(connection)).Count);
    }

    [Fact]
    public async Task Partitions_OfTheBitacora_RefuseChangesLikeTheirTable()
    {
        var connection = await server.NewDatabaseAsync();
        await EntryAsync(connection, 25_000_000);
        await MaintainAsync(connection);

        var partitions = await PartitionsAsync(connection);

        Assert.Equal(["bitacora_p10m", "bitacora_p20m", "bitacora_p30m", "bitacora_p40m", "bitacora_p50m", "bitacora_resto"], partitions);
        foreach (var sql in partitions.SelectMany(p => new[] { $"DELETE FROM {p}", $"UPDATE {p} SET ruta = ''", $"TRUNCATE {p}" }))
        {
            var ex = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(connection, sql));
            Assert.Contains("append-only", ex.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ApplicationRole_OfAnOwner_MakesPartitionsAndTouchesNone()
    {
        var connection = await server.NewDatabaseAsync();
        var role = $"app_{Guid.NewGuid():N}";
        await TestDatabase.ExecuteAsync(connection, $"CREATE ROLE {role} LOGIN PASSWORD 'x'");
        var ofRole = new NpgsqlConnectionStringBuilder(connection) { Username = role, Password = "x", Pooling = false }.ConnectionString;
        var migrator = new DatabaseMigrator(TestServer.Options(connection) with { Connection = ofRole }, NullLogger<DatabaseMigrator>.Instance);
        await AgeAsync(connection);
        await migrator.MigrateAsync(Cancellation);

        await EntryAsync(connection, 35_000_000);

        var log = await MaintainAsync(ofRole, months: 12);
        await migrator.MigrateAsync(Cancellation);

        Assert.Equal(["p60m: hecha", "p10m: separada", "p30m: separada"], log.Select(l => l.Split('_')[^1].TrimEnd('.')));
        foreach (var partition in (string[])[.. await PartitionsAsync(connection), "bitacora_p10m"])
        {
            foreach (var sql in new[] { $"SELECT FROM {partition}", $"INSERT INTO {partition} SELECT * FROM bitacora", $"DELETE FROM {partition}", $"DROP TABLE {partition}" })
            {
                Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(ofRole, sql))).SqlState);
            }
        }
    }

    [Fact]
    public async Task Retention_NotSet_DetachesNothing()
    {
        var connection = await server.NewDatabaseAsync();
        await AgeAsync(connection);

        await MaintainAsync(connection);

        Assert.Contains("bitacora_p10m", await PartitionsAsync(connection));
    }

    [Fact]
    public async Task Retention_OfOneYear_DetachesThePartitionThatIsFullAndOldAndKeepsItsRows()
    {
        var connection = await server.NewDatabaseAsync();
        await AgeAsync(connection);

        var log = await MaintainAsync(connection, months: 12);

        Assert.Contains("Information: Partición bitacora_p10m: separada.", log);
        Assert.Equal(["bitacora_p20m", "bitacora_p30m", "bitacora_p40m", "bitacora_p50m", "bitacora_resto"], await PartitionsAsync(connection));
        Assert.Equal("1 10000000 19999999 25000000", await TestDatabase.ValueAsync<string>(
            connection, "SELECT concat_ws(' ', (SELECT count(*) FROM bitacora_p10m), (SELECT string_agg(id::text, ' ' ORDER BY id) FROM bitacora WHERE entidad = 'ruta'))"));
        Assert.Equal(
            """{"tabla": "bitacora_p10m", "motivo": "Todo es anterior a 12 meses.", "sentencia": "DETACH"}""",
            await TestDatabase.ValueAsync<string>(connection, "SELECT despues::text FROM bitacora WHERE entidad = 'mantenimiento'"));
        await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(connection, "DELETE FROM bitacora_p10m"));
        await TestDatabase.ExecuteAsync(connection, "DROP TABLE bitacora_p10m");
        Assert.Empty(await MaintainAsync(connection, months: 12));
    }

    [Fact]
    public async Task Retention_OldPartitionThatIsNotFull_StaysForTheNextEntries()
    {
        var connection = await server.NewDatabaseAsync();
        await EntryAsync(connection, 9_999_998, "now() - interval '13 months'");

        Assert.Empty(await MaintainAsync(connection, months: 12));

        await EntryAsync(connection, 9_999_999);
        Assert.Equal("bitacora_p10m", await PartitionAsync(connection, 9_999_999));
    }

    // A user who has the program's password must not hide what they did.
    [Fact]
    public async Task SepararBitacora_AskedForLessThanAYear_KeepsAYear()
    {
        var connection = await server.NewDatabaseAsync();
        await EntryAsync(connection, 1, "now() - interval '11 months'");
        await EntryAsync(connection, 25_000_000);

        await TestDatabase.ExecuteAsync(connection, "SELECT separar_bitacora(0)");

        Assert.Contains("bitacora_p10m", await PartitionsAsync(connection));
    }

    [Fact]
    public async Task Night_OfSeveralLenders_MakesThePartitionsOfEach()
    {
        await using var program = await SharedProgram.StartAsync(server, 4);
        foreach (var lender in Enumerable.Range(1, 4))
        {
            await EntryAsync(SharedProgram.Of(program.Connection, lender), 10_000_000 * lender);
        }

        using var api = program.Api("localhost");
        (await api.FireTimerAsync("SesionesLimpiar")).Message.EnsureSuccessStatusCode();

        foreach (var lender in Enumerable.Range(1, 4))
        {
            Assert.Contains($"bitacora_p{(lender * 10) + 30}m", await PartitionsAsync(SharedProgram.Of(program.Connection, lender)));
        }
    }

    // The first partition is old, the second one too but for one entry, the third is not full.
    private static async Task AgeAsync(string connection)
    {
        await EntryAsync(connection, 1, "now() - interval '13 months'");
        await EntryAsync(connection, 10_000_000, "now() - interval '13 months'");
        await EntryAsync(connection, 19_999_999, "now() - interval '11 months'");
        await EntryAsync(connection, 25_000_000, "now() - interval '13 months'");
    }

    /// <returns>Its id.</returns>
    private static async Task<long> EntryAsync(string connection, long? id = null, string when = "now()")
    {
        if (id is { } next)
        {
            await TestDatabase.ExecuteAsync(connection, $"SELECT setval('bitacora_id_seq', {next}, false)");
        }

        return await TestDatabase.ValueAsync<long>(connection, $"INSERT INTO bitacora (cuando, ruta, entidad, entidad_id, accion) VALUES ({when}, 'x', 'ruta', 1, 'alta') RETURNING id");
    }

    private static async Task<List<string>> MaintainAsync(string connection, int? months = null, TimeProvider? clock = null)
    {
        await using var db = TestDatabase.Context(DatabaseTimeouts.Apply(connection));
        var log = new Mock<ILogger<PartitionService>>();
        log.Setup(l => l.IsEnabled(It.IsAny<LogLevel>())).Returns(true);
        await new PartitionService(db, TestServer.Options(connection) with { BitacoraMonths = months }, clock ?? TimeProvider.System, log.Object).MaintainAsync(Cancellation);
        return [.. log.Invocations.Where(i => i.Method.Name == nameof(ILogger.Log)).Select(i => $"{i.Arguments[0]}: {i.Arguments[2]}")];
    }

    private static Task<string> PartitionAsync(string connection, long id) => TestDatabase.ValueAsync<string>(connection, $"SELECT tableoid::regclass::text FROM bitacora WHERE id = {id}");

    private static Task<string[]> PartitionsAsync(string connection) => TestDatabase.ValueAsync<string[]>(
        connection, "SELECT array_agg(relname::text ORDER BY relname) FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'bitacora'::regclass");

    private static Task<string> ContentAsync(string connection) => TestDatabase.ValueAsync<string>(connection, "SELECT string_agg(b::text, '|' ORDER BY id) FROM bitacora b");

    // What the model and later migrations call them, and what the table may be used for.
    private static Task<string> ObjectsAsync(string connection) => TestDatabase.ValueAsync<string>(connection, """
        SELECT concat_ws(chr(10),
            (SELECT string_agg(concat_ws(' ', attname, format_type(atttypid, atttypmod), attnotnull, attidentity), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'bitacora'::regclass AND attnum > 0),
            (SELECT string_agg(concat_ws(' ', conname, pg_get_constraintdef(oid)), ', ' ORDER BY conname) FROM pg_constraint WHERE conrelid = 'bitacora'::regclass),
            (SELECT string_agg(replace(pg_get_indexdef(indexrelid), ' ONLY ', ' '), ', ' ORDER BY indexrelid::regclass::text) FROM pg_index WHERE indrelid = 'bitacora'::regclass),
            (SELECT string_agg(pg_get_triggerdef(oid), ', ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = 'bitacora'::regclass),
            pg_get_serial_sequence('bitacora', 'id'))
        """);
}
