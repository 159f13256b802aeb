using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// The only way to write: one transaction that first proves the author's session, is committed once, and is retried as a whole on a transient fault.
/// Each carries an id that is made before the first try and stored by the one that commits, so a lost answer to COMMIT neither loses nor doubles anything.
/// </summary>
public sealed partial class UnitOfWork(ProsmexDbContext db, TimeProvider clock)
{
    /// <summary>A change of access waits longer than other requests: it must not fail because the user whom it stops is busy.</summary>
    private static readonly TimeSpan ForAccessChange = TimeSpan.FromSeconds(12);

    private readonly List<Func<CancellationToken, Task>> _afterSave = [];
    private readonly List<Action> _afterCommit = [];
    private bool _isOpen;
    private AccessTarget? _target;

    /// <summary>For the work that is running: something to do in the same transaction once its changes are in the database.</summary>
    public void AfterSave(Func<CancellationToken, Task> step) => _afterSave.Add(step);

    /// <summary>For the work that is running: something that is only true once all of it is committed, such as a count for the telemetry.</summary>
    public void AfterCommit(Action step) => _afterCommit.Add(step);

    /// <summary>
    /// Runs <paramref name="work"/> in a transaction, saves and commits; inside another unit of work it is a part of that. The work may run
    /// more than once: it must start from what it reads inside and touch nothing but the database.
    /// </summary>
    /// <exception cref="InvalidOperationException">The one around it has changes that are not saved, which this one would forget.</exception>
    /// <exception cref="DominioException">What the work refused, a lost race, or a rule that the database keeps.</exception>
    public Task<T> ExecuteAsync<T>(RequestContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_isOpen && (db.ChangeTracker.HasChanges() || _afterSave.Count > 0))
        {
            throw new InvalidOperationException("A unit of work inside another begins before or after the other's own changes, not among them.");
        }

        return _isOpen ? DoAsync(work, cancellationToken) : RunAsync(new WriteOpening(context), (_, token) => work(token), NoKey<T>, cancellationToken);
    }

    /// <summary>
    /// The same for work that ends sessions or changes what a user may do. It holds the locks of <see cref="AccessLocks"/> before it begins, and
    /// waits for writes of those sessions that are under way.
    /// </summary>
    /// <exception cref="InvalidOperationException">It runs inside a unit of work that did not take these locks.</exception>
    /// <exception cref="DominioException">As <see cref="ExecuteAsync{T}(RequestContext, Func{CancellationToken, Task{T}}, CancellationToken)"/>.</exception>
    public Task<T> ChangeAccessAsync<T>(RequestContext context, AccessTarget target, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return !_isOpen ? RunAsync(new WriteOpening(context) { Target = target }, (_, token) => work(token), NoKey<T>, cancellationToken)
            : _target == target ? ExecuteAsync(context, work, cancellationToken)
            : throw new InvalidOperationException("The unit of work around a change of access must name the same target: its locks come first.");
    }

    /// <summary>The same, answering what can only be told once everything is saved, such as ids that the database gave.</summary>
    public async Task<TOut> ExecuteAsync<T, TOut>(
        RequestContext context, Func<CancellationToken, Task<T>> work, Func<T, TOut> result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result(await ExecuteAsync(context, work, cancellationToken));
    }

    /// <summary>The same for a write to loans or money: no week is closed until it ends, and who holds its cash makes no corte.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="custodioId">Null where no user holds the cash.</param>
    /// <param name="work">Gets what a write needs.</param>
    /// <param name="result">Is asked once everything is saved.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<TOut> ExecuteWithWeekLockAsync<T, TOut>(
        RequestContext context, int? custodioId, Func<WriteContext, CancellationToken, Task<T>> work, Func<T, TOut> result, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(result);
        return result(_isOpen
            ? await ExecuteAsync(context, async token => await work(await LockWeekAsync(context, custodioId, token), token), cancellationToken)
            : await RunAsync(new WriteOpening(context) { WeekLock = new(custodioId) }, (recorded, token) => work(For(context, recorded.LastClosed), token), NoKey<T>, cancellationToken));
    }

    /// <summary>The same lock for a write that finds out inside its unit of work who holds the cash, or that it writes to money at all.</summary>
    /// <exception cref="InvalidOperationException">No unit of work is open.</exception>
    public async Task<WriteContext> LockWeekAsync(RequestContext context, int? custodioId, CancellationToken cancellationToken) => _isOpen
        ? For(context, await db.LockWeekAsync(custodioId, cancellationToken))
        : throw new InvalidOperationException("Weeks are locked inside a unit of work.");

    /// <summary>
    /// Runs a request's work once for its key, together with all units of work inside it, and stores the answer in their transaction. If the key
    /// was used before, the answer is that of then and nothing is done; the same for a double click without a key.
    /// </summary>
    /// <exception cref="DominioException">idempotencia.otro_contenido, idempotencia.en_curso, or as <see cref="ExecuteAsync{T}"/>; nothing is stored then.</exception>
    /// <param name="context">Who asks.</param>
    /// <param name="clave">The request's key.</param>
    /// <param name="target">The user whose access the work changes; null for all other work.</param>
    /// <param name="work">May run more than once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<StoredResponse> ExecuteOnceAsync(
        RequestContext context, IdempotencyKey clave, AccessTarget? target, Func<CancellationToken, Task<StoredResponse>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clave);
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(
            new WriteOpening(context) { Key = clave, Target = target },
            async (recorded, token) =>
            {
                var hecha = await work(token);
                await db.Database.ExecuteSqlAsync(
                    $"UPDATE operaciones SET estado = {hecha.Status}, respuesta = {hecha.Json}, respondida_en = statement_timestamp() WHERE id = {recorded.Id}", token);
                return hecha;
            },
            previous => clave.Matches(previous) ? Replay(previous) : throw new DominioException(IdempotencyErrores.OtherContent),
            cancellationToken);
    }

#pragma warning disable RS0030 // Here alone.
    private WriteContext For(RequestContext context, Semana? lastClosed) => new(context.User.UsuarioId, clock.GetUtcNow(), lastClosed);
#pragma warning restore RS0030

    private static StoredResponse Replay(Operation previous)
    {
        Telemetry.Replays.Add(1);
        return new(previous.Estado!.Value, previous.Respuesta!, IsReplay: true);
    }

    private static T NoKey<T>(Operation previous) => throw new InvalidOperationException($"Operation {previous.Id} is not this one.");

    private async Task<T> RunAsync<T>(WriteOpening opening, Func<RecordedOperation, CancellationToken, Task<T>> work, Func<Operation, T> replay, CancellationToken cancellationToken)
    {
        try
        {
            if (opening.Target is null)
            {
                return await TryAsync(opening, work, replay, cancellationToken);
            }

            opening.Context.Deadline.Extend(ForAccessChange);
            try
            {
                return await TryAsync(opening, work, replay, cancellationToken);
            }
            catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected)
            {
                // Starved, or in a circle with others: see LockAccessAsync.
                return await TryAsync(opening with { Escalate = true }, work, replay, cancellationToken);
            }
        }
        catch (DbUpdateConcurrencyException)
        {
            throw new DominioException(ErroresComunes.CambioSimultaneo);
        }
        catch (Exception ex) when (ConstraintErrors.Find(ex) is { } error)
        {
            throw new DominioException(error);
        }
    }

    private async Task<T> TryAsync<T>(WriteOpening opening, Func<RecordedOperation, CancellationToken, Task<T>> work, Func<Operation, T> replay, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        T? hecho = default;

        // COMMIT was sent, and its answer has not come.
        var isUncertain = false;
        _afterCommit.Clear();
        try
        {
            return await db.Database.CreateExecutionStrategy().ExecuteAsync(TransactionAsync, cancellationToken);
        }
        catch (Exception ex) when (isUncertain)
        {
            // Whatever ended it, a time limit or a server that is away: "try again" would be wrong, because it may have been done.
            throw new UncertainCommitException(ex);
        }

        async Task<T> TransactionAsync(CancellationToken token)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(token);

            // Before the session is proved: the earlier try may have ended it.
            if (isUncertain && await db.Operaciones.AnyAsync(o => o.Id == id, token))
            {
                return Committed();
            }

            await ProveAsync(opening, token);
            if (await db.RecordOperationAsync(id, opening, clock.GetUtcNow(), token) is not { } recorded)
            {
                var previous = await db.FindOperationAsync(id, opening.Key, token);
                return previous.Id == id ? Committed() : replay(previous);
            }

            isUncertain = false;
            _afterCommit.Clear();
            try
            {
                (_isOpen, _target) = (true, opening.Target);
                hecho = await DoAsync(t => work(recorded, t), token);
                if (opening.IsPreview)
                {
                    _afterCommit.Clear();
                    await transaction.RollbackAsync(token);
                    return hecho;
                }

                isUncertain = true;
                await CommitAsync(transaction, token);
                return Committed();
            }
            catch (PostgresException ex) when (DatabaseHealth.Classify(ex) != Unavailability.NoAnswer)
            {
                // The server refused it: that is an answer.
                isUncertain = false;
                throw;
            }
            catch (InvalidOperationException ex) when (db.Database.GetDbConnection().State != ConnectionState.Open)
            {
                // What the driver says of the transaction of a connection that broke between two statements: a transient fault like others.
                throw new NpgsqlException("The connection broke inside a transaction.", new IOException(ex.Message, ex));
            }
            finally
            {
                (_isOpen, _target) = (false, null);
            }
        }

        T Committed()
        {
            isUncertain = false;
            _afterCommit.ForEach(step => step());
            return hecho!;
        }
    }

    // Before anything else, and on its own: whatever follows is done for a session that is in force.
    private Task ProveAsync(WriteOpening opening, CancellationToken cancellationToken) => opening.Target is { } target
        ? db.LockAccessAsync(target, opening.Context.Author, clock.GetUtcNow(), opening.Escalate, cancellationToken)
        : db.RequireSessionAsync(opening.Context.Author, clock.GetUtcNow(), cancellationToken);

    private static async Task CommitAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await transaction.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException ex) when (ex is not PostgresException || DatabaseHealth.Classify(ex) == Unavailability.NoAnswer)
        {
            throw new UncertainCommitException(ex);
        }
    }

    private async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        _afterSave.Clear();

        // What fails is rolled back as a whole: a savepoint around each save would only be two more round trips.
        db.Database.AutoSavepointsEnabled = false;
        var result = await work(cancellationToken);
#pragma warning disable RS0030 // Here alone.
        await db.SaveChangesAsync(cancellationToken);
#pragma warning restore RS0030
        foreach (var step in _afterSave)
        {
            await step(cancellationToken);
        }

        _afterSave.Clear();
        return result;
    }
}
