using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Prosmex.Benchmarks.Loading;
using Prosmex.Benchmarks.Measuring;

namespace Prosmex.Benchmarks.Growth;

/// <summary>The work of a night on one lender, ms, and the memory that it took, MB.</summary>
/// <param name="Verification">The hourly timer, with no week to close.</param>
/// <param name="Purge">A week's sessions of each user and a hundred operations of each group are deleted.</param>
internal sealed record Night(double Verification, double Purge, double Cuadre, double MemoryBefore, double MemoryAfter);

/// <summary>Runs the timers of the night by hand, in a process of their own.</summary>
internal sealed class NightlyWork(BenchmarkServer server, AnchoredClock clock)
{
    /// <exception cref="MeasurementFailedException">A timer failed, or the cuadre found something.</exception>
    public async Task<Night> MeasureAsync(Scale scale, string database, Scenario scenario, CancellationToken cancellationToken)
    {
        await using var product = await MeasuredProcess.StartPatientProductAsync(BenchmarkRun.Pool(server, database), clock, cancellationToken);
        using var api = new HttpClient { BaseAddress = product.Address, Timeout = TimeSpan.FromHours(1) };
        api.DefaultRequestHeaders.Authorization = new("Bearer", scenario.Admin.Token);
        api.DefaultRequestHeaders.Add("x-functions-key", "-");

        // The first run compiles the code.
        await FireAsync("VerificacionSemanal");
        var verification = await FireAsync("VerificacionSemanal");
        await FireAsync("SesionesLimpiar");
        await ExpireAsync(scale, database);
        var purge = await FireAsync("SesionesLimpiar");
        product.ResetPeakMemory();
        var before = product.PeakMemory;
        var startedAt = Stopwatch.GetTimestamp();
        var cuadre = (await api.GetFromJsonAsync<JsonNode>(new Uri("/verificacion/cuadre", UriKind.Relative), cancellationToken))!["data"]!;
        var duration = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        return (int)cuadre["prestamos"]! == scale.Prestamos && cuadre["diferencias"]!.AsArray().Count == 0
            ? new(verification, purge, duration, before, product.PeakMemory)
            : throw new MeasurementFailedException($"The cuadre of {scale.Name}: {cuadre.ToJsonString()}");

        async Task<double> FireAsync(string timer)
        {
            var start = Stopwatch.GetTimestamp();
            using var response = await api.PostAsync(new Uri($"/admin/functions/{timer}", UriKind.Relative), null, cancellationToken);
            return response.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : throw new MeasurementFailedException($"{timer} answered {response.StatusCode}.");
        }
    }

    private Task ExpireAsync(Scale scale, string database) => server.ExecuteAsync(database, $"""
        INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash)
        SELECT gen_random_uuid(), id, cuando, cuando + interval '1 day', sha256(gen_random_uuid()::text::bytea)
        FROM usuarios CROSS JOIN generate_series(1, 7) CROSS JOIN (SELECT timestamptz '{AnchoredClock.Semana.Lunes.AddDays(-60):yyyy-MM-dd}' AS cuando) c;
        INSERT INTO operaciones (id, clave, creada_en, estado, huella, respondida_en, respuesta, usuario_id)
        SELECT gen_random_uuid(), gen_random_uuid()::text, cuando, 201, sha256(n::text::bytea), cuando, repeat('x', 500), 2
        FROM generate_series(1, {100 * scale.Grupos}) n CROSS JOIN (SELECT timestamptz '{AnchoredClock.Semana.Lunes.AddDays(-60):yyyy-MM-dd}' AS cuando) c;
        ANALYZE sesiones, operaciones
        """);
}
