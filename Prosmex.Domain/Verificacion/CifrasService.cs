using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Verificacion;

/// <summary>Keeps the figures of groups in the running week and in closed ones (<see cref="CifrasGuardadas"/>).</summary>
public sealed class CifrasService(ProsmexDbContext db, UnitOfWork unitOfWork, TimeProvider clock)
{
    private const long LockKey = 7_205_759_403_792_803;

    // Each reads all later payments of its loans.
    private const int SemanasDelCuadre = 8;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>A run takes no other week after this time; the next one does.</summary>
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(2);

    /// <summary>Computes stale figures: of groups with changes, of all where a day has begun, and of closed weeks, newest first.</summary>
    /// <returns>The number of figures computed: one for a group and week.</returns>
    public async Task<int> RefreshAsync(RequestContext context, CancellationToken cancellationToken)
    {
        var inicio = clock.GetTimestamp();
        var semana = SemanaPedida.EnCurso(HoraMexico.Dia(clock.GetUtcNow()));
        var hechas = await HasWorkAsync(semana, cancellationToken)
            ? await unitOfWork.ExecuteAsync(context, token => RefreshAsync(semana, token), cancellationToken)
            : 0;
        foreach (var lunes in await PendingAsync(cancellationToken))
        {
            if (clock.GetElapsedTime(inicio) > RunTime)
            {
                break;
            }

            hechas += await unitOfWork.ExecuteAsync(
                context,
                async token =>
                {
                    await WaitForOthersAsync(token);
                    return await ComputeAsync(SemanaPedida.Terminada(Semana.De(lunes)), DateOnly.MaxValue, token);
                },
                cancellationToken);
        }

        return hechas;
    }

    /// <summary>The kept figures that should hold and are not what loans and ledger say, of the running week and the last closed ones.</summary>
    /// <param name="db">The database.</param>
    /// <param name="hoy">In Mexico City.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<List<DiferenciaDto>> DiferenciasAsync(ProsmexDbContext db, DateOnly hoy, CancellationToken cancellationToken)
    {
        var cerradas = await db.SemanasCierre.OrderByDescending(s => s.Semana).Take(SemanasDelCuadre).Select(s => s.Semana).ToListAsync(cancellationToken);
        List<DiferenciaDto> diferencias = [];
        foreach (var semana in (SemanaPedida[])[.. cerradas.Select(lunes => SemanaPedida.Terminada(Semana.De(lunes))), SemanaPedida.EnCurso(hoy)])
        {
            diferencias.AddRange(await db.Database.SqlQuery<DiferenciaDto>(Sql.Combine($"""
                WITH {ReporteParts.Kept(semana, $"grupos")},
                {SemanaQuery.Computed(semana, $"al_dia")}
                SELECT NULL::integer AS prestamo_id, 'cifras' AS concepto, {semana.Semana.Lunes} AS semana, {Text($"k")} AS guardado, {Text($"c")} AS calculado,
                       NULL::integer AS cliente_id, NULL::integer AS usuario_id, NULL::integer AS corte_id, NULL::integer AS por_aclarar_id
                FROM (SELECT grupo_id, {SemanaQuery.Cifras} FROM al_dia WHERE numero_de_creditos IS NOT NULL) k
                FULL JOIN (SELECT grupo_id, {SemanaQuery.Cifras} FROM calculadas) c USING (grupo_id)
                WHERE {Text($"k")} IS DISTINCT FROM {Text($"c")}
                ORDER BY grupo_id
                """)).ToListAsync(cancellationToken));
        }

        diferencias.AddRange(await db.Database.SqlQuery<DiferenciaDto>(
            $"""
            SELECT NULL::integer AS prestamo_id, 'cifras' AS concepto, NULL::date AS semana,
                   format('grupo %s: préstamos %s, pagos %s', grupo_id, k.prestamos, k.pagos) AS guardado,
                   format('grupo %s: préstamos %s, pagos %s', grupo_id, c.prestamos, c.pagos) AS calculado,
                   NULL::integer AS cliente_id, NULL::integer AS usuario_id, NULL::integer AS corte_id, NULL::integer AS por_aclarar_id
            FROM cuentas_de_prestamos k
            FULL JOIN (
                SELECT c.grupo_id, count(*) AS prestamos, sum(p.numero_pagos) AS pagos
                FROM clientes_avales c
                JOIN prestamos p USING (cliente_id)
                GROUP BY c.grupo_id) c USING (grupo_id)
            WHERE (coalesce(k.prestamos, 0), coalesce(k.pagos, 0)) <> (coalesce(c.prestamos, 0), coalesce(c.pagos, 0))
            ORDER BY grupo_id
            """).ToListAsync(cancellationToken));
        return diferencias;
    }

    // Most runs of a small lender find nothing, and write nothing.
    private Task<bool> HasWorkAsync(SemanaPedida semana, CancellationToken cancellationToken) => db.Database.SqlQuery<bool>(Sql.Combine($"""
        SELECT EXISTS (SELECT FROM cambios_de_cifras)
            OR EXISTS (SELECT FROM grupos g WHERE NOT EXISTS (SELECT FROM cifras_guardadas c WHERE c.semana = {semana.Semana.Lunes} AND c.grupo_id = g.grupo_id AND c.dia = {semana.UltimoDia}))
            OR EXISTS (SELECT FROM semana_cierre s WHERE NOT EXISTS (SELECT FROM cifras_guardadas c WHERE c.semana = s.semana)) AS "Value"
        """)).SingleAsync(cancellationToken);

    private async Task<int> RefreshAsync(SemanaPedida semana, CancellationToken cancellationToken)
    {
        await WaitForOthersAsync(cancellationToken);

        // In a statement before those that compute, which therefore see all that the deleted rows announced.
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH quitados AS (
                DELETE FROM cambios_de_cifras RETURNING cliente_id, grupo_id, desde),
            cambiados AS (
                SELECT q.grupo_id, q.desde FROM quitados q WHERE q.grupo_id IS NOT NULL
                UNION ALL
                SELECT m.grupo_id, q.desde FROM quitados q JOIN membresias m USING (cliente_id))
            UPDATE cifras_guardadas c
            SET dia = CASE WHEN c.semana > g.desde - 7 THEN '-infinity' ELSE c.dia END, prestamos = NULL, pagos = NULL
            FROM (SELECT grupo_id, min(desde) AS desde FROM cambiados GROUP BY grupo_id) g
            -- A loan may start later than the last of the weeks, and counts as one all the same.
            WHERE c.grupo_id = g.grupo_id AND (c.semana > g.desde - 7 OR c.semana = (SELECT max(semana) FROM cifras_guardadas))
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO cifras_guardadas (semana, grupo_id, dia)
            SELECT {semana.Semana.Lunes}, grupo_id, '-infinity' FROM grupos
            ON CONFLICT DO NOTHING;

            -- Weeks that were closed before anything was kept, such as adopted ones.
            INSERT INTO cifras_guardadas (semana, grupo_id, dia)
            SELECT s.semana, g.grupo_id, '-infinity'
            FROM semana_cierre s CROSS JOIN grupos g
            WHERE NOT EXISTS (SELECT FROM cifras_guardadas c WHERE c.semana = s.semana)
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE cifras_guardadas g SET prestamos = coalesce(n.prestamos, 0), pagos = coalesce(n.pagos, 0)
            FROM grupos LEFT JOIN cuentas_de_prestamos n USING (grupo_id)
            WHERE g.semana = {semana.Semana.Lunes} AND g.grupo_id = grupos.grupo_id AND g.prestamos IS NULL
            """,
            cancellationToken);
        return await ComputeAsync(semana, semana.UltimoDia, cancellationToken);
    }

    // Closed weeks with figures to compute. Those kept while the week ran were of a day.
    private Task<List<DateOnly>> PendingAsync(CancellationToken cancellationToken) => db.Database.SqlQuery<DateOnly>($"""
        SELECT DISTINCT semana AS "Value" FROM cifras_guardadas
        WHERE dia < 'infinity' AND semana <= (SELECT max(semana) FROM semana_cierre)
        ORDER BY 1 DESC
        """).ToListAsync(cancellationToken);

    private async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        await db.ExtendTimeoutsAsync(Patience, cancellationToken);
        await db.LockAsync(LockKey, cancellationToken);
    }

    private Task<int> ComputeAsync(SemanaPedida semana, DateOnly dia, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            Sql.Combine($"""
            WITH pendientes AS (
                SELECT grupo_id FROM cifras_guardadas WHERE semana = {semana.Semana.Lunes} AND dia < 'infinity' AND dia <> {dia}),
            {SemanaQuery.Computed(semana, $"pendientes")}
            UPDATE cifras_guardadas g
            SET dia = {dia}, cobranza_ideal = c.cobranza_ideal, cobranza_real = c.cobranza_real, prestamo_papel = c.prestamo_papel,
                prestamo_real = c.prestamo_real, restante = c.restante, numero_de_creditos = c.numero_de_creditos,
                prestamos_activos = c.prestamos_activos, faltas = c.faltas, por_cobrar = c.por_cobrar
            FROM pendientes
            LEFT JOIN calculadas c USING (grupo_id)
            WHERE g.semana = {semana.Semana.Lunes} AND g.grupo_id = pendientes.grupo_id
            """),
            cancellationToken);

    private static FormattableString Text(FormattableString fila) => $$"""
        CASE WHEN {{fila}}.grupo_id IS NOT NULL THEN format(
            'grupo %s: ideal %s, real %s, papel %s, entregado %s, restante %s, créditos %s, activos %s, faltas %s, por cobrar %s', {{fila}}.grupo_id,
            {{fila}}.cobranza_ideal, {{fila}}.cobranza_real, {{fila}}.prestamo_papel, {{fila}}.prestamo_real, {{fila}}.restante,
            {{fila}}.numero_de_creditos, {{fila}}.prestamos_activos, {{fila}}.faltas, {{fila}}.por_cobrar) END
        """;
}
