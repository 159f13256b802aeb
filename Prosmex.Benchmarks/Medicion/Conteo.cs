using Npgsql;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>What one request asks of PostgreSQL.</summary>
/// <param name="Filas">Rows returned or written; null without pg_stat_statements, as the next.</param>
/// <param name="Bloques">Blocks of 8 kB touched, wherever they were.</param>
internal sealed record Pedido(double Sentencias, double Viajes, double? Filas, double? Bloques);

/// <summary>Counts in a pass of its own, through a proxy that would slow what is timed.</summary>
internal sealed class Conteo(Servidor servidor, string base_, Ancla ancla, Sumas sumas)
{
    private const int Calentamiento = 6;
    private const int Veces = 12;

    /// <summary>By operation.</summary>
    public async Task<IReadOnlyDictionary<string, Pedido>> ContarAsync(
        IReadOnlyList<Operation> operaciones, Func<string, Ancla, CancellationToken, Task<Proceso>> iniciar, CancellationToken cancellationToken)
    {
        // The counter reads the protocol itself, not what asks for its encryption.
        var connection = new NpgsqlConnectionStringBuilder(servidor.Conexion(base_)) { Pooling = true, SslMode = SslMode.Disable, GssEncryptionMode = GssEncryptionMode.Disable };
        await using var contador = new Contador(connection.Port);
        connection.Port = contador.Puerto;
        await using var proceso = await iniciar(connection.ConnectionString, ancla, cancellationToken);
        Dictionary<string, Pedido> pedidos = [];
        foreach (var operacion in operaciones)
        {
            pedidos[operacion.Nombre] = await ContarAsync(operacion, proceso, contador);
        }

        return pedidos;
    }

    private async Task<Pedido> ContarAsync(Operation operacion, Proceso proceso, Contador contador)
    {
        using var http = new ConexionHttp(proceso.Direccion);
        Pedir(operacion, proceso, http, Calentamiento, 0);
        if (servidor.ConEstadisticas)
        {
            await servidor.ValorAsync<object>(base_, "SELECT pg_stat_statements_reset()::text");
        }

        var antes = contador.Trafico;
        Pedir(operacion, proceso, http, Veces, Calentamiento);
        var trafico = contador.Trafico - antes;
        if (trafico.Sentencias == 0)
        {
            throw new MedicionFallidaException($"{operacion.Nombre}: {proceso.Nombre} answered without asking PostgreSQL, or it was not counted.");
        }

        var estadisticas = servidor.ConEstadisticas ? await EstadisticasAsync() : ((long Filas, long Bloques)?)null;
        return new((double)trafico.Sentencias / Veces, (double)trafico.Viajes / Veces, (double?)estadisticas?.Filas / Veces, (double?)estadisticas?.Bloques / Veces);
    }

    private void Pedir(Operation operacion, Proceso proceso, ConexionHttp http, int veces, int desde)
    {
        for (var i = 0; i < veces; i++)
        {
            http.Pedir(operacion.Crear(0, desde + i));
            if (operacion.EsCobro && http.Estado == operacion.Estado)
            {
                sumas.Anotar(proceso.Nombre, http.Cuerpo.Span);
            }
        }
    }

    private async Task<(long Filas, long Bloques)> EstadisticasAsync()
    {
        await using var connection = await servidor.AbrirAsync(base_);
        await using var orden = new NpgsqlCommand(
            """
            SELECT coalesce(sum(rows), 0)::bigint, coalesce(sum(shared_blks_hit + shared_blks_read), 0)::bigint FROM pg_stat_statements
            WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND query NOT LIKE '%pg_stat_statements%'
            """,
            connection);
        await using var reader = await orden.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
