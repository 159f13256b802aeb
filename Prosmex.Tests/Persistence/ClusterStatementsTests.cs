using System.Text.RegularExpressions;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>What a Citus cluster refuses in statements on tables, held against the program's own SQL (docs/escala.md).</summary>
[Trait("Kind", "Unit")]
public sealed partial class ClusterStatementsTests
{
    // What looks like a call and is none, or one that PostgreSQL expands itself.
    private static readonly string[] NoFunctions = ["AND", "OR", "NOT", "IN", "WHEN", "THEN", "ELSE", "WHERE", "least", "greatest", "coalesce"];

    [Fact]
    public void Returning_Any_CallsNoFunctionAndAsksNoTable()
    {
        var clauses = Statements().SelectMany(s => Returning().Matches(s.Sql).Select(m => (s.File, Clause: m.Groups[1].Value))).ToList();

        Assert.NotEmpty(clauses);
        Assert.All(clauses, c => Assert.True(Calls(c.Clause).Length == 0 && !c.Clause.Contains("SELECT", StringComparison.Ordinal), $"{c.File}: RETURNING{c.Clause}"));
    }

    // IMMUTABLE functions would do; none is needed so far. timestamptz + interval is not: it depends on the session's time zone.
    [Fact]
    public void OnConflict_DoUpdate_CallsNoFunctionAndAddsNoInterval()
    {
        var clauses = Statements().SelectMany(s => DoUpdate().Matches(s.Sql).Select(m => (s.File, Clause: m.Groups[1].Value.Split("RETURNING")[0]))).ToList();

        Assert.NotEmpty(clauses);
        Assert.All(clauses, c => Assert.True(Calls(c.Clause).Length == 0 && !c.Clause.Contains("interval", StringComparison.OrdinalIgnoreCase), $"{c.File}: DO UPDATE SET{c.Clause}"));
    }

    // Those that are STABLE, such as statement_timestamp, are computed before.
    [Fact]
    public void Update_Any_CallsNoVolatileFunction()
    {
        var updates = Statements().SelectMany(s => Update().Matches(s.Sql).Select(m => (s.File, Sql: m.Value))).ToList();

        Assert.NotEmpty(updates);
        Assert.All(updates, u => Assert.DoesNotMatch(@"\b(clock_timestamp|timeofday|random|gen_random_uuid|nextval|setval|set_config|pg_\w*advisory\w*)\(", u.Sql));
    }

    [Fact]
    public void AdvisoryLocks_InTheSources_TakeTheirKeysFromOnePlace()
    {
        var taken = from project in new[] { "Prosmex.Domain", "Prosmex.Cli", "Prosmex.Functions", "Prosmex.LocalHost" }
                    from file in Repository.Sources(project)
                    where Path.GetFileName(file) != $"{nameof(AdvisoryLocks)}.cs"
                    from Match use in Lock().Matches(File.ReadAllText(file))
                    select (File: Path.GetFileName(file), Use: use.Value);

        Assert.All(taken, t => Assert.Contains("({AdvisoryLocks.", t.Use, StringComparison.Ordinal));

        // Functions get their keys from those who call them.
        Assert.All(SqlFilesTests.Newest("function"), f => Assert.DoesNotMatch(@"pg_\w*advisory\w*\((?!cierre\)|custodia, usuario\))", f.Value));
    }

    private static string[] Calls(string clause) =>
        [.. Call().Matches(clause).Select(m => m.Groups[1].Value).Where(f => !NoFunctions.Contains(f, StringComparer.OrdinalIgnoreCase))];

    // The strings of the sources, with a ? for each hole, and the newest SQL files.
    private static IEnumerable<(string File, string Sql)> Statements() => Repository.Sources("Prosmex.Domain")
        .Where(f => !f.Contains("Migrations", StringComparison.Ordinal))
        .SelectMany(f => Text().Matches(File.ReadAllText(f)).Select(m => (Path.GetFileName(f), Hole().Replace(m.Groups[1].Value + m.Groups[2].Value, "?"))))
        .Concat(new[] { "function", "view" }.SelectMany(SqlFilesTests.Newest).Select(f => (f.Key, f.Value)));

    [GeneratedRegex("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"", RegexOptions.Singleline)]
    private static partial Regex Text();

    [GeneratedRegex(@"\{(?:[^{}]|\{[^{}]*\})*\}")]
    private static partial Regex Hole();

    // Up to the end of the statement, or of the brackets around it.
    [GeneratedRegex(@"\bRETURNING\b((?:[^;()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)")]
    private static partial Regex Returning();

    [GeneratedRegex(@"\bDO UPDATE\s+SET\b((?:[^;()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))*)")]
    private static partial Regex DoUpdate();

    [GeneratedRegex(@"\bUPDATE\s+\w+\s+(\w+\s+)?SET\b[^;]*")]
    private static partial Regex Update();

    [GeneratedRegex(@"(\w+)\s*\(")]
    private static partial Regex Call();

    [GeneratedRegex(@"(pg_\w*advisory\w*|tomar_turno\w*)\([^)]*")]
    private static partial Regex Lock();
}
