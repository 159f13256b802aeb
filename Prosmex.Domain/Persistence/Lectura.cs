using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Reads the rows of statements that run with nearly every request. <c>SqlQuery</c> would make an expression tree of each, write its text anew
/// and keep every row twice; connections, retries and interceptors are the same.
/// </summary>
internal static class Lectura
{
    /// <param name="db">Inside a unit of work: its transaction.</param>
    /// <param name="sql">Its holes are parameters.</param>
    /// <param name="leer">Makes a row of the one that the reader stands on.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static Task<List<T>> LeerAsync<T>(this ProsmexDbContext db, FormattableString sql, Func<DbDataReader, T> leer, CancellationToken cancellationToken) =>
        db.LeerAsync(sql.Format, sql.GetArguments(), leer, cancellationToken);

    /// <inheritdoc cref="LeerAsync{T}(ProsmexDbContext, FormattableString, Func{DbDataReader, T}, CancellationToken)" />
    public static Task<List<T>> LeerAsync<T>(this ProsmexDbContext db, string sql, object?[] parametros, Func<DbDataReader, T> leer, CancellationToken cancellationToken)
    {
        var orden = db.GetService<IRawSqlCommandBuilder>().Build(sql, parametros!, db.Model);
        var entorno = new RelationalCommandParameterObject(
            db.GetService<IRelationalConnection>(),
            orden.ParameterValues,
            readerColumns: null,
            db,
            db.GetService<IRelationalCommandDiagnosticsLogger>(),
            CommandSource.FromSqlQuery);
        return db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var lector = await orden.RelationalCommand.ExecuteReaderAsync(entorno, token);
                List<T> filas = [];
                while (await lector.ReadAsync(token))
                {
                    filas.Add(leer(lector.DbDataReader));
                }

                return filas;
            },
            cancellationToken);
    }
}
