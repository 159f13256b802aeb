using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Verificacion;

/// <summary>
/// Keeps the stored faltas, and vencido, a function of plan, money in force, the last closed week and the declared weeks, for the weekly close and for
/// whatever changes a loan in a week that is closed already. The rule is the SQL function <c>hay_falta</c>; in a week without collection
/// (<c>clientes_sin_cobranza</c>) there is none.
/// </summary>
internal static class FaltasDeSemanas
{
    public static async Task<Semana?> UltimaCerradaAsync(this ProsmexDbContext db, CancellationToken cancellationToken) =>
        await db.SemanasCierre.MaxAsync(s => (DateOnly?)s.Semana, cancellationToken) is { } lunes ? Semana.De(lunes) : null;

    /// <summary>The last week that an adoption closed: up to it nothing is evaluated.</summary>
    public static Task<DateOnly?> UltimaAdoptadaAsync(this ProsmexDbContext db, CancellationToken cancellationToken) =>
        db.SemanasCierre.Where(s => s.Adoptada).MaxAsync(s => (DateOnly?)s.Semana, cancellationToken);

    /// <summary>Writes the faltas of a week that is being closed.</summary>
    /// <returns>How many there are.</returns>
    public static Task<int> WriteAsync(this ProsmexDbContext db, Semana semana, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        WITH reciente AS (
            SELECT m.prestamo_id,
                   sum(m.monto_pagado) AS desde_el_lunes,
                   sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < {semana.Fin}) AS en_la_semana
            FROM pagos m
            WHERE m.fecha_pago >= {semana.Inicio}
            GROUP BY m.prestamo_id)
        INSERT INTO falta (prestamo_id, fecha, monto_abonado)
        SELECT p.prestamo_id, {semana.Domingo}, coalesce(r.en_la_semana, 0)
        FROM prestamos p
        LEFT JOIN reciente r USING (prestamo_id)
        WHERE hay_falta(
            p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, semana_del_plan(p.fecha_inicio, {semana.Lunes}),
            p.pagado - coalesce(r.desde_el_lunes, 0), coalesce(r.en_la_semana, 0))
          AND NOT EXISTS (SELECT FROM clientes_sin_cobranza c WHERE c.semana = {semana.Lunes} AND c.cliente_id = p.cliente_id)
        """,
        cancellationToken);

    /// <summary>Brings the faltas and summaries of closed weeks to what plan and money say now; the faltas of weeks closed by an adoption are left alone.</summary>
    public static async Task ReevaluarAsync(this ProsmexDbContext db, CambioEnCerradas cambio, Semana ultimaCerrada, CancellationToken cancellationToken)
    {
        await db.ReevaluarFaltasAsync(cambio.PrestamoIds, ultimaCerrada, cancellationToken);
        await db.ResumirAsync(cambio, ultimaCerrada, cancellationToken);
    }

    private static async Task ReevaluarFaltasAsync(this ProsmexDbContext db, int[] prestamoIds, Semana ultimaCerrada, CancellationToken cancellationToken)
    {
        var adoptada = await db.UltimaAdoptadaAsync(cancellationToken);
        var primerInicio = await db.Prestamos.Where(p => prestamoIds.Contains(p.PrestamoId)).MinAsync(p => (DateOnly?)p.FechaInicio, cancellationToken);
        var primeraFalta = await db.Faltas.Where(f => prestamoIds.Contains(f.PrestamoId)).MinAsync(f => (DateOnly?)f.Fecha, cancellationToken);
        if (new[] { primerInicio, primeraFalta }.Min() is not { } primero)
        {
            return;
        }

        await db.ReevaluarSemanasAsync(
            prestamoIds, [.. Semana.De(primero).Hasta(ultimaCerrada).Where(s => adoptada is null || s.Lunes > adoptada)], cancellationToken);
    }

    /// <summary>Brings the vencido of some open loans to what the closed weeks say now: once their last week, or a later one, was closed with collection.</summary>
    /// <returns>How many changed.</returns>
    public static Task<int> FijarVencidosAsync(this ProsmexDbContext db, int[] prestamoIds, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        Sql.Combine($"""
        WITH cerrados AS MATERIALIZED (
            SELECT p.prestamo_id, semana_del_plan(p.fecha_inicio, ultima_con_cobranza(p.cliente_id)) >= p.numero_semanas AS vencido
            FROM prestamos p
            WHERE p.prestamo_id = ANY({prestamoIds}) AND semana_del_plan(p.fecha_inicio, (SELECT max(semana) FROM semana_cierre)) >= p.numero_semanas)
        UPDATE prestamos p
        SET status = CASE WHEN c.vencido THEN 'vencido' ELSE 'activo' END
        FROM cerrados c
        WHERE p.prestamo_id = c.prestamo_id AND {PrestamoQueryExtensions.Abierto($"p")} AND (p.status = 'vencido') <> c.vencido
        """),
        cancellationToken);

    /// <summary>Brings the faltas of some loans in some weeks to what plan and money say now.</summary>
    /// <param name="semanas">Closed, none by an adoption.</param>
    public static async Task ReevaluarSemanasAsync(this ProsmexDbContext db, int[] prestamoIds, IReadOnlyList<Semana> semanas, CancellationToken cancellationToken)
    {
        // The instants come from here, so that one set of time zone rules decides.
        var lunes = semanas.Select(s => s.Lunes).ToArray();
        var inicios = semanas.Select(s => s.Inicio).ToArray();
        var fines = semanas.Select(s => s.Fin).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH semanas AS (
                SELECT * FROM unnest({lunes}::date[], {inicios}::timestamptz[], {fines}::timestamptz[]) AS s (lunes, inicio, fin)),
            debidas AS (
                SELECT p.prestamo_id, s.lunes, s.inicio, s.fin, semana_del_plan(p.fecha_inicio, s.lunes) AS k,
                       p.monto_utilidad, p.cobranza_ideal, p.numero_semanas
                FROM prestamos p
                JOIN semanas s ON semana_del_plan(p.fecha_inicio, s.lunes) BETWEEN 1 AND p.numero_semanas
                WHERE p.prestamo_id = ANY({prestamoIds})
                  AND NOT EXISTS (SELECT FROM clientes_sin_cobranza c WHERE c.semana = s.lunes AND c.cliente_id = p.cliente_id)),
            dinero AS (
                SELECT d.prestamo_id, d.lunes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < d.inicio) AS antes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago >= d.inicio) AS en_la_semana
                FROM debidas d
                JOIN pagos m ON m.prestamo_id = d.prestamo_id AND m.fecha_pago < d.fin
                GROUP BY d.prestamo_id, d.lunes),
            faltas AS (
                SELECT d.prestamo_id, d.lunes + 6 AS fecha, coalesce(x.en_la_semana, 0) AS monto_abonado
                FROM debidas d
                LEFT JOIN dinero x USING (prestamo_id, lunes)
                WHERE hay_falta(d.monto_utilidad, d.cobranza_ideal, d.numero_semanas, d.k, coalesce(x.antes, 0), coalesce(x.en_la_semana, 0))),
            de_sobra AS (
                DELETE FROM falta f
                USING semanas s
                WHERE f.prestamo_id = ANY({prestamoIds}) AND f.fecha = s.lunes + 6
                  AND NOT EXISTS (SELECT 1 FROM faltas n WHERE n.prestamo_id = f.prestamo_id AND n.fecha = f.fecha))
            INSERT INTO falta (prestamo_id, fecha, monto_abonado)
            SELECT prestamo_id, fecha, monto_abonado FROM faltas
            ON CONFLICT (prestamo_id, fecha) DO UPDATE SET monto_abonado = excluded.monto_abonado
            WHERE falta.monto_abonado <> excluded.monto_abonado
            """,
            cancellationToken);
    }
}
