using System.Text.RegularExpressions;

namespace Prosmex.Domain.Financieras;

/// <summary>One of the lenders that share a program and a database: everything it has is in a schema of its own.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Host">The host name that its users call, in lower case and without a port.</param>
/// <param name="Nombre">As papers and spreadsheets say it.</param>
/// <param name="Activa">One that is not is answered like an unknown host name, and the timers pass it by.</param>
/// <param name="Settings">Its own settings as a JSON object of strings, by their names after <c>Prosmex:</c>.</param>
public sealed partial record Financiera(string Schema, string Host, string Nombre, bool Activa, string Settings)
{
    /// <summary>Where the lenders are listed, and other names of PostgreSQL that are no lender's.</summary>
    private static readonly string[] Reserved = ["prosmex", "public", "citus", "cron", "information_schema"];

    /// <summary>Whether a schema may have this name: it needs no quotes anywhere.</summary>
    public static bool IsSchema(string text) =>
        SchemaPattern().IsMatch(text) && !text.StartsWith("pg_", StringComparison.Ordinal) && !Reserved.Contains(text, StringComparer.Ordinal);

    /// <summary>Whether a host may have this name.</summary>
    public static bool IsHost(string text) => text.Length <= 253 && HostPattern().IsMatch(text);

    [GeneratedRegex(@"^[a-z][a-z0-9_]{0,39}\z")]
    private static partial Regex SchemaPattern();

    // Labels as in RFC 1123, in lower case; names in other scripts are written as xn--….
    [GeneratedRegex(@"^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*\z")]
    private static partial Regex HostPattern();
}
