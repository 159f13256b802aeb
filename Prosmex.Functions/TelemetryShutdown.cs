using Microsoft.Extensions.Hosting;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Prosmex.Functions;

/// <summary>
/// Flushes telemetry at shutdown. Disposing the three providers could take five seconds each where the collector does not answer, and the Functions
/// host kills a worker after five.
/// </summary>
internal sealed class TelemetryShutdown(TracerProvider traces, MeterProvider metrics, LoggerProvider logs) : IHostedLifecycleService
{
    private const int Milliseconds = 2000;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // After every service has stopped: the last requests are in it.
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => traces.Shutdown(Milliseconds), CancellationToken.None),
        Task.Run(() => metrics.Shutdown(Milliseconds), CancellationToken.None),
        Task.Run(() => logs.Shutdown(Milliseconds), CancellationToken.None));
}
