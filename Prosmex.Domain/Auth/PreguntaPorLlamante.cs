using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Auth;

/// <summary>The database says that the caller is not who he was taken for; whatever was done for that one is to be forgotten.</summary>
#pragma warning disable CA1032 // There is nothing more to say of it.
internal sealed class OtroLlamanteException() : Exception("The caller is not who he was taken for.");
#pragma warning restore CA1032

/// <summary>Whether the caller of a request is still who he was at his last: asked once, before or together with the request's first statement.</summary>
/// <param name="supuesto">Who he is taken for until then.</param>
/// <param name="ahora">The instant of the request.</param>
/// <param name="soloLee">Nothing that the request does outlives it.</param>
internal sealed class PreguntaPorLlamante(Llamante supuesto, DateTimeOffset ahora, bool soloLee)
{
    /// <summary>Session in force, active user, his role and what it may do; no row where any of these is wanting.</summary>
    public const string Sql = """
        SELECT u.rol_id,
               ARRAY(SELECT p.accion_id FROM permisos p WHERE p.rol_id = u.rol_id)
        FROM sesiones s
        JOIN usuarios u ON u.id = s.usuario_id
        WHERE s.id = @llamante_sesion AND s.usuario_id = @llamante_usuario
          AND s.revocada_en IS NULL AND s.expira_en > @llamante_ahora AND u.activo
        """;

    // The statement that it is on its way with.
    private DbCommand? _portadora;

    /// <summary>Nobody has answered yet.</summary>
    public bool EstaPendiente { get; private set; } = true;

    /// <summary>He is not: nothing that was done for him may come of it, whoever may have caught <see cref="OtroLlamanteException"/> or wrapped it.</summary>
    public bool EsOtro { get; private set; }

    public static DbParameter[] Parametros(int usuarioId, Guid sesionId, DateTimeOffset ahora) =>
    [
        new NpgsqlParameter<Guid>("llamante_sesion", sesionId),
        new NpgsqlParameter<int>("llamante_usuario", usuarioId),
        new NpgsqlParameter<DateTime>("llamante_ahora", NpgsqlDbType.TimestampTz) { TypedValue = ahora.UtcDateTime },
    ];

    public static Llamante Leer(DbDataReader fila, int usuarioId, Guid sesionId) =>
        new(usuarioId, sesionId, (RolId)fila.GetInt32(0), fila.GetFieldValue<int[]>(1).Select(a => (AccionId)a).ToHashSet());

    /// <summary>Puts itself before a query that answers rows: both go in one round trip.</summary>
    /// <param name="orden">Something that a wrong answer can undo: it reads only, or there is a transaction around it.</param>
    /// <returns>False where that is not so.</returns>
    public bool Acompanar(DbCommand orden)
    {
        if (!soloLee && orden.Transaction is null)
        {
            return false;
        }

        orden.CommandText = $"{Sql};\n{orden.CommandText}";
        orden.Parameters.AddRange(Parametros(supuesto.UsuarioId, supuesto.SesionId, ahora));
        _portadora = orden;
        return true;
    }

    /// <summary>Reads its own rows, and leaves the reader on the first of the statement that it went with.</summary>
    /// <exception cref="OtroLlamanteException">The statement's rows are nobody's.</exception>
    public async Task OirAsync(DbCommand orden, DbDataReader lector, CancellationToken cancellationToken)
    {
        if (_portadora != orden)
        {
            return;
        }

        try
        {
            await LeerAsync(lector, cancellationToken);
            await lector.NextResultAsync(cancellationToken);
        }
        catch
        {
            await lector.DisposeAsync();
            throw;
        }
    }

    /// <summary>Goes ahead of a statement that cannot take it along.</summary>
    /// <exception cref="OtroLlamanteException">The statement must not be sent.</exception>
    public async Task AdelantarseAsync(DbCommand orden, CancellationToken cancellationToken)
    {
        await using var sola = orden.Connection!.CreateCommand();
        (sola.Transaction, sola.CommandTimeout, sola.CommandText) = (orden.Transaction, orden.CommandTimeout, Sql);
        sola.Parameters.AddRange(Parametros(supuesto.UsuarioId, supuesto.SesionId, ahora));
        await using var lector = await sola.ExecuteReaderAsync(cancellationToken);
        await LeerAsync(lector, cancellationToken);
    }

    private async Task LeerAsync(DbDataReader lector, CancellationToken cancellationToken)
    {
        var esOtro = !await lector.ReadAsync(cancellationToken) || !supuesto.EsComo(Leer(lector, supuesto.UsuarioId, supuesto.SesionId));
        (EstaPendiente, EsOtro) = (false, esOtro);
        if (esOtro)
        {
            throw new OtroLlamanteException();
        }
    }
}
