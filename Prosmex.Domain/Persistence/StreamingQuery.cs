using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>Streams rows without buffering.</summary>
internal static class StreamingQuery
{
    /// <summary>At the same time: each keeps a connection for as long as its client takes to read.</summary>
    public const int AtOnce = 8;

    private static readonly TimeSpan SlotTimeout = TimeSpan.FromSeconds(1);
    private static readonly SemaphoreSlim Slots = new(AtOnce);

    /// <summary>
    /// Runs one query with the time limit of an export and, once the first row is there, hands over the rows as they arrive. Never retried: rows that
    /// were sent cannot be taken back.
    /// </summary>
    /// <exception cref="DominioException">exportacion.saturado, before anything is read.</exception>
    public static async Task StreamAsync<T>(
        this ProsmexDbContext db, RequestDeadline deadline, FormattableString query, Func<IAsyncEnumerable<T>, Task> recibir, CancellationToken cancellationToken)
    {
        if (!await Slots.WaitAsync(SlotTimeout, cancellationToken))
        {
            throw new DominioException(ErroresComunes.DemasiadasExportaciones);
        }

        try
        {
            await new NoRetry(db).ExecuteAsync(
                async token =>
                {
                    await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
                    await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForExport, token);

                    // Not before: a server that does not answer at all is reported as soon as in any other request.
                    deadline.Extend(DatabaseTimeouts.ForExport);
                    await using var rows = db.Database.SqlQuery<T>(query).AsAsyncEnumerable().GetAsyncEnumerator(token);
                    var isAny = await rows.MoveNextAsync();
                    await recibir(RowsAsync(rows, isAny));
                    await transaction.CommitAsync(token);
                },
                cancellationToken);
        }
        finally
        {
            Slots.Release();
        }
    }

    // The answer ends with its last row, not with what is done after that.
    private static async IAsyncEnumerable<T> RowsAsync<T>(IAsyncEnumerator<T> rows, bool isAny)
    {
        await using (rows)
        {
            for (; isAny; isAny = await rows.MoveNextAsync())
            {
                yield return rows.Current;
            }
        }
    }

    // Under a strategy that tries again every result is first read to its end.
    private sealed class NoRetry(DbContext db) : ExecutionStrategy(db, maxRetryCount: 0, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => false;
    }
}
