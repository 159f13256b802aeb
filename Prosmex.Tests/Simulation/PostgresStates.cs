using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Tests.Simulation;

/// <summary>Reads from the tables what a model can be held against.</summary>
internal static class PostgresStates
{
    /// <summary>Loans with their faltas, in any order.</summary>
    /// <param name="clave">From a loan's id to the key that it is to have.</param>
    public static Task<List<EstadoDePrestamo>> VerAsync(string connection, int[] ids, Func<int, int> clave) => ReadAsync(
        connection,
        """
        SELECT p.prestamo_id, p.cliente_id, p.fecha_inicio, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.cobranza_ideal, p.numero_semanas,
            p.pagado, p.numero_pagos, p.status, p.fecha_cierre, p.renueva_a,
            (SELECT count(*)::int FROM falta f WHERE f.prestamo_id = p.prestamo_id),
            (SELECT coalesce(string_agg(f.fecha || ' ' || f.monto_abonado || ';', '' ORDER BY f.fecha), '') FROM falta f WHERE f.prestamo_id = p.prestamo_id)
        FROM prestamos p WHERE p.prestamo_id = ANY($1)
        """,
        r => Estado(r, clave),
        ids);

    public static async Task<List<T>> ReadAsync<T>(string connectionString, string sql, Func<NpgsqlDataReader, T> read, int[]? ids = null)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        if (ids is not null)
        {
            command.Parameters.AddWithValue(ids);
        }

        await using var reader = await command.ExecuteReaderAsync();
        List<T> filas = [];
        while (await reader.ReadAsync())
        {
            filas.Add(read(reader));
        }

        return filas;
    }

    private static EstadoDePrestamo Estado(NpgsqlDataReader r, Func<int, int> clave)
    {
        var (total, pagado, pagos, status) = (r.GetDecimal(5), r.GetDecimal(8), r.GetInt32(9), r.GetString(10));
        var plan = new PlanDePagos(total, r.GetDecimal(6), r.GetInt32(7));
        var avance = AvanceDePrestamo.De(plan, pagado, pagos, EnumNames.Parse<StatusPrestamo>(status), r.GetInt32(13));
        return new(
            clave(r.GetInt32(0)), r.GetInt32(1), r.GetFieldValue<DateOnly>(2), r.GetDecimal(3), r.GetDecimal(4), total, plan.Semanal, plan.Semanas,
            pagado, total - pagado, pagos, avance.SemanaActiva, avance.AdelantoAcumulado, avance.SemanasQueDebe, status,
            r.IsDBNull(11) ? null : r.GetFieldValue<DateTimeOffset>(11), r.IsDBNull(12) ? null : clave(r.GetInt32(12)), r.GetString(14));
    }
}
