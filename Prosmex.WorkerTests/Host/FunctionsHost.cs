using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.WorkerTests.Host.Rpc;
using Yarp.ReverseProxy.Forwarder;

namespace Prosmex.WorkerTests.Host;

/// <summary>
/// Runs a published program as the Azure Functions host does, as far as the program can tell: it starts the worker, speaks its gRPC protocol,
/// routes requests, and fires timers when told to. No keys, no clock for timers, no throttles, no CORS.
/// </summary>
internal sealed class FunctionsHost : IAsyncDisposable
{
    // The grace period of the host for a worker to exit (WorkerTerminateGracePeriodInSeconds).
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly WorkerStream _stream = new();
    private WebApplication? _rpc;
    private WebApplication? _web;
    private HttpInvoker? _invoker;
    private WorkerProcess? _worker;

    private FunctionsHost()
    {
    }

    public Uri Address => new(_web!.Urls.Single());

    /// <summary>In the order in which their routes are tried.</summary>
    public IReadOnlyList<IndexedFunction> Functions { get; private set; } = [];

    public FunctionRouter Router { get; private set; } = null!;

    /// <summary>What the worker logged to the host.</summary>
    public IReadOnlyList<RpcLog> Logs => _stream.Logs;

    /// <summary>What the worker wrote to its console, which the host passes on as well.</summary>
    public IReadOnlyList<string> Console => _worker!.Output;

    public static async Task<FunctionsHost> StartAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var host = new FunctionsHost();
        try
        {
            await host.RunAsync(folder, settings);
            return host;
        }
        catch (Exception ex)
        {
            var said = host._worker is { } worker ? string.Join('\n', worker.Output.Concat(host.Logs.Select(l => $"{l.Level} {l.Category}: {l.Message}"))) : "";
            await host.DisposeAsync();
            throw new InvalidOperationException($"The published program did not start: {ex.Message}\n{said}", ex);
        }
    }

    /// <summary>Runs a timer now; ends when it has run.</summary>
    public Task<StatusResult> FireAsync(string name)
    {
        var function = Functions.Single(f => f.Name == name);
        var timer = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = new JsonObject { ["Last"] = "2026-11-17T08:00:00+00:00", ["Next"] = "2026-11-18T08:00:00+00:00", ["LastUpdated"] = "2026-11-17T08:00:00+00:00" },
            ["IsPastDue"] = false,
        };
        return _stream.InvokeAsync(new()
        {
            InvocationId = Guid.NewGuid().ToString(),
            FunctionId = function.Metadata.FunctionId,
            InputData = { new ParameterBinding { Name = function.TriggerParameter, Data = new() { Json = timer.ToJsonString() } } },
            TraceContext = new() { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01" },
            RetryContext = new(),
        });
    }

    /// <summary>Stops as the host does on SIGTERM: rejects new requests, waits for those in flight, then asks the worker to terminate.</summary>
    /// <returns>The worker's exit code.</returns>
    /// <exception cref="TimeoutException">The worker took longer than the host waits before it kills it.</exception>
    public async Task<int> StopAsync()
    {
        await _web!.StopAsync();
        _stream.Terminate(Grace);
        return await _worker!.Exited.WaitAsync(Grace);
    }

    /// <summary>Sends SIGTERM to the worker only, without the host's knowledge.</summary>
    /// <returns>The worker's exit code.</returns>
    public Task<int> TerminateWorkerAsync()
    {
        _worker!.Terminate();
        return _worker.Exited.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        _worker?.Dispose();
        foreach (var app in new[] { _web, _rpc }.OfType<WebApplication>())
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }

        _invoker?.Dispose();
    }

    private async Task RunAsync(string folder, IReadOnlyDictionary<string, string> settings)
    {
        var hostJson = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "host.json")))!;
        _rpc = await ServeAsync(HttpProtocols.Http2, services => services.AddSingleton(_stream).AddGrpc(grpc => grpc.MaxReceiveMessageSize = null), app => app.MapGrpcService<WorkerStream>());
        _worker = WorkerProcess.Start(folder, settings, new Uri(_rpc.Urls.Single()));

        using var startup = new CancellationTokenSource(Patience);
        var loading = _stream.LoadAsync(folder, startup.Token);
        if (await Task.WhenAny(loading, _worker.Exited) == _worker.Exited)
        {
            throw new InvalidOperationException($"the worker ended with exit code {await _worker.Exited}");
        }

        (Functions, var http) = await loading;
        _web = await ServeAsync(HttpProtocols.Http1, services => services.AddHttpForwarder(), app =>
        {
            Router = new(Functions, (string?)hostJson["extensions"]?["http"]?["routePrefix"] ?? "api", app.Services);
            _invoker = new(app.Services.GetRequiredService<IHttpForwarder>(), Router, _stream, http);
            app.Run(_invoker.HandleAsync);
        });
    }

    private static async Task<WebApplication> ServeAsync(HttpProtocols protocol, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocol);
        });
        builder.Services.AddLogging().AddRouting();
        add(builder.Services);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}
