using System.Text.Json.Nodes;
using Npgsql;
using NpgsqlTypes;

namespace Prosmex.Tests.Adopcion;

/// <summary>Plain SQL on an open connection.</summary>
internal sealed class Consulta(NpgsqlConnection connection)
{
    public async Task EjecutarAsync(string sql)
    {
        await using var orden = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await orden.ExecuteNonQueryAsync();
    }

    public async Task EjecutarAsync(string sql, JsonNode json)
    {
        await using var orden = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        orden.Parameters.Add(new() { Value = json.ToJsonString(), NpgsqlDbType = NpgsqlDbType.Jsonb });
        await orden.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of every row.</summary>
    public async Task<List<T>> ListaAsync<T>(string sql)
    {
        await using var orden = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using var reader = await orden.ExecuteReaderAsync();
        List<T> filas = [];
        while (await reader.ReadAsync())
        {
            filas.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return filas;
    }
}
