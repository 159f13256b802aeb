using System.Diagnostics;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>The duration of a weekly close, ms, and the faltas it wrote.</summary>
internal sealed record Cierre(double Product, double Floor, int Faltas, int Vencidos)
{
    public double Ratio => Product / Floor;
}

/// <summary>Repeats the close of the last week, which is reopened each time, so that both close the same.</summary>
internal sealed class CloseMeasurement(BenchmarkServer server, string database, Scenario scenario, int repetitions)
{
    private static readonly string Lunes = $"date '{AnchoredClock.Semana.Lunes.AddDays(-7):yyyy-MM-dd}'";

    /// <exception cref="MeasurementFailedException">Different responses or results.</exception>
    public async Task<Cierre> MeasureAsync(MeasuredProcess product, MeasuredProcess floor)
    {
        List<double> ofProduct = [], ofFloor = [];
        string? fingerprint = null;
        var (faltas, vencidos) = (0, 0);

        // The first run of each is a warm-up.
        for (var attempt = 0; attempt <= repetitions; attempt++)
        {
            foreach (var (process, times) in ((MeasuredProcess, List<double>)[])[(product, ofProduct), (floor, ofFloor)])
            {
                await ReopenWeekAsync();
                var (milliseconds, semana) = Close(process);
                (faltas, vencidos) = ((int)semana["faltas"]!, (int)semana["vencidos"]!);
                var current = $"{semana["semana"]} {semana["prestamos"]} {faltas} {vencidos} {await FingerprintAsync()}";
                fingerprint ??= current;
                if (current != fingerprint)
                {
                    throw new MeasurementFailedException($"The weekly close of {process.Name} left {current}, another time it was {fingerprint}.");
                }

                if (attempt > 0)
                {
                    times.Add(milliseconds);
                }
            }
        }

        return new(Median(ofProduct), Median(ofFloor), faltas, vencidos);
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private (double Milliseconds, JsonNode Semana) Close(MeasuredProcess process)
    {
        using var http = new HttpConnection(process.Address);
        var request = HttpConnection.Post("/verificacion/semanal", scenario.Admin.Token, "");
        var startedAt = Stopwatch.GetTimestamp();
        http.Send(request);
        var duration = Stopwatch.GetElapsedTime(startedAt);
        return http.Status == 200 && JsonNode.Parse(http.Body.Span)!["data"]!["semanas"]!.AsArray() is [{ } semana]
            ? (duration.TotalMilliseconds, semana)
            : throw new MeasurementFailedException($"{process.Name} did not close one week but answered {http.Status}: {System.Text.Encoding.UTF8.GetString(http.Body.Span)}");
    }

    private async Task ReopenWeekAsync()
    {
        await server.ExecuteAsync(database, $"""
            SET session_replication_role = replica;
            DELETE FROM falta WHERE fecha = {Lunes} + 6;
            UPDATE prestamos SET status = 'activo' WHERE status = 'vencido' AND semana_del_plan(fecha_inicio, {Lunes}) = numero_semanas;
            DELETE FROM resumen_semanal WHERE semana = {Lunes};
            DELETE FROM semana_cierre WHERE semana = {Lunes}
            """);
        await server.ExecuteAsync(database, "VACUUM ANALYZE falta");
        await server.ExecuteAsync(database, "VACUUM prestamos");
    }

    private Task<string> FingerprintAsync() => server.ScalarAsync<string>(database, $"""
        SELECT coalesce((SELECT md5(string_agg(concat_ws(' ', prestamo_id, monto_abonado), ';' ORDER BY prestamo_id)) FROM falta WHERE fecha = {Lunes} + 6), '')
            || (SELECT md5(string_agg(concat_ws(' ', prestamo_id, status), ';' ORDER BY prestamo_id)) FROM prestamos)
            || (SELECT md5(string_agg(concat_ws(' ', grupo_id, cobranza_ideal, cobranza_real, prestamos_activos, faltas), ';' ORDER BY grupo_id)) FROM resumen_semanal
                WHERE semana = {Lunes} AND (cobranza_ideal, cobranza_real, prestamos_activos, faltas) <> (0, 0, 0, 0))
        """);
}
