using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using NpgsqlTypes;
using Prosmex.Domain.Common;

namespace Prosmex.Benchmarks.Piso;

/// <summary>
/// <c>POST /pagos/</c> in three round trips: the caller's check; then the session again, the operation, the turn, and the loans under their locks; then,
/// once the amounts are judged, the entries, the loans and the COMMIT. The rows that are measured have neither a date nor a key of their own, and others are refused:
/// a date may need a closed week judged anew, a key the payment that has it. The request's Idempotency-Key is honoured.
/// </summary>
internal sealed class Cobros(NpgsqlDataSource source, Portero portero, TimeProvider clock, byte[] claveJwt)
{
    private static readonly int[] Acciones = [3, 5];

    // Shared: no week is closed until this is over.
    private const string Turno = "SELECT pg_advisory_xact_lock_shared($1)";

    // After the lock, so that a close that was waited for is seen.
    private const string UltimaCerrada = "SELECT max(semana) FROM semana_cierre";

    // In the caller's scope, locked in id order; one statement for the whole batch.
    private static readonly string[] Tomar = Alcance.PorRol(rol => $"""
        SELECT p.prestamo_id, p.cliente_id, p.fecha_inicio, p.monto_prestamo, p.monto_utilidad, p.tipo_prestamo_id, p.aval_id, p.status, p.renovacion, p.pagado,
               p.numero_pagos, p.cobranza_ideal, p.numero_semanas
        FROM prestamos p{(Alcance.VeTodo(rol) ? "" : $" JOIN clientes_avales c USING (cliente_id) JOIN grupos g USING (grupo_id)")}
        WHERE p.prestamo_id = ANY($2){(Alcance.VeTodo(rol) ? " AND $1 > 0" : $" AND {Alcance.Grupos(rol)}")}
        ORDER BY p.prestamo_id FOR UPDATE OF p
        """);

    private const string Insertar = """
        INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, registrado_por, recibido_en, excepcion_adopcion)
        SELECT v.prestamo_id, 'cobro', $1, v.monto, $2, $1, false
        FROM unnest($3::integer[], $4::numeric[]) WITH ORDINALITY AS v (prestamo_id, monto, n) ORDER BY v.n
        RETURNING pago_id
        """;

    // A loan that is paid in full closes with its last money by date, which may lie before or after this payment's.
    private const string Actualizar = """
        UPDATE prestamos p SET pagado = v.pagado, numero_pagos = v.pagos,
            status = CASE WHEN v.pagado = p.monto_utilidad THEN 'liquidado' ELSE p.status END,
            fecha_cierre = CASE WHEN v.pagado = p.monto_utilidad THEN greatest($1, (
                SELECT max(m.fecha_pago) FROM pagos m
                WHERE m.prestamo_id = p.prestamo_id AND m.tipo = 'cobro' AND m.monto_pagado > 0 AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = m.pago_id))) END
        FROM unnest($2::integer[], $3::numeric[], $4::integer[]) AS v (prestamo_id, pagado, pagos)
        WHERE p.prestamo_id = v.prestamo_id
        """;

    private const string Guardar = "UPDATE operaciones SET estado = $2, respuesta = $3 WHERE id = $1";

    public async Task<IResult> RegistrarAsync(HttpContext http)
    {
        Ficha ficha;
        int rol;
        await using (var connection = await source.OpenConnectionAsync(http.RequestAborted))
        {
            (var rechazo, ficha, rol) = await portero.PreguntarAsync(connection, http, Acciones);
            if (rechazo is not null)
            {
                return rechazo;
            }
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (Leer(bytes.Span) is not { Length: > 0 and <= 500 } filas || filas.Any(f => !EsLicita(f)))
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        var clave = http.Request.Headers["Idempotency-Key"] is [{ Length: > 0 and <= 255 } text] ? text : null;
        var origen = new AuditContext(
            Guid.CreateVersion7(), ficha.UsuarioId, $"{http.Request.Method} {http.Request.Path}", http.Connection.RemoteIpAddress?.ToString(), clock.GetUtcNow(), clave,
            clave is null ? null : Huella(bytes.Span));
        IResult? hecho = null;
        return await Transacciones.RepetirAsync(async () =>
        {
            await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
            return hecho = await HacerAsync(connection, ficha, rol, origen, filas, hecho);
        });
    }

    private byte[] Huella(ReadOnlySpan<byte> body) => HMACSHA256.HashData(claveJwt, (byte[])[.. "POST /pagos\n"u8, .. SHA256.HashData(body)]);

    private static CobroPiso[]? Leer(ReadOnlySpan<byte> json)
    {
        try
        {
            return json.TrimStart(" \t\r\n"u8) is [(byte)'[', ..]
                ? JsonSerializer.Deserialize(json, Json.Default.CobroPisoArray)
                : JsonSerializer.Deserialize(json, Json.Default.CobroPiso) is { } uno ? [uno] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool EsLicita(CobroPiso fila) =>
        fila is { PrestamoId: > 0, MontoPagado: >= 0 and <= Dinero.Maximo and var monto, FechaPago: null, Clave: null } && decimal.Round(monto, 2) == monto;

    private async Task<IResult> HacerAsync(NpgsqlConnection connection, Ficha ficha, int rol, AuditContext origen, CobroPiso[] filas, IResult? hecho)
    {
        var ids = filas.Select(f => f.PrestamoId).Distinct().ToArray();
        await using var lote = connection.CreateBatch();
        lote.Empezar(ficha, origen);
        lote.Agregar(Turno, Transacciones.Cierre);
        lote.Agregar(UltimaCerrada);
        lote.Agregar(Tomar[rol], ficha.UsuarioId, ids);
        Dictionary<int, Cuenta> cuentas = new(ids.Length);
        await using (var reader = await lote.ExecuteReaderAsync())
        {
            if (!await reader.ReadAsync())
            {
                await reader.CloseAsync();
                await RevertirAsync(connection);
                return Results.StatusCode(StatusCodes.Status401Unauthorized);
            }

            await reader.NextResultAsync();
            if (!await reader.ReadAsync())
            {
                await reader.CloseAsync();
                return await RepetidaAsync(connection, origen, hecho);
            }

            await reader.NextResultAsync();

            // The lock's row, then the last closed week: one that holds this very moment can only have been closed while we waited.
            await reader.NextResultAsync();
            await reader.NextResultAsync();
            await reader.ReadAsync();
            if (!reader.IsDBNull(0) && Semana.De(origen.Ahora).Lunes <= reader.GetFieldValue<DateOnly>(0))
            {
                await reader.CloseAsync();
                await RevertirAsync(connection);
                return await HacerAsync(connection, ficha, rol, origen with { Ahora = clock.GetUtcNow() }, filas, hecho);
            }

            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                var cuenta = new Cuenta(reader);
                cuentas.Add(cuenta.Id, cuenta);
            }
        }

        if (Juzgar(filas, cuentas) is { } rechazo)
        {
            await RevertirAsync(connection);
            return Results.StatusCode(rechazo);
        }

        return await EscribirAsync(connection, origen, filas, cuentas);
    }

    private static int? Juzgar(CobroPiso[] filas, Dictionary<int, Cuenta> cuentas)
    {
        foreach (var fila in filas)
        {
            if (!cuentas.TryGetValue(fila.PrestamoId, out var cuenta))
            {
                return StatusCodes.Status404NotFound;
            }

            if (!cuenta.Cobrar(fila.MontoPagado!.Value))
            {
                return StatusCodes.Status409Conflict;
            }
        }

        return null;
    }

    private static async Task<IResult> EscribirAsync(NpgsqlConnection connection, AuditContext origen, CobroPiso[] filas, Dictionary<int, Cuenta> cuentas)
    {
        var ahora = origen.Ahora.UtcDateTime;
        await using var lote = connection.CreateBatch();
        lote.Agregar(
            Insertar, ahora, origen.UsuarioId!.Value, Array.ConvertAll(filas, f => f.PrestamoId), Array.ConvertAll(filas, f => f.MontoPagado!.Value));
        Cuenta[] tocadas = [.. cuentas.Values];
        lote.Agregar(
            Actualizar, ahora, Array.ConvertAll(tocadas, c => c.Id), Array.ConvertAll(tocadas, c => c.Pagado), Array.ConvertAll(tocadas, c => c.Pagos));
        if (origen.Clave is null)
        {
            lote.Agregar("COMMIT");
        }

        var pagos = new PagoPiso[filas.Length];
        await using (var reader = await lote.ExecuteReaderAsync())
        {
            for (var i = 0; i < filas.Length && await reader.ReadAsync(); i++)
            {
                var fila = filas[i];
                pagos[i] = new(reader.GetInt32(0), origen.Ahora, fila.MontoPagado!.Value.ToString("0.00", CultureInfo.InvariantCulture), false, cuentas[fila.PrestamoId].Prestamo());
            }
        }

        IResult hecho = pagos is [var unico]
            ? new Respuesta<Datos<UnPagoPiso>>(new(new(unico)), Json.Default.DatosUnPagoPiso, StatusCodes.Status201Created)
            : new Respuesta<Datos<PagosPiso>>(new(new(pagos)), Json.Default.DatosPagosPiso, StatusCodes.Status201Created);
        if (origen.Clave is not null)
        {
            // The answer is stored with the work: its ids are known only now.
            var json = pagos is [var uno]
                ? JsonSerializer.Serialize(new(new(uno)), Json.Default.DatosUnPagoPiso)
                : JsonSerializer.Serialize(new(new(pagos)), Json.Default.DatosPagosPiso);
            await using var guardar = connection.CreateBatch();
            guardar.Agregar(Guardar, origen.Id, StatusCodes.Status201Created, json);
            guardar.Agregar("COMMIT");
            await guardar.ExecuteNonQueryAsync();
        }

        return hecho;
    }

    // The id is there: an earlier try of ours did commit. Or the key is: the answer of then, if the content is the same.
    private static async Task<IResult> RepetidaAsync(NpgsqlConnection connection, AuditContext origen, IResult? hecho)
    {
        await using var buscar = new NpgsqlCommand("SELECT id = $1, huella, estado, respuesta FROM operaciones WHERE id = $1 OR (usuario_id = $2 AND clave = $3)", connection)
        {
            Parameters = { Lotes.P(origen.Id), Lotes.P(origen.UsuarioId!.Value), Lotes.Nulo(NpgsqlDbType.Text, origen.Clave) },
        };
        IResult result;
        await using (var reader = await buscar.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            result = reader.GetBoolean(0) ? hecho!
                : CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(1), origen.Huella) ? Results.Text(reader.GetString(3), "application/json", statusCode: reader.GetInt32(2))
                : Results.StatusCode(StatusCodes.Status422UnprocessableEntity);
        }

        await RevertirAsync(connection);
        return result;
    }

    private static async Task RevertirAsync(NpgsqlConnection connection)
    {
        await using var revertir = new NpgsqlCommand("ROLLBACK", connection);
        await revertir.ExecuteNonQueryAsync();
    }
}
