using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Benchmarks.Piso;

/// <summary>What every write begins with, so that it happens once and is written down.</summary>
internal static class Transacciones
{
    /// <summary>The lock that money takes shared and the weekly close takes alone.</summary>
    public const long Cierre = 7_205_759_403_792_795;

    // The operation's id, stored by the try that commits: whoever comes again after a lost COMMIT meets it. The same row holds a request's key.
    // What it returns tells the triggers of the bitácora who is at work.
    private const string Operacion = """
        INSERT INTO operaciones (id, usuario_id, clave, huella, creada_en) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        RETURNING set_config('prosmex.origen', jsonb_build_object(
            'operacion_id', id, 'usuario_id', $6::integer, 'ruta', $7::text, 'direccion', $8::text, 'ahora', creada_en)::text, true)
        """;

    public static void Empezar(this NpgsqlBatch lote, in Origen origen)
    {
        lote.Agregar("BEGIN");
        lote.BatchCommands.Add(new(Operacion)
        {
            Parameters =
            {
                Lotes.P(origen.Id), Lotes.Nulo(NpgsqlDbType.Integer, origen.UsuarioId), Lotes.Nulo(NpgsqlDbType.Text, origen.Clave), Lotes.Nulo(NpgsqlDbType.Bytea, origen.Huella),
                Lotes.P(origen.Ahora.UtcDateTime), Lotes.Nulo(NpgsqlDbType.Integer, origen.UsuarioId), Lotes.P(origen.Ruta), Lotes.Nulo(NpgsqlDbType.Text, origen.Direccion),
            },
        });
    }

    /// <summary>Does it again after a passing fault. An id that is made once tells whether an earlier try did commit.</summary>
    public static async Task<T> RepetirAsync<T>(Func<Task<T>> trabajo)
    {
        for (var vez = 0; ; vez++)
        {
            try
            {
                return await trabajo();
            }
            catch (NpgsqlException ex) when (ex.IsTransient && vez < 3)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * vez));
            }
        }
    }
}

/// <summary>Who does what, for the operation's row and the bitácora.</summary>
internal readonly record struct Origen(Guid Id, int? UsuarioId, string Ruta, string? Direccion, DateTimeOffset Ahora, string? Clave = null, byte[]? Huella = null);
