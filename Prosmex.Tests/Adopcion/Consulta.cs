using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Tests.Adopcion;

/// <summary>Plain SQL on an open connection.</summary>
internal sealed class Consulta(NpgsqlConnection conexion)
{
    public async Task EjecutarAsync(string sql)
    {
        await using var orden = new NpgsqlCommand(sql, conexion) { CommandTimeout = 0 };
        await orden.ExecuteNonQueryAsync();
    }

    public async Task EjecutarAsync(string sql, JsonNode json)
    {
        await using var orden = new NpgsqlCommand(sql, conexion) { CommandTimeout = 0 };
        orden.Parameters.Add(new() { Value = json.ToJsonString(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await orden.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of every row.</summary>
    public async Task<List<T>> ListaAsync<T>(string sql)
    {
        await using var orden = new NpgsqlCommand(sql, conexion) { CommandTimeout = 0 };
        await using var lector = await orden.ExecuteReaderAsync();
        List<T> filas = [];
        while (await lector.ReadAsync())
        {
            filas.Add(await lector.GetFieldValueAsync<T>(0));
        }

        return filas;
    }
}
