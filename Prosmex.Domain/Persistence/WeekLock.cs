using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Cortes;

namespace Prosmex.Domain.Persistence;

/// <summary>Keeps writes to loans or money and the close of a week apart: writers share the lock, a close has it alone. Held until the transaction ends.</summary>
internal static class WeekLock
{
    /// <summary>The key of the advisory lock.</summary>
    public const long Key = 7_205_759_403_792_795;

    /// <summary>For a write to loans or money. One that moves cash also locks the custody of the user who holds it, who then makes no corte meanwhile.</summary>
    /// <param name="custodioId">Null where no user holds the cash.</param>
    /// <returns>The last closed week; null before the first close.</returns>
    public static async Task<Semana?> LockWeekAsync(this ProsmexDbContext db, int? custodioId, CancellationToken cancellationToken)
    {
        var last = custodioId is { } id
            ? db.Database.SqlQuery<DateOnly?>(Sql.Combine($"SELECT tomar_turno_y_custodia({AdvisoryLocks.Key(Key)}, {AdvisoryLocks.Class(Custodia.LockKey)}, {id}) AS \"Value\""))
            : db.Database.SqlQuery<DateOnly?>(Sql.Combine($"SELECT tomar_turno({AdvisoryLocks.Key(Key)}) AS \"Value\""));
        return await last.ToListAsync(cancellationToken) is [{ } lunes] ? Semana.De(lunes) : null;
    }

    /// <summary>For a close.</summary>
    public static Task LockCloseAsync(this ProsmexDbContext db, CancellationToken cancellationToken) =>
        db.LockAsync(Key, cancellationToken);
}
