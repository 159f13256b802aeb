using System.Diagnostics;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Panel;

/// <summary>The build on a machine that has no Node.</summary>
[Trait("Kind", "Unit")]
public sealed class WithoutNodeTests : IDisposable
{
    private const string Functions = "Prosmex.Functions/Prosmex.Functions.csproj";

    // All that the build finds by its name: a shell.
    private readonly string _path = Directory.CreateTempSubdirectory("prosmex-sin-node-").FullName;

    public WithoutNodeTests() => File.CreateSymbolicLink(Path.Combine(_path, "sh"), "/bin/sh");

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Fact]
    public async Task FindNode_WithoutNode_SaysWhatToInstallAndDoesNotFail()
    {
        var (code, output) = await BuildAsync($"{Functions} -t:FindNode -v:minimal");

        Assert.Equal((0, 1), (code, output.Split("The pages (/panel, /cobro) are not built: install Node.js 20.19 or later").Length - 1));
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Publish_WithoutPages_Fails()
    {
        var (code, output) = await BuildAsync($"{Functions} -t:RequireWebToPublish -v:minimal -p:_WebBuilt=no-such-file");

        Assert.NotEqual(0, code);
        Assert.Contains("nothing is published without them", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> BuildAsync(string arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : Dotnet(), $"msbuild {arguments} -nologo -nodeReuse:false")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = _path;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output);
    }

    private static string Dotnet() => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Select(f => Path.Combine(f, "dotnet")).First(File.Exists);
}
