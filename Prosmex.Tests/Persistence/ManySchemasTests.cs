using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Financieras;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>What a lender's schema must keep to, to live beside others on one server, and on a node of a Citus cluster (docs/escala.md).</summary>
[Trait("Kind", "Integration")]
public sealed partial class ManySchemasTests(TestServer server, ManySchemasTests.Lenders lenders) : IClassFixture<ManySchemasTests.Lenders>
{
    private static string Close => $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Key(WeekLock.Key)})";

    private static string Pay => $"SELECT tomar_turno_y_custodia({AdvisoryLocks.Key(WeekLock.Key)}, {AdvisoryLocks.Class(Custodia.LockKey)}, 1)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrate_IntoASchema_LeavesPublicEmpty()
    {
        var inPublic = await ReadAsync("""
            SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
            UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            UNION ALL SELECT typname::text FROM pg_type WHERE typnamespace = 'public'::regnamespace
            UNION ALL SELECT collname::text FROM pg_collation WHERE collnamespace = 'public'::regnamespace
            """);

        Assert.Empty(inPublic);
    }

    [Fact]
    public async Task ForeignKeysAndTriggers_All_StayInTheirSchema()
    {
        var crossing = await ReadAsync("""
            SELECT c.conname::text FROM pg_constraint c JOIN pg_class a ON a.oid = c.conrelid JOIN pg_class b ON b.oid = c.confrelid
            WHERE a.relnamespace <> b.relnamespace
            UNION ALL
            SELECT t.tgname::text FROM pg_trigger t JOIN pg_class a ON a.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND a.relnamespace <> p.pronamespace
            """);

        Assert.Empty(crossing);
    }

    // A body after RETURN is bound to the objects themselves when the function is made.
    [Fact]
    public async Task Functions_WithABodyOfText_KeepTheSearchPathOfTheirSchema()
    {
        var paths = await ReadAsync("""
            SELECT proname || ': ' || coalesce(array_to_string(proconfig, ' '), '') FROM pg_proc
            WHERE pronamespace = 'financiera_1'::regnamespace AND prosqlbody IS NULL
            """);

        Assert.NotEmpty(paths);
        Assert.All(paths, p => Assert.EndsWith(": search_path=financiera_1, pg_temp", p, StringComparison.Ordinal));
    }

    // On a cluster a function in SQL may not use its parameters in a statement that it must plan again, such as INSERT … SELECT.
    [Fact]
    public async Task Functions_WithParametersThatTriggersCall_TouchNoTableInSql()
    {
        var tables = await ReadAsync("SELECT relname::text FROM pg_class WHERE relnamespace = 'financiera_1'::regnamespace AND relkind IN ('r', 'v')");
        var functions = (await ReadAsync("""
            SELECT concat_ws(chr(1), proname, lanname, pronargs, prorettype = 'trigger'::regtype, coalesce(pg_get_function_sqlbody(p.oid), prosrc))
            FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE pronamespace = 'financiera_1'::regnamespace
            """)).Select(f => f.Split('\u0001')).ToDictionary(f => f[0], f => (Sql: f[1] == "sql", Parameters: int.Parse(f[2], null), Trigger: f[3] == "t", Body: f[4]));
        HashSet<string> called = [.. functions.Where(f => f.Value.Trigger).Select(f => f.Key)];
        for (var before = 0; before < called.Count;)
        {
            before = called.Count;
            called.UnionWith(called.SelectMany(c => functions.Keys.Where(f => Regex.IsMatch(functions[c].Body, $@"\b{f}\("))).ToList());
        }

        Assert.Contains("sumar_a_cuentas", called);
        var touching = called.Where(c => functions[c] is { Sql: true, Parameters: > 0 } f && tables.Any(t => Regex.IsMatch(f.Body, $@"\b{t}\b")));
        Assert.Empty(touching);
    }

    // Executed on a shard, a statement on a table cannot see the rows that a trigger names.
    [Fact]
    public async Task Functions_OfTriggersWithChangedRows_GatherThemInStatementsOfTheirOwn()
    {
        var tables = await ReadAsync("SELECT relname::text FROM pg_class WHERE relnamespace = 'financiera_1'::regnamespace AND relkind IN ('r', 'v')");
        var functions = (await ReadAsync("""
            SELECT DISTINCT concat_ws(chr(1), proname, coalesce(tgoldtable, tgnewtable), coalesce(tgnewtable, tgoldtable), prosrc)
            FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE p.pronamespace = 'financiera_1'::regnamespace AND coalesce(tgoldtable, tgnewtable) IS NOT NULL
            """)).Select(f => f.Split('\u0001')).ToList();
        var joining = from f in functions
                      from statement in f[3].Split(';')
                      where Regex.IsMatch(statement, $@"\b(FROM|JOIN|USING) ({f[1]}|{f[2]})\b") && tables.Any(t => Regex.IsMatch(statement, $@"\b(FROM|JOIN|INTO|UPDATE) {t}\b"))
                      select $"{f[0]}: {statement}";

        Assert.NotEmpty(functions);
        Assert.Empty(joining);
    }

    // A cluster sends the statement SET LOCAL to the server that has the tables, and no call of set_config.
    [Fact]
    public async Task Settings_ThatTriggersRead_AreSetByStatement()
    {
        var read = (await ReadAsync("SELECT prosrc FROM pg_proc WHERE pronamespace = 'financiera_1'::regnamespace"))
            .SelectMany(body => Setting().Matches(body)).Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        var set = await ReadAsync("SELECT (regexp_match(prosrc, 'SET LOCAL (prosmex\\.\\w+)'))[1] FROM pg_proc WHERE pronamespace = 'financiera_1'::regnamespace AND prosrc ~ 'SET LOCAL prosmex'");

        // What maintenance is for is said by hand (docs/base-de-datos.md).
        Assert.Equal(["prosmex.mantenimiento", "prosmex.origen"], read);
        Assert.Equal(["prosmex.origen"], set);
        Assert.All(Repository.Sources("Prosmex.Domain"), f => Assert.DoesNotContain("set_config('prosmex.", File.ReadAllText(f), StringComparison.Ordinal));
    }

    [Fact]
    public async Task FijarOrigen_WithQuotesAndBackslashes_HoldsUntilTheTransactionEnds()
    {
        const string Path = """it's "a" \ {0} %s E'\'""";
        await using var connection = new NpgsqlConnection(SharedProgram.Of(lenders.Connection, 1));
        await connection.OpenAsync(Cancellation);
        await using var reading = new NpgsqlCommand("SELECT coalesce(nullif(current_setting('prosmex.origen', true), '')::jsonb ->> 'ruta', '')", connection);
        await using (var writing = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("SELECT fijar_origen(jsonb_build_object('ruta', $1))", connection, writing) { Parameters = { new() { Value = Path } } };
            await command.ExecuteNonQueryAsync(Cancellation);
            Assert.Equal(Path, await reading.ExecuteScalarAsync(Cancellation));
            await writing.CommitAsync(Cancellation);
        }

        Assert.Equal("", await reading.ExecuteScalarAsync(Cancellation));
    }

    // ConstraintErrors takes such an ending for the number of a shard. A longer name than this is cut and hashed for its shard.
    [Fact]
    public async Task Constraints_All_HaveNamesThatAShardCanEnd()
    {
        var names = await ReadAsync("SELECT conname::text FROM pg_constraint WHERE connamespace = 'financiera_1'::regnamespace UNION SELECT relname::text FROM pg_class WHERE relnamespace = 'financiera_1'::regnamespace");
        string[] translated =
        [
            ConstraintErrors.UnicoUsuario, ConstraintErrors.UnicoPrestamoAbierto, ConstraintErrors.UnicaClaveDePago, ConstraintErrors.UnicaSenalDescartada,
            ConstraintErrors.BonoSinTraslape,
        ];

        Assert.All(names, n => Assert.DoesNotMatch(@"_\d+$", n));
        Assert.All(translated, t => Assert.Contains(t, names));
        Assert.All(translated, t => Assert.InRange(t.Length, 1, 50));
    }

    [Fact]
    public async Task Migrations_All_AddNoIdentityToATable()
    {
        await using var db = TestDatabase.Context(lenders.Connection);
        var script = db.GetService<IMigrator>().GenerateScript();

        Assert.Contains("GENERATED BY DEFAULT AS IDENTITY", script, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"ALTER TABLE [^;]*\b(ADD|SET) [^;]*GENERATED[^;]*IDENTITY", script);
    }

    [Fact]
    public async Task AdvisoryLocks_OfTwoLenders_DoNotMeet()
    {
        await using var closing = await BeginAsync(SharedProgram.Of(lenders.Connection, 1), Close);
        await using var ofAnother = await BeginAsync(SharedProgram.Of(lenders.Connection, 2), Pay);

        var ex = await Assert.ThrowsAsync<PostgresException>(() => BeginAsync(SharedProgram.Of(lenders.Connection, 1), Pay));
        Assert.Equal(PostgresErrorCodes.LockNotAvailable, ex.SqlState);
    }

    // The release before takes these, and may still be running while a deployment puts this one beside it.
    [Fact]
    public async Task AdvisoryLocks_InPublic_HaveTheirBareKeys()
    {
        await using var database = await server.BorrowAsync();
        await using var closing = await BeginAsync(database.Connection, Close);

        Assert.Equal(WeekLock.Key, await TestDatabase.ValueAsync<long>(
            database.Connection, "SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    // The connection of a transaction that holds what a statement takes.
    private static async Task<NpgsqlConnection> BeginAsync(string connection, string sql)
    {
        var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Options = "-c lock_timeout=100" }.ConnectionString);
        await open.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", open);
        try
        {
            await command.ExecuteNonQueryAsync(Cancellation);
            return open;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    private async Task<List<string>> ReadAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(lenders.Connection);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        List<string> rows = [];
        while (await reader.ReadAsync(Cancellation))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    /// <summary>A database with lenders and nothing in public, which the tests only read.</summary>
    public sealed class Lenders(TestServer server) : IAsyncLifetime
    {
        public string Connection { get; private set; } = "";

        public async ValueTask InitializeAsync() => Connection = await SharedProgram.DatabaseAsync(server, 4);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [GeneratedRegex(@"current_setting\('(prosmex\.\w+)'")]
    private static partial Regex Setting();
}
