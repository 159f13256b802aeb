using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Prosmex.Domain.Persistence;

/// <summary>Streams rows without buffering.</summary>
internal static class StreamingQuery
{
    /// <summary>
    /// Runs one query with the time limit of an export and, once the first row is there, hands over the rows as they arrive. Never retried: rows that
    /// were sent cannot be taken back.
    /// </summary>
    public static Task StreamAsync<T>(
        this ProsmexDbContext db, RequestDeadline deadline, FormattableString query, Func<IAsyncEnumerable<T>, Task> receive, CancellationToken cancellationToken) =>
        new NoRetry(db).ExecuteAsync(
            async token =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForExport, token);

                // Not before: a server that does not answer at all is reported as soon as in any other request.
                deadline.Extend(DatabaseTimeouts.ForExport);
                await using var rows = db.Database.SqlQuery<T>(query).AsAsyncEnumerable().GetAsyncEnumerator(token);
                var isAny = await rows.MoveNextAsync();
                await receive(RowsAsync(rows, isAny));
                await transaction.CommitAsync(token);
            },
            cancellationToken);

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

    // A strategy that retries buffers each result.
    private sealed class NoRetry(DbContext db) : ExecutionStrategy(db, maxRetryCount: 0, maxRetryDelay: TimeSpan.Zero)
    {
        protected override bool ShouldRetryOn(Exception exception) => false;
    }
}
