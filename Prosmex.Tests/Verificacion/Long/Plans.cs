using System.Text;
using Npgsql;

namespace Prosmex.Tests.Verificacion.Long;

/// <summary><c>artifacts/plans.md</c>, which is not committed: the statements of the weekly close and the reports with their plans.</summary>
internal sealed class Plans(string sobre)
{
    private readonly StringBuilder _text = new($"# Plans\n\n{sobre}\n");

    /// <summary>Runs the statements in order, and records the plan of each that has one.</summary>
    public async Task AgregarAsync(NpgsqlConnection connection, string title, IReadOnlyList<Statement> statements)
    {
        var numero = 0;
        foreach (var statement in statements)
        {
            if (!statement.TienePlan)
            {
                await using var command = statement.CommandOf(connection);
                await command.ExecuteNonQueryAsync();
                continue;
            }

            var plan = new StringBuilder();
            await using (var command = statement.CommandOf(connection, "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF)\n"))
            await using (var reader = await command.ExecuteReaderAsync())
            {
                while (await reader.ReadAsync())
                {
                    plan.Append(reader.GetString(0)).Append('\n');
                }
            }

            Write($"{title}, {++numero}", statement.Text.Trim(), plan.ToString());
        }
    }

    /// <returns>The file.</returns>
    public async Task<string> StoreAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Root(), "artifacts"));
        var file = Path.Combine(folder.FullName, "plans.md");
        await File.WriteAllTextAsync(file, _text.ToString());
        return file;
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Prosmex.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("There is no Prosmex.sln above the program.");
        }

        return folder;
    }

    private void Write(string title, string sql, string plan) =>
        _text.Append("\n## ").Append(title).Append("\n\n```sql\n").Append(sql).Append("\n```\n\n```\n").Append(plan).Append("```\n");
}
