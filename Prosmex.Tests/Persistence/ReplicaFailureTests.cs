using System.Net;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>What becomes of reads when something becomes of the replica.</summary>
[Collection(ReplicatedServer.Name)]
[Trait("Kind", "Integration")]
public sealed class ReplicaFailureTests(ReplicatedServer servers) : ReplicaOffice(servers)
{
    [Fact]
    public async Task Replica_CutOff_IsNotUsedBeyondTheBoundAlthoughItReplayedAllThatItReceived()
    {
        var before = await ClientsAsync(Reader);
        await Replica.CutOffAsync();
        try
        {
            await WriteClientAsync();

            Assert.Equal(before, await ClientsAsync(Reader));
            Program.Clock.Advance(Bound + 1);
            Assert.Equal(before + 1, await ClientsAsync(Reader));
        }
        finally
        {
            await Replica.ConnectAgainAsync();
        }
    }

    [Fact]
    public async Task Replica_Stopped_IsReplacedByThePrimaryAndUsedAgainWhenItIsBack()
    {
        var before = await ClientsAsync(Reader);
        await Replica.StopAsync();
        try
        {
            await WriteClientAsync();

            Assert.Equal(before + 1, await ClientsAsync(Reader));
            Assert.Equal(HttpStatusCode.OK, (await Reader.GetAsync("/reporte/general.csv")).Status);
            Assert.Equal(HttpStatusCode.OK, (await Reader.GetAsync("/reporte/tendencia")).Status);
        }
        finally
        {
            await Replica.StartAsync();
        }

        Program.Clock.Advance(6);
        await CatchUpAsync();
        await Replica.PauseAsync();
        try
        {
            await WriteClientAsync();

            Assert.Equal(before + 1, await ClientsAsync(Reader));
        }
        finally
        {
            await Replica.ResumeAsync();
        }
    }

    [Fact]
    public async Task Replica_Frozen_LeavesThePrimaryTimeToAnswer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Signals and /proc.");
        await using var hurried = await StartAsync(Servers.Connection, Replica.Connection, ("Prosmex:MilisegundosPorSolicitud", "2200"));
        using var reader = hurried.Api().With(Reader.Token);
        await UseAsync(hurried, reader, Replica);
        var before = await ClientsAsync(reader);
        var processes = ServerProcesses.Of(Replica.DataDirectory);
        try
        {
            await ServerProcesses.SignalAsync("-STOP", processes);
            await WriteClientAsync();

            Assert.Equal(before + 1, await ClientsAsync(reader));
            Assert.Equal(before + 1, await ClientsAsync(reader));
            hurried.Clock.Advance(6);
            Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/reporte/general.csv")).Status);
        }
        finally
        {
            await ServerProcesses.SignalAsync("-CONT", processes);
        }
    }

    [Fact]
    public async Task Replica_Promoted_IsNeverUsedAgain()
    {
        var other = Servers.ReplicaToPromote;
        await other.StartAsync();
        await using var program = await StartAsync(Servers.Connection + Patient, other.Connection + Patient);
        using var reader = program.Api().With(Reader.Token);
        await UseAsync(program, reader, other);
        var before = await ClientsAsync(reader);
        await other.PromoteAsync();
        program.Clock.Advance(1);

        await TestDatabase.ExecuteAsync(other.Connection, "DELETE FROM clientes_avales WHERE cliente_id NOT IN (SELECT cliente_id FROM prestamos UNION SELECT aval_id FROM prestamos)");
        await WriteClientAsync();

        Assert.Equal(before + 1, await ClientsAsync(reader));
        program.Clock.Advance(Bound + 1);
        Assert.Equal(before + 1, await ClientsAsync(reader));
        await other.StopAsync();
    }

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task Stream_ThatFails_IsBegunAgainOnlyWhereNothingWasSent(bool sends, int expected)
    {
        await using var db = TestDatabase.Context(Servers.Connection);
        var reads = new ReadDatabase(db, Program.Service<ReadReplica>());
        var times = 0;

        var failure = await Record.ExceptionAsync(() => reads.StreamAsync(
            RequestContext.System(),
            (source, sending, _) =>
            {
                times++;
                if (sends)
                {
                    sending();
                }

                return ReferenceEquals(source, db) ? Task.CompletedTask : Task.FromException(new NpgsqlException("canceling statement due to conflict with recovery"));
            },
            Cancellation));

        Assert.Equal(expected, times);
        Assert.Equal(sends, failure is NpgsqlException);
    }

    [Fact]
    public async Task Replica_EvenPromoted_TakesNoWrite()
    {
        await using var db = Program.Service<ReadReplica>().CreateContext();

        var readOnly = await db.Database.SqlQuery<string>($"SELECT current_setting('default_transaction_read_only') AS \"Value\"").SingleAsync(Cancellation);

        Assert.Equal("on", readOnly);
    }
}
