using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Direct access to a test's database.</summary>
internal static class Base
{
    public static ProsmexDbContext Contexto(string connection, params IInterceptor[] interceptores) =>
        new(new DbContextOptionsBuilder<ProsmexDbContext>().UseProsmex(connection).AddInterceptors(interceptores).Options);

    public static async Task<int> EjecutarAsync(string connection, string sql)
    {
        await using var abierta = await AbrirAsync(connection);
        await using var orden = new NpgsqlCommand(sql, abierta);
        return await orden.ExecuteNonQueryAsync();
    }

    public static async Task<T> ValorAsync<T>(string connection, string sql)
    {
        await using var abierta = await AbrirAsync(connection);
        await using var orden = new NpgsqlCommand(sql, abierta);
        return (T)(await orden.ExecuteScalarAsync())!;
    }

    // Not a data source of its own, which would read the server's types each time.
    private static async Task<NpgsqlConnection> AbrirAsync(string connection)
    {
        var abierta = new NpgsqlConnection(connection);
        await abierta.OpenAsync();
        return abierta;
    }
}

/// <summary>Counts the statements that a context sends.</summary>
internal sealed class StatementCounter : DbCommandInterceptor
{
    private int _cuenta;

    public int Cuenta => _cuenta;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _cuenta);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _cuenta);
        return base.NonQueryExecutingAsync(command, eventData, result, cancellationToken);
    }
}
