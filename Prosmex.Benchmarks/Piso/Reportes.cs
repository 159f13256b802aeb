using Microsoft.AspNetCore.Http;
using Npgsql;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Reportes;

namespace Prosmex.Benchmarks.Piso;

/// <summary><c>GET /reporte/general</c> and <c>/totales</c>, of the running week.</summary>
internal sealed class Reportes(Portero portero, TimeProvider clock)
{
    private static readonly int[] Acciones = [];

    private static readonly string[] Cuantos = Alcance.PorRol(rol => $"SELECT count(*)::integer FROM grupos g WHERE {Alcance.Grupos(rol)}");

    private static readonly string[] General = Alcance.PorRol(rol => ConsultaDeReporte.Filas(
        $"SELECT * FROM grupos g WHERE {Alcance.Grupos(rol)} ORDER BY g.grupo_id OFFSET $6 LIMIT $n"));

    private static readonly string[] Todos = Alcance.PorRol(rol => ConsultaDeReporte.Sumas($"SELECT * FROM grupos g WHERE {Alcance.Grupos(rol)}", Alcance.VeTodo(rol)));

    public Task<IResult> GeneralAsync(HttpContext http)
    {
        var page = http.Pagina();
        return portero.AtenderAsync(
            http,
            Acciones,
            (lote, yo, rol) =>
            {
                lote.Agregar(Cuantos[rol], yo);
                Agregar(lote, General[rol].De(page), yo, page);
            },
            async (reader, _) =>
            {
                await reader.ReadAsync();
                var total = reader.GetInt32(0);
                await reader.NextResultAsync();
                var filas = new List<FilaDeReporteDto>(page.PerPage);
                while (await reader.ReadAsync())
                {
                    filas.Add(Fila(reader));
                }

                return new Respuesta<Datos<ReportePiso>>(new(new(filas, page.Page, page.PerPage, total)), Json.Default.DatosReportePiso);
            });
    }

    public Task<IResult> TotalesAsync(HttpContext http) => portero.AtenderAsync(
        http,
        Acciones,
        (lote, yo, rol) => Agregar(lote, Todos[rol], yo, page: null),
        async (reader, _) =>
        {
            await reader.ReadAsync();
            return new Respuesta<Datos<TotalesPiso>>(new(new(Sumas(reader))), Json.Default.DatosTotalesPiso);
        });

    private void Agregar(NpgsqlBatch lote, string sql, int yo, PageRequest? page)
    {
        var ahora = clock.GetUtcNow();
        var semana = Semana.De(ahora);
        var tope = ahora + PagoErrores.HolguraDelReloj;
        var orden = new NpgsqlBatchCommand(sql)
        {
            Parameters =
            {
                Lotes.P(yo), Lotes.P(semana.Lunes), Lotes.P(semana.Inicio.UtcDateTime), Lotes.P((semana.Fin < tope ? semana.Fin : tope).UtcDateTime), Lotes.P(HoraMexico.Dia(ahora)),
            },
        };
        if (page is { } p)
        {
            orden.Parameters.Add(Lotes.P(p.Skip));
        }

        lote.BatchCommands.Add(orden);
    }

    private static FilaDeReporteDto Fila(NpgsqlDataReader f)
    {
        var (ideal, real, papel, entregado, restante, bono) = (f.GetDecimal(6), f.GetDecimal(7), f.GetDecimal(8), f.GetDecimal(9), f.GetDecimal(10), f.GetDecimal(13));
        var morosidad = ideal == 0 ? 0 : ideal - real;
        return new(
            f.GetInt32(0), f.GetString(1), f.GetString(2), f.GetString(3), f.GetString(4), f.GetString(5), ideal, real, papel, entregado, morosidad,
            Fraccion(morosidad, ideal), Fraccion(entregado, real), real - papel - bono, -restante - bono, bono, f.GetInt32(11), f.GetInt32(12));
    }

    private static TotalesDto Sumas(NpgsqlDataReader f)
    {
        var (ideal, real, papel, entregado, restante, morosidad, bono) =
            (f.GetDecimal(0), f.GetDecimal(1), f.GetDecimal(2), f.GetDecimal(3), f.GetDecimal(4), f.GetDecimal(5), f.GetDecimal(6));
        return new(
            ideal, real, entregado, papel, f.GetInt32(7), f.GetInt32(8), morosidad, Porcentaje(morosidad, ideal), Porcentaje(entregado, real),
            real - papel - bono, -restante - bono, bono);
    }

    private static decimal? Fraccion(decimal parte, decimal todo) => todo == 0 ? null : Math.Round(parte / todo, 6, MidpointRounding.AwayFromZero);

    private static decimal Porcentaje(decimal parte, decimal todo) => todo == 0 ? 0 : Dinero.Redondear(parte / todo * 100);
}
