using Microsoft.EntityFrameworkCore;
using Npgsql;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>The row in <c>operaciones</c> that makes a unit of work happen once.</summary>
internal static class OperationRecording
{
    /// <summary>
    /// Waits for a transaction that has the same id or key and is not over yet: an earlier try whose COMMIT is still under way, or another
    /// request. The trigger <c>aparta_clave</c> takes the key in <c>claves_de_operacion</c>. In the same round trip tells the triggers of the bitácora who writes, and takes the week lock.
    /// </summary>
    /// <returns>Null where that other transaction committed: this one has nothing to do.</returns>
    /// <exception cref="DominioException">idempotencia.en_curso.</exception>
    public static async Task<RecordedOperation?> RecordOperationAsync(this ProsmexDbContext db, Guid id, WriteOpening opening, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (key, author) = (opening.Key, opening.Context.Author);
        var (usuarioId, sesionId) = (author.UsuarioId, author.SesionId);

        // A statement of its own: the next one sees what the transaction that held the lock has committed.
        var isDoubleClick = key is { Text: null };
        var turn = isDoubleClick ? $"SELECT pg_advisory_xact_lock({AdvisoryLocks.Key(key!.Lock)});" : (FormattableString)$"";
        var unlessRepeated = isDoubleClick
            ? $"WHERE NOT EXISTS (SELECT FROM operaciones WHERE clave IS NULL AND huella = {key!.Fingerprint} AND respondida_en > clock_timestamp() - {IdempotencyKey.DoubleClick})"
            : (FormattableString)$"";
        var statements = Sql.Combine($"""
            {turn}
            INSERT INTO operaciones (id, usuario_id, sesion_id, clave, huella, creada_en)
            SELECT {id}, {key?.UsuarioId ?? usuarioId}::integer, {sesionId}::uuid, {key?.Text}::text, {key?.Fingerprint}::bytea, {now}
            {unlessRepeated}
            ON CONFLICT DO NOTHING
            RETURNING id;

            SELECT fijar_origen(jsonb_build_object(
                'operacion_id', {id}, 'usuario_id', {usuarioId}::integer, 'ruta', {opening.Context.Route}::text,
                'direccion', {opening.Context.Address}::text, 'ahora', {now}));
            """);
        try
        {
            return await db.ReadResultsAsync(
                opening.WeekLock is { } custody
                    ? Sql.Combine($"{statements}\n\nSELECT tomar_turno_y_custodia({AdvisoryLocks.Key(WeekLock.Key)}, {AdvisoryLocks.Class(Cortes.Custodia.LockKey)}, {custody.CustodioId}::integer)")
                    : statements,
                async (reader, token) =>
                {
                    if (isDoubleClick)
                    {
                        await reader.NextResultAsync(token);
                    }

                    var isRecorded = await reader.ReadAsync(token);
                    await reader.NextResultAsync(token);
                    var monday = await reader.NextResultAsync(token) && await reader.ReadAsync(token) && !await reader.IsDBNullAsync(0, token)
                        ? await reader.GetFieldValueAsync<DateOnly>(0, token)
                        : (DateOnly?)null;
                    return isRecorded ? new RecordedOperation(id, monday is { } day ? Semana.De(day) : null) : null;
                },
                cancellationToken);
        }
        catch (PostgresException ex) when (ex.SqlState == PostgresErrorCodes.LockNotAvailable && key is not null)
        {
            throw new DominioException(IdempotencyErrores.EnCurso);
        }
    }

    /// <summary>The operation that committed before: this one's own earlier try, or the one with its key.</summary>
    /// <exception cref="DominioException">conflicto.cambio_simultaneo: it is gone again.</exception>
    public static async Task<Operation> FindOperationAsync(this ProsmexDbContext db, Guid id, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var (usuarioId, text, fingerprint) = (key?.UsuarioId, key?.Text, key?.Fingerprint);
        var previous = key switch
        {
            null => db.Operaciones.Where(o => o.Id == id),
            { Text: null } => db.Operaciones.Where(o => o.Id == id || (o.Clave == null && o.Huella == fingerprint)),
            _ => db.Operaciones.Where(o => o.Id == id
                || o.Id == db.ClavesDeOperacion.Where(k => k.UsuarioId == usuarioId && k.Clave == text).Select(k => (Guid?)k.OperacionId).FirstOrDefault()),
        };
        return await previous.OrderByDescending(o => o.Id == id).ThenByDescending(o => o.RespondidaEn).FirstOrDefaultAsync(cancellationToken)
            ?? throw new DominioException(ErroresComunes.CambioSimultaneo);
    }
}

/// <summary>How a unit of work opens.</summary>
internal sealed record WriteOpening(RequestContext Context)
{
    public IdempotencyKey? Key { get; init; }

    public AccessTarget? Target { get; init; }

    /// <summary>A first try could not get its locks.</summary>
    public bool Escalate { get; init; }

    public CustodyLock? WeekLock { get; init; }

    /// <summary>It is rolled back.</summary>
    public bool IsPreview { get; init; }
}

internal sealed record CustodyLock(int? CustodioId);

/// <param name="Id">Of the row in <c>operaciones</c>.</param>
/// <param name="LastClosed">The last closed week, where weeks are locked.</param>
internal sealed record RecordedOperation(Guid Id, Semana? LastClosed);
