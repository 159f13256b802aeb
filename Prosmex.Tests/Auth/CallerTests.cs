using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Auth;

/// <summary>Who is calling: one statement, for every request.</summary>
[Trait("Kind", "Integration")]
public sealed class CallerTests(TestServer servidor)
{
    private static readonly DateTimeOffset Ahora = new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Identificar_EveryTime_AsksTheDatabaseOnce()
    {
        await using var desk = await DeskAsync();
        var counter = desk.Counter;
        for (var time = 0; time < 3; time++)
        {
            var before = counter.Cuenta;

            var currentUser = await desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken);

            Assert.Equal(1, counter.Cuenta - before);
            Assert.Equal(RolId.Admin, currentUser.Rol);
            Assert.Equal(14, currentUser.Acciones.Count);
        }
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

        await Base.EjecutarAsync(desk.Conexion, change);

        var refused = await Assert.ThrowsAsync<DominioException>(() => desk.Service.IdentifyAsync(desk.Token, TestContext.Current.CancellationToken));
        Assert.Equal(AuthErrores.SinSesion, refused.Error);
    }

    [Fact]
    public async Task ChangeAccess_InsideAUnitOfWorkThatDidNotLock_IsRefused()
    {
        await using var database = await servidor.BorrowAsync();
        await using var db = Base.Contexto(database.Connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);

        await Assert.ThrowsAsync<InvalidOperationException>(() => unitOfWork.ExecuteAsync(
            RequestContext.System(),
            token => unitOfWork.ChangeAccessAsync(RequestContext.System(), new AccessTarget.User(1), _ => Task.FromResult(0), token), TestContext.Current.CancellationToken));
    }

    private async Task<Desk> DeskAsync()
    {
        var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        var id = await Personas.AgregarAsync(connection, "admin");
        var counter = new StatementCounter();
        var db = Base.Contexto(connection, counter);
        var (clock, options) = (new FakeTimeProvider(Ahora), TestServer.Opciones(connection));
        var tokens = new AccessTokens(options, clock);
        var sesion = Sesion.Abrir(id, Sesion.NuevoRefresh().Hash, Ahora, options.SessionLifetime);
        await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(RequestContext.System(), _ => Task.FromResult(db.Sesiones.Add(sesion).Entity), TestContext.Current.CancellationToken);
        return new(database, db, counter, new CurrentUserService(db, tokens, options, clock), tokens.Issue(sesion));
    }

    private sealed record Desk(BorrowedDatabase Database, ProsmexDbContext Db, StatementCounter Counter, CurrentUserService Service, string Token) : IAsyncDisposable
    {
        public string Conexion => Database.Connection;

        public async ValueTask DisposeAsync()
        {
            await Db.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
