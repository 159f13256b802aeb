using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Benchmarks.Floor;

/// <summary><c>GET /pagos/prestamos</c>: the open loans of a group.</summary>
internal sealed class PrestamosEndpoint(CallerCheck caller)
{
    // Only for the rows of the page, whose ids are selected first.
    private const string PageColumns = """
        SELECT p.prestamo_id, p.cliente_id, c.nombre_completo, p.fecha_inicio, p.monto_prestamo, p.monto_prestamo_real, p.monto_utilidad, p.pagado,
               p.tipo_prestamo_id, t.nombre AS tipo, p.aval_id, coalesce(a.nombre_completo, '') AS aval, p.renovacion, p.status, p.fecha_creacion,
               p.cobranza_ideal, p.numero_semanas, p.numero_pagos, (SELECT count(*) FROM falta f WHERE f.prestamo_id = p.prestamo_id)::integer
        """;

    private const string Sessions = """
        JOIN clientes_avales c ON c.cliente_id = p.cliente_id
        JOIN tipos_prestamo t ON t.tipo_prestamo_id = p.tipo_prestamo_id
        LEFT JOIN clientes_avales a ON a.cliente_id = p.aval_id
        """;

    private static readonly int[] RequiredActions = [3];

    // The group, if the caller sees it.
    private static readonly string[] Grupo = Scope.ByRole(role => $"SELECT g.nombre_grupo FROM grupos g WHERE g.grupo_id = $2 AND {Scope.Grupos(role)}");

    // The open loans are selected once, for their number and for the page by start day; the first column is their number, also for an empty page.
    private static readonly string OpenLoansSql = $"""
        WITH abiertos AS MATERIALIZED (
            SELECT p.prestamo_id, p.fecha_inicio FROM clientes_avales c JOIN prestamos p USING (cliente_id) WHERE c.grupo_id = $1 AND p.status IN ('activo', 'vencido')),
        pagina AS MATERIALIZED (SELECT prestamo_id FROM abiertos ORDER BY fecha_inicio, prestamo_id OFFSET $2 LIMIT $n)
        SELECT n.total, f.* FROM (SELECT count(*)::integer AS total FROM abiertos) n LEFT JOIN (
            {PageColumns}
            FROM pagina JOIN prestamos p USING (prestamo_id)
            {Sessions}) f ON true
        ORDER BY f.fecha_inicio, f.prestamo_id
        """;

    public Task<IResult> ListPorCobrarAsync(HttpContext http)
    {
        if (http.QueryInt("grupo_id") is not { } grupoId)
        {
            return Task.FromResult(Results.StatusCode(StatusCodes.Status400BadRequest));
        }

        var page = http.ReadPage();
        return caller.HandleAsync(
            http,
            RequiredActions,
            (batch, userId, role) =>
            {
                batch.Add(Grupo[role], userId, grupoId);
                batch.Add(OpenLoansSql.WithPageSize(page), grupoId, page.Skip);
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
                        prestamos.Add(ReadRow(reader, grupo));
                    }
                }

                return new JsonResponse<Envelope<PorCobrarResponse>>(
                    new(new(prestamos, page.Page, page.PerPage, total, page.TotalPages(total))), Json.Default.EnvelopePorCobrarResponse);
            });
    }

    /// <param name="d">The first of the page's columns.</param>
    private static AvanceDePrestamo Progress(NpgsqlDataReader f, int d) => AvanceDePrestamo.De(
        new(f.GetDecimal(d + 6), f.GetDecimal(d + 15), f.GetInt32(d + 16)), f.GetDecimal(d + 7), f.GetInt32(d + 17),
        IsClosed(f, d) ? StatusPrestamo.Liquidado : StatusPrestamo.Activo, f.GetInt32(d + 18));

    private static bool IsClosed(NpgsqlDataReader f, int d) => f.GetString(d + 13) is "liquidado" or "renovado";

    private static PrestamoPorCobrarDto ReadRow(NpgsqlDataReader f, string grupo)
    {
        var avance = Progress(f, 1);
        return new(
            grupo, f.GetString(3), f.GetString(12), f.GetDecimal(5), f.GetDecimal(6), f.GetFieldValue<DateOnly>(4), f.GetDecimal(16), f.GetString(10), avance.SemanaActiva,
            avance.SemanasQueDebe, f.GetInt32(1), f.GetDecimal(7), f.GetBoolean(13), IsClosed(f, 1), f.GetDecimal(8), avance.AdelantoAcumulado);
    }
}
