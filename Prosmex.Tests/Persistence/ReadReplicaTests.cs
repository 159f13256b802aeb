using System.Net;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>Which server answers a read.</summary>
[Collection(ReplicatedServer.Name)]
[Trait("Kind", "Integration")]
public sealed class ReadReplicaTests(ReplicatedServer servers) : ReplicaOffice(servers)
{
    // All that show a loan with a payment of today; a list by its number of pages, since its first one may not have what is new.
    private static readonly string[] Reads =
    [
        "/clientes?per_page=1", "/clientes/clientes-registro-prestamo?per_page=1", "/clientes/avales?per_page=1", "/prestamos?per_page=1",
        "/pagos?per_page=1", "/reporte/general", "/reporte/general/totales",
        "/reporte/sobrante-total-usuario", "/reporte/sobrante-grupo/1", "/reporte/sobrante-semanal/1", "/reporte/cobranza", "/reporte/rutas",
        "/reporte/tendencia", "/reporte/comparacion?por=grupo", "/reporte/antiguedad", "/reporte/cartera", "/reporte/por-cobrar", "/reporte/atrasados",
        "/reporte/faltas", "/reporte/general.csv", "/reporte/cartera.csv", "/reporte/por-cobrar.csv", "/reporte/atrasados.csv",
        "/reporte/faltas.csv", "/reporte/tendencia.csv", "/reporte/antiguedad.csv",
    ];

    [Fact]
    public async Task Reads_OfEveryKind_AreTheReplicasWithinTheBoundAndThePrimarysBeyondIt()
    {
        await WriteLoanAsync();
        await CatchUpAsync();
        var before = await AllAsync();
        await Replica.PauseAsync();
        try
        {
            await WriteLoanAsync();

            var within = await AllAsync();
            Program.Clock.Advance(Bound + 1);
            var beyond = await AllAsync();

            Assert.Equal(before, within);
            Assert.All(Reads, path => Assert.NotEqual(before[path], beyond[path]));
        }
        finally
        {
            await Replica.ResumeAsync();
        }
    }

    [Fact]
    public async Task Reads_OfWhatIsFilteredOrOfASession_AreThePrimarys()
    {
        await Replica.PauseAsync();
        try
        {
            const string Filtered = "/clientes/avales?grupo_id=1&per_page=1";
            var before = await ClientsAsync(Reader, Filtered);
            await WriteClientAsync();

            Assert.Equal(before + 1, await ClientsAsync(Reader, Filtered));

            // The replica still has their session.
            Assert.Equal(HttpStatusCode.OK, (await Reader.PostAsync("/auth/logout")).Status);
            Assert.Equal(HttpStatusCode.Unauthorized, (await Reader.GetAsync("/clientes")).Status);
        }
        finally
        {
            await Replica.ResumeAsync();
        }
    }

    [Fact]
    public async Task Session_ThatHasWritten_SeesItWhileOthersMaySeeTheStateBefore()
    {
        var before = await ClientsAsync(Reader);
        await Replica.PauseAsync();
        try
        {
            await WriteClientAsync();

            Assert.Equal(before, await ClientsAsync(Reader));
            Assert.Equal(before + 1, await ClientsAsync(Writer));
        }
        finally
        {
            await Replica.ResumeAsync();
        }
    }

    [Fact]
    public async Task Session_ThatWroteWithinTheBound_ReadsFromThePrimaryAndLaterFromTheReplica()
    {
        var before = await ClientsAsync(Reader);
        await WriteClientAsync();
        Program.Clock.Advance(Bound / 2);
        await CatchUpAsync();
        Assert.Equal(before + 1, await ClientsAsync(Reader));
        await Replica.PauseAsync();
        try
        {
            using var other = await AnotherSessionAsync();
            await WriteClientAsync(other);

            Assert.Equal(before + 2, await ClientsAsync(Writer));
            Program.Clock.Advance(Bound / 2);
            Assert.Equal(before + 1, await ClientsAsync(Writer));
        }
        finally
        {
            await Replica.ResumeAsync();
        }
    }

    // Its row in operaciones has the time of its beginning: that may be long past when it commits.
    [Fact]
    public async Task Session_WhoseWriteTookLongerThanTheBound_SeesItAllTheSame()
    {
        var before = await ClientsAsync(Reader);
        await using var other = await LockClientsAsync();
        var write = WriteClientAsync();
        await RevocationOffice.UntilAsync(() => TestDatabase.ValueAsync<bool>(Servers.Connection, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock')"), "the write waits");
        Program.Clock.Advance(Bound + 1);
        await CatchUpAsync();
        await Replica.PauseAsync();
        try
        {
            await other.DisposeAsync();
            await write;

            Assert.Equal(before, await ClientsAsync(Reader));
            Assert.Equal(before + 1, await ClientsAsync(Writer));
        }
        finally
        {
            await Replica.ResumeAsync();
        }
    }

    [Fact]
    public async Task Read_InsideATransaction_BelongsToIt()
    {
        await using var db = TestDatabase.Context(Servers.Connection);
        var reads = new ReadDatabase(db, Program.Service<ReadReplica>());
        var context = RequestContext.System();
        Assert.NotSame(db, await reads.ReadAsync(context, (source, _) => Task.FromResult(source), Cancellation));

        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);

        Assert.Same(db, await reads.ReadAsync(context, (source, _) => Task.FromResult(source), Cancellation));
    }

    [Fact]
    public async Task Read_RefusedByTheReplica_IsAnAnswer()
    {
        await using var db = TestDatabase.Context(Servers.Connection);
        var reads = new ReadDatabase(db, Program.Service<ReadReplica>());
        var times = 0;

        await Assert.ThrowsAsync<DominioException>(() => reads.ReadAsync<int>(
            RequestContext.System(),
            (_, _) =>
            {
                times++;
                throw new DominioException(AuthErrores.SinSesion);
            },
            Cancellation));

        Assert.Equal(1, times);
    }

    private async Task<SortedDictionary<string, string>> AllAsync()
    {
        SortedDictionary<string, string> answers = [];
        foreach (var path in Reads)
        {
            var answer = await Reader.GetAsync(path);
            Assert.True(answer.Status == HttpStatusCode.OK, $"{path}: {answer.Status} {answer.Text}");
            answers[path] = answer.Text;
        }

        return answers;
    }
}
