using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// The only way to write: one transaction that first proves the author's session, is saved once, and is retried as a whole on a transient fault.
/// Each carries an id that is made before the first try and stored by the one that commits, so a lost answer to COMMIT neither loses nor doubles anything.
/// </summary>
public sealed class UnitOfWork(ProsmexDbContext db, TimeProvider reloj)
{
    /// <summary>A change of access waits longer than other requests: it must not fail because the user whom it stops is busy.</summary>
    private static readonly TimeSpan ForAccessChange = TimeSpan.FromSeconds(12);

    private readonly List<Func<CancellationToken, Task>> _afterSave = [];
    private readonly List<Action> _afterCommit = [];
    private bool _isOpen;
    private AccessTarget? _target;

    /// <summary>For the work that is running: something to do in the same transaction once its changes are in the database.</summary>
    public void AfterSave(Func<CancellationToken, Task> paso) => _afterSave.Add(paso);

    /// <summary>For the work that is running: something that is only true once all of it is committed, such as a count for the telemetry.</summary>
    public void AfterCommit(Action paso) => _afterCommit.Add(paso);

    /// <summary>
    /// Runs <paramref name="trabajo"/> in a transaction, saves and commits; inside another unit of work it is a part of that. The work may run
    /// more than once: it must start from what it reads inside and touch nothing but the database.
    /// </summary>
    /// <exception cref="InvalidOperationException">The one around it has changes that are not saved, which this one would forget.</exception>
    /// <exception cref="DominioException">What the work refused, a lost race, or a rule that the database keeps.</exception>
    public Task<T> ExecuteAsync<T>(RequestContext request, Func<CancellationToken, Task<T>> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        if (_isOpen && (db.ChangeTracker.HasChanges() || _afterSave.Count > 0))
        {
            throw new InvalidOperationException("A unit of work inside another begins before or after the other's own changes, not among them.");
        }

        return _isOpen ? DoAsync(trabajo, cancellationToken) : RunAsync(new(request), (_, token) => trabajo(token), NoKey<T>, cancellationToken);
    }

    /// <summary>
    /// The same for work that ends sessions or changes what a user may do. It holds the locks of <see cref="AccessLocks"/> before it begins, and
    /// waits for writes of those sessions that are under way.
    /// </summary>
    /// <exception cref="InvalidOperationException">It runs inside a unit of work that did not take these locks.</exception>
    /// <exception cref="DominioException">As <see cref="ExecuteAsync{T}(RequestContext, Func{CancellationToken, Task{T}}, CancellationToken)"/>.</exception>
    public Task<T> ChangeAccessAsync<T>(RequestContext request, AccessTarget target, Func<CancellationToken, Task<T>> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        return !_isOpen ? RunAsync(new(request) { Target = target }, (_, token) => trabajo(token), NoKey<T>, cancellationToken)
            : _target == target ? ExecuteAsync(request, trabajo, cancellationToken)
            : throw new InvalidOperationException("The unit of work around a change of access must name the same target: its locks come first.");
    }

    /// <summary>The same, answering what can only be told once everything is saved, such as ids that the database gave.</summary>
    public async Task<TOut> ExecuteAsync<T, TOut>(
        RequestContext request, Func<CancellationToken, Task<T>> trabajo, Func<T, TOut> resultado, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(resultado);
        return resultado(await ExecuteAsync(request, trabajo, cancellationToken));
    }

    /// <summary>The same for a write to loans or money: no week is closed until it ends, and who holds its cash makes no corte.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="custodioId">Null where no user holds the cash.</param>
    /// <param name="trabajo">Is told the last closed week; null before the first close.</param>
    /// <param name="resultado">Is asked once everything is saved.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<TOut> ExecuteWithWeekLockAsync<T, TOut>(
        RequestContext request, int? custodioId, Func<Semana?, CancellationToken, Task<T>> trabajo, Func<T, TOut> resultado, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trabajo);
        ArgumentNullException.ThrowIfNull(resultado);
        return resultado(_isOpen
            ? await ExecuteAsync(request, async token => await trabajo(await db.TomarTurnoAsync(custodioId, token), token), cancellationToken)
            : await RunAsync(new(request) { WeekLock = new(custodioId) }, trabajo, NoKey<T>, cancellationToken));
    }

    /// <summary>
    /// Runs a request's work once for its key, together with all units of work inside it, and stores the answer in their transaction. If the key
    /// was used before, the answer is that of then and nothing is done.
    /// </summary>
    /// <exception cref="DominioException">idempotencia.otro_contenido, idempotencia.en_curso, or as <see cref="ExecuteAsync{T}"/>; nothing is stored then.</exception>
    /// <param name="request">Who asks.</param>
    /// <param name="clave">The request's key.</param>
    /// <param name="target">For work that changes somebody's access: whose. Null for all other work.</param>
    /// <param name="trabajo">May run more than once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public Task<StoredResponse> ExecuteOnceAsync(
        RequestContext request, IdempotencyKey clave, AccessTarget? target, Func<CancellationToken, Task<StoredResponse>> trabajo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clave);
        ArgumentNullException.ThrowIfNull(trabajo);
        return RunAsync(
            new(request) { Key = clave, Target = target },
            async (_, token) =>
            {
                var hecha = await trabajo(token);
                await db.Operaciones.Where(o => o.UsuarioId == clave.UsuarioId && o.Clave == clave.Text).ExecuteUpdateAsync(
                    o => o.SetProperty(x => x.Estado, hecha.Status).SetProperty(x => x.Respuesta, hecha.Json), token);
                return hecha;
            },
            previa => clave.Matches(previa) ? Replay(previa) : throw new DominioException(IdempotencyErrores.OtroContenido),
            cancellationToken);
    }

    private static StoredResponse Replay(Operation previa)
    {
        Telemetry.Replays.Add(1);
        return new(previa.Estado!.Value, previa.Respuesta!, IsReplay: true);
    }

    private static T NoKey<T>(Operation previa) => throw new InvalidOperationException($"Operation {previa.Id} is not this one.");

    private async Task<T> RunAsync<T>(Opening apertura, Func<Semana?, CancellationToken, Task<T>> trabajo, Func<Operation, T> repetir, CancellationToken cancellationToken)
    {
        try
        {
            if (apertura.Target is null)
            {
                return await TryAsync(apertura, trabajo, repetir, cancellationToken);
            }

            using var plazo = DatabaseDeadline.Begin(ForAccessChange);
            try
            {
                return await TryAsync(apertura, trabajo, repetir, cancellationToken);
            }
            catch (PostgresException ex) when (ex.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected)
            {
                // Starved, or in a circle with others: see LockAccessAsync.
                return await TryAsync(apertura with { Escalate = true }, trabajo, repetir, cancellationToken);
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

    private async Task<T> TryAsync<T>(Opening apertura, Func<Semana?, CancellationToken, Task<T>> trabajo, Func<Operation, T> repetir, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(reloj.GetUtcNow());
        T? hecho = default;
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaccion = await db.Database.BeginTransactionAsync(token);
                _afterCommit.Clear();
                await ProveAsync(apertura, token);
                if (await RecordOperationAsync(id, apertura, token) is not { } anotada)
                {
                    var previa = await FindPreviousAsync(id, apertura.Key, token);
                    return previa.Id == id ? hecho! : repetir(previa);
                }

                try
                {
                    (_isOpen, _target) = (true, apertura.Target);
                    hecho = await DoAsync(t => trabajo(anotada.LastClosed is { } lunes ? Semana.De(lunes) : null, t), token);
                    await CommitAsync(transaccion, token);
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

                _afterCommit.ForEach(paso => paso());
                return hecho;
            },
            cancellationToken);
    }

    // Before anything else, and on its own: whatever follows is done for a session that is in force.
    private Task ProveAsync(Opening apertura, CancellationToken cancellationToken) => apertura.Target is { } target
        ? db.LockAccessAsync(target, apertura.Request.Author, reloj.GetUtcNow(), apertura.Escalate, cancellationToken)
        : db.RequireSessionAsync(apertura.Request.Author, reloj.GetUtcNow(), cancellationToken);

    private static async Task CommitAsync(IDbContextTransaction transaccion, CancellationToken cancellationToken)
    {
        DatabaseDeadline.ThrowIfExpired();
        DatabaseDeadline.StartWaiting();
        try
        {
            await transaccion.CommitAsync(cancellationToken);
        }
        catch (NpgsqlException ex)
        {
            throw new UncertainCommitException(ex);
        }
        finally
        {
            DatabaseDeadline.StopWaiting();
        }
    }

    private async Task<T> DoAsync<T>(Func<CancellationToken, Task<T>> trabajo, CancellationToken cancellationToken)
    {
        db.ChangeTracker.Clear();
        _afterSave.Clear();

        // What fails is rolled back as a whole: a savepoint around each save would only be two more round trips.
        db.Database.AutoSavepointsEnabled = false;
        var resultado = await trabajo(cancellationToken);
#pragma warning disable RS0030 // Here and nowhere else.
        await db.SaveChangesAsync(cancellationToken);
#pragma warning restore RS0030
        foreach (var paso in _afterSave)
        {
            await paso(cancellationToken);
        }

        _afterSave.Clear();
        return resultado;
    }

    // Waits for a transaction that has the same id or key and is not over yet: an earlier try whose COMMIT is still under way, or another
    // request. Null where it committed. In the same round trip: tells the triggers of the bitácora who is at work, and takes the turn.
    private async Task<Recorded?> RecordOperationAsync(Guid id, Opening apertura, CancellationToken cancellationToken)
    {
        var (clave, ahora, usuarioId) = (apertura.Key, reloj.GetUtcNow(), apertura.Request.Author.UsuarioId);
        FormattableString anotar = $"""
            INSERT INTO operaciones (id, usuario_id, clave, huella, creada_en)
            VALUES ({id}, {clave?.UsuarioId ?? usuarioId}, {clave?.Text}, {clave?.Fingerprint}, {ahora})
            ON CONFLICT DO NOTHING
            RETURNING id;

            SELECT set_config('prosmex.origen', jsonb_build_object(
                'operacion_id', {id}, 'usuario_id', {usuarioId}::integer, 'ruta', {apertura.Request.Route}::text,
                'direccion', {apertura.Request.Address}::text, 'ahora', {ahora})::text, true);
            """;
        try
        {
            return await db.ReadResultsAsync(
                apertura.WeekLock is { } turno
                    ? Sql.Combine($"{anotar}\n\nSELECT tomar_turno_y_custodia({FaltasDeSemanas.Cierre}, {Custodia.Candado}, {turno.CustodioId}::integer)")
                    : anotar,
                async (lector, token) =>
                {
                    var anotada = await lector.ReadAsync(token);
                    await lector.NextResultAsync(token);
                    var lunes = await lector.NextResultAsync(token) && await lector.ReadAsync(token) && !await lector.IsDBNullAsync(0, token)
                        ? await lector.GetFieldValueAsync<DateOnly>(0, token)
                        : (DateOnly?)null;
                    return anotada ? new Recorded(lunes) : null;
                },
                cancellationToken);
        }
        catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.LockNotAvailable && clave is not null)
        {
            throw new DominioException(IdempotencyErrores.EnCurso);
        }
    }

    private async Task<Operation> FindPreviousAsync(Guid id, IdempotencyKey? clave, CancellationToken cancellationToken)
    {
        var usuarioId = clave?.UsuarioId;
        var texto = clave?.Text;
        return await db.Operaciones.SingleOrDefaultAsync(o => o.Id == id || (texto != null && o.UsuarioId == usuarioId && o.Clave == texto), cancellationToken)
            ?? throw new DominioException(ErroresComunes.CambioSimultaneo);
    }

    /// <summary>How a unit of work opens.</summary>
    private sealed record Opening(RequestContext Request)
    {
        public IdempotencyKey? Key { get; init; }

        public AccessTarget? Target { get; init; }

        /// <summary>A first try could not get its locks.</summary>
        public bool Escalate { get; init; }

        public WeekLock? WeekLock { get; init; }
    }

    private sealed record WeekLock(int? CustodioId);

    private sealed record Recorded(DateOnly? LastClosed);
}
