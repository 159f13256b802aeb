using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Prosmex.LocalHost.Runtime;

/// <summary>A timer function and its schedule in UTC.</summary>
internal sealed class ScheduledFunction(FunctionDescriptor function, CrontabSchedule schedule, bool disabled) : IDisposable
{
    public FunctionDescriptor Function => function;

    public CrontabSchedule Schedule => schedule;

    /// <summary>Not scheduled, but can be run by hand.</summary>
    public bool Disabled => disabled;

    /// <summary>Held during a run: runs of a function never overlap.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    public DateTime LastRun { get; set; }

    /// <exception cref="LocalHostException">The schedule is not six NCRONTAB fields, or its setting is missing.</exception>
    public static ScheduledFunction Create(FunctionDescriptor function, IConfiguration configuration, bool disabled)
    {
        var expression = function.Timer!.Schedule;
        if (expression is ['%', .. var setting, '%'])
        {
            expression = configuration[setting.Replace("__", ":", StringComparison.Ordinal)]
                ?? throw new LocalHostException($"{function.Name}: falta la configuración {setting} con su horario.");
        }

        return CrontabSchedule.TryParse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is { } schedule
            ? new ScheduledFunction(function, schedule, disabled)
            : throw new LocalHostException($"{function.Name}: el horario «{expression}» no son seis campos NCRONTAB (s m h d M dow).");
    }

    public void Dispose() => Gate.Dispose();
}

/// <summary>
/// Runs the timers by the application's clock. An occurrence that comes while the function still runs is skipped. A clock that stands still
/// fires none.
/// </summary>
internal sealed class TimerService(
    IReadOnlyList<ScheduledFunction> timers,
    FunctionPipeline pipeline,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    IHostApplicationLifetime lifetime,
    ILogger<TimerService> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loops = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the server listens: a failed start must not have run anything.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _loops = Task.WhenAll(timers.Where(timer => !timer.Disabled).Select(timer => LoopAsync(timer, _stopping.Token)));
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    /// <summary>Runs a timer to its end. Null: no timer has that name. False: it failed.</summary>
    public async Task<bool?> FireAsync(string name, CancellationToken cancellationToken)
    {
        var timer = timers.FirstOrDefault(timer => string.Equals(timer.Function.Name, name, StringComparison.OrdinalIgnoreCase));
        return timer is null ? null : await RunAsync(timer, cancellationToken);
    }

    private async Task LoopAsync(ScheduledFunction timer, CancellationToken stopping)
    {
        if (timer.Function.Timer!.RunOnStartup)
        {
            await RunAsync(timer, stopping);
        }

        while (!stopping.IsCancellationRequested)
        {
            var next = Next(timer, Now());
            for (var now = Now(); now < next; now = Now())
            {
                await Task.Delay(next - now < LongestWait ? next - now : LongestWait, clock, stopping);
            }

            await RunAsync(timer, stopping);
        }
    }

    private async Task<bool> RunAsync(ScheduledFunction timer, CancellationToken cancellationToken)
    {
        await timer.Gate.WaitAsync(cancellationToken);
        try
        {
            var now = Now();
            var status = new ScheduleStatus { Last = timer.LastRun, Next = Next(timer, now), LastUpdated = timer.LastRun };
            timer.LastRun = now;
            await using var scope = scopes.CreateAsyncScope();
            await pipeline.InvokeAsync(LocalFunctionContext.ForTimer(timer.Function, new TimerInfo { ScheduleStatus = status }, scope.ServiceProvider, lifetime.ApplicationStopping));
            return true;
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception error)
        {
            logger.LogError(error, "La función {Function} falló", timer.Function.Name);
            return false;
        }
        finally
        {
            timer.Gate.Release();
        }
    }

    private DateTime Now() => clock.GetUtcNow().UtcDateTime;

    private static DateTime Next(ScheduledFunction timer, DateTime now) => DateTime.SpecifyKind(timer.Schedule.GetNextOccurrence(now), DateTimeKind.Utc);
}
