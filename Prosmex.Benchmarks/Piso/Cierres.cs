using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Verificacion;

namespace Prosmex.Benchmarks.Piso;

/// <summary><c>POST /verificacion/semanal</c>: closes every finished week, oldest first, each in a transaction of its own under the lock that money takes shared.</summary>
internal sealed class Cierres(NpgsqlDataSource source, Portero portero, TimeProvider clock)
{
    private const int Admin = 6;

    private const string Paciencia = "SELECT set_config('statement_timeout', '600000', true), set_config('lock_timeout', '600000', true)";

    private const string Turno = "SELECT pg_advisory_xact_lock($1)";

    // The chain begins with the week of the oldest loan.
    private const string Pendiente = "SELECT coalesce((SELECT max(semana) + 7 FROM semana_cierre), (SELECT date_trunc('week', min(fecha_inicio))::date FROM prestamos))";

    // $1 Monday, $2 its first instant, $3 the first instant of the next week. The loans that owe something are read once, for their number and
    // for the faltas among them; what was paid ahead is told from what is paid now less what came since.
    private const string Faltas = """
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

    private const string Vencidos = "UPDATE prestamos SET status = 'vencido' WHERE status = 'activo' AND semana_del_plan(fecha_inicio, $1) >= numero_semanas";

    private const string Anotar = "INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada) VALUES ($1, $2, $3, $4, $5, $6, false)";

    public async Task<IResult> CerrarAsync(HttpContext http)
    {
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        var (rechazo, ficha, rol) = await portero.PreguntarAsync(connection, http, []);
        if (rechazo is not null || rol != Admin)
        {
            return rechazo ?? Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        List<SemanaCerradaDto> cerradas = [];
        while (true)
        {
            var inicio = clock.GetUtcNow();
            await using var lote = connection.CreateBatch();
            lote.Empezar(ficha, new AuditContext(Guid.CreateVersion7(), ficha.UsuarioId, "POST /verificacion/semanal", http.Connection.RemoteIpAddress?.ToString(), inicio));
            lote.Agregar(Paciencia);
            lote.Agregar(Turno, Transacciones.Cierre);
            lote.Agregar(Pendiente);
            Semana? semana = null;
            await using (var reader = await lote.ExecuteReaderAsync(http.RequestAborted))
            {
                if (!await reader.ReadAsync(http.RequestAborted))
                {
                    await reader.CloseAsync();
                    await using var terminar = new NpgsqlCommand("ROLLBACK", connection);
                    await terminar.ExecuteNonQueryAsync(http.RequestAborted);
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

            if (semana is not { } pendiente || pendiente.Fin > inicio)
            {
                await using var revertir = new NpgsqlCommand("ROLLBACK", connection);
                await revertir.ExecuteNonQueryAsync(http.RequestAborted);
                return new Respuesta<Datos<SemanasPiso>>(new(new(cerradas)), Json.Default.DatosSemanasPiso);
            }

            cerradas.Add(await EscribirAsync(connection, pendiente, inicio, http.RequestAborted));
        }
    }

    private async Task<SemanaCerradaDto> EscribirAsync(NpgsqlConnection connection, Semana semana, DateTimeOffset inicio, CancellationToken cancellationToken)
    {
        int prestamos, faltas, vencidos;
        await using (var lote = connection.CreateBatch())
        {
            lote.Timeout = 600;
            lote.Agregar(Faltas, semana.Lunes, semana.Inicio.UtcDateTime, semana.Fin.UtcDateTime);
            lote.Agregar(Vencidos, semana.Lunes);
            await using var reader = await lote.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            (prestamos, faltas) = (reader.GetInt32(0), reader.GetInt32(1));
            await reader.NextResultAsync(cancellationToken);
            await reader.CloseAsync();
            vencidos = (int)lote.BatchCommands[1].RecordsAffected;
        }

        var fin = clock.GetUtcNow();
        await using var cierre = connection.CreateBatch();
        cierre.BatchCommands.Add(new(Anotar)
        {
            Parameters = { Lotes.P(semana.Lunes), Lotes.P(prestamos), Lotes.P(faltas), Lotes.P(vencidos), Lotes.P(inicio.UtcDateTime), Lotes.P(fin.UtcDateTime) },
        });
        cierre.Agregar("COMMIT");
        await cierre.ExecuteNonQueryAsync(cancellationToken);
        return new(semana.Lunes, prestamos, faltas, vencidos, inicio, fin);
    }
}
