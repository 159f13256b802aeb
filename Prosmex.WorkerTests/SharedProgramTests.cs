using System.Net;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Financieras;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Host;
using Prosmex.WorkerTests.Host.Rpc;
using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>Behind the Functions host, lenders that share the program are told apart by the name that the host passes on.</summary>
[Trait("Kind", "Integration")]
public sealed class SharedProgramTests(PublishedApp app, TestServer server)
{
    private const int Lenders = 2;

    [Fact]
    public async Task Requests_AndTimers_AreEachLenders()
    {
        var database = await SharedProgram.DatabaseAsync(server, Lenders);
        var settings = RunningWorker.Settings(database);
        settings["Prosmex__Financieras"] = "true";
        await using var host = await FunctionsHost.StartAsync(app.Folder, settings);
        using var anonymous = new Api(host.Address);
        using var first = anonymous.At(SharedProgram.Host(1));
        using var ada = await first.SignedInAsync("ada");

        Assert.Equal("Financiera 1", (string?)(await ada.GetAsync("/financiera")).Data["nombre"]);
        using (var elsewhere = ada.At(SharedProgram.Host(2)))
        {
            (await elsewhere.GetAsync("/financiera")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        }

        // What a client sends in the header's place is written over.
        var forged = await ada.SendAsync(HttpMethod.Get, "/financiera", null, ("X-Forwarded-Host", SharedProgram.Host(2)));
        Assert.Equal("Financiera 1", (string?)forged.Data["nombre"]);

        Assert.Equal(StatusResult.Types.Status.Success, (await host.FireAsync("VerificacionSemanal")).Status);
        foreach (var lender in Enumerable.Range(1, Lenders))
        {
            Assert.True(await TestDatabase.ValueAsync<long>(SharedProgram.Of(database, lender), "SELECT count(*) FROM semana_cierre") > 0, $"Lender {lender}");
        }
    }
}
