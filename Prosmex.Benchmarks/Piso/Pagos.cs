using System.Globalization;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Prosmex.Benchmarks.Piso;

/// <summary><c>GET /pagos/</c>: collections in force, by id.</summary>
internal sealed class Pagos(Portero portero)
{
    private static readonly int[] Acciones = [5];

    // A loan knows how many collections of it are in force.
    private static readonly string[] Cuantos = Alcance.PorRol(rol => Alcance.VeTodo(rol)
        ? "SELECT coalesce(sum(numero_pagos), 0)::integer FROM prestamos"
        : $"SELECT coalesce(sum(p.numero_pagos), 0)::integer FROM grupos g JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id) WHERE {Alcance.Grupos(rol)}");

    private static readonly string[] Pagina = Alcance.PorRol(rol => $"""
        WITH pagina AS MATERIALIZED (
            SELECT m.pago_id FROM pagos m{(Alcance.VeTodo(rol) ? "" : " JOIN prestamos p USING (prestamo_id) JOIN clientes_avales c USING (cliente_id) JOIN grupos g USING (grupo_id)")}
            WHERE {Alcance.Grupos(rol)} AND m.tipo = 'cobro' AND NOT EXISTS (SELECT FROM pagos r WHERE r.reversa_de = m.pago_id)
            ORDER BY m.pago_id OFFSET $2 LIMIT $n)
        SELECT m.pago_id, m.fecha_pago, m.monto_pagado,
               p.prestamo_id, p.cliente_id, p.fecha_inicio, p.monto_prestamo, p.monto_utilidad, p.tipo_prestamo_id, p.aval_id, p.status, p.renovacion, p.pagado,
               p.numero_pagos, p.cobranza_ideal, p.numero_semanas
        FROM pagina JOIN pagos m USING (pago_id) JOIN prestamos p USING (prestamo_id)
        ORDER BY m.pago_id
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
                lote.Agregar(Pagina[rol].De(page), yo, page.Skip);
            },
            async (reader, _) =>
            {
                await reader.ReadAsync();
                var total = reader.GetInt32(0);
                await reader.NextResultAsync();
                var pagos = new List<PagoPiso>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    pagos.Add(Leer(reader));
                }

                return new Respuesta<Datos<PaginaDePagosPiso>>(
                    new(new(pagos, page.Page, page.PerPage, total, page.TotalPages(total))), Json.Default.DatosPaginaDePagosPiso);
            });
    }

    private static PagoPiso Leer(NpgsqlDataReader f) => new(
        f.GetInt32(0), f.GetDateTime(1), f.GetDecimal(2).ToString("0.00", CultureInfo.InvariantCulture), false, new Cuenta(f, desde: 3).Prestamo());
}
