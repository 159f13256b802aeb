using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>The published folder has all files that the host and the worker need, and no development files.</summary>
[Trait("Kind", "Unit")]
public sealed class PublishedFolderTests(PublishedApp app)
{
    [Theory]
    [InlineData("host.json")]
    [InlineData("worker.config.json")]
    [InlineData("functions.metadata")]
    [InlineData("extensions.json")]
    [InlineData("Prosmex.Functions.dll")]
    [InlineData("Prosmex.Functions.runtimeconfig.json")]
    [InlineData(".azurefunctions/function.deps.json")]
    [InlineData(".azurefunctions/Microsoft.Azure.Functions.Worker.Extensions.dll")]
    [InlineData(".azurefunctions/Microsoft.Azure.WebJobs.Host.Storage.dll")]
    [InlineData(".azurefunctions/Microsoft.WindowsAzure.Storage.dll")]
    public void HostsFile_OfThePublishedFolder_IsThere(string file) => Assert.True(File.Exists(Path.Combine(app.Folder, file)), $"{file} was not published.");

    [Fact]
    public void Libraries_OfTheProgram_AreThere()
    {
        var deps = Json("Prosmex.Functions.deps.json");
        var target = (JsonObject)deps["targets"]![(string)deps["runtimeTarget"]!["name"]!]!;

        var missing = target
            .SelectMany(library => new[] { "runtime", "native" }.SelectMany(kind => library.Value![kind] as JsonObject ?? []))
            .Select(asset => Path.GetFileName(asset.Key))
            .Where(file => !File.Exists(Path.Combine(app.Folder, file)));

        Assert.Empty(missing);
    }

    [Fact]
    public void Extensions_ThatTheHostLoads_AreThere()
    {
        var files = Json("extensions.json")["extensions"]!.AsArray().Select(e => (string)e!["hintPath"]!).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(app.Folder, file)), file));
    }

    [Fact]
    public void HostSettings_OfThePublishedFolder_AreTheRepositorys() => Assert.Equal(Repository.Read("host.json"), File.ReadAllText(Path.Combine(app.Folder, "host.json")));

    [Fact]
    public void LocalSettings_OfTheRepository_StayHere() => Assert.False(File.Exists(Path.Combine(app.Folder, "local.settings.json")));

    private JsonNode Json(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(app.Folder, file)))!;
}
