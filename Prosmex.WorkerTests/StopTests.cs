using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;
using Prosmex.WorkerTests.Host;
using Prosmex.WorkerTests.Infrastructure;

namespace Prosmex.WorkerTests;

/// <summary>The effect of a deployment, a scale-in or a crash of the worker on requests in flight.</summary>
[Trait("Kind", "Integration")]
public sealed class StopTests(PublishedApp app, TestServer server)
{
    [Fact]
    public async Task HostStopped_RequestInFlight_IsAnsweredBeforeTheWorkerEnds()
    {
        await using var worker = await StartAsync();
        await using var held = await HeldRow.TakeAsync(worker.Database, "SELECT FROM prestamos WHERE prestamo_id = 1 FOR UPDATE");
        var payment = worker.Admin.PostAsync("/pagos", JsonNode.Parse("""[{"prestamo_id":1,"monto_pagado":1}]"""));
        await held.WaitersAsync(1);

        var stop = worker.Host.StopAsync();
        await held.ReleaseAsync();

        Assert.Equal(HttpStatusCode.Created, (await payment).Status);
        Assert.Equal(0, await stop);
    }

    [Fact]
    public async Task HostStopped_UnderLoad_AnswersEveryPaymentThatWasStored()
    {
        await using var worker = await StartAsync();
        var load = new PaymentLoad(worker.Admin, RunningWorker.Loans, "a");
        await load.WarmAsync();

        var exit = await worker.Host.StopAsync();
        await load.EndAsync();

        Assert.Equal(0, exit);
        Assert.Equal(load.Accepted.Order(), (await PaymentLoad.StoredAsync(worker.Database)).Order());
    }

    [Fact]
    public async Task WorkerTerminatedAlone_UnderLoad_LosesNothingAndCountsResentPaymentsOnce()
    {
        await using var first = await StartAsync();
        var load = new PaymentLoad(first.Admin, RunningWorker.Loans, "b");
        await load.WarmAsync();

        var exit = await first.Host.TerminateWorkerAsync();
        await load.EndAsync();

        Assert.Equal(0, exit);
        var stored = await PaymentLoad.StoredAsync(first.Database);
        Assert.Empty(load.Accepted.Except(stored));
        Assert.Empty(stored.Except(load.Sent));

        await using var host = await FunctionsHost.StartAsync(app.Folder, RunningWorker.Settings(first.Database));
        using var api = new Api(host.Address).With(first.Admin.Token);
        foreach (var key in load.Unanswered)
        {
            Assert.Equal(HttpStatusCode.Created, await PaymentLoad.PayAsync(api, key));
        }

        Assert.Equal(load.Sent.Order(), (await PaymentLoad.StoredAsync(first.Database)).Order());
        Assert.Equal(load.Sent.Count, await TestDatabase.ValueAsync<long>(first.Database, "SELECT count(*) FROM pagos"));
        Assert.Equal(load.Sent.Count, await TestDatabase.ValueAsync<decimal>(first.Database, "SELECT sum(pagado) FROM prestamos"));
    }

    // The host kills a worker that takes longer.
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://{0}")]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING", "InstrumentationKey=6a8f1f5c-0000-4000-8000-000000000000;IngestionEndpoint=http://{0}/")]
    public async Task HostStopped_CollectorDoesNotAnswer_WorkerEndsWithinTheGrace(string setting, string value)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var worker = await StartAsync((setting, string.Format(CultureInfo.InvariantCulture, value, silent.LocalEndpoint)));
        Assert.Equal(HttpStatusCode.OK, (await worker.Admin.GetAsync("/clientes")).Status);

        var exit = await worker.Host.StopAsync();

        Assert.Equal(0, exit);
    }

    private async Task<RunningWorker> StartAsync(params (string Name, string Value)[] settings)
    {
        var worker = new RunningWorker(app, server) { MoreSettings = settings };
        await worker.InitializeAsync();
        return worker;
    }
}
