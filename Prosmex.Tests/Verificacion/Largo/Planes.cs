using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Prosmex.Tests.Verificacion.Largo;

/// <summary>docs/planes.md: a heading per statement, what people wrote about it, the statement and its plan.</summary>
internal sealed partial class Planes
{
    private const string Cabeza = """
        # Plans

        What PostgreSQL does for the weekly close and the reports. Written by `.ci/largo`; only the sentences between a heading and its statement
        are people's, and stay when it runs again.
        """;

    private readonly string _file = Path.Combine(Raiz(), "docs", "planes.md");
    private readonly StringBuilder _text = new(Cabeza.TrimEnd() + "\n");
    private readonly Dictionary<string, string> _frases;

    public Planes(string sobre)
    {
        _frases = File.Exists(_file)
            ? Secciones().Matches(File.ReadAllText(_file)).ToDictionary(m => m.Groups["titulo"].Value, m => m.Groups["frases"].Value.Trim())
            : [];
        _text.Append('\n').Append(sobre).Append('\n');
    }

    /// <summary>Runs each statement that has a plan, in order, and takes the plan down; the others are just run.</summary>
    public async Task AgregarAsync(NpgsqlConnection connection, string title, IReadOnlyList<Sentencia> statements)
    {
        var numero = 0;
        foreach (var sentencia in statements)
        {
            if (!sentencia.TienePlan)
            {
                await using var orden = sentencia.Orden(connection);
                await orden.ExecuteNonQueryAsync();
                continue;
            }

            var plan = new StringBuilder();
            await using (var orden = sentencia.Orden(connection, "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)\n"))
            await using (var reader = await orden.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    plan.Append(reader.GetString(0)).Append('\n');
                }
            }

            Escribir($"{title}, {++numero}", sentencia.Texto.Trim(), plan.ToString());
        }
    }

    public Task GuardarAsync() => File.WriteAllTextAsync(_file, _text.ToString());

    private static string Raiz()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Prosmex.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Prosmex.sln above the program.");
        }

        return folder;
    }

    private void Escribir(string title, string sql, string plan)
    {
        _text.Append("\n## ").Append(title).Append("\n\n");
        if (_frases.GetValueOrDefault(title) is { Length: > 0 } frases)
        {
            _text.Append(frases).Append("\n\n");
        }

        _text.Append("```sql\n").Append(sql).Append("\n```\n\n```\n").Append(plan).Append("```\n");
    }

    [GeneratedRegex(@"^## (?<titulo>[^\n]+)\n(?<frases>.*?)^```sql$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Secciones();
}
