using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Verificacion;

/// <summary>Something stored that is not what the ledger says.</summary>
/// <param name="PrestamoId">Null for what belongs to no loan.</param>
/// <param name="Concepto">
/// <c>pagado</c>, <c>numero_pagos</c>, <c>status</c>, <c>fecha_cierre</c>, <c>falta</c>, <c>semana</c>; <c>envio</c> (the money of a row of a sheet),
/// <c>por_aclarar</c> (money that was applied) or <c>corte</c> (the cash received since the one before).
/// </param>
/// <param name="Semana">The Monday, of a falta or of a week missing in the chain.</param>
/// <param name="Guardado">Null where nothing is stored.</param>
/// <param name="Calculado">Null where nothing should be.</param>
public sealed record DiferenciaDto(int? PrestamoId, string Concepto, DateOnly? Semana, string? Guardado, string? Calculado);

/// <summary>Differences found, and among how many loans.</summary>
public sealed record Cuadre(int Prestamos, Page<DiferenciaDto> Diferencias);

/// <summary>
/// Recomputes every loan from its terms and the ledger, and compares: balances, counts, status, close and faltas of all closed weeks. Also
/// whether all money of sheets is a payment or por aclarar, and whether the cortes have the money that belongs to them.
/// </summary>
public sealed class CuadreService(ProsmexDbContext db)
{
    // All loans of the lender: nobody waits for it in front of a screen.
    private static readonly TimeSpan Paciencia = TimeSpan.FromMinutes(5);

    /// <summary>As of one moment; of loans taken over as exceptions status and close are not looked at.</summary>
    public async Task<Cuadre> CuadrarAsync(PageRequest paging, CancellationToken cancellationToken)
    {
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                // For AmpliarAsync, and so that all statements see the same closes.
                await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, token);
                await db.ExtendTimeoutsAsync(Paciencia, token);
                return await CuadrarAquiAsync(paging, token);
            },
            cancellationToken);
    }

    /// <summary>The same inside a transaction that is running, of whose isolation it has to make do.</summary>
    internal async Task<Cuadre> CuadrarAquiAsync(PageRequest paging, CancellationToken cancellationToken)
    {
        var prestamos = await db.Prestamos.CountAsync(cancellationToken);
        var ultima = await db.SemanasCierre.MaxAsync(s => (DateOnly?)s.Semana, cancellationToken);
        var adoptada = await db.SemanasCierre.Where(s => s.Adoptada).MaxAsync(s => (DateOnly?)s.Semana, cancellationToken);
        var filas = await DiferenciasAsync(await EvaluadasAsync(ultima, adoptada, cancellationToken), ultima, adoptada, paging, cancellationToken);
        var total = filas.Count > 0 ? filas[0].Total : 0;
        Telemetry.Diferencias.Record(total);
        return new Cuadre(prestamos, new([.. filas.Where(f => f.Concepto is not null).Select(f => f.Diferencia)], paging, total));
    }

    // As ReevaluarAsync has them: a loan that was registered late has faltas of weeks before the first that was closed.
    private async Task<List<Semana>> EvaluadasAsync(DateOnly? ultima, DateOnly? adoptada, CancellationToken cancellationToken)
    {
        List<Semana> semanas = [];
        if (await db.Prestamos.MinAsync(p => (DateOnly?)p.FechaInicio, cancellationToken) is { } primero)
        {
            for (var s = Semana.De(primero); s.Lunes <= ultima; s = s.Siguiente)
            {
                if (adoptada is null || s.Lunes > adoptada)
                {
                    semanas.Add(s);
                }
            }
        }

        return semanas;
    }

    private Task<List<Fila>> DiferenciasAsync(List<Semana> semanas, DateOnly? ultima, DateOnly? adoptada, PageRequest paging, CancellationToken cancellationToken)
    {
        // The instants come from here, so that one set of time zone rules decides.
        var lunes = semanas.Select(s => s.Lunes).ToArray();
        var inicios = semanas.Select(s => s.Inicio).ToArray();
        var fines = semanas.Select(s => s.Fin).ToArray();
        var (saltar, take) = (paging.Skip, paging.PerPage);
        return db.Database.SqlQuery<Fila>(
            $"""
            WITH semanas AS (
                SELECT * FROM unnest({lunes}::date[], {inicios}::timestamptz[], {fines}::timestamptz[]) AS s (lunes, inicio, fin)),
            en_vigor AS (
                SELECT m.pago_id, m.prestamo_id, m.tipo, m.monto_pagado, m.fecha_pago
                FROM pagos m
                LEFT JOIN pagos r ON r.reversa_de = m.pago_id
                WHERE m.tipo <> 'reversa' AND r.pago_id IS NULL),
            libro AS (
                SELECT prestamo_id, sum(monto_pagado) AS pagado FROM pagos GROUP BY prestamo_id),
            resumen AS (
                SELECT prestamo_id,
                       count(*) FILTER (WHERE tipo = 'cobro') AS cobros,
                       bool_or(tipo = 'liquidacion_por_renovacion') AS renovado,
                       max(fecha_pago) FILTER (WHERE monto_pagado > 0) AS ultimo_ingreso
                FROM en_vigor
                GROUP BY prestamo_id),
            recontados AS (
                SELECT p.prestamo_id, p.pagado, p.numero_pagos, p.status, p.fecha_cierre, p.excepcion_adopcion,
                       coalesce(l.pagado, 0) AS pagado_calculado,
                       coalesce(r.cobros, 0) AS cobros,
                       CASE WHEN coalesce(l.pagado, 0) = p.monto_utilidad THEN CASE WHEN r.renovado THEN 'renovado' ELSE 'liquidado' END
                            WHEN semana_del_plan(p.fecha_inicio, {ultima}::date) >= p.numero_semanas THEN 'vencido'
                            ELSE 'activo' END AS status_calculado,
                       CASE WHEN coalesce(l.pagado, 0) = p.monto_utilidad THEN r.ultimo_ingreso END AS cierre_calculado
                FROM prestamos p
                LEFT JOIN libro l USING (prestamo_id)
                LEFT JOIN resumen r USING (prestamo_id)),
            debidas AS (
                SELECT p.prestamo_id, s.lunes, s.inicio, s.fin, semana_del_plan(p.fecha_inicio, s.lunes) AS k,
                       p.monto_utilidad, p.cobranza_ideal, p.numero_semanas
                FROM prestamos p
                JOIN semanas s ON semana_del_plan(p.fecha_inicio, s.lunes) BETWEEN 1 AND p.numero_semanas),
            dinero AS (
                SELECT d.prestamo_id, d.lunes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < d.inicio) AS antes,
                       sum(m.monto_pagado) FILTER (WHERE m.fecha_pago >= d.inicio) AS en_la_semana
                FROM debidas d
                JOIN en_vigor m ON m.prestamo_id = d.prestamo_id AND m.fecha_pago < d.fin
                GROUP BY d.prestamo_id, d.lunes),
            faltas AS (
                SELECT d.prestamo_id, d.lunes, coalesce(x.en_la_semana, 0) AS monto_abonado
                FROM debidas d
                LEFT JOIN dinero x USING (prestamo_id, lunes)
                WHERE coalesce(x.en_la_semana, 0)
                      + greatest(0, coalesce(x.antes, 0) - plan_acumulado(d.monto_utilidad, d.cobranza_ideal, d.numero_semanas, d.k - 1))
                      < plan_acumulado(d.monto_utilidad, d.cobranza_ideal, d.numero_semanas, d.k)
                        - plan_acumulado(d.monto_utilidad, d.cobranza_ideal, d.numero_semanas, d.k - 1)),
            guardadas AS (
                SELECT f.prestamo_id, f.fecha - 6 AS lunes, f.monto_abonado
                FROM falta f
                WHERE f.fecha - 6 > coalesce({adoptada}::date, '-infinity')),
            recibido AS (
                SELECT c.id, c.efectivo_recibido,
                       (SELECT coalesce(sum(m.monto_pagado), 0) FROM pagos m
                        WHERE m.custodio_id = c.usuario_id AND m.pago_id > c.desde_pago_id AND m.pago_id <= c.hasta_pago_id)
                       + (SELECT coalesce(sum(a.monto), 0) FROM por_aclarar a
                          WHERE a.usuario_id = c.usuario_id AND a.id > c.desde_por_aclarar_id AND a.id <= c.hasta_por_aclarar_id) AS calculado
                FROM corte c
                WHERE c.anula_a IS NULL AND c.efectivo_recibido IS NOT NULL),
            diferencias AS (
                SELECT prestamo_id, 'pagado' AS concepto, NULL::date AS semana, pagado::text AS guardado, pagado_calculado::text AS calculado
                FROM recontados WHERE pagado <> pagado_calculado
                UNION ALL
                SELECT prestamo_id, 'numero_pagos', NULL, numero_pagos::text, cobros::text
                FROM recontados WHERE numero_pagos <> cobros
                UNION ALL
                SELECT prestamo_id, 'status', NULL, status, status_calculado
                FROM recontados WHERE status <> status_calculado AND NOT excepcion_adopcion
                UNION ALL
                SELECT prestamo_id, 'fecha_cierre', NULL, fecha_cierre::text, cierre_calculado::text
                FROM recontados WHERE fecha_cierre IS DISTINCT FROM cierre_calculado AND NOT excepcion_adopcion
                UNION ALL
                SELECT prestamo_id, 'falta', lunes, g.monto_abonado::text, c.monto_abonado::text
                FROM guardadas g FULL JOIN faltas c USING (prestamo_id, lunes)
                WHERE g.monto_abonado IS DISTINCT FROM c.monto_abonado
                UNION ALL
                SELECT f.prestamo_id, 'envio', NULL, f.monto::text, coalesce(m.monto_pagado, a.monto)::text
                FROM envio_filas f
                LEFT JOIN pagos m ON m.pago_id = f.pago_id AND m.clave = f.clave AND m.prestamo_id = f.prestamo_id
                LEFT JOIN por_aclarar a ON a.clave = f.clave
                WHERE f.monto > 0 AND (m.monto_pagado IS NULL) = (a.monto IS NULL) OR f.monto <> coalesce(m.monto_pagado, a.monto, 0)
                UNION ALL
                SELECT m.prestamo_id, 'por_aclarar', NULL, a.monto::text, v.monto_pagado::text
                FROM por_aclarar a
                JOIN pagos m USING (pago_id)
                LEFT JOIN en_vigor v USING (pago_id)
                WHERE a.monto IS DISTINCT FROM v.monto_pagado
                UNION ALL
                SELECT NULL, 'corte', NULL, format('corte %s: %s', id, efectivo_recibido), format('corte %s: %s', id, calculado)
                FROM recibido WHERE efectivo_recibido <> calculado
                UNION ALL
                SELECT NULL, 'semana', s.semana + 7, NULL, 'cerrada'
                FROM semana_cierre s
                WHERE s.semana < {ultima}::date AND NOT EXISTS (SELECT FROM semana_cierre n WHERE n.semana = s.semana + 7)),
            contadas AS (
                SELECT count(*)::integer AS total FROM diferencias)
            SELECT t.total, d.*
            FROM contadas t
            LEFT JOIN (SELECT * FROM diferencias ORDER BY prestamo_id NULLS FIRST, semana NULLS FIRST, concepto OFFSET {saltar} LIMIT {take}) d ON true
            ORDER BY d.prestamo_id NULLS FIRST, d.semana NULLS FIRST, d.concepto
            """).ToListAsync(cancellationToken);
    }

#pragma warning disable CA1812 // EF makes it.
    private sealed record Fila(int Total, int? PrestamoId, string? Concepto, DateOnly? Semana, string? Guardado, string? Calculado)
    {
        public DiferenciaDto Diferencia => new(PrestamoId, Concepto!, Semana, Guardado, Calculado);
    }
#pragma warning restore CA1812
}
