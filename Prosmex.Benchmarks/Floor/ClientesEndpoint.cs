using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Prosmex.Benchmarks.Floor;

/// <summary><c>GET /clientes/</c>: by full name, then id.</summary>
internal sealed class ClientesEndpoint(CallerCheck caller)
{
    private const string Columns =
        "cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id";

    private static readonly int[] RequiredActions = [1];

    // Groups store their number of clients.
    private static readonly string[] CountSql = Scope.ByRole(role => Scope.SeesAll(role)
        ? "SELECT coalesce(sum(clientes), 0)::integer FROM cuentas_de_grupo"
        : $"SELECT coalesce(sum(c.clientes), 0)::integer FROM cuentas_de_grupo c JOIN grupos g USING (grupo_id) WHERE {Scope.Grupos(role)}");

    // At most one page per group, in index order; only those rows are sorted.
    private static readonly string[] PageSql = Scope.ByRole(role => Scope.SeesAll(role)
        ? $"SELECT {Columns} FROM clientes_avales ORDER BY nombre_completo, cliente_id OFFSET $2 LIMIT $n"
        : $"""
          SELECT c.{Columns.Replace(", ", ", c.", StringComparison.Ordinal)}
          FROM grupos g
          CROSS JOIN LATERAL (SELECT * FROM clientes_avales WHERE grupo_id = g.grupo_id ORDER BY nombre_completo, cliente_id LIMIT $3) c
          WHERE {Scope.Grupos(role)} ORDER BY c.nombre_completo, c.cliente_id OFFSET $2 LIMIT $n
          """);

    public Task<IResult> ListAsync(HttpContext http)
    {
        var page = http.ReadPage();
        return caller.HandleAsync(
            http,
            RequiredActions,
            (batch, userId, role) =>
            {
                batch.Add(CountSql[role], userId);
                batch.Add(PageSql[role].WithPageSize(page), userId, page.Skip, page.End);
            },
            async (reader, _) =>
            {
                await reader.ReadAsync();
                var total = reader.GetInt32(0);
                await reader.NextResultAsync();
                var clientes = new List<ClienteResponse>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    clientes.Add(Read(reader));
                }

                return new JsonResponse<Envelope<ClientesResponse>>(
                    new(new(clientes, page.Page, page.PerPage, page.TotalPages(total))), Json.Default.EnvelopeClientesResponse);
            });
    }

    private static ClienteResponse Read(NpgsqlDataReader f) => new(
        f.GetInt32(0), f.GetString(1), f.GetString(2), f.GetString(3), f.GetString(4), f.GetString(5), f.GetString(6), f.GetString(7), f.GetInt32(8), f.GetString(9),
        f.GetBoolean(10), f.GetInt32(11));
}
