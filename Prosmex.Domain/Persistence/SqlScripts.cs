using Microsoft.EntityFrameworkCore.Migrations;

namespace Prosmex.Domain.Persistence;

/// <summary>The functions, triggers and constraints that EF's model does not know: one file each in <c>Persistence/Sql</c>, named kind_name_vN.</summary>
internal static class SqlScripts
{
    /// <summary>
    /// Runs a file. Objects are created in the schema of the connection, and functions keep it as their search path, with temporary objects last: a
    /// caller's temporary table must not shadow a real one.
    /// </summary>
    /// <param name="migrationBuilder">Of the migration.</param>
    /// <param name="name">The file's name without its ending. A changed object is a new version in a new file.</param>
    public static void Script(this MigrationBuilder migrationBuilder, string name) => migrationBuilder.Sql(
        $"SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);\n{Read(name)}");

    /// <summary>The names of all files, without their ending.</summary>
    public static IEnumerable<string> Names() => typeof(SqlScripts).Assembly.GetManifestResourceNames()
        .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).Select(n => n[Prefix.Length..^Ending.Length]);

    public static string Read(string name)
    {
        using var file = typeof(SqlScripts).Assembly.GetManifestResourceStream($"{Prefix}{name}{Ending}")
            ?? throw new InvalidOperationException($"Persistence/Sql/{name}{Ending} does not exist.");
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    private const string Prefix = "sql/";
    private const string Ending = ".sql";
}
