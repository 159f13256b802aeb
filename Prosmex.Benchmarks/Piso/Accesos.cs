using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;

namespace Prosmex.Benchmarks.Piso;

/// <summary>
/// <c>POST /auth/login</c>: the attempt is counted before the password is looked at, BCrypt runs in a line that leaves processors to everybody
/// else, and the session is opened under the user's lock.
/// </summary>
internal sealed class Accesos(NpgsqlDataSource source, Fichas fichas, TimeProvider clock) : IDisposable
{
    private const int MaximoEnFila = 256;
    private static readonly ProsmexOptions Opciones = Carga.Financiera.Opciones("");

    private const string Buscar = """
        SELECT u.id, u.nombre, u.apellido_paterno, u.apellido_materno, u.usuario, u.contrasena, r.nombre, u.rol_id
        FROM usuarios u JOIN roles r USING (rol_id)
        WHERE u.usuario_normalizado = lower(btrim($1) COLLATE es_mx) AND u.activo AND NOT u.excepcion_adopcion
        """;

    // Failed until proved right; while a wait is on, nothing is counted and nobody is let through.
    private const string Contar = """
        INSERT INTO intentos_de_acceso AS i (cuenta, fallas, ultima_en) VALUES (cuenta_de_acceso($1), 1, $2)
        ON CONFLICT (cuenta) DO UPDATE SET
            fallas = CASE WHEN i.ultima_en > $3 THEN i.fallas + 1 ELSE 1 END,
            espera_hasta = CASE WHEN i.ultima_en > $3 AND i.fallas + 1 >= $4
                THEN $2 + least(1 << least(i.fallas + 1 - $4, 10), $5) * interval '1 minute' END,
            ultima_en = $2
        WHERE i.espera_hasta IS NULL OR i.espera_hasta <= $2
        RETURNING 1
        """;

    // The password is still the one that was compared, and of two sign-ins each sees the other's session.
    private const string Tomar = "SELECT 1 FROM usuarios WHERE id = $1 AND activo AND contrasena = $2 FOR NO KEY UPDATE";

    private const string Olvidar = "DELETE FROM intentos_de_acceso WHERE cuenta = cuenta_de_acceso($1)";

    private const string Terminar = """
        UPDATE sesiones SET revocada_en = $2 WHERE id IN (
            SELECT id FROM sesiones WHERE usuario_id = $1 AND revocada_en IS NULL AND expira_en > $2 ORDER BY creada_en DESC, id DESC OFFSET 4)
        """;

    private const string Abrir = "INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) VALUES ($1, $2, $3, $4, $5)";

    private readonly SemaphoreSlim _turnos = new(Math.Max(1, Environment.ProcessorCount / 2));
    private int _queued;

    public async Task<IResult> IniciarAsync(HttpContext http)
    {
        if (await JsonSerializer.DeserializeAsync(http.Request.Body, Json.Default.CredencialPiso, http.RequestAborted) is not { Usuario: { Length: > 0 } nombre, Contrasena: { Length: > 0 and <= 1024 } contrasena })
        {
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        }

        if (Interlocked.Increment(ref _queued) > MaximoEnFila)
        {
            Interlocked.Decrement(ref _queued);
            return Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }

        Encontrado? encontrado;
        bool coincide;
        await _turnos.WaitAsync(http.RequestAborted);
        try
        {
            (encontrado, var contado) = await BuscarAsync(nombre, http.RequestAborted);
            if (!contado)
            {
                return Results.StatusCode(StatusCodes.Status429TooManyRequests);
            }

            coincide = await Task.Run(() => Passwords.Compare(contrasena, encontrado?.Hash) != PasswordMatch.No, http.RequestAborted);
        }
        finally
        {
            _turnos.Release();
            Interlocked.Decrement(ref _queued);
        }

        return coincide && await AbrirAsync(http, encontrado!, nombre) is { } hecho
            ? new Respuesta<Datos<LoginPiso>>(new(hecho), Json.Default.DatosLoginPiso)
            : Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    public void Dispose() => _turnos.Dispose();

    // One round trip; the count is committed with it.
    private async Task<(Encontrado? Encontrado, bool Contado)> BuscarAsync(string nombre, CancellationToken cancellationToken)
    {
        var ahora = clock.GetUtcNow();
        await using var lote = source.CreateBatch();
        lote.Agregar(Buscar, nombre);
        lote.BatchCommands.Add(new(Contar)
        {
            Parameters =
            {
                Lotes.P(nombre), Lotes.P(ahora.UtcDateTime), Lotes.P((ahora - SignInAttempts.Memory).UtcDateTime), Lotes.P(SignInAttempts.FreeAttempts),
                Lotes.P(SignInAttempts.MaxMinutes),
            },
        });
        await using var reader = await lote.ExecuteReaderAsync(cancellationToken);
        Encontrado? encontrado = null;
        if (await reader.ReadAsync(cancellationToken))
        {
            encontrado = new(
                new(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(6), reader.GetInt32(7)),
                reader.GetString(5));
        }

        await reader.NextResultAsync(cancellationToken);
        return (encontrado, await reader.ReadAsync(cancellationToken));
    }

    private async Task<LoginPiso?> AbrirAsync(HttpContext http, Encontrado encontrado, string nombre)
    {
        var ahora = clock.GetUtcNow();
        var refresh = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var ficha = new Ficha(encontrado.Usuario.UserId, Guid.CreateVersion7(ahora));
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        await using (var lote = connection.CreateBatch())
        {
            lote.Empezar(new AuditContext(Guid.CreateVersion7(ahora), null, "POST /auth/login", http.Connection.RemoteIpAddress?.ToString(), ahora));
            lote.Agregar(Tomar, ficha.UsuarioId, encontrado.Hash);
            lote.Agregar(Olvidar, nombre);
            lote.Agregar(Terminar, ficha.UsuarioId, ahora.UtcDateTime);
            lote.BatchCommands.Add(new(Abrir)
            {
                Parameters =
                {
                    Lotes.P(ficha.SesionId), Lotes.P(ficha.UsuarioId), Lotes.P(ahora.UtcDateTime), Lotes.P((ahora + Opciones.SessionLifetime).UtcDateTime),
                    Lotes.P(SHA256.HashData(Encoding.UTF8.GetBytes(refresh))),
                },
            });
            await using var reader = await lote.ExecuteReaderAsync(http.RequestAborted);
            await reader.ReadAsync(http.RequestAborted);
            await reader.NextResultAsync(http.RequestAborted);
            await reader.NextResultAsync(http.RequestAborted);
            if (!await reader.ReadAsync(http.RequestAborted))
            {
                return null;
            }
        }

        await using var confirmar = new NpgsqlCommand("COMMIT", connection);
        await confirmar.ExecuteNonQueryAsync(http.RequestAborted);
        return new("Inicio de sesión exitoso!", encontrado.Usuario, fichas.Emitir(ficha, Opciones.TokenLifetime), refresh);
    }

    private sealed record Encontrado(UsuarioPiso Usuario, string Hash);
}
