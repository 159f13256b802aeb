using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Benchmarks.Floor;

/// <summary>The start of every write: session, operation and audit context, so that it happens once and is recorded.</summary>
internal static class Transactions
{
    /// <summary>The lock that payments take shared and the weekly close exclusively.</summary>
    public const long CloseLock = 7_205_759_403_792_795;

    // In force now, and until the transaction ends.
    private const string SessionSql = "SELECT 1 FROM sesiones WHERE id = $1 AND usuario_id = $2 AND revocada_en IS NULL AND expira_en > $3 FOR SHARE";

    // The operation's id, stored by the attempt that commits, so that a retry after a lost COMMIT finds it.
    private const string OperationSql = "INSERT INTO operaciones (id, usuario_id, creada_en) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING id";

    // The audit context for the triggers of the bitácora.
    private const string AuditSql = """
        SELECT set_config('prosmex.origen', jsonb_build_object(
            'operacion_id', $1::uuid, 'usuario_id', $2::integer, 'ruta', $3::text, 'direccion', $4::text, 'ahora', $5::timestamptz)::text, true)
        """;

    /// <summary>Begins a write. The first results: a row if the session is in force, a row if the operation is new, and one more.</summary>
    public static void BeginWrite(this NpgsqlBatch batch, TokenSubject subject, in AuditContext audit)
    {
        batch.Add("BEGIN");
        batch.Add(SessionSql, subject.SesionId, subject.UsuarioId, audit.Now.UtcDateTime);
        batch.BatchCommands.Add(new(OperationSql)
        {
            Parameters =
            {
                BatchExtensions.Param(audit.Id), BatchExtensions.Nullable(NpgsqlDbType.Integer, audit.UsuarioId), BatchExtensions.Param(audit.Now.UtcDateTime),
            },
        });
        batch.BatchCommands.Add(new(AuditSql)
        {
            Parameters =
            {
                BatchExtensions.Param(audit.Id), BatchExtensions.Nullable(NpgsqlDbType.Integer, audit.UsuarioId), BatchExtensions.Param(audit.Route), BatchExtensions.Nullable(NpgsqlDbType.Text, audit.Address), BatchExtensions.Param(audit.Now.UtcDateTime),
            },
        });
    }

    /// <summary>Retries on a transient fault. The operation's id, created once, shows whether an earlier attempt was committed.</summary>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> work)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await work();
            }
            catch (NpgsqlException ex) when (ex.IsTransient && attempt < 3)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt));
            }
        }
    }
}

/// <summary>The author and the origin of a write, for its operation and the bitácora.</summary>
internal readonly record struct AuditContext(Guid Id, int? UsuarioId, string Route, string? Address, DateTimeOffset Now);
