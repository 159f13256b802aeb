using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Prosmex.Domain.Persistence;

/// <summary>Makes the partitions of large tables ahead and takes the old ones away (docs/escala.md).</summary>
public sealed class PartitionService(ProsmexDbContext db, ProsmexOptions options, TimeProvider clock, ILogger<PartitionService> logger)
{
    /// <summary>What cannot have its locks within a second is left to the next night.</summary>
    public async Task MaintainAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Log(await db.MakePartitionsAsync(now, cancellationToken));
        Log(await db.ChangePartitionsAsync($"SELECT particion, resultado FROM tirar_operaciones({now - OperationService.ConClave})", cancellationToken));
        if (options.BitacoraMonths is { } months)
        {
            Log(await db.ChangePartitionsAsync($"SELECT particion, resultado FROM separar_bitacora({months})", cancellationToken));
        }

        // On their own: they may take long, and the locks of the changes are held until their transaction ends.
        await db.ChangePartitionsAsync($"SELECT 'todas', 'analizadas' FROM analizar_particiones()", cancellationToken);
    }

    private void Log(IEnumerable<PartitionChange> changes)
    {
        foreach (var change in changes)
        {
            logger.Log(change.IsDone ? LogLevel.Information : LogLevel.Warning, "Partición {Particion}: {Resultado}.", change.Partition, change.Text);
        }
    }
}

/// <summary>The result for one partition.</summary>
/// <param name="Result">As the SQL functions name it.</param>
internal sealed record PartitionChange(string Partition, string Result)
{
    public bool IsDone => Result is not ("en_resto" or "ocupada");

    public string Text => Result switch
    {
        "en_resto" => "no se hizo, porque ya hay filas de su rango en la partición por omisión; ahí siguen entrando",
        "ocupada" => "no se pudo bloquear a tiempo; se intentará de nuevo la próxima noche",
        _ => Result,
    };
}

internal static class PartitionQueries
{
    // One at a time: two would make or drop the same partition. A migration and a night may meet.
    private const long LockKey = 7_205_759_403_792_799;

    /// <summary>Those that are needed next.</summary>
    public static Task<List<PartitionChange>> MakePartitionsAsync(this ProsmexDbContext db, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.ChangePartitionsAsync($"SELECT particion, resultado FROM hacer_particiones({now})", cancellationToken);

    /// <param name="db">Outside a unit of work: its transaction would keep the locks.</param>
    /// <param name="sql">A call of one of the functions.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    public static Task<List<PartitionChange>> ChangePartitionsAsync(this ProsmexDbContext db, FormattableString sql, CancellationToken cancellationToken) =>
        db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                await db.ExtendTimeoutsAsync(DatabaseTimeouts.ForCleanUp, token);
                await db.LockAsync(LockKey, token);
                var changes = await db.ReadRowsAsync(sql, row => new PartitionChange(row.GetString(0), row.GetString(1)), token);
                await transaction.CommitAsync(token);
                return changes;
            },
            cancellationToken);
}
