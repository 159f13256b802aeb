using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>The database's functions, views, triggers and exclusions are those of <c>Persistence/Sql</c>, no more and no less.</summary>
[Trait("Kind", "Integration")]
public sealed class SqlFilesTests(TestServer server)
{
    private const string Functions = "SELECT proname::text, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace";
    private const string Views = "SELECT relname::text, concat_ws(' ', pg_get_viewdef(oid), reloptions) FROM pg_class WHERE relkind = 'v' AND relnamespace = current_schema()::regnamespace";
    private const string Exclusions = "SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'x' AND connamespace = current_schema()::regnamespace";

    /// <summary>As PostgreSQL tells them, before and after the newest files run again: body, types, volatility, settings and owner's rights.</summary>
    [Theory]
    [InlineData("function", Functions)]
    [InlineData("view", Views)]
    [InlineData("constraint", Exclusions)]
    public async Task Definitions_OfTheDatabase_AreThoseOfTheFiles(string kind, string query)
    {
        await using var database = await server.BorrowAsync();
        await using var connection = new NpgsqlConnection(database.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var before = await ReadAsync(connection, query);
        foreach (var (name, sql) in Newest(kind))
        {
            await using var again = new NpgsqlCommand(kind == "constraint" ? $"ALTER TABLE bono DROP CONSTRAINT {name};\n{sql}" : Replacing(sql), connection, transaction);
            await again.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var after = (await ReadAsync(connection, query)).ToDictionary(o => o.Name, o => o.Definition);

        Assert.Equal(Newest(kind).Keys.Order(StringComparer.Ordinal), before.Select(o => o.Name).Order(StringComparer.Ordinal));
        Assert.All(before, o => Assert.True(
            o.Definition == after[o.Name], $"{o.Name} in the database is not Persistence/Sql/{kind}_{o.Name}: was a file changed instead of a version added?\n{o.Definition}"));
    }

    [Fact]
    public async Task Triggers_OfTheDatabase_AreThoseOfTheFiles()
    {
        var database = await ReadAsync("""
            SELECT t.tgname::text, pg_get_triggerdef(t.oid)
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace
            """);
        var files = Newest("trigger");

        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), database.Select(o => o.Name).Distinct().Order(StringComparer.Ordinal));
        foreach (var trigger in database.GroupBy(o => o.Name))
        {
            var inDatabase = trigger.Select(o => o.Definition.Replace("public.", "", StringComparison.Ordinal) + ";").Order(StringComparer.Ordinal);
            Assert.Equal(files[trigger.Key].Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), inDatabase);
        }
    }

    // PostgreSQL copies the triggers for each row to the partitions, not those for each statement.
    [Fact]
    public async Task Triggers_OfPartitions_AreThoseOfTheirTable()
    {
        var partitions = await ReadAsync("""
            SELECT concat_ws(' ', c.relname, 'of', i.inhparent::regclass), concat_ws('; ',
                coalesce((SELECT string_agg(concat_ws(' ', tgname, tgtype, tgfoid::regproc), ', ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = i.inhparent AND NOT tgisinternal), 'none'),
                coalesce((SELECT string_agg(concat_ws(' ', tgname, tgtype, tgfoid::regproc), ', ' ORDER BY tgname) FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal), 'none'))
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind = 'r'
            """);

        Assert.NotEmpty(partitions);
        Assert.All(partitions, p => Assert.True(p.Definition.Split("; ") is [var ofTable, var ofPartition] && ofTable == ofPartition, $"{p.Name}: {p.Definition}"));
    }

    [Fact]
    public async Task Functions_InPlpgsql_KeepTheSearchPathOfTheirSchemaWithTemporaryObjectsLast()
    {
        var paths = await ReadAsync("SELECT proname::text, coalesce(array_to_string(proconfig, ' '), '') FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE pronamespace = current_schema()::regnamespace AND l.lanname = 'plpgsql'");

        Assert.All(paths, p => Assert.Equal("search_path=public, pg_temp", p.Definition));
    }

    [Fact]
    public async Task HayFalta_InAStatement_IsInlined()
    {
        var plan = await ReadAsync("""
            EXPLAIN (VERBOSE)
            SELECT hay_falta(monto_utilidad, cobranza_ideal, numero_semanas, semana_del_plan(fecha_inicio, '2026-11-09'),
                             pagado - coalesce(monto_prestamo, 0), coalesce(monto_prestamo, 0))
            FROM prestamos
            """);

        var text = string.Join('\n', plan.Select(p => p.Name));
        Assert.Contains("monto_utilidad", text, StringComparison.Ordinal);
        Assert.All(Newest("function").Keys, f => Assert.DoesNotContain(f, text, StringComparison.Ordinal));
    }

    // By name; where there are several versions, the last.
    internal static Dictionary<string, string> Newest(string kind) => SqlScripts.Names()
        .Where(n => n.StartsWith($"{kind}_", StringComparison.Ordinal))
        .Select(n => (Name: n[(kind.Length + 1)..n.LastIndexOf("_v", StringComparison.Ordinal)], Version: int.Parse(n[(n.LastIndexOf("_v", StringComparison.Ordinal) + 2)..], CultureInfo.InvariantCulture), File: n))
        .GroupBy(f => f.Name).ToDictionary(g => g.Key, g => SqlScripts.Read(g.MaxBy(f => f.Version).File));

    // As a migration runs it, but over what is there.
    private static string Replacing(string sql) => $"SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);\n"
        + new Regex("^CREATE (OR REPLACE )?", RegexOptions.Multiline).Replace(sql, "CREATE OR REPLACE ", count: 1);

    private async Task<List<(string Name, string Definition)>> ReadAsync(string sql)
    {
        await using var database = await server.BorrowAsync();
        await using var connection = new NpgsqlConnection(database.Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return await ReadAsync(connection, sql);
    }

    private static async Task<List<(string Name, string Definition)>> ReadAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<(string, string)> rows = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add((reader.GetString(0), reader.FieldCount > 1 ? reader.GetString(1) : ""));
        }

        return rows;
    }
}
