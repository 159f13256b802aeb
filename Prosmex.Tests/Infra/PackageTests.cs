using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Prosmex.Cli;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>What azd and the workflow pack and where it goes, and what the migration job's image is built from. Nothing is built here.</summary>
[Trait("Kind", "Integration")]
public sealed class PackageTests(Templates templates)
{
    private static readonly string Azure = Repository.Read("azure.yaml");
    private static readonly XDocument Project = XDocument.Parse(Repository.Read("Prosmex.Functions", "Prosmex.Functions.csproj"));

    // azd publishes the one project of the folder (dotnet publish --configuration Release) and zips the output: Azure/azure-dev, framework_service_dotnet.go.
    [Fact]
    public void Azd_Service_IsTheOneProjectOfItsFolder()
    {
        var service = Regex.Match(Azure, @"\nservices:\n  (\w+):\n    project: (\S+)\n    language: (\S+)\n    host: (\S+)\n");

        Assert.Equal(("Prosmex.Functions", "dotnet", "function"), (service.Groups[2].Value, service.Groups[3].Value, service.Groups[4].Value));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Repository.Root, service.Groups[2].Value), "*.*proj"));
        Assert.All(AppTests.Environments, e => Assert.Equal(service.Groups[1].Value, (string?)templates.Only(e.Data, "Microsoft.Web/sites")["tags"]!["azd-service-name"]));
    }

    [Fact]
    public void Azd_TemplatesAndHooks_Exist()
    {
        var (path, module) = (Value("path"), Value("module"));
        Assert.True(File.Exists(Path.Combine(Repository.Root, path, $"{module}.bicepparam")));

        var hooks = Regex.Matches(Azure, "    run: (.+)").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(["infra/azd/before-provision.sh", "infra/azd/before-deploy.sh"], hooks);
        Assert.All(hooks, hook => Assert.True(File.Exists(Path.Combine(Repository.Root, hook)), hook));
    }

    [Fact]
    public void Scripts_ThatAreCalled_CanBeRun()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no mode of execution.");
            return;
        }

        foreach (var script in Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.sh", SearchOption.AllDirectories))
        {
            Assert.True(File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute), script);
        }
    }

    [Fact]
    public void Package_HostSettings_AreInItAndLocalOnesAreNot()
    {
        Assert.Equal("PreserveNewest", Copied("host.json"));
        Assert.Equal("Never", Copied("local.settings.json"));
    }

    [Fact]
    public void Package_OfTheProgram_RunsOnTheMachinesOfFlex()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "msbuild", Path.Combine(Repository.Root, "Prosmex.Functions"), "-p:Configuration=Release", "-p:_IsPublishing=true",
                "-getProperty:OutputType,AzureFunctionsVersion,RuntimeIdentifier,SelfContained,PublishReadyToRun",
            ])
        { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var properties = JsonNode.Parse(process.StandardOutput.ReadToEnd())!["Properties"]!;
        process.WaitForExit();

        Assert.Equal("Exe", (string?)properties["OutputType"]);
        Assert.Equal("v4", (string?)properties["AzureFunctionsVersion"]);
        Assert.Equal("linux-x64", (string?)properties["RuntimeIdentifier"]);
        Assert.Equal("false", (string?)properties["SelfContained"]);
        Assert.Equal("true", (string?)properties["PublishReadyToRun"]);
    }

    // From inside the folder, by ".": "*" leaves out .azurefunctions, without which the host finds no extension.
    [Fact]
    public void Package_OfTheWorkflow_IsTheWholePublishedFolder()
    {
        var ci = Repository.Read(".github", "workflows", "ci.yml");

        Assert.Contains("run: dotnet publish Prosmex.Functions --configuration Release --output out/api\n", ci, StringComparison.Ordinal);
        Assert.Contains("run: cd out/api && zip --quiet --recurse-paths ../api.zip .\n", ci, StringComparison.Ordinal);
        Assert.Contains("path: out/api.zip\n", ci, StringComparison.Ordinal);
    }

    [Fact]
    public void Cli_OfTheWorkflow_IsPublishedAndKept()
    {
        var ci = Repository.Read(".github", "workflows", "ci.yml");

        Assert.Contains("run: dotnet publish Prosmex.Cli --configuration Release --output out/cli\n", ci, StringComparison.Ordinal);
        Assert.Contains("          name: cli\n          path: out/cli\n", ci, StringComparison.Ordinal);
    }

    // ASP.NET is not in the job's image.
    [Fact]
    public void JobsImage_OfTheCli_HasAllThatTheCliNeeds()
    {
        var settings = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(typeof(CommandLine).Assembly.Location, "runtimeconfig.json")))!;

        Assert.Equal("Microsoft.NETCore.App", (string?)settings["runtimeOptions"]!["framework"]!["name"]);
    }

    [Fact]
    public void JobsImage_FilesItCopies_Exist()
    {
        var workflow = Repository.Read(".github", "workflows", "environment.yml");
        Assert.Contains("          name: cli\n          path: out/migrate/app\n", workflow, StringComparison.Ordinal);
        Assert.Contains("run: cp infra/migrate/* out/migrate/\n", workflow, StringComparison.Ordinal);
        Assert.Matches(@"az acr build .* out/migrate\n", workflow);

        var dockerfile = Repository.Read("infra", "migrate", "Dockerfile");
        var sources = Regex.Matches(dockerfile, "(?m)^COPY (.+) \\S+$").SelectMany(m => m.Groups[1].Value.Split(' ')).ToList();

        Assert.Equal(["app/", "migrate.sh", "roles.sql"], sources);
        Assert.All(sources.Where(source => source != "app/"), source => Assert.True(File.Exists(Path.Combine(Repository.Root, "infra", "migrate", source)), source));
        Assert.Contains("ENTRYPOINT [\"sh\", \"/migrate/migrate.sh\"]", dockerfile, StringComparison.Ordinal);
        Assert.Contains("runtime:10.0", dockerfile, StringComparison.Ordinal);
        Assert.Contains("/app/Prosmex.Cli.dll", Repository.Read("infra", "migrate", "migrate.sh"), StringComparison.Ordinal);
    }

    private static string Value(string key) => Regex.Match(Azure, $@"\n  {key}: (\S+)\n").Groups[1].Value;

    private static string? Copied(string file) => Project.Descendants("None").Single(none => (string?)none.Attribute("Link") == file).Attribute("CopyToPublishDirectory")?.Value;
}
