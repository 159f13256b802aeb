using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Gives the password for the next connection to PostgreSQL, where the connection string has none: a token of the identity that the program
/// runs as. It is asked for each connection that is opened, and keeps its token as long as that is good.
/// </summary>
public delegate ValueTask<string> DatabasePassword(CancellationToken cancellationToken);

/// <summary>Connections without a password of their own.</summary>
public static class DatabasePasswords
{
    /// <summary>The connection string neither has a password nor says where one lies.</summary>
    public static bool IsMissingIn(string? connection) => new NpgsqlConnectionStringBuilder(connection) is { Password: null or "", Passfile: null or "" };

    internal static NpgsqlDbContextOptionsBuilder UsePassword(this NpgsqlDbContextOptionsBuilder npgsql, DatabasePassword? contrasena) => contrasena is null
        ? npgsql
        : npgsql.ConfigureDataSource(source => source.UsePasswordProvider(
            _ => contrasena(CancellationToken.None).AsTask().GetAwaiter().GetResult(), (_, token) => contrasena(token)));

    /// <summary>The connection string with a password that is good for the next minutes.</summary>
    internal static async Task<string> WithPasswordAsync(string connection, DatabasePassword? contrasena, CancellationToken cancellationToken) => contrasena is null
        ? connection
        : new NpgsqlConnectionStringBuilder(connection) { Password = await contrasena(cancellationToken) }.ConnectionString;
}
