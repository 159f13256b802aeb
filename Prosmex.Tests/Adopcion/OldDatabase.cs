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

    private OldDatabase(string connection) => Conexion = connection;

    public string Conexion { get; }

    /// <summary>The old schema, empty or with the sample.</summary>
    public static async Task<OldDatabase> NuevaAsync(TestServer servidor, bool conMuestra = true)
    {
        var connection = await servidor.BaseInexistenteAsync();
        var mando = new NpgsqlConnectionStringBuilder(connection);
        await Base.EjecutarAsync(new NpgsqlConnectionStringBuilder(connection) { Database = "postgres", Pooling = false }.ConnectionString, $"CREATE DATABASE {mando.Database} TEMPLATE template0 ENCODING 'UTF8'");
        await CargarAsync(connection, "flask-schema.sql");
        if (conMuestra)
        {
            await CargarAsync(connection, "flask-data.sql");
        }

        return new(connection);
    }

    /// <summary>Runs <c>adopt</c> with an operator's arguments.</summary>
    public async Task<Resultado> AdoptarAsync(params string[] arguments)
    {
        var json = Path.GetTempFileName();
        try
        {
            string[] salidaJson = arguments.Contains("--undo") ? [] : ["--json", json];
            var (codigo, output) = await CommandInProcess.RunAsync(Conexion, Ahora, ["adopt", .. salidaJson, .. arguments]);
            var text = await File.ReadAllTextAsync(json);
            return new(codigo, output, text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject());
        }
        finally
        {
            File.Delete(json);
        }
    }

    public Task<int> EjecutarAsync(string sql) => Base.EjecutarAsync(Conexion, sql);

    public Task<T> ValorAsync<T>(string sql) => Base.ValorAsync<T>(Conexion, sql);

    /// <summary>What pg_dump says of the whole database; the test is skipped where there is no pg_dump.</summary>
    public async Task<string> VolcadoAsync(params string[] arguments)
    {
        var programa = Command.PathFolders().Concat(Directory.Exists("/usr/lib/postgresql") ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending().Select(v => Path.Combine(v, "bin")) : [])
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pg_dump.exe" : "pg_dump")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(programa is null, "There is no pg_dump here.");
        var partes = new NpgsqlConnectionStringBuilder(Conexion);
        var inicio = new ProcessStartInfo(programa!, ["--host", partes.Host!, "--port", $"{partes.Port}", "--username", partes.Username!, .. arguments, partes.Database!]) { RedirectStandardOutput = true };
        inicio.Environment["PGPASSWORD"] = partes.Password;
        using var proceso = Process.Start(inicio)!;
        var lines = (await proceso.StandardOutput.ReadToEndAsync()).Split('\n');
        await proceso.WaitForExitAsync();
        Assert.Equal(0, proceso.ExitCode);

        // Newer minors put a random key around the dump.
        return string.Join('\n', lines.Where(l => !l.StartsWith("\\restrict", StringComparison.Ordinal) && !l.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }

    /// <summary>Another file of the folder with the sample.</summary>
    public Task CargarAsync(string file) => CargarAsync(Conexion, file);

    // As psql loads what pg_dump wrote: statements, and rows behind COPY.
    private static async Task CargarAsync(string connection, string file)
    {
        await using var abierta = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await abierta.OpenAsync();
        var statements = new StringBuilder();
        TextWriter? copia = null;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Adopcion", "muestra", file)))
        {
            if (copia is not null)
            {
                if (line == "\\.")
                {
                    await copia.DisposeAsync();
                    copia = null;
                }
                else
                {
                    await copia.WriteAsync(line + "\n");
                }
            }
            else if (line.StartsWith("COPY ", StringComparison.Ordinal))
            {
                await HacerAsync();
                copia = await abierta.BeginTextImportAsync(line.TrimEnd(';'));
            }
            else
            {
                statements.AppendLine(line);
            }
        }

        await HacerAsync();

        async Task HacerAsync()
        {
            await using var orden = new NpgsqlCommand(statements.ToString(), abierta);
            await orden.ExecuteNonQueryAsync();
            statements.Clear();
        }
    }
}

/// <summary>What a run of <c>adopt</c> came to.</summary>
internal sealed record Resultado(int Codigo, string Salida, JsonObject Informe)
{
    /// <summary>Findings of a code, by the old id.</summary>
    public IReadOnlyList<int> De(string codigo) =>
        [.. Informe["hallazgos"]!.AsArray().Where(h => (string?)h!["codigo"] == codigo).Select(h => (int)h!["id"]!).Order()];

    public IReadOnlyList<string> Codigos => [.. Informe["hallazgos"]!.AsArray().Select(h => (string)h!["codigo"]!).Distinct().Order(StringComparer.Ordinal)];

    public Resultado Bien()
    {
        Assert.True(Codigo == 0, Salida);
        return this;
    }
}
