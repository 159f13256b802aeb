using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Prosmex.Benchmarks.Floor;

/// <summary>Authenticates the caller with a separate statement per request, as the product does, because the statements that follow depend on the role.</summary>
internal sealed class CallerCheck(NpgsqlDataSource source, TokenReader tokens, TimeProvider clock)
{
    // Session in force, user active, the role, and whether it has one of the actions (none required: any signed-in user).
    private const string Sql = """
        SELECT u.rol_id, cardinality($4) = 0 OR EXISTS (SELECT FROM permisos p WHERE p.rol_id = u.rol_id AND p.accion_id = ANY($4))
        FROM sesiones s
        JOIN usuarios u ON u.id = s.usuario_id
        WHERE s.id = $2 AND s.usuario_id = $1 AND s.revocada_en IS NULL AND s.expira_en > $3 AND u.activo
        """;

    /// <summary>Checks the caller, sends the statements that <paramref name="prepare"/> adds for the role, and reads their results.</summary>
    /// <param name="actions">The caller needs one of them.</param>
    /// <param name="read">Called with the reader on the first result.</param>
    public async Task<IResult> HandleAsync(
        HttpContext http, int[] actions, Action<NpgsqlBatch, int, int> prepare, Func<NpgsqlDataReader, int, Task<IResult>> read)
    {
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        var (rejection, subject, role) = await CheckAsync(connection, http, actions);
        if (rejection is not null)
        {
            return rejection;
        }

        await using var batch = connection.CreateBatch();
        prepare(batch, subject.UsuarioId, role);
        await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
        return await read(reader, subject.UsuarioId);
    }

    /// <returns>The rejection, or the caller and their role.</returns>
    public async Task<(IResult? Rejection, TokenSubject Subject, int Role)> CheckAsync(NpgsqlConnection connection, HttpContext http, int[] actions)
    {
        if (tokens.Read(http.Request.Headers.Authorization) is not { } subject)
        {
            return (Results.StatusCode(StatusCodes.Status401Unauthorized), default, 0);
        }

        await using var batch = connection.CreateBatch();
        batch.Add(Sql, subject.UsuarioId, subject.SesionId, clock.GetUtcNow().UtcDateTime, actions);
        await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
        return !await reader.ReadAsync(http.RequestAborted) ? (Results.StatusCode(StatusCodes.Status401Unauthorized), subject, 0)
            : !reader.GetBoolean(1) ? (Results.StatusCode(StatusCodes.Status403Forbidden), subject, 0)
            : (null, subject, reader.GetInt32(0));
    }
}
