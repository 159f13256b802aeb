using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Host.Rpc;
using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>The host finds every function, reaches it by its own address, and the worker can call it.</summary>
[Trait("Kind", "Integration")]
public sealed class FunctionsTests(RunningWorker worker) : IClassFixture<RunningWorker>
{
    public static TheoryData<string, string, string> Samples => new(FunctionSample.Http.Select(f => (f.Name, f.Method, f.Path)));

    public static TheoryData<string, string> Timers => new(FunctionSample.Timers.Select(t => (t.Key, t.Value)));

    [Fact]
    public void Functions_OfTheSources_AreIndexed() => Assert.Equal(FunctionSample.Names, worker.Host.Functions.Select(f => f.Name));

    [Fact]
    public void Functions_OfTheWorker_LoadWithoutError() => Assert.Empty(worker.Host.Functions.Where(f => f.Error is not null).Select(f => $"{f.Name}: {f.Error}"));

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Address_OfEachFunction_ReachesIt(string function, string method, string path)
    {
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services, Request = { Method = method, Path = path } };

        var match = await worker.Host.Router.MatchAsync(http);

        Assert.True(match?.Function.Name == function, $"{method} {path} is meant for {function}; the host takes the first template by function name that fits: {match?.Function.Name ?? "none"}.");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Function_Called_GetsItsArguments(string function, string method, string path)
    {
        using var session = function == "AuthLogout" ? await worker.SignInAsync() : worker.Admin.With(worker.Admin.Token);

        var answer = await session.SendAsync(new(method), path, method == "GET" ? null : new JsonObject());

        Assert.True((int)answer.Status < 500, $"{function} answered {(int)answer.Status}: {answer.Text}");
        Assert.False(
            function is not "ZzNoEncontrado" && answer is { Status: HttpStatusCode.NotFound, Codigo: "ruta_http.no_encontrada" },
            $"The worker could not convert the arguments of {function}, or the function knows no such address.");
    }

    [Theory]
    [MemberData(nameof(Timers))]
    public async Task Timer_Fired_Runs(string timer, string schedule)
    {
        var result = await worker.Host.FireAsync(timer);

        Assert.True(result.Status == StatusResult.Types.Status.Success, result.Exception?.Message);
        Assert.Equal(schedule, worker.Host.Functions.Single(f => f.Name == timer).Schedule);
    }

    [Fact]
    public async Task Timer_Fired_DoesItsWork()
    {
        await TestDatabase.ExecuteAsync(worker.Database, "UPDATE prestamos SET fecha_inicio = fecha_inicio - 21");

        await worker.Host.FireAsync("VerificacionSemanal");

        Assert.True(await TestDatabase.ValueAsync<long>(worker.Database, "SELECT count(*) FROM semana_cierre") > 0);
    }
}
