using Microsoft.EntityFrameworkCore;

namespace Prosmex.Domain.Persistence;

/// <summary>Deletes old keys, and operations that are in no partition of their week; <see cref="PartitionService"/> drops whole weeks.</summary>
public sealed class OperationService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>How long a client may repeat a request with its key.</summary>
    internal static readonly TimeSpan ConClave = TimeSpan.FromDays(30);

    // Without a key the row only matters while its own COMMIT is in doubt: seconds. Those in partitions stay as long as those with a key.
    private static readonly TimeSpan SinClave = TimeSpan.FromDays(1);

    /// <returns>The number of operations deleted.</returns>
    public Task<int> CleanUpAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var (withKey, withoutKey) = (clock.GetUtcNow() - ConClave, clock.GetUtcNow() - SinClave);
        return unitOfWork.ExecuteAsync(
            context,
            async token =>
            {
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                await db.Database.ExecuteSqlAsync($"DELETE FROM claves_de_operacion WHERE operacion_id < primer_uuid({withKey})", token);

                // With their keys, whatever their ids say.
                var deleted = await db.ReadRowsAsync(
                    $"""
                    WITH viejas AS (
                        DELETE FROM operaciones_resto
                        WHERE creada_en < {withKey} OR (creada_en < {withoutKey} AND clave IS NULL)
                        RETURNING id, usuario_id, clave),
                    claves AS (
                        DELETE FROM claves_de_operacion k USING viejas v
                        WHERE k.usuario_id = v.usuario_id AND k.clave = v.clave AND k.operacion_id = v.id)
                    SELECT count(*) FROM viejas
                    """,
                    row => row.GetInt64(0),
                    token);
                return (int)deleted[0];
            },
            cancellationToken);
    }
}
