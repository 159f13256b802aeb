using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>A database as the system being replaced left it, and the real command on it.</summary>
internal sealed class OldDatabase
{
    /// <summary>A Tuesday after all that the sample holds.</summary>
    public static readonly DateTimeOffset Ahora = new(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(-6));

    private OldDatabase(string connection) => Connection = connection;

    public string Connection { get; }

    /// <summary>The old schema, empty or with the sample.</summary>
    public static async Task<OldDatabase> NuevaAsync(TestServer server, bool withSample = true)
    {
        var connection = await server.MissingDatabaseAsync();
        var mando = new NpgsqlConnectionStringBuilder(connection);
        await TestDatabase.ExecuteAsync(new NpgsqlConnectionStringBuilder(connection) { Database = "postgres", Pooling = false }.ConnectionString, $"CREATE DATABASE {mando.Database} TEMPLATE template0 ENCODING 'UTF8'");
        await LoadAsync(connection, "flask-schema.sql");
        if (withSample)
        {
            await LoadAsync(connection, "flask-data.sql");
        }

        return new(connection);
    }

    /// <summary>Runs <c>adopt</c> with an operator's arguments.</summary>
    public async Task<Outcome> AdoptarAsync(params string[] arguments)
    {
        var json = Path.GetTempFileName();
        try
        {
            string[] jsonOutput = arguments.Contains("--undo") ? [] : ["--json", json];
            var (exitCode, output) = await CommandInProcess.RunAsync(Connection, Ahora, ["adopt", .. jsonOutput, .. arguments]);
            var text = await File.ReadAllTextAsync(json);
            return new(exitCode, output, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
        }
        finally
        {
            File.Delete(json);
        }
    }

    public Task<int> ExecuteAsync(string sql) => TestDatabase.ExecuteAsync(Connection, sql);

    public Task<T> ValueAsync<T>(string sql) => TestDatabase.ValueAsync<T>(Connection, sql);

    /// <summary>What pg_dump says of the whole database; the test is skipped where there is no pg_dump.</summary>
    public async Task<string> DumpAsync(params string[] arguments)
    {
        var program = Command.PathFolders().Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(v => Path.Combine(v, "bin")) : [])
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pg_dump.exe" : "pg_dump")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "There is no pg_dump here.");
        var parts = new NpgsqlConnectionStringBuilder(Connection);
        var startInfo = new ProcessStartInfo(program!, ["--host", parts.Host!, "--port", $"{parts.Port}", "--username", parts.Username!, .. arguments, parts.Database!]) { RedirectStandardOutput = true };
        startInfo.Environment["PGPASSWORD"] = parts.Password;
        using var process = Process.Start(startInfo)!;
        var lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n');
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);

        // Newer minors put a random key around the dump.
        return string.Join('\n', lines.Where(l => !l.StartsWith("\\restrict", StringComparison.Ordinal) && !l.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    /// <summary>Another file of the folder with the sample.</summary>
    public Task LoadAsync(string file) => LoadAsync(Connection, file);

    // As psql loads what pg_dump wrote: statements, and rows behind COPY.
    private static async Task LoadAsync(string connection, string file)
    {
        await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await open.OpenAsync();
        var statements = new StringBuilder();
        TextWriter? copy = null;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Adopcion", "muestra", file)))
        {
            if (copy is not null)
            {
                if (line == "\\.")
                {
                    await copy.DisposeAsync();
                    copy = null;
                }
                else
                {
                    await copy.WriteAsync(line + "\n");
                }
            }
            else if (line.StartsWith("COPY ", StringComparison.Ordinal))
            {
                await DoAsync();
                copy = await open.BeginTextImportAsync(line.TrimEnd(';'));
            }
            else
            {
                statements.AppendLine(line);
            }
        }

        await DoAsync();

        async Task DoAsync()
        {
            await using var command = new NpgsqlCommand(statements.ToString(), open);
            await command.ExecuteNonQueryAsync();
            statements.Clear();
        }
    }
}

/// <summary>What a run of <c>adopt</c> came to.</summary>
internal sealed record Outcome(int ExitCode, string Output, JsonObject Report)
{
    /// <summary>Findings of a code, by the old id.</summary>
    public IReadOnlyList<int> De(string codigo) =>
        [.. Report["hallazgos"]!.AsArray().Where(h => (string?)h!["codigo"] == codigo).Select(h => (int)h!["id"]!).Order()];

    public IReadOnlyList<string> Codigos => [.. Report["hallazgos"]!.AsArray().Select(h => (string)h!["codigo"]!).Distinct().Order(StringComparer.Ordinal)];

    public Outcome Bien()
    {
        Assert.True(ExitCode == 0, Output);
        return this;
    }
}
