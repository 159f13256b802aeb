using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Recibos;

namespace Prosmex.Benchmarks.Floor;

/// <summary>
/// <c>POST /pagos/</c> in three round trips: the caller's check; then the session, the operation, the claves, the shared lock of the close, and the
/// loans with their locks; then the entries, the loans and the COMMIT. Rows with a date are rejected: they are not measured, and may need a closed week
/// to be re-evaluated. So are rows without a clave, which the product looks for as double clicks.
/// </summary>
internal sealed class PaymentEndpoint(NpgsqlDataSource source, CallerCheck caller, TimeProvider clock)
{
    private static readonly int[] RequiredActions = [3, 5];

    // Shared: no week is closed until the transaction ends.
    private const string LockSql = "SELECT pg_advisory_xact_lock_shared($1)";

    // After the lock, so that a concurrent close is visible.
    private const string LastClosedSql = "SELECT max(semana) FROM semana_cierre";

    // In one order, so that two requests with the same ones do not lock each other.
    private const string ClaimSql = "INSERT INTO claves_de_cobro (clave) SELECT c FROM unnest($1::uuid[]) c ORDER BY c ON CONFLICT DO NOTHING RETURNING clave";

    // In the caller's scope, locked in id order; one statement for the whole batch.
    private static readonly string[] LockLoansSql = Scope.ByRole(role => $"""
        SELECT p.prestamo_id, p.cliente_id, p.fecha_inicio, p.monto_prestamo, p.monto_utilidad, p.tipo_prestamo_id, p.aval_id, p.status, p.renovacion, p.pagado,
               p.numero_pagos, p.cobranza_ideal, p.numero_semanas
        FROM prestamos p{(Scope.SeesAll(role) ? "" : $" JOIN clientes_avales c USING (cliente_id) JOIN grupos g USING (grupo_id)")}
        WHERE p.prestamo_id = ANY($2){(Scope.SeesAll(role) ? " AND $1 > 0" : $" AND {Scope.Grupos(role)}")}
        ORDER BY p.prestamo_id FOR UPDATE OF p
        """);

    private const string InsertSql = """
        INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, clave, codigo_de_recibo, registrado_por, recibido_en, excepcion_adopcion)
        SELECT v.prestamo_id, 'cobro', $1, v.monto, v.clave, v.codigo, $2, $1, false
        FROM unnest($3::integer[], $4::numeric[], $5::uuid[], $6::text[]) WITH ORDINALITY AS v (prestamo_id, monto, clave, codigo, n) ORDER BY v.n
        RETURNING pago_id
        """;

    // A loan that is paid in full closes with its last money by date, which may lie before or after this payment's.
    private const string UpdateLoansSql = """
        UPDATE prestamos p SET pagado = v.pagado, numero_pagos = v.pagos,
            status = CASE WHEN v.pagado = p.monto_utilidad THEN 'liquidado' ELSE p.status END,
            fecha_cierre = CASE WHEN v.pagado = p.monto_utilidad THEN greatest($1, (
                SELECT max(m.fecha_pago) FROM pagos m
                WHERE m.prestamo_id = p.prestamo_id AND m.tipo = 'cobro' AND m.monto_pagado > 0 AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = m.pago_id))) END
        FROM unnest($2::integer[], $3::numeric[], $4::integer[]) AS v (prestamo_id, pagado, pagos)
        WHERE p.prestamo_id = v.prestamo_id
        """;

    public async Task<IResult> RegisterAsync(HttpContext http)
    {
        TokenSubject subject;
        int role;
        await using (var connection = await source.OpenConnectionAsync(http.RequestAborted))
        {
            (var rejection, subject, role) = await caller.CheckAsync(connection, http, RequiredActions);
            if (rejection is not null)
            {
                return rejection;
            }
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (Read(bytes.Span) is not { Length: > 0 and <= 500 } rows || rows.Any(f => !IsValid(f)))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var audit = new AuditContext(
            Guid.CreateVersion7(), subject.UsuarioId, $"{http.Request.Method} {http.Request.Path}", http.Connection.RemoteIpAddress?.ToString(), clock.GetUtcNow());
        IResult? result = null;
        return await Transactions.RetryAsync(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
            return result = await RunAsync(connection, subject, role, audit, rows, result);
        });
    }

    private static CobroRequest[]? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..]
                ? JsonSerializer.Deserialize(json, Json.Default.CobroRequestArray)
                : JsonSerializer.Deserialize(json, Json.Default.CobroRequest) is { } single ? [single] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsValid(CobroRequest row) =>
        row is { PrestamoId: > 0, MontoPagado: >= 0 and <= Dinero.Maximo and var monto, FechaPago: null, Clave: not null } && decimal.Round(monto, 2) == monto;

    private async Task<IResult> RunAsync(NpgsqlConnection connection, TokenSubject subject, int role, AuditContext audit, CobroRequest[] rows, IResult? result)
    {
        var ids = rows.Select(f => f.PrestamoId).Distinct().ToArray();
        await using var batch = connection.CreateBatch();
        batch.BeginWrite(subject, audit);
        batch.Add(ClaimSql, Array.ConvertAll(rows, f => f.Clave!.Value));
        batch.Add(LockSql, Transactions.CloseLock);
        batch.Add(LastClosedSql);
        batch.Add(LockLoansSql[role], subject.UsuarioId, ids);
        Dictionary<int, LockedLoan> loans = new(ids.Length);
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            if (!await reader.ReadAsync())
            {
                await reader.CloseAsync();
                await RollbackAsync(connection);
                return Results.StatusCode(StatusCodes.Status401Unauthorized);
            }

            await reader.NextResultAsync();
            if (!await reader.ReadAsync())
            {
                await reader.CloseAsync();

                // The operation's id exists: an earlier attempt was committed.
                await RollbackAsync(connection);
                return result ?? Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            await reader.NextResultAsync();
            await reader.NextResultAsync();
            var claimed = 0;
            for (; await reader.ReadAsync(); claimed++)
            {
            }

            if (claimed < rows.Length)
            {
                await reader.CloseAsync();
                await RollbackAsync(connection);
                return Results.StatusCode(StatusCodes.Status409Conflict);
            }

            // The lock's row, then the last closed week: if it contains the current instant, it was closed while this request waited.
            await reader.NextResultAsync();
            await reader.NextResultAsync();
            await reader.ReadAsync();
            if (!reader.IsDBNull(0) && Semana.De(audit.Now).Lunes <= reader.GetFieldValue<DateOnly>(0))
            {
                await reader.CloseAsync();
                await RollbackAsync(connection);
                return await RunAsync(connection, subject, role, audit with { Now = clock.GetUtcNow() }, rows, result);
            }

            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                var loan = new LockedLoan(reader);
                loans.Add(loan.Id, loan);
            }
        }

        if (Judge(rows, loans) is { } rejection)
        {
            await RollbackAsync(connection);
            return Results.StatusCode(rejection);
        }

        return await WriteAsync(connection, audit, rows, loans);
    }

    private static int? Judge(CobroRequest[] rows, Dictionary<int, LockedLoan> loans)
    {
        foreach (var row in rows)
        {
            if (!loans.TryGetValue(row.PrestamoId, out var loan))
            {
                return StatusCodes.Status404NotFound;
            }

            if (!loan.Cobrar(row.MontoPagado!.Value))
            {
                return StatusCodes.Status409Conflict;
            }
        }

        return null;
    }

    private static async Task<IResult> WriteAsync(NpgsqlConnection connection, AuditContext audit, CobroRequest[] rows, Dictionary<int, LockedLoan> loans)
    {
        var now = audit.Now.UtcDateTime;
        await using var batch = connection.CreateBatch();
        batch.Add(
            InsertSql,
            now,
            audit.UsuarioId!.Value,
            Array.ConvertAll(rows, f => f.PrestamoId),
            Array.ConvertAll(rows, f => f.MontoPagado!.Value),
            Array.ConvertAll(rows, f => f.Clave!.Value),
            Array.ConvertAll(rows, f => f.MontoPagado > 0 ? ReciboCode.NewRandom() : null));
        LockedLoan[] touched = [.. loans.Values];
        batch.Add(
            UpdateLoansSql, now, Array.ConvertAll(touched, c => c.Id), Array.ConvertAll(touched, c => c.Pagado), Array.ConvertAll(touched, c => c.Pagos));
        batch.Add("COMMIT");

        var pagos = new PagoResponse[rows.Length];
        await using (var reader = await batch.ExecuteReaderAsync())
        {
            for (var i = 0; i < rows.Length && await reader.ReadAsync(); i++)
            {
                var row = rows[i];
                pagos[i] = new(reader.GetInt32(0), audit.Now, row.MontoPagado!.Value.ToString("0.00", CultureInfo.InvariantCulture), false, loans[row.PrestamoId].Prestamo());
            }
        }

        return pagos is [var single]
            ? new JsonResponse<Envelope<SinglePagoResponse>>(new(new(single)), Json.Default.EnvelopeSinglePagoResponse, StatusCodes.Status201Created)
            : new JsonResponse<Envelope<PagosResponse>>(new(new(pagos)), Json.Default.EnvelopePagosResponse, StatusCodes.Status201Created);
    }

    private static async Task RollbackAsync(NpgsqlConnection connection)
    {
        await using var rollback = new NpgsqlCommand("ROLLBACK", connection);
        await rollback.ExecuteNonQueryAsync();
    }
}
