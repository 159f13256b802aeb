using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Prosmex.Benchmarks.Piso;

/// <summary>
/// Who is calling, asked of the database with every request, in the same round trip as the request's own statements. These depend on the
/// caller's role, which is in no token: they are sent for the role that he had last, and sent again where he has another by now. What was
/// read for somebody who may not see it goes nowhere.
/// </summary>
internal sealed class Portero(NpgsqlDataSource fuente, Fichas fichas, TimeProvider reloj)
{
    private const int RolMasComun = 1;

    // Session in force, user active, his role, and whether the role has one of the actions (none asked for: whoever is signed in).
    private const string Sql = """
        SELECT u.rol_id, cardinality($4) = 0 OR EXISTS (SELECT FROM permisos p WHERE p.rol_id = u.rol_id AND p.accion_id = ANY($4))
        FROM sesiones s
        JOIN usuarios u ON u.id = s.usuario_id
        WHERE s.id = $2 AND s.usuario_id = $1 AND s.revocada_en IS NULL AND s.expira_en > $3 AND u.activo
        """;

    private readonly ConcurrentDictionary<int, int> _roles = new();

    /// <summary>Sends the caller's check and the statements that <paramref name="preparar"/> adds for a role, and reads their answers.</summary>
    /// <param name="acciones">One of them is needed.</param>
    /// <param name="leer">Called with the reader on the first answer after the check's.</param>
    public async Task<IResult> AtenderAsync(
        HttpContext http, int[] acciones, Action<NpgsqlBatch, int, int> preparar, Func<NpgsqlDataReader, int, Task<IResult>> leer)
    {
        if (fichas.Leer(http.Request.Headers.Authorization) is not { } ficha)
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        while (true)
        {
            var supuesto = _roles.GetValueOrDefault(ficha.UsuarioId, RolMasComun);
            await using var conexion = await fuente.OpenConnectionAsync(http.RequestAborted);
            await using var lote = Lote(conexion, ficha, acciones);
            preparar(lote, ficha.UsuarioId, supuesto);
            await using var lector = await lote.ExecuteReaderAsync(http.RequestAborted);
            if (!await lector.ReadAsync(http.RequestAborted))
            {
                return Results.StatusCode(StatusCodes.Status401Unauthorized);
            }

            var (rol, permitido) = (lector.GetInt32(0), lector.GetBoolean(1));
            if (!permitido)
            {
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            }

            if (rol != supuesto)
            {
                _roles[ficha.UsuarioId] = rol;
                continue;
            }

            await lector.NextResultAsync(http.RequestAborted);
            return await leer(lector, ficha.UsuarioId);
        }
    }

    /// <summary>For writes: the same check as the first statement of a batch on an open connection.</summary>
    public NpgsqlBatch Lote(NpgsqlConnection conexion, Ficha ficha, int[] acciones)
    {
        var lote = conexion.CreateBatch();
        lote.Agregar(Sql, ficha.UsuarioId, ficha.SesionId, reloj.GetUtcNow().UtcDateTime, acciones);
        return lote;
    }

    public Ficha? Leer(HttpContext http) => fichas.Leer(http.Request.Headers.Authorization);

    public int Supuesto(Ficha ficha) => _roles.GetValueOrDefault(ficha.UsuarioId, RolMasComun);

    public void Recordar(Ficha ficha, int rol) => _roles[ficha.UsuarioId] = rol;
}
