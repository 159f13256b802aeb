using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Reads the rows of statements that run with nearly every request, and of the two lists that collectors open most. <c>SqlQuery</c> costs 50 µs and
/// 20 kB more for a page of ten (docs/rendimiento.md), a quarter of such a statement; connections, retries and interceptors are the same.
/// </summary>
internal static class RawReading
{
    /// <param name="db">Inside a unit of work: its transaction.</param>
    /// <param name="sql">Interpolated values become parameters.</param>
    /// <param name="read">Reads the current row.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static Task<List<T>> ReadRowsAsync<T>(this ProsmexDbContext db, FormattableString sql, Func<DbDataReader, T> read, CancellationToken cancellationToken) =>
        db.ReadResultsAsync(
            sql,
            async (reader, token) =>
            {
                List<T> filas = [];
                while (await reader.ReadAsync(token))
                {
                    filas.Add(read(reader));
                }

                return filas;
            },
            cancellationToken);

    /// <summary>Sends several statements in one round trip.</summary>
    /// <param name="db">Inside a unit of work: its transaction.</param>
    /// <param name="sql">Statements separated by semicolons; interpolated values become parameters.</param>
    /// <param name="read">Reads the result sets from the first on, one for each statement.</param>
    /// <param name="cancellationToken">Ends the statements.</param>
    public static Task<T> ReadResultsAsync<T>(
        this ProsmexDbContext db, FormattableString sql, Func<DbDataReader, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var orden = db.GetService<IRawSqlCommandBuilder>().Build(sql.Format, sql.GetArguments()!, db.Model);
        var environment = new RelationalCommandParameterObject(
            db.GetService<IRelationalConnection>(),
            orden.ParameterValues,
            readerColumns: null,
            db,
            db.GetService<IRelationalCommandDiagnosticsLogger>(),
            CommandSource.FromSqlQuery);
        return db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var reader = await orden.RelationalCommand.ExecuteReaderAsync(environment, token);
                return await read(reader.DbDataReader, token);
            },
            cancellationToken);
    }
}
