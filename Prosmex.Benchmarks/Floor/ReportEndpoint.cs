using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Reportes;

namespace Prosmex.Benchmarks.Floor;

/// <summary><c>GET /reporte/general</c>, for the current week.</summary>
internal sealed class ReportEndpoint(CallerCheck caller, TimeProvider clock)
{
    private static readonly int[] RequiredActions = [];

    private static readonly string[] CountSql = Scope.ByRole(role => $"SELECT count(*)::integer FROM grupos g WHERE {Scope.Grupos(role)}");

    private static readonly string[] PageSql = Scope.ByRole(role => ReportSql.Rows(
        $"SELECT * FROM grupos g WHERE {Scope.Grupos(role)} ORDER BY g.grupo_id OFFSET $6 LIMIT $n"));

    public Task<IResult> GetGeneralAsync(HttpContext http)
    {
        var page = http.ReadPage();
        return caller.HandleAsync(
            http,
            RequiredActions,
            (batch, userId, role) =>
            {
                batch.Add(CountSql[role], userId);
                Add(batch, PageSql[role].WithPageSize(page), userId, page);
            },
            async (reader, _) =>
            {
                await reader.ReadAsync();
                var total = reader.GetInt32(0);
                await reader.NextResultAsync();
                var rows = new List<FilaDeReporteDto>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    rows.Add(ReadRow(reader));
                }

                return new JsonResponse<Envelope<ReporteResponse>>(new(new(rows, page.Page, page.PerPage, total)), Json.Default.EnvelopeReporteResponse);
            });
    }

    private void Add(NpgsqlBatch batch, string sql, int userId, PageRequest page)
    {
        var now = clock.GetUtcNow();
        var semana = Semana.De(now);
        var limit = now + Pago.ClockTolerance;
        var command = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                BatchExtensions.Param(userId), BatchExtensions.Param(semana.Lunes), BatchExtensions.Param(semana.Inicio.UtcDateTime), BatchExtensions.Param((semana.Fin < limit ? semana.Fin : limit).UtcDateTime), BatchExtensions.Param(HoraMexico.Dia(now)),
                BatchExtensions.Param(page.Skip),
            },
        };
        batch.BatchCommands.Add(command);
    }

    private static FilaDeReporteDto ReadRow(NpgsqlDataReader f)
    {
        var (ideal, real, papel, entregado, restante, bono) = (f.GetDecimal(6), f.GetDecimal(7), f.GetDecimal(8), f.GetDecimal(9), f.GetDecimal(10), f.GetDecimal(13));
        var morosidad = ideal == 0 ? 0 : ideal - real;
        return new(
            f.GetInt32(0), f.GetString(1), f.GetString(2), f.GetString(3), f.GetString(4), f.GetString(5), ideal, real, papel, entregado, morosidad,
            Fraction(morosidad, ideal), Fraction(entregado, real), real - papel - bono, -restante - bono, bono, f.GetInt32(11), f.GetInt32(12));
    }

    private static decimal? Fraction(decimal part, decimal whole) => whole == 0 ? null : Math.Round(part / whole, 6, MidpointRounding.AwayFromZero);
}
