using Npgsql;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Brings a copy of the migrated template back to the template's rows and sequences, in a tenth of the time that another copy takes.</summary>
internal sealed class DatabaseReset
{
    // A row of the catalogue that was written again has another xmin.
    private const string Fingerprint = """
        SELECT md5(concat_ws('|',
            (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_proc WHERE oid >= 16384),
            (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_rewrite WHERE oid >= 16384),
            (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_trigger WHERE oid >= 16384),
            (SELECT string_agg(concat_ws(' ', oid, xmin), ',' ORDER BY oid) FROM pg_constraint WHERE oid >= 16384),
            (SELECT string_agg(concat_ws(' ', attrelid, attnum, xmin), ',' ORDER BY attrelid, attnum) FROM pg_attribute WHERE attrelid >= 16384),
            (SELECT string_agg(s::text, ',') FROM pg_db_role_setting s JOIN pg_database d ON d.oid = setdatabase WHERE datname = current_database())))
        """;

    private readonly string _script;
    private readonly string _schema;

    private DatabaseReset(string script, string schema) => (_script, _schema) = (script, schema);

    public static async Task<DatabaseReset> OfAsync(string template)
    {
        var tables = await TestDatabase.ValueAsync<string[]>(template, """
            SELECT array_agg(relname::text ORDER BY relname) FROM pg_class
            WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = current_schema()::regnamespace
            """);

        // Without triggers and foreign keys: the ledger refuses a DELETE, and the order of the tables does not matter.
        List<string> script = ["SET LOCAL session_replication_role = replica"];
        foreach (var table in tables)
        {
            var rows = await TestDatabase.ValueAsync<string>(template, $"""SELECT quote_literal(coalesce(jsonb_agg(t), '[]')) FROM "{table}" t""");
            script.Add($"""DELETE FROM "{table}" """);
            if (rows != "'[]'")
            {
                script.Add($"""INSERT INTO "{table}" OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::"{table}", {rows})""");
            }
        }

        // From the sequences themselves: pg_sequences does not tell where one that was never used would begin.
        foreach (var sequence in await TestDatabase.ValueAsync<string[]>(template, "SELECT array_agg(sequencename::text) FROM pg_sequences"))
        {
            script.Add(await TestDatabase.ValueAsync<string>(template, $"""SELECT format('SELECT setval(%L, %s, %L)', '"{sequence}"', last_value, is_called) FROM "{sequence}" """));
        }

        return new(string.Join(';', script), await TestDatabase.ValueAsync<string>(template, Fingerprint));
    }

    /// <param name="connection">A copy of the template.</param>
    /// <returns>False where a test has changed more than rows: the database is not to be used again.</returns>
    public async Task<bool> TryAsync(string connection)
    {
        // Pooled: a database that is lent often keeps its connection.
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var transaction = await open.BeginTransactionAsync();
        await using var read = new NpgsqlCommand(Fingerprint, open, transaction);
        if ((string)(await read.ExecuteScalarAsync())! != _schema)
        {
            return false;
        }

        await using var reset = new NpgsqlCommand(_script, open, transaction);
        await reset.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return true;
    }
}
