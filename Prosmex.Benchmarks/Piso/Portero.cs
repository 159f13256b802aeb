using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Prosmex.Benchmarks.Piso;

/// <summary>Who is calling, asked of the database with every request by a statement of its own, as the product does: what may be read depends on the answer.</summary>
internal sealed class Portero(NpgsqlDataSource source, Fichas fichas, TimeProvider clock)
{
    // Session in force, user active, his role, and whether the role has one of the actions (none asked for: any signed-in user).
    private const string Sql = """
        SELECT u.rol_id, cardinality($4) = 0 OR EXISTS (SELECT FROM permisos p WHERE p.rol_id = u.rol_id AND p.accion_id = ANY($4))
        FROM sesiones s
        JOIN usuarios u ON u.id = s.usuario_id
        WHERE s.id = $2 AND s.usuario_id = $1 AND s.revocada_en IS NULL AND s.expira_en > $3 AND u.activo
        """;

    /// <summary>Asks for the caller, sends the statements that <paramref name="preparar"/> adds for the role, and reads their answers.</summary>
    /// <param name="acciones">One of them is needed.</param>
    /// <param name="leer">Called with the reader on the first answer.</param>
    public async Task<IResult> AtenderAsync(
        HttpContext http, int[] acciones, Action<NpgsqlBatch, int, int> preparar, Func<NpgsqlDataReader, int, Task<IResult>> leer)
    {
        await using var connection = await source.OpenConnectionAsync(http.RequestAborted);
        var (rechazo, ficha, rol) = await PreguntarAsync(connection, http, acciones);
        if (rechazo is not null)
        {
            return rechazo;
        }

        await using var lote = connection.CreateBatch();
        preparar(lote, ficha.UsuarioId, rol);
        await using var reader = await lote.ExecuteReaderAsync(http.RequestAborted);
        return await leer(reader, ficha.UsuarioId);
    }

    /// <returns>The refusal, or who is calling and the role.</returns>
    public async Task<(IResult? Rechazo, Ficha Ficha, int Rol)> PreguntarAsync(NpgsqlConnection connection, HttpContext http, int[] acciones)
    {
        if (fichas.Leer(http.Request.Headers.Authorization) is not { } ficha)
        {
            return (Results.StatusCode(StatusCodes.Status401Unauthorized), default, 0);
        }

        await using var lote = connection.CreateBatch();
        lote.Agregar(Sql, ficha.UsuarioId, ficha.SesionId, clock.GetUtcNow().UtcDateTime, acciones);
        await using var reader = await lote.ExecuteReaderAsync(http.RequestAborted);
        return !await reader.ReadAsync(http.RequestAborted) ? (Results.StatusCode(StatusCodes.Status401Unauthorized), ficha, 0)
            : !reader.GetBoolean(1) ? (Results.StatusCode(StatusCodes.Status403Forbidden), ficha, 0)
            : (null, ficha, reader.GetInt32(0));
    }
}
