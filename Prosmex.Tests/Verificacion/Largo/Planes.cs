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

    private readonly string _archivo = Path.Combine(Raiz(), "docs", "planes.md");
    private readonly StringBuilder _texto = new(Cabeza.TrimEnd() + "\n");
    private readonly Dictionary<string, string> _frases;

    public Planes(string sobre)
    {
        _frases = File.Exists(_archivo)
            ? Secciones().Matches(File.ReadAllText(_archivo)).ToDictionary(m => m.Groups["titulo"].Value, m => m.Groups["frases"].Value.Trim())
            : [];
        _texto.Append('\n').Append(sobre).Append('\n');
    }

    /// <summary>Runs each statement that has a plan, in order, and takes the plan down; the others are just run.</summary>
    public async Task AgregarAsync(NpgsqlConnection conexion, string titulo, IReadOnlyList<Sentencia> sentencias)
    {
        var numero = 0;
        foreach (var sentencia in sentencias)
        {
            if (!sentencia.TienePlan)
            {
                await using var orden = sentencia.Orden(conexion);
                await orden.ExecuteNonQueryAsync();
                continue;
            }

            var plan = new StringBuilder();
            await using (var orden = sentencia.Orden(conexion, "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)\n"))
            await using (var lector = await orden.ExecuteReaderAsync())
            {
                while (await lector.ReadAsync())
                {
                    plan.Append(lector.GetString(0)).Append('\n');
                }
            }

            Escribir($"{titulo}, {++numero}", sentencia.Texto.Trim(), plan.ToString());
        }
    }

    public Task GuardarAsync() => File.WriteAllTextAsync(_archivo, _texto.ToString());

    private static string Raiz()
    {
        var carpeta = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(carpeta, "Prosmex.sln")))
        {
            carpeta = Path.GetDirectoryName(carpeta) ?? throw new InvalidOperationException("There is no Prosmex.sln above the program.");
        }

        return carpeta;
    }

    private void Escribir(string titulo, string sql, string plan)
    {
        _texto.Append("\n## ").Append(titulo).Append("\n\n");
        if (_frases.GetValueOrDefault(titulo) is { Length: > 0 } frases)
        {
            _texto.Append(frases).Append("\n\n");
        }

        _texto.Append("```sql\n").Append(sql).Append("\n```\n\n```\n").Append(plan).Append("```\n");
    }

    [GeneratedRegex(@"^## (?<titulo>[^\n]+)\n(?<frases>.*?)^```sql$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Secciones();
}
