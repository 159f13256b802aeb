using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Verificacion;

/// <summary>
/// Keeps the summaries of closed weeks (<see cref="ResumenSemanal"/>) what loans, ledger and faltas say. Whatever changes those in a closed week calls
/// this afterwards, in the same transaction; the cuadre compares.
/// </summary>
internal static class Resumenes
{
    // Weeks computed in one statement.
    private const int WeeksAtOnce = 26;

    /// <summary>Of all groups in weeks that are being closed.</summary>
    public static async Task ResumirAsync(this ProsmexDbContext db, IReadOnlyList<Semana> semanas, CancellationToken cancellationToken)
    {
        foreach (var parte in semanas.Chunk(WeeksAtOnce))
        {
            await db.WriteAsync(parte, $"SELECT grupo_id FROM grupos", cancellationToken);
        }
    }

    /// <summary>Of the groups that a change touched, from its first week to another.</summary>
    /// <param name="hasta">Closed.</param>
    public static async Task ResumirAsync(this ProsmexDbContext db, CambioEnCerradas cambio, Semana hasta, CancellationToken cancellationToken)
    {
        Semana[] semanas = [.. cambio.Desde.Hasta(hasta)];
        if (semanas.Length == 0)
        {
            return;
        }

        // In a statement before those that compute: they must see what another transaction wrote that held these rows.
        var grupos = await db.Database.SqlQuery<int>($"""
            SELECT g.grupo_id AS "Value"
            FROM grupos g
            WHERE g.grupo_id = ANY({cambio.GrupoIds})
               OR g.grupo_id IN (SELECT m.grupo_id FROM membresias m WHERE m.cliente_id = ANY({cambio.ClienteIds}))
               OR g.grupo_id IN (SELECT m.grupo_id FROM membresias m JOIN prestamos p USING (cliente_id) WHERE p.prestamo_id = ANY({cambio.PrestamoIds}))
            ORDER BY g.grupo_id
            FOR NO KEY UPDATE
            """).ToArrayAsync(cancellationToken);
        foreach (var parte in semanas.Chunk(WeeksAtOnce))
        {
            await db.WriteAsync(parte, $"SELECT grupo_id FROM unnest({grupos}) g (grupo_id)", cancellationToken);
        }
    }

    /// <summary>Of all groups in all closed weeks: after an adoption, or on a database whose weeks were closed before there were summaries.</summary>
    public static async Task ResumirTodoAsync(this ProsmexDbContext db, CancellationToken cancellationToken)
    {
        if (await db.UltimaCerradaAsync(cancellationToken) is { } ultima)
        {
            await db.ResumirAsync(await db.SemanasResumidasAsync(ultima, cancellationToken), cancellationToken);
        }
    }

    /// <summary>The weeks with summaries: up to the last closed one, from the first that any loan, entry or falta is in, which may be older than the chain of closed weeks.</summary>
    public static async Task<IReadOnlyList<Semana>> SemanasResumidasAsync(this ProsmexDbContext db, Semana ultimaCerrada, CancellationToken cancellationToken)
    {
        var pago = await db.Pagos.MinAsync(p => (DateTimeOffset?)p.FechaPago, cancellationToken);
        DateOnly?[] primeros =
        [
            await db.Prestamos.MinAsync(p => (DateOnly?)p.FechaInicio, cancellationToken),
            await db.Faltas.MinAsync(f => (DateOnly?)f.Fecha, cancellationToken),
            pago is { } instante ? HoraMexico.Dia(instante) : null,
        ];
        return [.. Semana.De(primeros.Min() ?? ultimaCerrada.Lunes).Hasta(ultimaCerrada)];
    }

    // A week of the chain at a time would do the same; together they read each loan and entry once.
    private static Task WriteAsync(this ProsmexDbContext db, Semana[] semanas, FormattableString grupos, CancellationToken cancellationToken)
    {
        SemanaPedida[] pedidas = Array.ConvertAll(semanas, SemanaPedida.Terminada);
        return db.Database.ExecuteSqlAsync(
            Sql.Combine($"""
            WITH tocados AS (
                {grupos}),
            {CifrasDeSemanas.Semanas(pedidas)},
            {CifrasDeSemanas.Cerradas(pedidas, $"tocados")},
            de_sobra AS (
                DELETE FROM resumen_semanal r
                USING semanas s, tocados t
                WHERE r.semana = s.lunes AND r.grupo_id = t.grupo_id
                  AND NOT EXISTS (SELECT FROM cifras c WHERE c.n = s.n AND c.grupo_id = r.grupo_id))
            INSERT INTO resumen_semanal AS r (semana, grupo_id, cobranza_ideal, cobranza_real, prestamos_activos, faltas)
            SELECT s.lunes, c.grupo_id, c.cobranza_ideal, c.cobranza_real, c.prestamos_activos, c.faltas
            FROM cifras c
            JOIN semanas s USING (n)
            ON CONFLICT (semana, grupo_id) DO UPDATE
            SET cobranza_ideal = excluded.cobranza_ideal, cobranza_real = excluded.cobranza_real,
                prestamos_activos = excluded.prestamos_activos, faltas = excluded.faltas
            WHERE (r.cobranza_ideal, r.cobranza_real, r.prestamos_activos, r.faltas)
               <> (excluded.cobranza_ideal, excluded.cobranza_real, excluded.prestamos_activos, excluded.faltas)
            """),
            cancellationToken);
    }
}
