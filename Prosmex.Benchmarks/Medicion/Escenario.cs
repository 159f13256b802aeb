using Npgsql;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>A loaded lender with people signed in.</summary>
internal sealed record Escenario(Escala Escala, string Base, Persona Admin, Persona Director, Persona Supervisor, IReadOnlyList<Persona> Titulares, IReadOnlyList<Cobrador> Cobradores)
{
    /// <summary>As many as there are connections, where the lender has so many.</summary>
    private const int Maximo = 16;

    public static async Task<Escenario> AbrirAsync(Servidor servidor, Escala escala, string base_, Ancla ancla)
    {
        var cuantos = Math.Min(Maximo, (escala.Grupos + 4) / 5);
        List<Persona> titulares = [];
        List<Cobrador> cobradores = [];
        for (var n = 1; n <= cuantos; n++)
        {
            titulares.Add(await Personas.AbrirSesionAsync(servidor, base_, $"titular{n}", ancla));
            cobradores.Add(await CobradorAsync(servidor, base_, await Personas.AbrirSesionAsync(servidor, base_, $"gestor{n}", ancla)));
        }

        return new(
            escala,
            base_,
            await Personas.AbrirSesionAsync(servidor, base_, "admin", ancla),
            await Personas.AbrirSesionAsync(servidor, base_, "director", ancla),
            await Personas.AbrirSesionAsync(servidor, base_, "supervisor1", ancla),
            titulares,
            cobradores);
    }

    private static async Task<Cobrador> CobradorAsync(Servidor servidor, string base_, Persona persona)
    {
        await using var connection = await servidor.AbrirAsync(base_);
        await using var orden = new NpgsqlCommand(
            """
            SELECT array_agg(DISTINCT g.grupo_id), array_agg(p.prestamo_id ORDER BY p.prestamo_id) FROM grupos g
            JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id)
            WHERE g.usuario_id_gestor = $1 AND p.status IN ('activo', 'vencido')
            """,
            connection)
        { Parameters = { new() { Value = persona.Id } } };
        await using var reader = await orden.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new(persona, reader.GetFieldValue<int[]>(0), reader.GetFieldValue<int[]>(1));
    }
}

/// <summary>A gestor with his groups and their open loans.</summary>
internal sealed record Cobrador(Persona Persona, int[] Grupos, int[] Prestamos);
