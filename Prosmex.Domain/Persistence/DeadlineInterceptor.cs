using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Prosmex.Domain.Persistence;

/// <summary>Takes the time of statements and connections from <see cref="DatabaseDeadline"/>.</summary>
internal sealed class DeadlineInterceptor : DbCommandInterceptor, IDbConnectionInterceptor
{
    public override DbCommand CommandInitialized(CommandEndEventData eventData, DbCommand result)
    {
        DatabaseDeadline.ThrowIfExpired();
        if (DatabaseDeadline.Remaining is { } restante)
        {
            // 0 stands for no limit.
            var seconds = (int)Math.Ceiling(restante.TotalSeconds);
            result.CommandTimeout = result.CommandTimeout == 0 ? seconds : Math.Min(result.CommandTimeout, seconds);
        }

        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StartWaiting();
        return new(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StartWaiting();
        return new(result);
    }

    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StopWaiting();
        return new(result);
    }

    // Its rows may come long after its beginning.
    public override ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
    {
        DatabaseDeadline.StopWaiting();
        return new(result);
    }

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        DatabaseDeadline.StopWaiting();
        return result;
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StopWaiting();
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StopWaiting();
        return Task.CompletedTask;
    }

    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.ThrowIfExpired();
        DatabaseDeadline.StartWaiting();
        return new(result);
    }

    public Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StopWaiting();
        return Task.CompletedTask;
    }

    public Task ConnectionFailedAsync(DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        DatabaseDeadline.StopWaiting();
        return Task.CompletedTask;
    }
}
