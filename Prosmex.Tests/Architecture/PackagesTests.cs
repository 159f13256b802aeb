using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Architecture;

/// <summary>No package is referenced without a use. The compiler writes into an assembly which others it uses.</summary>
[Trait("Kind", "Unit")]
public sealed class PackagesTests
{
    // They do their work without being called by a project's code, or the compiler writes down another assembly.
    private static readonly Dictionary<string, string> Tools = new()
    {
        ["Azure.Identity"] = "its types have moved to Azure.Core",
        ["Grpc.AspNetCore"] = "brings Grpc.Tools and the gRPC server, whose namespaces the generated code uses",
        ["Microsoft.Azure.Functions.Worker.Sdk"] = "writes worker.config.json and functions.metadata",
        ["Microsoft.CodeAnalysis.BannedApiAnalyzers"] = "an analyzer",
        ["Microsoft.EntityFrameworkCore.Design"] = "for dotnet ef",
        ["Microsoft.NET.Test.Sdk"] = "for dotnet test",
        ["xunit.runner.visualstudio"] = "for dotnet test",
        ["xunit.v3"] = "brings the packages of xunit",
    };

    public static TheoryData<string> Projects => [.. ProjectFiles().Select(f => Path.GetFileNameWithoutExtension(f))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void PackageReferences_OfAProject_AreUsedByItsCode(string project)
    {
        // Next to this one: bin/<configuration>/<framework> here, obj/… there.
        var output = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)[^2..];
        var assembly = Path.Combine([Repository.Root, project, "obj", .. output, $"{project}.dll"]);
        Assert.SkipUnless(File.Exists(assembly), $"{project} is not built: dotnet build Prosmex.sln");
        var used = AssembliesUsedBy(assembly);

        var unused = Assemblies(project).Where(p => !Tools.ContainsKey(p.Key) && !p.Value.Any(used.Contains)).Select(p => p.Key).ToList();

        Assert.True(
            unused.Count == 0,
            $"{project} references {string.Join(", ", unused)} and uses nothing of it. Remove the PackageReference; a tool or an analyzer goes with its reason into PackagesTests.Tools.");
    }

    [Fact]
    public void Tools_AllowedUnused_AreReferenced()
    {
        var gone = Tools.Keys.Except(ProjectFiles().SelectMany(References).Concat(References(Path.Combine(Repository.Root, "Directory.Build.props")))).ToList();

        Assert.True(gone.Count == 0, $"No project references {string.Join(", ", gone)}: remove it from PackagesTests.Tools.");
    }

    [Fact]
    public void PackageVersions_All_AreOfAPackageInUse()
    {
        var locked = Directory.EnumerateFiles(Repository.Root, "packages.lock.json", SearchOption.AllDirectories)
            .SelectMany(f => JsonNode.Parse(File.ReadAllText(f))!["dependencies"]!.AsObject()).SelectMany(framework => framework.Value!.AsObject()).Select(package => package.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

        var unused = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion").Select(v => (string)v.Attribute("Include")!).Where(p => !locked.Contains(p)).ToList();

        Assert.True(unused.Count == 0, $"No lock file has {string.Join(", ", unused)}: remove the PackageVersion from Directory.Packages.props.");
    }

    private static IEnumerable<string> ProjectFiles() => Directory.EnumerateDirectories(Repository.Root, "Prosmex.*").SelectMany(d => Directory.EnumerateFiles(d, "*.csproj"));

    private static IEnumerable<string> References(string file) => XDocument.Load(file).Descendants("PackageReference").Select(r => (string)r.Attribute("Include")!);

    /// <summary>Each direct package with its assemblies' names, as NuGet resolved them.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Assemblies(string project)
    {
        var assets = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, project, "obj", "project.assets.json")))!;
        var resolved = assets["targets"]!.AsObject().First().Value!.AsObject();
        return assets["project"]!["frameworks"]!.AsObject().Single().Value!["dependencies"]!.AsObject().ToDictionary(
            d => d.Key,
            IReadOnlyList<string> (d) =>
            [
                .. resolved.First(p => p.Key.StartsWith(d.Key + '/', StringComparison.OrdinalIgnoreCase)).Value!["compile"]?.AsObject().Select(f => Path.GetFileNameWithoutExtension(f.Key)) ?? [],
            ]);
    }

    private static HashSet<string> AssembliesUsedBy(string file)
    {
        using var stream = File.OpenRead(file);
        using var image = new PEReader(stream);
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
