using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Prosmex.Domain.Persistence;

/// <summary>Tells whether PostgreSQL is there.</summary>
public sealed class Disponibilidad(ProsmexDbContext db)
{
    /// <summary>One round trip; false where the database does not answer.</summary>
    public async Task<bool> HayBaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.SqlQuery<int>($"SELECT 1 AS \"Value\"").ToListAsync(cancellationToken);
            return true;
        }
        catch (Exception ex) when (EsAusencia(ex))
        {
            return false;
        }
    }

    /// <summary>The failure means that the database is away or too busy, not that a statement is wrong.</summary>
    public static bool EsAusencia(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
        {
            switch (ex)
            {
                // 08 connection, 53 resources, 57P shutdown, 57014 statement timeout, 55P03 lock timeout.
                case PostgresException postgres:
                    return postgres.SqlState is ['0', '8', ..] or ['5', '3', ..] or ['5', '7', 'P', ..] or "57014" or "55P03";
                case NpgsqlException:
                    return true;
            }
        }

        return false;
    }
}
