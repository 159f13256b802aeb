using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Host;

namespace Prosmex.WorkerTests.Infrastructure;

/// <summary>LocalHost and the published app, each on its own database in the same state, with the same requests.</summary>
public sealed class ProgramPair(PublishedApp app, TestServer server) : IAsyncLifetime
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = TimeSpan.FromMinutes(1) };
    private FunctionsHost _host = null!;
    private RunningProgram _local = null!;
    private Caller _localCaller = null!;
    private Caller _workerCaller = null!;

    public async ValueTask InitializeAsync()
    {
        var (local, worker) = (await RunningWorker.NewDatabaseAsync(server), await RunningWorker.NewDatabaseAsync(server));
        _host = await FunctionsHost.StartAsync(app.Folder, RunningWorker.Settings(worker));
        _local = await RunningProgram.StartAsync(local, RunningWorker.Settings(local));
        _localCaller = await Caller.SignInAsync(_http, _local.Address);
        _workerCaller = await Caller.SignInAsync(_http, _host.Address);
    }

    /// <summary>The responses of both programs as text, without variable parts.</summary>
    internal async Task<(string Local, string Worker)> AnswersAsync(Exchange exchange)
    {
        var (local, worker) = exchange.EndsSession
            ? (await Caller.SignInAsync(_http, _local.Address), await Caller.SignInAsync(_http, _host.Address))
            : (_localCaller, _workerCaller);
        return (await local.PlayAsync(exchange), await worker.PlayAsync(exchange));
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _local.DisposeAsync();
        _http.Dispose();
    }
}
