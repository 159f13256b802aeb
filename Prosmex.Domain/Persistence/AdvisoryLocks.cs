using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// Takes advisory locks until the transaction ends. PostgreSQL keeps them for the whole database, in which several lenders may have a schema each, so
/// each key carries the schema that the connection works in.
/// </summary>
internal static class AdvisoryLocks
{
    // The lender's number. That of public is 0: a lender with a database of its own has the keys as the code names them.
    private const string Lender = "coalesce(nullif(hashtext(current_schema()), hashtext('public')), 0)";

    /// <summary>The key of the lender's lock, as SQL.</summary>
    public static FormattableString Key(long key) => FormattableStringFactory.Create($"({{0}} # {Lender})", key);

    /// <summary>The same of a class of locks; PostgreSQL takes the member of the class as a second key.</summary>
    public static FormattableString Class(int key) => FormattableStringFactory.Create($"({{0}} # {Lender})", key);

    /// <summary>A statement that takes the lock for a connection, until it closes.</summary>
    public static string ForConnection(long key) => string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({Key(key)})");

    public static Task LockAsync(this ProsmexDbContext db, long key, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(Sql.Combine($"SELECT pg_advisory_xact_lock({Key(key)})"), cancellationToken);

    /// <summary>Together with others who share it.</summary>
    public static Task LockSharedAsync(this ProsmexDbContext db, long key, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(Sql.Combine($"SELECT pg_advisory_xact_lock_shared({Key(key)})"), cancellationToken);

    /// <param name="member">Which lock of the class: SQL of an integer.</param>
    public static Task LockAsync(this ProsmexDbContext db, int key, FormattableString member, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(Sql.Combine($"SELECT pg_advisory_xact_lock({Class(key)}, {member})"), cancellationToken);
}
