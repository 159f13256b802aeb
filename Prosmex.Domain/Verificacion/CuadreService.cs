using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Common;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Domain.Verificacion;

/// <summary>Something stored that is not what the ledger says.</summary>
/// <param name="PrestamoId">Null for what belongs to no loan.</param>
/// <param name="Concepto">
/// <c>pagado</c>, <c>numero_pagos</c>, <c>status</c>, <c>fecha_cierre</c>, <c>falta</c>, <c>semana</c>; <c>envio</c> (the money of a row of a sheet),
/// <c>por_aclarar</c> (money that was applied), <c>corte</c> (the cash received since the one before), <c>resumen</c> (a closed week's summary of a group) or <c>cifras</c> (the figures kept of a group's week). Findings: <c>ine_repetido</c> (clients with
/// one INE key), <c>curp_repetida</c> (with one CURP), <c>custodia_inactiva</c> (cash that a deactivated user holds), <c>gastos_excedidos</c> (a corte with more expenses than cash).
/// </param>
/// <param name="Semana">The Monday, of a falta, of a summary, of kept figures or of a week missing in the chain.</param>
/// <param name="Guardado">Null where nothing is stored.</param>
/// <param name="Calculado">Null where nothing should be.</param>
/// <param name="ClienteId">Of <c>ine_repetido</c> and <c>curp_repetida</c>: the first of the clients.</param>
/// <param name="UsuarioId">Whose corte or cash it is.</param>
public sealed record DiferenciaDto(
    int? PrestamoId,
    string Concepto,
    DateOnly? Semana,
    string? Guardado,
    string? Calculado,
    int? ClienteId = null,
    int? UsuarioId = null,
    int? CorteId = null,
    int? PorAclararId = null)
{
    /// <summary>Nothing is stored wrong, but the office should look at it.</summary>
    public bool IsFinding() => Concepto is "ine_repetido" or "curp_repetida" or "custodia_inactiva" or "gastos_excedidos";
}

/// <summary>Differences found, and among how many loans.</summary>
/// <param name="Diferencias">The findings last: they may stay for years, and must not keep a difference off the first page.</param>
/// <param name="Findings">How many of them are findings.</param>
public sealed record Cuadre(int Prestamos, Page<DiferenciaDto> Diferencias, int Findings);

/// <summary>
/// Recomputes every loan from its terms and the ledger, and compares: balances, counts, status, close and faltas of all closed weeks. Also
/// the summaries of closed weeks, the figures kept of groups, whether all money of sheets is a payment or por aclarar, and whether the cortes have the money that belongs to them; and what the office should
/// look at.
/// </summary>
public sealed class CuadreService(ProsmexDbContext db, TimeProvider clock)
{
    // Loans read at once: what the cuadre keeps does not grow with the lender.
    private const int BatchSize = 1000;

    private const int SemanasPorLote = 26;

    // All loans of the lender: it may take minutes, which the nightly run and the page of the cuadre wait for.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>As of one moment; of loans taken over as exceptions status and close are not looked at.</summary>
    public async Task<Cuadre> CuadrarAsync(PageRequest paging, CancellationToken cancellationToken)
    {
        return await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                // All batches see the same payments and closes.
                await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, token);
                await db.ExtendTimeoutsAsync(Patience, token);
                return await CuadrarAsync(paging, await FindingsAsync(token), token);
            },
            cancellationToken);
    }

    /// <summary>The same without findings, in the caller's transaction and at its isolation level.</summary>
    internal Task<Cuadre> CuadrarAquiAsync(PageRequest paging, CancellationToken cancellationToken) => CuadrarAsync(paging, [], cancellationToken);

    private async Task<Cuadre> CuadrarAsync(PageRequest paging, List<DiferenciaDto> findings, CancellationToken cancellationToken)
    {
        var (prestamos, total) = (0, 0);
        List<DiferenciaDto> page = [];
        await foreach (var lote in LotesAsync(findings, cancellationToken))
        {
            prestamos += lote.Prestamos;
            page.AddRange(lote.Diferencias.Skip(paging.Skip - total).Take(paging.PerPage - page.Count));
            total += lote.Diferencias.Count;
        }

        Telemetry.Diferencias.RecordFor(db.Schema(), total - findings.Count);
        return new(prestamos, new(page, paging, total), findings.Count);
    }

    // In the order of the answer: what belongs to no loan, loan by loan, and the findings.
    private async IAsyncEnumerable<Lote> LotesAsync(List<DiferenciaDto> findings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ultima = await db.SemanasCierre.MaxAsync(s => (DateOnly?)s.Semana, cancellationToken);
        var adoptada = await db.UltimaAdoptadaAsync(cancellationToken);
        var cerradas = new SemanasCerradas(ultima is { } lunes ? Semana.De(lunes) : null, adoptada);
        yield return new(0, await SinPrestamoAsync(ultima, cancellationToken));
        if (cerradas.Ultima is { } hasta)
        {
            foreach (var semanas in (await db.SemanasResumidasAsync(hasta, cancellationToken)).Chunk(SemanasPorLote))
            {
                yield return new(0, await ResumenesAsync(semanas, cancellationToken));
            }
        }

        yield return new(0, await CifrasService.DiferenciasAsync(db, HoraMexico.Dia(clock.GetUtcNow()), cancellationToken));

        // A damaged row may name any loan.
        for (int? desde = int.MinValue; desde is { } anterior;)
        {
            var prestamos = await db.Prestamos.Where(p => p.PrestamoId > anterior).OrderBy(p => p.PrestamoId).Take(BatchSize).ToListAsync(cancellationToken);
            desde = prestamos.Count == BatchSize ? prestamos[^1].PrestamoId : null;

            // The last batch has also the rows that refer to missing loans.
            var tope = desde ?? int.MaxValue;
            var libro = (await db.Pagos.Where(p => p.PrestamoId > anterior && p.PrestamoId <= tope)
                .Select(p => new Asiento(p.PagoId, p.PrestamoId, p.Tipo, p.FechaPago, p.MontoPagado, p.ReversaDe)).ToListAsync(cancellationToken)).ToLookup(a => a.PrestamoId);
            var faltas = (await db.Faltas.Where(f => f.PrestamoId > anterior && f.PrestamoId <= tope).ToListAsync(cancellationToken)).ToLookup(f => f.PrestamoId);
            var declaradas = await DeclaradasAsync([.. prestamos.Select(p => p.ClienteId)], cancellationToken);
            var dinero = await DineroDeHojasAsync(anterior, tope, cancellationToken);
            yield return new(
                prestamos.Count,
                [
                    .. prestamos.SelectMany(p => new Recuento(p, [.. libro[p.PrestamoId]], cerradas, declaradas[p.ClienteId].ToHashSet()).Diferencias(faltas[p.PrestamoId])).Concat(dinero)
                        .OrderBy(d => d.PrestamoId).ThenBy(d => d.Semana).ThenBy(d => d.Concepto, StringComparer.Ordinal),
                ]);
        }

        yield return new(0, findings);
    }

    // Client → Mondays without collection: of the group that the client belonged to on the Sunday. No SQL view decides that here.
    private async Task<ILookup<int, DateOnly>> DeclaradasAsync(int[] clienteIds, CancellationToken cancellationToken) => (await db.GruposSinCobranza
        .Join(db.Membresias.Where(m => clienteIds.Contains(m.ClienteId)), d => d.GrupoId, m => m.GrupoId, (d, m) => new { d.Semana, m.ClienteId, m.Desde, m.Hasta })
        .ToListAsync(cancellationToken))
        .Where(d => d.Desde <= Semana.De(d.Semana).Domingo && d.Hasta > Semana.De(d.Semana).Domingo)
        .ToLookup(d => d.ClienteId, d => d.Semana);

    private Task<List<DiferenciaDto>> SinPrestamoAsync(DateOnly? ultima, CancellationToken cancellationToken) => db.Database.SqlQuery<DiferenciaDto>(
        $"""
        WITH recibido AS (
            SELECT c.id, c.usuario_id, c.efectivo_recibido,
                   (SELECT coalesce(sum(m.monto_pagado), 0) FROM pagos m
                    WHERE m.custodio_id = c.usuario_id AND m.pago_id > c.desde_pago_id AND m.pago_id <= c.hasta_pago_id)
                   + (SELECT coalesce(sum(a.monto), 0) FROM por_aclarar a
                      WHERE a.usuario_id = c.usuario_id AND a.id > c.desde_por_aclarar_id AND a.id <= c.hasta_por_aclarar_id) AS calculado
            FROM corte c
            WHERE c.anula_a IS NULL AND c.efectivo_recibido IS NOT NULL),
        diferencias AS (
            SELECT id, NULL::integer AS prestamo_id, 'corte' AS concepto, NULL::date AS semana,
                   format('corte %s: %s', id, efectivo_recibido) AS guardado, format('corte %s: %s', id, calculado) AS calculado, usuario_id
            FROM recibido
            WHERE efectivo_recibido <> calculado
            UNION ALL
            SELECT NULL, NULL, 'semana', s.semana + 7, NULL, 'cerrada', NULL
            FROM semana_cierre s
            WHERE s.semana < {ultima}::date AND NOT EXISTS (SELECT FROM semana_cierre n WHERE n.semana = s.semana + 7))
        SELECT prestamo_id, concepto, semana, guardado, calculado, NULL::integer AS cliente_id, usuario_id, id AS corte_id, NULL::integer AS por_aclarar_id
        FROM diferencias
        ORDER BY semana NULLS FIRST, id
        """).ToListAsync(cancellationToken);

    // The summaries are compared with what loans, ledger and faltas say; those are recomputed loan by loan.
    private Task<List<DiferenciaDto>> ResumenesAsync(Semana[] semanas, CancellationToken cancellationToken)
    {
        SemanaPedida[] pedidas = Array.ConvertAll(semanas, SemanaPedida.Terminada);
        return db.Database.SqlQuery<DiferenciaDto>(Sql.Combine($"""
            WITH {CifrasDeSemanas.Semanas(pedidas)},
            {CifrasDeSemanas.Cerradas(pedidas, $"grupos")},
            calculados AS (
                SELECT s.lunes AS semana, c.* FROM cifras c JOIN semanas s USING (n)),
            guardados AS (
                SELECT r.* FROM resumen_semanal r JOIN semanas s ON s.lunes = r.semana)
            SELECT NULL::integer AS prestamo_id, 'resumen' AS concepto, semana, {Cifras($"g")} AS guardado, {Cifras($"c")} AS calculado,
                   NULL::integer AS cliente_id, NULL::integer AS usuario_id, NULL::integer AS corte_id, NULL::integer AS por_aclarar_id
            FROM guardados g
            FULL JOIN calculados c USING (semana, grupo_id)
            WHERE (coalesce(g.cobranza_ideal, 0), coalesce(g.cobranza_real, 0), coalesce(g.prestamos_activos, 0), coalesce(g.faltas, 0))
               <> (coalesce(c.cobranza_ideal, 0), coalesce(c.cobranza_real, 0), coalesce(c.prestamos_activos, 0), coalesce(c.faltas, 0))
            ORDER BY semana, grupo_id
            """)).ToListAsync(cancellationToken);
    }

    private static FormattableString Cifras(FormattableString fila) => $$"""
        CASE WHEN {{fila}}.grupo_id IS NOT NULL THEN format('grupo %s: ideal %s, real %s, activos %s, faltas %s',
            {{fila}}.grupo_id, {{fila}}.cobranza_ideal, {{fila}}.cobranza_real, {{fila}}.prestamos_activos, {{fila}}.faltas) END
        """;

    private Task<List<DiferenciaDto>> FindingsAsync(CancellationToken cancellationToken) => db.Database.SqlQuery<DiferenciaDto>(
        $"""
        SELECT NULL::integer AS prestamo_id, concepto, NULL::date AS semana,
               format('clientes %s', string_agg(cliente_id::text, ', ' ORDER BY cliente_id)) AS guardado, NULL::text AS calculado,
               min(cliente_id) AS cliente_id, NULL::integer AS usuario_id, NULL::integer AS corte_id, NULL::integer AS por_aclarar_id
        FROM (SELECT 'ine_repetido' AS concepto, clave_ine AS clave, cliente_id FROM clientes_avales WHERE clave_ine IS NOT NULL
              UNION ALL
              SELECT 'curp_repetida', curp, cliente_id FROM expedientes WHERE curp IS NOT NULL) c
        GROUP BY concepto, clave
        HAVING count(*) > 1
        UNION ALL
        SELECT NULL, 'custodia_inactiva', NULL, format('usuario %s: %s', u.id, c.arrastre + c.recibido), NULL, NULL, u.id, NULL, NULL
        FROM usuarios u CROSS JOIN LATERAL custodia(u.id) c
        WHERE NOT u.activo AND c.arrastre + c.recibido > 0
        UNION ALL
        SELECT NULL, 'gastos_excedidos', NULL, format('corte %s: gastos %s', c.id, c.total_gastos),
               format('corte %s: efectivo %s', c.id, c.efectivo_esperado + c.total_gastos), NULL, c.usuario_id, c.id, NULL
        FROM corte c
        WHERE c.anula_a IS NULL AND NOT EXISTS (SELECT FROM corte o WHERE o.anula_a = c.id)
          AND c.total_gastos > 0 AND c.efectivo_esperado < 0
        ORDER BY concepto, guardado
        """).ToListAsync(cancellationToken);

    // The money of the sheets' rows is a payment or por aclarar, and what was applied is a payment in force, of all of it.
    private Task<List<DiferenciaDto>> DineroDeHojasAsync(int desde, int hasta, CancellationToken cancellationToken) => db.Database.SqlQuery<DiferenciaDto>(
        $"""
        SELECT f.prestamo_id, 'envio' AS concepto, NULL::date AS semana, f.monto::text AS guardado, coalesce(m.monto_pagado, a.monto)::text AS calculado,
               NULL::integer AS cliente_id, NULL::integer AS usuario_id, NULL::integer AS corte_id, a.id AS por_aclarar_id
        FROM envio_filas f
        LEFT JOIN pagos m ON m.pago_id = f.pago_id AND m.clave = f.clave AND m.prestamo_id = f.prestamo_id
        LEFT JOIN por_aclarar a ON a.clave = f.clave
        WHERE f.prestamo_id > {desde} AND f.prestamo_id <= {hasta}
          AND (f.monto > 0 AND (m.monto_pagado IS NULL) = (a.monto IS NULL) OR f.monto <> coalesce(m.monto_pagado, a.monto, 0))
        UNION ALL
        SELECT m.prestamo_id, 'por_aclarar', NULL, a.monto::text, v.monto_pagado::text, NULL, NULL, NULL, a.id
        FROM por_aclarar a
        JOIN pagos m USING (pago_id)
        LEFT JOIN pagos v ON v.pago_id = m.pago_id AND v.tipo <> 'reversa' AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = v.pago_id)
        WHERE m.prestamo_id > {desde} AND m.prestamo_id <= {hasta} AND a.monto IS DISTINCT FROM v.monto_pagado
        """).ToListAsync(cancellationToken);

    private sealed record Lote(int Prestamos, List<DiferenciaDto> Diferencias);
}
