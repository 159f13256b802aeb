using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Prosmex.LocalHost.Runtime;

namespace Prosmex.Tests.LocalHost;

[Trait("Kind", "Unit")]
public sealed class TimerServiceTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 18, 12, 0, 0, TimeSpan.FromHours(-6));

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly Runs _runs = new();
    private readonly LocalHostFixture _local = new();

    public TimerServiceTests() => _local.Clock = _clock;

    public ValueTask DisposeAsync() => _local.DisposeAsync();

    [Fact]
    public async Task Schedule_WhenTheClockReachesIt_RunsInUtcAndTellsTheStatus()
    {
        await StartAsync(typeof(Hourly));

        _clock.Advance(TimeSpan.FromMinutes(30));
        var first = await NextRunAsync();

        Assert.Equal(new DateTime(2026, 11, 18, 19, 30, 0, DateTimeKind.Utc), first.ScheduleStatus!.Next);
        Assert.Equal(default, first.ScheduleStatus.Last);
        Assert.False(first.IsPastDue);

        var second = await AdvanceUntilRunAsync();

        Assert.Equal(new DateTime(2026, 11, 18, 18, 30, 0, DateTimeKind.Utc), second.ScheduleStatus!.Last);
    }

    [Fact]
    public async Task Schedule_BeforeItsTime_DoesNotRun()
    {
        await StartAsync(typeof(Hourly));

        _clock.Advance(TimeSpan.FromMinutes(29));

        Assert.Equal(0, _runs.Count);
    }

    [Fact]
    public async Task Schedule_AfterAFailure_RunsAgain()
    {
        _runs.Fail = true;
        await StartAsync(typeof(Hourly));

        _clock.Advance(TimeSpan.FromMinutes(30));
        await NextRunAsync();
        await AdvanceUntilRunAsync();

        Assert.Equal(2, _runs.Count);
    }

    [Fact]
    public async Task Fire_WhileItRuns_WaitsForItsTurn()
    {
        var gate = new TaskCompletionSource();
        _runs.Gate = gate.Task;
        await StartAsync(typeof(Hourly));
        _clock.Advance(TimeSpan.FromMinutes(30));
        await NextRunAsync();

        var byHand = _local.Services.GetRequiredService<TimerService>().FireAsync("Cada", TestContext.Current.CancellationToken);
        Assert.Equal(1, _runs.Count);
        gate.SetResult();

        Assert.True(await byHand);
        Assert.Equal(2, _runs.Count);
        Assert.Equal(1, _runs.MostAtOnce);
    }

    [Theory]
    [InlineData("AzureWebJobs.Cada.Disabled")]
    [InlineData("AzureWebJobs:Cada:Disabled")]
    public async Task Schedule_Disabled_RunsByHandOnly(string key)
    {
        _local.Settings[key] = "true";
        await StartAsync(typeof(Hourly));

        _clock.Advance(TimeSpan.FromHours(5));
        using var response = await FireAsync("Cada");

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Equal(1, _runs.Count);
    }

    [Fact]
    public async Task Schedule_RunOnStartup_RunsAtOnce()
    {
        await StartAsync(typeof(AtStartup));

        await NextRunAsync();

        Assert.Equal(1, _runs.Count);
    }

    [Fact]
    public async Task Schedule_FromASetting_IsThatOne()
    {
        _local.Settings["Prosmex:Horario"] = "0 0 19 * * *";
        await StartAsync(typeof(BySetting));

        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new DateTime(2026, 11, 19, 19, 0, 0, DateTimeKind.Utc), (await NextRunAsync()).ScheduleStatus!.Next);
    }

    [Theory]
    [InlineData("Cada", HttpStatusCode.Accepted, 1)]
    [InlineData("CADA", HttpStatusCode.Accepted, 1)]
    [InlineData("Otra", HttpStatusCode.NotFound, 0)]
    [InlineData("Todo", HttpStatusCode.NotFound, 0)]
    public async Task Fire_ByName_RunsTimersOnly(string name, HttpStatusCode expected, int runs)
    {
        await StartAsync(typeof(Hourly), typeof(HttpFunctionsTests.Things), typeof(HttpFunctionsTests.CatchAll));

        using var response = await FireAsync(name);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(runs, _runs.Count);
    }

    [Fact]
    public async Task Fire_ThatThrows_500()
    {
        _runs.Fail = true;
        await StartAsync(typeof(Hourly));

        using var response = await FireAsync("Cada");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task Middleware_ForATimer_HasNoHttpContext()
    {
        var seen = new List<bool>();
        var builder = _local.CreateBuilder(typeof(Hourly));
        builder.Services.AddSingleton(_runs);
        builder.Use(next => context =>
        {
            seen.Add(context.GetHttpContext() is null);
            return next(context);
        });
        await _local.StartAsync(builder);

        using var response = await FireAsync("Cada");

        Assert.Equal([true], seen);
        Assert.Equal(1, _runs.Count);
    }

    private async Task StartAsync(params Type[] functions)
    {
        var builder = _local.CreateBuilder(functions);
        builder.Services.AddSingleton(_runs);
        await _local.StartAsync(builder);
    }

    private Task<HttpResponseMessage> FireAsync(string name) => _local.SendAsync("POST", $"/admin/functions/{name}", ("x-functions-key", "local"));

    private Task<TimerInfo> NextRunAsync() => _runs.NextAsync(TestContext.Current.CancellationToken);

    /// <summary>The loop sets its next wait only some time after a run, so the clock is pushed until it does.</summary>
    private async Task<TimerInfo> AdvanceUntilRunAsync()
    {
        var next = NextRunAsync();
        while (!next.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }

        return await next;
    }

    public sealed class Runs
    {
        private readonly System.Threading.Channels.Channel<TimerInfo> _started = System.Threading.Channels.Channel.CreateUnbounded<TimerInfo>();
        private int _count;
        private int _now;

        public int Count => _count;

        public int MostAtOnce { get; private set; }

        public bool Fail { get; set; }

        public Task Gate { get; set; } = Task.CompletedTask;

        public Task<TimerInfo> NextAsync(CancellationToken ct) => _started.Reader.ReadAsync(ct).AsTask();

        public async Task RunAsync(TimerInfo timer)
        {
            Interlocked.Increment(ref _count);
            MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
            _started.Writer.TryWrite(timer);
            await Gate;
            Interlocked.Decrement(ref _now);
            if (Fail)
            {
                throw new InvalidOperationException("no");
            }
        }
    }

    public sealed class Hourly(Runs runs)
    {
        [Function("Cada")]
        public Task RunAsync([TimerTrigger("0 30 * * * *")] TimerInfo timer, CancellationToken ct) => ct.IsCancellationRequested ? Task.CompletedTask : runs.RunAsync(timer);
    }

    public sealed class AtStartup(Runs runs)
    {
        [Function("Cada")]
        public Task RunAsync([TimerTrigger("0 30 * * * *", RunOnStartup = true)] TimerInfo timer) => runs.RunAsync(timer);
    }

    public sealed class BySetting(Runs runs)
    {
        [Function("Cada")]
        public Task RunAsync([TimerTrigger("%Prosmex__Horario%")] TimerInfo timer) => runs.RunAsync(timer);
    }
}
