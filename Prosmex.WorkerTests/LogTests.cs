using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>Successful requests write nothing to the host's log, which the customer pays for.</summary>
[Trait("Kind", "Integration")]
public sealed class LogTests(RunningWorker worker) : IClassFixture<RunningWorker>
{
    private const string Timer = "SesionesLimpiar";
    private const string TimersCategory = "Prosmex.Functions.Auth.SesionesTimer";

    [Fact]
    public async Task EveryFunction_Called_LogsNothing()
    {
        foreach (var (_, method, path) in FunctionSample.Http.Where(f => f.Name != "AuthLogout"))
        {
            await worker.Admin.SendAsync(new(method), path, method == "GET" ? null : new JsonObject());
        }

        // Its line comes after those of the requests.
        await worker.Host.FireAsync(Timer);
        await RevocationOffice.UntilAsync(() => Task.FromResult(worker.Host.Logs.Any(l => l.Category == TimersCategory)), $"{Timer} said what it did");

        var lines = worker.Host.Logs.Where(l => l.Category != TimersCategory).Select(l => $"{l.Level} {l.Category}: {l.Message}").Concat(worker.Host.Console).Distinct().ToList();
        Assert.True(lines.Count == 0, $"Requests that went as they should were logged:\n{string.Join('\n', lines)}");
    }
}
