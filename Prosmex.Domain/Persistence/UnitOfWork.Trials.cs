using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <content>Work that is undone: as a whole, or a part of it.</content>
public sealed partial class UnitOfWork
{
    /// <summary>
    /// Does what a write would do and rolls it back: the same proof, locks, refusals and after-save steps, no after-commit steps. A service's own method
    /// called inside is a part of it, so that a preview cannot say anything else than what the write does.
    /// </summary>
    /// <param name="context">Who asks.</param>
    /// <param name="work">May run more than once. What it reads after the write is as if that were committed.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">It runs inside a unit of work, which it would undo.</exception>
    /// <exception cref="DominioException">As <see cref="ExecuteAsync{T}(RequestContext, Func{CancellationToken, Task{T}}, CancellationToken)"/>.</exception>
    public async Task<T> PreviewAsync<T>(RequestContext context, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        if (_isOpen)
        {
            throw new InvalidOperationException("A preview has a transaction of its own.");
        }

        try
        {
            return await RunAsync(new WriteOpening(context) { IsPreview = true }, (_, token) => work(token), NoKey<T>, cancellationToken);
        }
        finally
        {
            // The entities are as if it had been committed.
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>
    /// For the work that is running: a part of it that may be refused without ending the rest, or that is only tried out. What is undone leaves no
    /// change, no step after the commit and no tracked entity; its locks stay.
    /// </summary>
    /// <param name="part">Services called inside are parts of it.</param>
    /// <param name="undo">Also where it is not refused.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="InvalidOperationException">No unit of work is open.</exception>
    /// <exception cref="DominioException">What the part refused, or a rule that the database keeps; the part is undone.</exception>
    public async Task<T> TryPartAsync<T>(Func<CancellationToken, Task<T>> part, bool undo, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(part);
        var transaction = db.Database.CurrentTransaction ?? throw new InvalidOperationException("A part is tried inside a unit of work.");
        var steps = _afterCommit.Count;
        await transaction.CreateSavepointAsync(nameof(part), cancellationToken);
        try
        {
            var result = await part(cancellationToken);
            if (undo)
            {
                await UndoAsync();
            }

            return result;
        }
        catch (DominioException)
        {
            await UndoAsync();
            throw;
        }
        catch (Exception ex) when (ConstraintErrors.Find(ex) is { } error && error != ErroresComunes.CambioSimultaneo)
        {
            await UndoAsync();
            throw new DominioException(error);
        }

        async Task UndoAsync()
        {
            await transaction.RollbackToSavepointAsync(nameof(part), cancellationToken);
            db.ChangeTracker.Clear();
            _afterSave.Clear();
            _afterCommit.RemoveRange(steps, _afterCommit.Count - steps);
        }
    }
}
