using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Prosmex.Benchmarks.Piso;

/// <summary><c>GET /clientes/</c>: by full name, then id.</summary>
internal sealed class Clientes(Portero portero)
{
    private const string Columnas =
        "cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id";

    private static readonly int[] Acciones = [1];

    // The groups know how many clients they have.
    private static readonly string[] Cuantos = Alcance.PorRol(rol => Alcance.VeTodo(rol)
        ? "SELECT coalesce(sum(clientes), 0)::integer FROM cuentas_de_grupo"
        : $"SELECT coalesce(sum(c.clientes), 0)::integer FROM cuentas_de_grupo c JOIN grupos g USING (grupo_id) WHERE {Alcance.Grupos(rol)}");

    // Of each group no more than the page can need, in the order of its index; only those are compared with one another.
    private static readonly string[] Pagina = Alcance.PorRol(rol => Alcance.VeTodo(rol)
        ? $"SELECT {Columnas} FROM clientes_avales ORDER BY nombre_completo, cliente_id OFFSET $2 LIMIT $n"
        : $"""
          SELECT c.{Columnas.Replace(", ", ", c.", StringComparison.Ordinal)}
          FROM grupos g
          CROSS JOIN LATERAL (SELECT * FROM clientes_avales WHERE grupo_id = g.grupo_id ORDER BY nombre_completo, cliente_id LIMIT $3) c
          WHERE {Alcance.Grupos(rol)} ORDER BY c.nombre_completo, c.cliente_id OFFSET $2 LIMIT $n
          """);

    public Task<IResult> ListarAsync(HttpContext http)
    {
        var page = http.Pagina();
        return portero.AtenderAsync(
            http,
            Acciones,
            (lote, yo, rol) =>
            {
                lote.Agregar(Cuantos[rol], yo);
                lote.Agregar(Pagina[rol].De(page), yo, page.Skip, page.End);
            },
            async (reader, _) =>
            {
                await reader.ReadAsync();
                var total = reader.GetInt32(0);
                await reader.NextResultAsync();
                var clientes = new List<ClientePiso>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    clientes.Add(Leer(reader));
                }

                return new Respuesta<Datos<ClientesPiso>>(
                    new(new(clientes, page.Page, page.PerPage, page.TotalPages(total))), Json.Default.DatosClientesPiso);
            });
    }

    private static ClientePiso Leer(NpgsqlDataReader f) => new(
        f.GetInt32(0), f.GetString(1), f.GetString(2), f.GetString(3), f.GetString(4), f.GetString(5), f.GetString(6), f.GetString(7), f.GetInt32(8), f.GetString(9),
        f.GetBoolean(10), f.GetInt32(11));
}
