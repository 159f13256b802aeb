using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Usuarios;

/// <summary>What refers to a user. The columns are those of the model's foreign keys, so that none is forgotten.</summary>
internal static class UserReferences
{
    /// <summary>Those of sessions are left out: sessions are deleted with their user.</summary>
    public static IEnumerable<(string Table, string Column)> Of(IModel model) =>
        from key in model.FindEntityType(typeof(Usuario))!.GetReferencingForeignKeys()
        where key.DeclaringEntityType.ClrType != typeof(Sesion)
        select (key.DeclaringEntityType.GetTableName()!, key.Properties.Single().GetColumnName());

    /// <summary>Whether there is such a row, or an entry in the bitácora, which has no foreign keys.</summary>
    public static Task<bool> IsReferencedAsync(this ProsmexDbContext db, int usuarioId, CancellationToken cancellationToken)
    {
        var rows = Of(db.Model).Append((Table: "bitacora", Column: "usuario_id")).Select(r => $"EXISTS (SELECT FROM {r.Table} WHERE {r.Column} = {{0}})");
        return db.Database.SqlQuery<bool>(FormattableStringFactory.Create($"SELECT {string.Join("\n    OR ", rows)} AS \"Value\"", usuarioId)).SingleAsync(cancellationToken);
    }
}
