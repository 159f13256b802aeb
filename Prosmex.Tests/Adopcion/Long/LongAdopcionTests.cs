using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion.Long;

/// <summary>A million old payments through the real command: no row may pass through the program's memory. Run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Simulation")]
public sealed class LongAdopcionTests(TestServer server)
{
    private const int DefaultPrestamos = 100_000;
    private const int PagosPorPrestamo = 10;
    private const int MaximoEnMegabytes = 600;

    /// <summary>Fewer, for trying it out.</summary>
    private static readonly int Prestamos =
        int.TryParse(Environment.GetEnvironmentVariable("PROSMEX_LARGO_PRESTAMOS"), CultureInfo.InvariantCulture, out var n) ? n : DefaultPrestamos;

    [Fact(Explicit = true)]
    public async Task Adopt_OneMillionPagos_FitsInLittleMemory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells a process's peak.");
        var old = await OldDatabase.NuevaAsync(server, withSample: false);
        var connection = new NpgsqlConnectionStringBuilder(old.Connection) { CommandTimeout = 0 }.ConnectionString;
        await TestDatabase.ExecuteAsync(connection, Cartera);
        await TestDatabase.ExecuteAsync(connection, "VACUUM ANALYZE");
        var file = Path.Combine(Path.GetTempPath(), $"prosmex-informe-{Guid.NewGuid():N}.json");
        try
        {
            foreach (var mode in new[] { "--dry-run", "--apply" })
            {
                var (exitCode, peak, duration, final) = await MeasureAsync(old.Connection, mode, file);
                Console.WriteLine($"adopt {mode}: {Prestamos * PagosPorPrestamo} pagos en {duration.TotalSeconds:0} s, pico de {peak} MB, informe de {new FileInfo(file).Length >> 20} MB");
                Assert.True(exitCode == 0, final);
                Assert.True(peak < MaximoEnMegabytes, $"{mode}: {peak} MB");
            }
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal((long)Prestamos * PagosPorPrestamo, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM flask.pagos"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM flask.pagos v LEFT JOIN public.pagos n USING (pago_id) WHERE v.monto_pagado <> 'NaN' AND n.pago_id IS NULL"));
        Assert.Equal(0m, await TestDatabase.ValueAsync<decimal>(connection, """
            SELECT (SELECT sum(round(monto_pagado, 2)) FROM flask.pagos WHERE monto_pagado <> 'NaN')
                 - (SELECT sum(monto_pagado) FROM public.pagos WHERE tipo <> 'liquidacion_por_renovacion') - (SELECT sum(monto) FROM public.adopcion_excedente)
            """));
    }

    private static async Task<(int ExitCode, long Megabytes, TimeSpan Duration, string Final)> MeasureAsync(string connection, string mode, string file)
    {
        var startInfo = new ProcessStartInfo("dotnet", [typeof(Prosmex.LocalHost.Runtime.LocalHostException).Assembly.Location, "adopt", mode, "--reloj", DirtyOldDatabase.Clock, "--json", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        startInfo.Environment["ConnectionStrings__Prosmex"] = connection;
        startInfo.Environment["Prosmex__Jwt__Clave"] = TestServer.JwtKey;
        startInfo.Environment["Prosmex__Recibos__Clave"] = TestServer.ReciboKey;
        var stopwatch = Stopwatch.StartNew();
        using var process = Process.Start(startInfo)!;
        Queue<string> final = new();
        DataReceivedEventHandler read = (_, line) =>
        {
            // The report has a line for every finding: only its end is kept.
            lock (final)
            {
                final.Enqueue(line.Data ?? "");
                while (final.Count > 30)
                {
                    final.Dequeue();
                }
            }
        };
        process.OutputDataReceived += read;
        process.ErrorDataReceived += read;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var peak = 0L;
        while (!process.WaitForExit(TimeSpan.FromMilliseconds(100)))
        {
            peak = Math.Max(peak, Peak(process.Id));
        }

        await process.WaitForExitAsync();
        Assert.True(peak > 0, "Its memory was never seen.");
        lock (final)
        {
            return (process.ExitCode, peak, stopwatch.Elapsed, string.Join('\n', final));
        }
    }

    /// <summary>The most that the process ever held, in MB; 0 when it has just ended.</summary>
    private static long Peak(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.AsSpan(6, line.Length - 6 - 2).Trim(), CultureInfo.InvariantCulture) >> 10;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    // Some of most: paid up and beyond, marked complete and owing, reversed, NaN, without aval, more than two decimals; a tenth with two faltas.
    private static string Cartera => FormattableString.Invariant($"""
        INSERT INTO acciones SELECT n, 'Acción ' || n FROM generate_series(1, 14) n;
        INSERT INTO roles SELECT n, 'Rol ' || n FROM generate_series(1, 6) n;
        INSERT INTO usuarios (id, nombre, apellido_paterno, usuario, contrasena, rol_id)
        SELECT n, 'N', 'P', 'usuario' || n, '$2b$12$.KVL2cu8/kVZUw8/fmJLqeSDdQn0qV4eElD4QXEre.oSqNuvMShxG', 1 + n % 6 FROM generate_series(1, 60) n;
        INSERT INTO rutas SELECT n, 'Ruta ' || n FROM generate_series(1, 10) n;
        INSERT INTO grupos SELECT n, 'Grupo ' || n, 1 + n % 10, (SELECT min(id) FROM usuarios WHERE rol_id = 2) FROM generate_series(1, 400) n;
        INSERT INTO tipos_prestamo (tipo_prestamo_id, nombre, numero_semanas, porcentaje_semanal, incumplimientos_tolerados, pena_incumplimiento, limite_penalizaciones, interes)
        VALUES (1, '14 semanas', 14, 0.1, 1, 1, 1, 0.4), (2, '10 semanas', 10, 0.11, 1, 1, 1, 0.1);
        INSERT INTO clientes_avales
        SELECT n, 'Nombre', 'Paterno', 'Materno', 'Centro', '44100', 'INE' || n, 'casado', 0, 'rentada', true, 1 + n / 2 % 400 FROM generate_series(1, {Prestamos}) n;
        INSERT INTO prestamos
        SELECT n, 1000 + n % 90 * 10, NULL, CASE 1 + n % 2 WHEN 1 THEN 1.4 ELSE 1.1 END * (1000 + n % 90 * 10), timestamp '2026-01-05 06:00' + n % 40 * interval '7 days',
               n, CASE WHEN n % 50 > 0 AND (n # 1) BETWEEN 1 AND {Prestamos} THEN n # 1 END, 1 + n % 2, n % 20 = 0, 'activo', false, n % 15
        FROM generate_series(1, {Prestamos}) n;
        INSERT INTO pagos
        SELECT (k - 1) * {Prestamos} + n, timestamp '2026-01-12' + (n % 40 * 7 + 7 * k - 7 + n % 5) * interval '1 day' + CASE WHEN n % 3 = 0 THEN interval '5 hours 59 minutes' ELSE interval '0' END,
               CASE WHEN n % 200 = 1 AND k = 3 THEN 'NaN' WHEN n % 100 = 7 AND k = 5 THEN -100 WHEN n % 100 = 7 THEN 100 WHEN n % 70 = 5 THEN 300.005 ELSE round((1000 + n % 90 * 10) * 0.11, 2) END, n
        FROM generate_series(1, {Prestamos}) n CROSS JOIN generate_series(1, {PagosPorPrestamo}) k;
        INSERT INTO falta SELECT n, timestamp '2026-03-02' + n % 20 * interval '1 day', 1 + n / 2 % {Prestamos}, 0 FROM generate_series(1, {Prestamos} / 5) n;
        """);
}
