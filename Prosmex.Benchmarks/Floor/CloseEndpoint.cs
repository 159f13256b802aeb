using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Benchmarks.Floor;

/// <summary><c>POST /verificacion/semanal</c>: closes every finished week, oldest first, each in its own transaction under the lock that payments take shared.</summary>
internal sealed class CloseEndpoint(NpgsqlDataSource source, CallerCheck caller, TimeProvider clock)
{
    private const int Admin = 6;

    private const string TimeoutsSql = "SELECT set_config('statement_timeout', '600000', true), set_config('lock_timeout', '600000', true)";

    private const string LockSql = "SELECT pg_advisory_xact_lock($1)";

    // The chain begins with the week of the oldest loan.
    private const string PendingWeekSql = "SELECT coalesce((SELECT max(semana) + 7 FROM semana_cierre), (SELECT date_trunc('week', min(fecha_inicio))::date FROM prestamos))";

    // $1 Monday, $2 its first instant, $3 the first instant of the next week. The loans with an amount due are read once, for
    // their number and for their faltas; the advance is the paid amount less later payments.
    private const string FaltasSql = """
        WITH debidas AS MATERIALIZED (
            SELECT p.prestamo_id, p.pagado, p.fecha_cierre IS NULL OR p.fecha_cierre >= $2 AS vista,
                   plan_acumulado(p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, semana_del_plan(p.fecha_inicio, $1) - 1) AS antes,
                   plan_acumulado(p.monto_utilidad, p.cobranza_ideal, p.numero_semanas, semana_del_plan(p.fecha_inicio, $1)) AS hasta
            FROM prestamos p
            WHERE semana_del_plan(p.fecha_inicio, $1) BETWEEN 1 AND p.numero_semanas),
        reciente AS (
            SELECT m.prestamo_id, sum(m.monto_pagado) AS desde_el_lunes, sum(m.monto_pagado) FILTER (WHERE m.fecha_pago < $3) AS en_la_semana
            FROM pagos m
            WHERE m.fecha_pago >= $2
            GROUP BY m.prestamo_id),
        escritas AS (
            INSERT INTO falta (prestamo_id, fecha, monto_abonado)
            SELECT d.prestamo_id, $1 + 6, coalesce(r.en_la_semana, 0)
            FROM debidas d
            LEFT JOIN reciente r USING (prestamo_id)
            WHERE coalesce(r.en_la_semana, 0) + greatest(d.pagado - coalesce(r.desde_el_lunes, 0), d.antes) < d.hasta
            RETURNING 1)
        SELECT (SELECT count(*) FROM debidas WHERE vista)::integer, (SELECT count(*) FROM escritas)::integer
        """;

    private const string VencidosSql = "UPDATE prestamos SET status = 'vencido' WHERE status = 'activo' AND semana_del_plan(fecha_inicio, $1) >= numero_semanas";

    // The benchmark's lenders have neither declared weeks nor reversals.
    private const string ResumenSql = """
        INSERT INTO resumen_semanal (semana, grupo_id, cobranza_ideal, cobranza_real, prestamos_activos, faltas)
        SELECT $1, m.grupo_id,
               coalesce(sum(p.cobranza_ideal) FILTER (WHERE p.fecha_inicio <= $1 + 6 AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= $3)), 0),
               coalesce(sum(x.efectivo), 0),
               count(*) FILTER (WHERE p.fecha_inicio <= $1 + 6 AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= $3)),
               count(f.id)
        FROM prestamos p
        JOIN membresias m USING (cliente_id)
        LEFT JOIN (
            SELECT prestamo_id, sum(monto_pagado) AS efectivo FROM pagos WHERE fecha_pago >= $2 AND fecha_pago < $3 AND tipo = 'cobro' GROUP BY prestamo_id) x USING (prestamo_id)
        LEFT JOIN falta f ON f.prestamo_id = p.prestamo_id AND f.fecha = $1 + 6
        WHERE m.desde < $1 + 7 AND m.hasta >= $1 + 7 AND (p.fecha_cierre IS NULL OR p.fecha_cierre >= $2)
        GROUP BY m.grupo_id
        """;

    private const string RecordSql = "INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada) VALUES ($1, $2, $3, $4, $5, $6, false)";

    public async Task<IResult> CloseAsync(HttpContext http)
    {
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        var (rejection, subject, role) = await caller.CheckAsync(connection, http, []);
        if (rejection is not null || role != Admin)
        {
            return rejection ?? Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        List<SemanaCerradaDto> closed = [];
        while (true)
        {
            var startedAt = clock.GetUtcNow();
            await using var batch = connection.CreateBatch();
            batch.BeginWrite(subject, new AuditContext(Guid.CreateVersion7(), subject.UsuarioId, "POST /verificacion/semanal", http.Connection.RemoteIpAddress?.ToString(), startedAt));
            batch.Add(TimeoutsSql);
            batch.Add(LockSql, Transactions.CloseLock);
            batch.Add(PendingWeekSql);
            Semana? semana = null;
            await using (var reader = await batch.ExecuteReaderAsync(http.RequestAborted))
            {
                if (!await reader.ReadAsync(http.RequestAborted))
                {
                    await reader.CloseAsync();
                    await using var rollback = new NpgsqlCommand("ROLLBACK", connection);
                    await rollback.ExecuteNonQueryAsync(http.RequestAborted);
                    return Results.StatusCode(StatusCodes.Status401Unauthorized);
                }

                for (var i = 0; i < 5; i++)
                {
                    await reader.NextResultAsync(http.RequestAborted);
                }

                if (await reader.ReadAsync(http.RequestAborted) && !await reader.IsDBNullAsync(0, http.RequestAborted))
                {
                    semana = Semana.De(reader.GetFieldValue<DateOnly>(0));
                }
            }

            if (semana is not { } pending || pending.Fin > startedAt)
            {
                await using var rollback = new NpgsqlCommand("ROLLBACK", connection);
                await rollback.ExecuteNonQueryAsync(http.RequestAborted);
                return new JsonResponse<Envelope<SemanasResponse>>(new(new(closed)), Json.Default.EnvelopeSemanasResponse);
            }

            closed.Add(await WriteAsync(connection, pending, startedAt, http.RequestAborted));
        }
    }

    private async Task<SemanaCerradaDto> WriteAsync(NpgsqlConnection connection, Semana semana, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        int prestamos, faltas, vencidos;
        await using (var batch = connection.CreateBatch())
        {
            batch.Timeout = 600;
            batch.Add(FaltasSql, semana.Lunes, semana.Inicio.UtcDateTime, semana.Fin.UtcDateTime);
            batch.Add(VencidosSql, semana.Lunes);
            batch.Add(ResumenSql, semana.Lunes, semana.Inicio.UtcDateTime, semana.Fin.UtcDateTime);
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            (prestamos, faltas) = (reader.GetInt32(0), reader.GetInt32(1));
            await reader.NextResultAsync(cancellationToken);
            await reader.CloseAsync();
            vencidos = (int)batch.BatchCommands[1].RecordsAffected;
        }

        var end = clock.GetUtcNow();
        await using var cierre = connection.CreateBatch();
        cierre.BatchCommands.Add(new(RecordSql)
        {
            Parameters = { BatchExtensions.Param(semana.Lunes), BatchExtensions.Param(prestamos), BatchExtensions.Param(faltas), BatchExtensions.Param(vencidos), BatchExtensions.Param(startedAt.UtcDateTime), BatchExtensions.Param(end.UtcDateTime) },
        });
        cierre.Add("COMMIT");
        await cierre.ExecuteNonQueryAsync(cancellationToken);
        return new(semana.Lunes, prestamos, faltas, vencidos, startedAt, end);
    }
}
