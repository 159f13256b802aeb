using Npgsql;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>A loaded lender with signed-in users.</summary>
internal sealed record Scenario(Scale Scale, string Database, SignedInUser Admin, SignedInUser Director, IReadOnlyList<SignedInUser> Titulares, IReadOnlyList<Collector> Collectors)
{
    /// <summary>One per connection, where the lender has enough.</summary>
    private const int Maximo = 16;

    public static async Task<Scenario> OpenAsync(BenchmarkServer server, Scale scale, string database, AnchoredClock clock)
    {
        var count = Math.Min(Maximo, (scale.Grupos + 4) / 5);
        List<SignedInUser> titulares = [];
        List<Collector> collectors = [];
        for (var n = 1; n <= count; n++)
        {
            titulares.Add(await Sessions.OpenSessionAsync(server, database, $"titular{n}", clock));
            collectors.Add(await CollectorAsync(server, database, await Sessions.OpenSessionAsync(server, database, $"gestor{n}", clock)));
        }

        return new(
            scale,
            database,
            await Sessions.OpenSessionAsync(server, database, "admin", clock),
            await Sessions.OpenSessionAsync(server, database, "director", clock),
            titulares,
            collectors);
    }

    private static async Task<Collector> CollectorAsync(BenchmarkServer server, string database, SignedInUser user)
    {
        await using var connection = await server.OpenAsync(database);
        await using var command = new NpgsqlCommand(
            """
            SELECT array_agg(DISTINCT g.grupo_id), array_agg(p.prestamo_id ORDER BY p.prestamo_id),
                (array_agg(p.prestamo_id ORDER BY g.grupo_id, p.prestamo_id))[1:20]
            FROM grupos g
            JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id)
            WHERE g.usuario_id_gestor = $1 AND p.status IN ('activo', 'vencido')
            """,
            connection)
        { Parameters = { new() { Value = user.Id } } };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(user, reader.GetFieldValue<int[]>(0), reader.GetFieldValue<int[]>(1), reader.GetFieldValue<int[]>(2));
    }
}

/// <summary>A gestor with their groups and open loans.</summary>
/// <param name="PrestamosDelPrimero">Twenty of the first group.</param>
internal sealed record Collector(SignedInUser SignedInUser, int[] Grupos, int[] Prestamos, int[] PrestamosDelPrimero);
