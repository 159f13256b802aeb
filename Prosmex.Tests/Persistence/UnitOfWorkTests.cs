using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Rutas;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

[Trait("Kind", "Integration")]
public sealed class UnitOfWorkTests(TestServer server)
{
    [Fact]
    public async Task Commit_WhoseAnswerIsLost_IsLookedUp()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await using var proxy = FaultProxy.Start(connection);
        await using var db = TestDatabase.Context(proxy.Connection);
        proxy.CutEvery(nth: 1);

        // The proxy's first cut comes before the server sees the COMMIT, the second after.
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => TestDatabase.ExecuteAsync(proxy.Connection, "COMMIT"));
        var times = 0;
        await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(), token => Task.FromResult(++times), TestContext.Current.CancellationToken);

        Assert.Equal((1, 1, 1), (times, proxy.CutsBefore, proxy.CutsAfter));
        Assert.Equal(1, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task Commit_WhoseAnswerIsLost_DoesItsStepsOnce()
    {
        await using var database = await server.BorrowAsync();
        await using var proxy = FaultProxy.Start(database.Connection);
        await using var db = TestDatabase.Context(proxy.Connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        var steps = 0;
        proxy.CutEvery(nth: 1);

        await unitOfWork.ExecuteAsync(
            RequestContext.System(),
            _ =>
            {
                unitOfWork.AfterCommit(() => steps++);
                return Task.FromResult(0);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(1, proxy.CutsAfter);
        Assert.Equal(1, steps);
    }

    [Fact]
    public async Task Commit_WhoseAnswerIsLostWithTheServer_IsToldAsUncertain()
    {
        await using var database = await server.BorrowAsync();
        await using var proxy = FaultProxy.Start(database.Connection);
        await using var db = TestDatabase.Context(proxy.Connection);
        proxy.GoAwayAfterNextCommit();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(), _ => Task.FromResult(0), TestContext.Current.CancellationToken));

        Assert.Equal(Unavailability.UncertainOutcome, DatabaseHealth.Classify(failure));
        Assert.Equal(1, await TestDatabase.ValueAsync<long>(database.Connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task Commit_WhoseRequestIsOver_IsToldAsUncertain()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection, new OverOnceCommitted());

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(), _ => Task.FromResult(0), TestContext.Current.CancellationToken));

        Assert.Equal(Unavailability.UncertainOutcome, DatabaseHealth.Classify(failure));
    }

    [Fact]
    public async Task Commit_ThatTheServerRefuses_IsNotUncertain()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(),
            token => db.Database.ExecuteSqlAsync(
                $"CREATE TEMPORARY TABLE unico (n integer CONSTRAINT uno UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP; INSERT INTO unico VALUES (1), (1)", token),
            TestContext.Current.CancellationToken));

        Assert.Null(DatabaseHealth.Classify(failure));
        Assert.IsNotType<UncertainCommitException>(failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Connection_BrokenBetweenTwoStatements_IsRetried(bool hasAnotherStatement)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await using var db = TestDatabase.Context(connection);
        var times = 0;
        await new UnitOfWork(db, TimeProvider.System).ExecuteAsync(
            RequestContext.System(),
            async token =>
            {
                if (++times == 1)
                {
                    var process = ((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID;
                    await TestDatabase.ExecuteAsync(connection, $"SELECT pg_terminate_backend({process}, 5000)");
                }

                return hasAnotherStatement ? await db.Rutas.CountAsync(token) : 0;
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(2, times);
        Assert.Equal(1, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones"));
    }

    [Fact]
    public async Task NestedUnit_Committed_DoesItsStepsOnce()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        var pasos = 0;
        await unitOfWork.ExecuteOnceAsync(
            RequestContext.System(), new(1, "k", [1]),
            target: null,
            async token =>
            {
                await unitOfWork.ExecuteAsync(
                    RequestContext.System(),
                    _ =>
                    {
                        unitOfWork.AfterSave(_ => Task.FromResult(pasos++));
                        return Task.FromResult(0);
                    },
                    token);
                return new(200, "{}");
            },
            TestContext.Current.CancellationToken);
        Assert.Equal(1, pasos);
    }

    [Fact]
    public async Task NestedUnit_OuterHasUnsavedChanges_DoesNotLoseThemSilently()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() => unitOfWork.ExecuteAsync(
            RequestContext.System(),
            async token =>
            {
                db.Rutas.Add(new Ruta());
                return await unitOfWork.ExecuteAsync(RequestContext.System(), _ => Task.FromResult(0), token);
            },
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Preview_OfAWrite_DoesAllButCommit()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await using var db = TestDatabase.Context(connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        var (saved, committed) = (0, 0);
        var rutas = await unitOfWork.PreviewAsync(
            RequestContext.System(),
            async token =>
            {
                await unitOfWork.ExecuteAsync(
                    RequestContext.System(),
                    _ =>
                    {
                        unitOfWork.AfterSave(_ => Task.FromResult(saved++));
                        unitOfWork.AfterCommit(() => committed++);
                        return Task.FromResult(db.Rutas.Add(new Ruta()));
                    },
                    token);
                return await db.Rutas.CountAsync(token);
            },
            TestContext.Current.CancellationToken);

        Assert.Equal((1, 0), (saved, committed));
        Assert.Equal(rutas - 1, await db.Rutas.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(0, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM operaciones"));
        Assert.Empty(db.ChangeTracker.Entries());

        // The next unit of work is not touched by it.
        await unitOfWork.ExecuteAsync(RequestContext.System(), _ => Task.FromResult(0), TestContext.Current.CancellationToken);
        Assert.Equal((1, 0), (saved, committed));
    }

    [Fact]
    public async Task Preview_OfAnEndedSession_Is401()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var context = RequestContext.Anonymous(TimeProvider.System.GetUtcNow(), "POST /", null, RequestDeadline.None, null).For(Prestamos.Oficina.Admin);
        var ran = false;

        var error = await Assert.ThrowsAsync<DominioException>(() => new UnitOfWork(db, TimeProvider.System).PreviewAsync(
            context, _ => Task.FromResult(ran = true), TestContext.Current.CancellationToken));

        Assert.Equal(("auth.sin_sesion", false), (error.Error.Codigo, ran));
    }

    [Fact]
    public async Task Preview_InsideAUnitOfWork_IsRefused()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var unitOfWork = new UnitOfWork(db, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(() => unitOfWork.ExecuteAsync(
            RequestContext.System(), token => unitOfWork.PreviewAsync(RequestContext.System(), _ => Task.FromResult(0), token), TestContext.Current.CancellationToken));
    }

    /// <summary>The request's time is over while COMMIT is on its way.</summary>
    private sealed class OverOnceCommitted : DbTransactionInterceptor
    {
        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default) =>
            throw new OperationCanceledException();
    }
}
