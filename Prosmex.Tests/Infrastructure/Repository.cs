using System.Text.RegularExpressions;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The files that the tests were built from.</summary>
internal static partial class Repository
{
    private static readonly string[] Projects = ["Prosmex.Domain", "Prosmex.Functions", "Prosmex.Cli", "Prosmex.LocalHost"];

    public static string Root { get; } = FindRoot();

    public static string Read(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>The C# files of a project.</summary>
    public static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    /// <summary>The settings that the sources name, with <c>:</c> between the parts.</summary>
    public static IReadOnlyList<string> ReadSettings()
    {
        var texts = Projects.SelectMany(Sources).Select(File.ReadAllText).ToList();
        return
        [
            .. texts.SelectMany(t => SettingName().Matches(t)).Select(m => m.Groups[1].Value)
                .Concat(texts.SelectMany(t => ConnectionName().Matches(t)).Select(m => $"ConnectionStrings:{m.Groups[1].Value}"))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Prosmex.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"""((?:Prosmex:|PROSMEX_|ConnectionStrings:|AZURE_|APPLICATIONINSIGHTS_|OTEL_)[\w:]+)""")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"GetConnectionString\(""(\w+)""\)")]
    private static partial Regex ConnectionName();
}
