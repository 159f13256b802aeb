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
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>What to tell the person who started the program on a database that does not serve; null where the failure is of another kind.</summary>
    public static string? Explicar(Exception? excepcion)
    {
        for (var ex = excepcion; ex is not null; ex = ex.InnerException)
        {
            if (ex is PostgresException postgres && (postgres.SqlState is ['2', '8', ..] or ['3', 'D', ..] or "42501" or "42P01"))
            {
                return $"PostgreSQL rechazó la conexión o el acceso ({postgres.SqlState}). Revise ConnectionStrings:Prosmex; si la base es nueva, ejecute «migrate».";
            }
        }

        return EsAusencia(excepcion) ? "PostgreSQL no responde. Revise ConnectionStrings:Prosmex y que el servidor esté en marcha." : null;
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
                case NpgsqlException or TimeoutException:
                    return true;
            }
        }

        return false;
    }
}
