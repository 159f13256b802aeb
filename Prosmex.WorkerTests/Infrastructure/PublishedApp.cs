using System.Diagnostics;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Infrastructure;

[assembly: AssemblyFixture(typeof(PublishedApp))]
[assembly: AssemblyFixture(typeof(TestServer))]

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>What <c>dotnet publish</c> makes of Prosmex.Functions: the folder of <c>PROSMEX_PUBLISHED</c>, or else published here.</summary>
public sealed class PublishedApp : IAsyncLifetime
{
    private DirectoryInfo? _temporary;

    public string Folder { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("PROSMEX_PUBLISHED") is { Length: > 0 } given)
        {
            Folder = Path.GetFullPath(given);
            return;
        }

        _temporary = Directory.CreateTempSubdirectory("prosmex-published-");
        Folder = _temporary.FullName;
        var start = new ProcessStartInfo("dotnet", ["publish", Path.Combine(Repository.Root, "Prosmex.Functions"), "--configuration", "Release", "--output", Folder]) { RedirectStandardOutput = true };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync();
        await publish.WaitForExitAsync();
        if (publish.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet publish failed:\n{output}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _temporary?.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
