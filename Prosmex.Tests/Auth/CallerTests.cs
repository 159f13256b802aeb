using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Who is calling: one statement, for every request.</summary>
[Trait("Kind", "Integration")]
public sealed class CallerTests(TestServer server)
{
    private static readonly DateTimeOffset Ahora = new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Identificar_EveryTime_AsksTheDatabaseOnce()
    {
        await using var desk = await DeskAsync();
        var counter = desk.Counter;
        for (var time = 0; time < 3; time++)
        {
            var before = counter.Count;

            var caller = await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken);

            Assert.Equal(1, counter.Count - before);
            Assert.Equal(RolId.Admin, caller.User.Rol);
            Assert.Equal(14, caller.User.Acciones.Count);
        }
    }

    [Fact]
    public async Task Identificar_WithAReplica_TellsTheLastWriteOfTheSessionInTheSameStatement()
    {
        await using var desk = await DeskAsync(replica: "Host=r;Database=d");
        var session = (await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken)).User;
        Assert.Null((await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken)).LastWrite);
        foreach (var (context, time) in new[] { (RequestContext.System().For(session), 0), (RequestContext.System().For(session), 5), (RequestContext.System(), 9) })
        {
            await new UnitOfWork(desk.Db, new FakeTimeProvider(Ahora.AddSeconds(time))).ExecuteAsync(context, _ => Task.FromResult(0), TestContext.Current.CancellationToken);
        }

        var before = desk.Counter.Count;
        var caller = await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken);

        Assert.Equal(1, desk.Counter.Count - before);
        Assert.Equal(Ahora.AddSeconds(5), caller.LastWrite!.At);
        Assert.Equal(await TestDatabase.ValueAsync<uint>(desk.Connection, "SELECT xmin FROM operaciones WHERE creada_en = '2026-11-18T18:00:05Z'"), caller.LastWrite.TransactionId);
    }

    [Fact]
    public async Task Identificar_WithoutAReplica_DoesNotAskForTheLastWrite()
    {
        await using var desk = await DeskAsync();
        var session = (await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken)).User;
        await new UnitOfWork(desk.Db, new FakeTimeProvider(Ahora)).ExecuteAsync(RequestContext.System().For(session), _ => Task.FromResult(0), TestContext.Current.CancellationToken);

        Assert.Null((await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken)).LastWrite);
    }

    [Theory]
    [InlineData("UPDATE sesiones SET revocada_en = creada_en")]
    [InlineData("UPDATE usuarios SET activo = false")]
    [InlineData("UPDATE sesiones SET expira_en = '2026-11-18T18:00:00Z'")]
    [InlineData("DELETE FROM sesiones")]
    public async Task Identificar_SessionNoLongerInForce_Is401(string change)
    {
        await using var desk = await DeskAsync();
        await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken);

        await TestDatabase.ExecuteAsync(desk.Connection, change);

        var refused = await Assert.ThrowsAsync<DominioException>(() => desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken));
        Assert.Equal(AuthErrores.SinSesion, refused.Error);
    }

    [Fact]
    public async Task ChangeAccess_InsideAUnitOfWorkThatDidNotLock_IsRefused()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => unitOfWork.ExecuteAsync(
            RequestContext.System(),
            token => unitOfWork.ChangeAccessAsync(RequestContext.System(), new AccessTarget.User(1), _ => Task.FromResult(0), token), TestContext.Current.CancellationToken));
    }

    private async Task<Desk> DeskAsync(string? replica = null)
    {
        var database = await server.BorrowAsync();
        var connection = database.Connection;
        var id = await Personas.AgregarAsync(connection, "admin");
        var counter = new StatementCounter();
        var db = TestDatabase.Context(connection, counter);
        var (clock, options) = (new FakeTimeProvider(Ahora), TestServer.Options(connection) with { ReadConnection = replica });
        var tokens = new AccessTokens(options, clock);
        var sesion = Sesion.Abrir(id, Sesion.NuevoRefresh().Hash, Ahora, options.SessionLifetime);
        await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(RequestContext.System(), _ => Task.FromResult(db.Sesiones.Add(sesion).Entity), TestContext.Current.CancellationToken);
        return new(database, db, counter, new CurrentUserService(db, tokens, options, clock), tokens.Issue(sesion));
    }

    private sealed record Desk(BorrowedDatabase Database, ProsmexDbContext Db, StatementCounter Counter, CurrentUserService Service, string Token) : IAsyncDisposable
    {
        public string Connection => Database.Connection;

        public async ValueTask DisposeAsync()
        {
            await Db.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
