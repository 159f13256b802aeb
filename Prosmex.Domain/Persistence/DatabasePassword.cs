using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Supplies the password for new connections to PostgreSQL where the connection string has none: an access token of the managed identity. It is
/// requested for every connection opened; the implementation caches the token while it is valid.
/// </summary>
public delegate ValueTask<string> DatabasePassword(CancellationToken cancellationToken);

/// <summary>Connections whose connection string has no password.</summary>
public static class DatabasePasswords
{
    /// <summary>The connection string has neither a password nor a passfile.</summary>
    public static bool IsMissingIn(string? connection) => new NpgsqlConnectionStringBuilder(connection) is { Password: null or "", Passfile: null or "" };

    internal static NpgsqlDbContextOptionsBuilder UsePassword(this NpgsqlDbContextOptionsBuilder npgsql, DatabasePassword? contrasena) => contrasena is null
        ? npgsql
        : npgsql.ConfigureDataSource(source => source.UsePasswordProvider(
            _ => contrasena(CancellationToken.None).AsTask().GetAwaiter().GetResult(), (_, token) => contrasena(token)));

    /// <summary>The connection string with a password valid for the next minutes.</summary>
    internal static async Task<string> WithPasswordAsync(string connection, DatabasePassword? contrasena, CancellationToken cancellationToken) => contrasena is null
        ? connection
        : new NpgsqlConnectionStringBuilder(connection) { Password = await contrasena(cancellationToken) }.ConnectionString;
}
