using System.Text;
using Npgsql;

namespace Prosmex.Tests.Verificacion.Long;

/// <summary><c>artifacts/plans.md</c>, which is not committed: the statements of the weekly close and the reports with their plans.</summary>
internal sealed class Planes(string sobre)
{
    private readonly StringBuilder _text = new($"# Plans\n\n{sobre}\n");

    /// <summary>Runs the statements in order, and records the plan of each that has one.</summary>
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

    /// <returns>The file.</returns>
    public async Task<string> GuardarAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Raiz(), "artifacts"));
        var file = Path.Combine(folder.FullName, "plans.md");
        await File.WriteAllTextAsync(file, _text.ToString());
        return file;
    }

    private static string Raiz()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Prosmex.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Prosmex.sln above the program.");
        }

        return folder;
    }

    private void Escribir(string title, string sql, string plan) =>
        _text.Append("\n## ").Append(title).Append("\n\n```sql\n").Append(sql).Append("\n```\n\n```\n").Append(plan).Append("```\n");
}
