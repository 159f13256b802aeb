using System.Diagnostics;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>How long the close of a week took, ms, and how many faltas it wrote.</summary>
internal sealed record Cierre(double Producto, double Piso, int Faltas, int Vencidos)
{
    public double Razon => Producto / Piso;
}

/// <summary>The close of the last week, again and again: opened once more before each time, so that both close the same.</summary>
internal sealed class MedicionDeCierre(Servidor servidor, string base_, Escenario escenario)
{
    private const int Veces = 5;

    private static readonly string Lunes = $"date '{Ancla.Semana.Lunes.AddDays(-7):yyyy-MM-dd}'";

    /// <exception cref="MedicionFallidaException">They answered or left different things.</exception>
    public async Task<Cierre> MedirAsync(Proceso producto, Proceso piso)
    {
        List<double> deProducto = [], dePiso = [];
        string? fingerprint = null;
        var (faltas, vencidos) = (0, 0);

        // The first time of each compiles, and is not counted.
        for (var vez = 0; vez <= Veces; vez++)
        {
            foreach (var (proceso, tiempos) in ((Proceso, List<double>)[])[(producto, deProducto), (piso, dePiso)])
            {
                await ReabrirAsync();
                var (milliseconds, semana) = Cerrar(proceso);
                (faltas, vencidos) = ((int)semana["faltas"]!, (int)semana["vencidos"]!);
                var esta = $"{semana["semana"]} {semana["prestamos"]} {faltas} {vencidos} {await HuellaAsync()}";
                fingerprint ??= esta;
                if (esta != fingerprint)
                {
                    throw new MedicionFallidaException($"The weekly close of {proceso.Nombre} left {esta}, another time it was {fingerprint}.");
                }

                if (vez > 0)
                {
                    tiempos.Add(milliseconds);
                }
            }
        }

        return new(Mediana(deProducto), Mediana(dePiso), faltas, vencidos);
    }

    private static double Mediana(List<double> tiempos) => tiempos.Order().ElementAt(tiempos.Count / 2);

    private (double Milisegundos, JsonNode Semana) Cerrar(Proceso proceso)
    {
        using var http = new ConexionHttp(proceso.Direccion);
        var solicitud = ConexionHttp.Post("/verificacion/semanal", escenario.Admin.Token, "");
        var empieza = Stopwatch.GetTimestamp();
        http.Pedir(solicitud);
        var duracion = Stopwatch.GetElapsedTime(empieza);
        return http.Estado == 200 && JsonNode.Parse(http.Cuerpo.Span)!["data"]!["semanas"]!.AsArray() is [{ } semana]
            ? (duracion.TotalMilliseconds, semana)
            : throw new MedicionFallidaException($"{proceso.Nombre} did not close one week but answered {http.Estado}: {System.Text.Encoding.UTF8.GetString(http.Cuerpo.Span)}");
    }

    private async Task ReabrirAsync()
    {
        await servidor.EjecutarAsync(base_, $"""
            SET session_replication_role = replica;
            DELETE FROM falta WHERE fecha = {Lunes} + 6;
            UPDATE prestamos SET status = 'activo' WHERE status = 'vencido' AND semana_del_plan(fecha_inicio, {Lunes}) = numero_semanas;
            DELETE FROM semana_cierre WHERE semana = {Lunes}
            """);
        await servidor.EjecutarAsync(base_, "VACUUM ANALYZE falta");
        await servidor.EjecutarAsync(base_, "VACUUM prestamos");
    }

    private Task<string> HuellaAsync() => servidor.ValorAsync<string>(base_, $"""
        SELECT coalesce((SELECT md5(string_agg(concat_ws(' ', prestamo_id, monto_abonado), ';' ORDER BY prestamo_id)) FROM falta WHERE fecha = {Lunes} + 6), '')
            || (SELECT md5(string_agg(concat_ws(' ', prestamo_id, status), ';' ORDER BY prestamo_id)) FROM prestamos)
        """);
}
