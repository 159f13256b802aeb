using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Benchmarks.Piso;

/// <summary>What every write begins with, so that it happens once and is written down.</summary>
internal static class Transacciones
{
    /// <summary>The lock that money takes shared and the weekly close takes alone.</summary>
    public const long Cierre = 7_205_759_403_792_795;

    // In force now, and until the transaction ends.
    private const string Sesion = "SELECT 1 FROM sesiones WHERE id = $1 AND usuario_id = $2 AND revocada_en IS NULL AND expira_en > $3 FOR SHARE";

    // The operation's id, stored by the try that commits: a retry after a lost COMMIT meets it. The same row holds a request's key.
    private const string Operacion = "INSERT INTO operaciones (id, usuario_id, clave, huella, creada_en) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id";

    // Tells the triggers of the bitácora who is at work.
    private const string Autor = """
        SELECT set_config('prosmex.origen', jsonb_build_object(
            'operacion_id', $1::uuid, 'usuario_id', $2::integer, 'ruta', $3::text, 'direccion', $4::text, 'ahora', $5::timestamptz)::text, true)
        """;

    /// <summary>Begins a write of the session. The answers that come first: a row for the session in force, a row for a new operation, and one more.</summary>
    public static void Empezar(this NpgsqlBatch lote, Ficha ficha, in AuditContext origen)
    {
        lote.Agregar("BEGIN");
        lote.Agregar(Sesion, ficha.SesionId, ficha.UsuarioId, origen.Ahora.UtcDateTime);
        lote.Anotar(origen);
    }

    /// <summary>Begins a write without a session. The answers that come first: a row for a new operation, and one more.</summary>
    public static void Empezar(this NpgsqlBatch lote, in AuditContext origen)
    {
        lote.Agregar("BEGIN");
        lote.Anotar(origen);
    }

    private static void Anotar(this NpgsqlBatch lote, in AuditContext origen)
    {
        lote.BatchCommands.Add(new(Operacion)
        {
            Parameters =
            {
                Lotes.P(origen.Id), Lotes.Nulo(NpgsqlDbType.Integer, origen.UsuarioId), Lotes.Nulo(NpgsqlDbType.Text, origen.Clave), Lotes.Nulo(NpgsqlDbType.Bytea, origen.Huella),
                Lotes.P(origen.Ahora.UtcDateTime),
            },
        });
        lote.BatchCommands.Add(new(Autor)
        {
            Parameters =
            {
                Lotes.P(origen.Id), Lotes.Nulo(NpgsqlDbType.Integer, origen.UsuarioId), Lotes.P(origen.Route), Lotes.Nulo(NpgsqlDbType.Text, origen.Address), Lotes.P(origen.Ahora.UtcDateTime),
            },
        });
    }

    /// <summary>Does it again after a passing fault. An id that is made once tells whether an earlier try did commit.</summary>
    public static async Task<T> RepetirAsync<T>(Func<Task<T>> work)
    {
        for (var vez = 0; ; vez++)
        {
            try
            {
                return await work();
            }
            catch (NpgsqlException ex) when (ex.IsTransient && vez < 3)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * vez));
            }
        }
    }
}

/// <summary>Who does what, for the operation's row and the bitácora.</summary>
internal readonly record struct AuditContext(Guid Id, int? UsuarioId, string Route, string? Address, DateTimeOffset Ahora, string? Clave = null, byte[]? Huella = null);
