using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Benchmarks.Piso;

/// <summary><c>GET /prestamos/</c> and <c>GET /pagos/prestamos</c>.</summary>
internal sealed class Prestamos(Portero portero)
{
    // Asked of the rows of the page alone, whose ids are settled first.
    private const string DeLaPagina = """
        SELECT p.prestamo_id, p.cliente_id, c.nombre_completo, p.fecha_inicio, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.pagado,
               p.tipo_prestamo_id, t.nombre AS tipo, p.aval_id, coalesce(a.nombre_completo, '') AS aval, p.renovacion, p.status, p.fecha_creacion,
               p.cobranza_ideal, p.numero_semanas, p.numero_pagos, (SELECT count(*) FROM falta f WHERE f.prestamo_id = p.prestamo_id)::integer
        """;

    private const string Personas = """
        JOIN clientes_avales c ON c.cliente_id = p.cliente_id
        JOIN tipos_prestamo t ON t.tipo_prestamo_id = p.tipo_prestamo_id
        LEFT JOIN clientes_avales a ON a.cliente_id = p.aval_id
        """;

    private static readonly int[] AccionesDeLista = [2];
    private static readonly int[] AccionesDeCobranza = [3];

    private static readonly string[] Cuantos = Alcance.PorRol(rol => Alcance.VeTodo(rol)
        ? "SELECT count(*)::integer FROM prestamos"
        : $"SELECT count(*)::integer FROM grupos g JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id) WHERE {Alcance.Grupos(rol)}");

    private static readonly string[] Pagina = Alcance.PorRol(rol => $"""
        WITH pagina AS MATERIALIZED (
            {(Alcance.VeTodo(rol)
                ? "SELECT prestamo_id FROM prestamos ORDER BY prestamo_id DESC OFFSET $2 LIMIT $n"
                : $"SELECT p.prestamo_id FROM grupos g JOIN clientes_avales c USING (grupo_id) JOIN prestamos p USING (cliente_id) WHERE {Alcance.Grupos(rol)} ORDER BY p.prestamo_id DESC OFFSET $2 LIMIT $n")})
        {DeLaPagina}
        FROM pagina JOIN prestamos p USING (prestamo_id)
        {Personas}
        ORDER BY p.prestamo_id DESC
        """);

    // The group, if the caller sees it.
    private static readonly string[] Grupo = Alcance.PorRol(rol => $"SELECT g.nombre_grupo FROM grupos g WHERE g.grupo_id = $2 AND {Alcance.Grupos(rol)}");

    // Its open loans are found once, for their number and for the page by start day; the first column is their number, also where the page is empty.
    private static readonly string PorCobrar = $"""
        WITH abiertos AS MATERIALIZED (
            SELECT p.prestamo_id, p.fecha_inicio FROM clientes_avales c JOIN prestamos p USING (cliente_id) WHERE c.grupo_id = $1 AND p.status IN ('activo', 'vencido')),
        pagina AS MATERIALIZED (SELECT prestamo_id FROM abiertos ORDER BY fecha_inicio, prestamo_id OFFSET $2 LIMIT $n)
        SELECT n.total, f.* FROM (SELECT count(*)::integer AS total FROM abiertos) n LEFT JOIN (
            {DeLaPagina}
            FROM pagina JOIN prestamos p USING (prestamo_id)
            {Personas}) f ON true
        ORDER BY f.fecha_inicio, f.prestamo_id
        """;

    public Task<IResult> ListarAsync(HttpContext http)
    {
        var page = http.Pagina();
        return portero.AtenderAsync(
            http,
            AccionesDeLista,
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
                var prestamos = new List<PrestamoDeListaDto>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    prestamos.Add(DeLista(reader));
                }

                return new Respuesta<Datos<PrestamosPiso>>(
                    new(new(prestamos, page.Page, page.PerPage, page.TotalPages(total), total)), Json.Default.DatosPrestamosPiso);
            });
    }

    public Task<IResult> PorCobrarAsync(HttpContext http)
    {
        if (http.Entero("grupo_id") is not { } grupoId)
        {
            return Task.FromResult(Results.StatusCode(StatusCodes.Status400BadRequest));
        }

        var page = http.Pagina();
        return portero.AtenderAsync(
            http,
            AccionesDeCobranza,
            (lote, yo, rol) =>
            {
                lote.Agregar(Grupo[rol], yo, grupoId);
                lote.Agregar(PorCobrar.De(page), grupoId, page.Skip);
            },
            async (reader, _) =>
            {
                if (!await reader.ReadAsync())
                {
                    return Results.StatusCode(StatusCodes.Status404NotFound);
                }

                var grupo = reader.GetString(0);
                await reader.NextResultAsync();
                var total = 0;
                var prestamos = new List<PrestamoPorCobrarDto>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    total = reader.GetInt32(0);
                    if (!reader.IsDBNull(1))
                    {
                        prestamos.Add(DeCobranza(reader, grupo));
                    }
                }

                return new Respuesta<Datos<PorCobrarPiso>>(
                    new(new(prestamos, page.Page, page.PerPage, total, page.TotalPages(total))), Json.Default.DatosPorCobrarPiso);
            });
    }

    /// <param name="d">The first of the page's columns.</param>
    private static AvanceDePrestamo Avance(NpgsqlDataReader f, int d) => AvanceDePrestamo.De(
        new(f.GetDecimal(d + 6), f.GetDecimal(d + 15), f.GetInt32(d + 16)), f.GetDecimal(d + 7), f.GetInt32(d + 17),
        Cerrado(f, d) ? StatusPrestamo.Liquidado : StatusPrestamo.Activo, f.GetInt32(d + 18));

    private static bool Cerrado(NpgsqlDataReader f, int d) => f.GetString(d + 13) is "liquidado" or "renovado";

    private static PrestamoDeListaDto DeLista(NpgsqlDataReader f)
    {
        var avance = Avance(f, 0);
        return new(
            f.GetInt32(0), f.GetInt32(1), f.GetString(2), f.GetFieldValue<DateOnly>(3), f.GetDecimal(4), f.GetDecimal(5), f.GetDecimal(6), f.GetDecimal(7), f.GetInt32(8),
            f.GetString(9), f.IsDBNull(10) ? null : f.GetInt32(10), f.GetString(11), f.GetBoolean(12), Cerrado(f, 0), avance.SemanaActiva, f.GetDateTime(14),
            avance.SemanaActiva, avance.SemanasQueDebe);
    }

    private static PrestamoPorCobrarDto DeCobranza(NpgsqlDataReader f, string grupo)
    {
        var avance = Avance(f, 1);
        return new(
            grupo, f.GetString(3), f.GetString(12), f.GetDecimal(5), f.GetDecimal(6), f.GetFieldValue<DateOnly>(4), f.GetDecimal(16), f.GetString(10), avance.SemanaActiva,
            avance.SemanasQueDebe, f.GetInt32(1), f.GetDecimal(7), f.GetBoolean(13), Cerrado(f, 1), f.GetDecimal(8), avance.AdelantoAcumulado);
    }
}
