using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>
/// Dirty old databases through the real command. The same seed is the same database; <c>PROSMEX_SEMILLA_ADOPCION</c> is the first (and the
/// only one, if nothing else is said), <c>PROSMEX_SEMILLAS_ADOPCION</c> how many.
/// </summary>
[Trait("Kind", "Simulation")]
public sealed class DirtyAdopcionTests(TestServer server)
{
    private const int ALaVez = 2;
    private const int WithTable = 7;
    private const int WithObstacles = 3;

    // One of each; more would let a hidden one of the six go unseen.
    private static readonly string[] DeTodo =
    [
        "nombre tomado", "contraseña en claro", "sin rol", "más de dos decimales", "pago no finito", "préstamo no finito", "falta no finita", "corte no finito",
        "bono no finito", "tipo no finito", "sin aval", "aval de sí mismo", "aval de otro grupo", "lo entregado es negativo", "renovado", "completado por semanas",
        "varios abiertos", "pagado de más", "pagado sin marcar", "negativo con su igual", "negativo sin igual", "varias faltas en la semana",
        "falta de la semana en curso", "años atrás", "a la orilla del día", "pago anterior al inicio",
    ];

    private readonly Dictionary<string, int> _defects = [];

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Adopt_RandomDirtyDatabases_MatchTheRecuentoAndCanBeUndone()
    {
        await RunAsync(WithTable, AdoptarAsync);
        if (FromEnvironment("PROSMEX_SEMILLA_ADOPCION") is null && FromEnvironment("PROSMEX_SEMILLAS_ADOPCION") is null)
        {
            Assert.All(DeTodo, defect => Assert.True(_defects.GetValueOrDefault(defect) > 0, $"Nunca: {defect}"));
        }
    }

    [Fact]
    public Task Adopt_DefectsOutsideTheTable_StopsWithAListAndChangesNothing() => RunAsync(WithObstacles, StopAsync);

    private static int? FromEnvironment(string nombre) =>
        int.TryParse(Environment.GetEnvironmentVariable(nombre), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static async Task RunAsync(int seeds, Func<int, Task> runOne)
    {
        var primera = FromEnvironment("PROSMEX_SEMILLA_ADOPCION");
        var cuantas = FromEnvironment("PROSMEX_SEMILLAS_ADOPCION") ?? (primera is null ? seeds : 1);
        var stopwatch = Stopwatch.StartNew();
        List<string> faults = [];
        await Parallel.ForEachAsync(
            Enumerable.Range(primera ?? 1, cuantas),
            new ParallelOptions { MaxDegreeOfParallelism = ALaVez },
            async (seed, _) =>
            {
                try
                {
                    await runOne(seed);
                }
                catch (Exception ex) when (!ex.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal))
                {
                    lock (faults)
                    {
                        faults.Add($"PROSMEX_SEMILLA_ADOPCION={seed}: {ex}");
                    }
                }
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{cuantas} bases en {stopwatch.Elapsed.TotalSeconds:0} s");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private async Task AdoptarAsync(int seed)
    {
        var dirty = await DirtyOldDatabase.CrearAsync(server, seed, withObstacles: false);
        lock (_defects)
        {
            foreach (var (defect, times) in dirty.Defects)
            {
                _defects[defect] = _defects.GetValueOrDefault(defect) + times;
            }
        }

        string[] comunes = ["--zona-origen", dirty.Zona];
        var before = await dirty.Anterior.DumpAsync();
        var rehearsal = await AdoptCommandRun.ExecuteAsync(dirty.Connection, comunes);
        Assert.True(rehearsal is { ExitCode: 0, PuedeContinuar: true }, rehearsal.StopReason);
        DatabaseDump.AssertSame(before, await dirty.Anterior.DumpAsync(), "--dry-run");

        var hecha = await AdoptCommandRun.ExecuteAsync(dirty.Connection, ["--apply", .. comunes]);
        Assert.True(hecha is { ExitCode: 0, PuedeContinuar: true }, hecha.StopReason);
        Assert.Equal(rehearsal.Report!.ToJsonString(), hecha.Report!.ToJsonString());
        var faults = await Recuento.FallasAsync(dirty.Connection, dirty.Zona, hecha.Report, DirtyOldDatabase.Today);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        var nueva = await dirty.Anterior.DumpAsync("-n", "public");
        Assert.All(dirty.PlainContrasenas, clave => Assert.All(
            [rehearsal.Output, hecha.Output, hecha.Report.ToJsonString(), nueva], text => Assert.DoesNotContain(clave, text, StringComparison.Ordinal)));

        var adoptada = await dirty.Anterior.DumpAsync();
        var otraVez = await AdoptCommandRun.ExecuteAsync(dirty.Connection, ["--apply", .. comunes]);
        Assert.Equal(1, otraVez.ExitCode);
        DatabaseDump.AssertSame(adoptada, await dirty.Anterior.DumpAsync(), "a second --apply");
        await DeshacerAsync(dirty, before);
    }

    // Half of them with nothing written in between, half after a week of work.
    private static async Task DeshacerAsync(DirtyOldDatabase dirty, string before)
    {
        var writes = dirty.Seed % 2 == 1;
        await WorkAsync(dirty.Connection, writes);
        if (writes)
        {
            var trabajada = await dirty.Anterior.DumpAsync();
            Assert.Equal(1, (await AdoptCommandRun.ExecuteAsync(dirty.Connection, "--undo")).ExitCode);
            DatabaseDump.AssertSame(trabajada, await dirty.Anterior.DumpAsync(), "a refused --undo");
        }

        var perdido = Path.Combine(Path.GetTempPath(), $"prosmex-perdido-{Guid.NewGuid():N}.jsonl");
        try
        {
            var deshecha = await AdoptCommandRun.ExecuteAsync(dirty.Connection, writes ? ["--undo", "--force", "--exportar", perdido] : ["--undo"]);
            Assert.True(deshecha.ExitCode == 0, deshecha.StopReason);
            Assert.Equal(writes, File.Exists(perdido));
        }
        finally
        {
            File.Delete(perdido);
        }

        DatabaseDump.AssertSame(before, await dirty.Anterior.DumpAsync(), "--undo");
    }

    /// <summary>The program works on the adopted database, and its books balance.</summary>
    private static async Task WorkAsync(string connection, bool writes)
    {
        await using var program = await ProgramWithClock.StartAsync(connection);
        using var admin = program.Api();
        (await admin.SignInAsync(DirtyOldDatabase.Admin, DirtyOldDatabase.AdminPassword)).Success("post", "/auth/login");
        await CuadrarAsync(connection, admin);
        foreach (var path in new[] { "/reporte/general", "/reporte/general/totales", "/clientes", "/prestamos", "/pagos", "/pagos/grupos", "/grupos", "/rutas", "/users", "/bonos", "/cortes/cortes", "/verificacion/semanal" })
        {
            Assert.True((await admin.GetAsync(path)).Status == HttpStatusCode.OK, path);
        }

        if (!writes)
        {
            return;
        }

        var grupo = await TestDatabase.ValueAsync<int>(connection, "SELECT min(grupo_id) FROM grupos");
        var aval = await RegistrarAsync(admin, grupo);
        var cliente = await RegistrarAsync(admin, grupo);
        var solicitud = new JsonObject { ["cliente_id"] = cliente, ["aval_id"] = aval, ["monto_prestamo"] = 1000, ["tipo_prestamo_id"] = 1 };
        var nuevo = (int)(await admin.PostAsync("/prestamos/", solicitud)).Success("post", "/prestamos").Data["prestamo"]!;
        await PagarAsync(admin, nuevo);

        // Adopted loans can be paid, with or without exceptions.
        foreach (var old in await TestDatabase.ValueAsync<int[]>(
            connection, "SELECT coalesce(array_agg(id), '{}') FROM (SELECT DISTINCT ON (status, excepcion_adopcion) prestamo_id AS id FROM prestamos WHERE status IN ('activo', 'vencido') AND monto_utilidad > pagado + 1 ORDER BY status, excepcion_adopcion, prestamo_id) p"))
        {
            await PagarAsync(admin, old);
        }

        program.Clock.Advance(TimeSpan.FromDays(7));
        (await admin.SignInAsync(DirtyOldDatabase.Admin, DirtyOldDatabase.AdminPassword)).Success("post", "/auth/login");
        var cierre = (await admin.PostAsync("/verificacion/semanal")).Success("post", "/verificacion/semanal").Data["semanas"]!.AsArray();
        Assert.Equal($"{DirtyOldDatabase.EstaSemana:yyyy-MM-dd}", (string)Assert.Single(cierre)!["semana"]!);
        await CuadrarAsync(connection, admin);
    }

    private static async Task CuadrarAsync(string connection, Api admin)
    {
        var exceptions = (await TestDatabase.ValueAsync<int[]>(connection, "SELECT coalesce(array_agg(prestamo_id), '{}') FROM prestamos WHERE excepcion_adopcion")).ToHashSet();
        var datos = (await admin.GetAsync("/verificacion/cuadre?per_page=200")).Success("get", "/verificacion/cuadre").Data;
        Assert.Empty(datos["diferencias"]!.AsArray().Where(d => d!["prestamo_id"] is null || !exceptions.Contains((int)d["prestamo_id"]!)).Select(d => d!.ToJsonString()));
    }

    private static async Task<int> RegistrarAsync(Api admin, int grupo)
    {
        var cliente = new JsonObject
        {
            ["nombre"] = "Nueva",
            ["apellido_paterno"] = "López",
            ["apellido_materno"] = "Díaz",
            ["colonia"] = "Centro",
            ["cp"] = "01000",
            ["codigo_ine"] = "LODA800101MDF",
            ["estado_civil"] = "soltero",
            ["num_hijos"] = 1,
            ["propiedad"] = "rentada",
            ["es_aval"] = true,
            ["grupo_id"] = grupo,
        };
        return (int)(await admin.PostAsync("/clientes/", cliente)).Success("post", "/clientes").Data["cliente"]!;
    }

    private static async Task PagarAsync(Api admin, int prestamo) =>
        (await admin.PostAsync("/pagos/", new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = "1" })).Success("post", "/pagos");

    private async Task StopAsync(int seed)
    {
        var dirty = await DirtyOldDatabase.CrearAsync(server, seed, withObstacles: true);
        Assert.NotEmpty(dirty.Obstacles);
        var before = await dirty.Anterior.DumpAsync();
        foreach (var mode in new[] { "--dry-run", "--apply" })
        {
            var adoptada = await AdoptCommandRun.ExecuteAsync(dirty.Connection, mode, "--zona-origen", dirty.Zona);
            Assert.True(adoptada is { ExitCode: 1, PuedeContinuar: false }, $"{mode}: {adoptada.ExitCode}, in spite of {string.Join("; ", dirty.Obstacles)}\n{adoptada.StopReason}");
            DatabaseDump.AssertSame(before, await dirty.Anterior.DumpAsync(), mode);
            var dichos = adoptada.Hallazgos.Where(h => (bool)h["detiene"]! && h["id"] is not null).Select(h => ((string?)h["tabla"], (int)(long)h["id"]!)).ToHashSet();
            var callados = dirty.Obstacles.Where(i => !dichos.Contains((i.Table, i.Id))).ToList();
            Assert.True(callados.Count == 0, $"{mode} does not name {string.Join("; ", callados)}. It says:\n{string.Join('\n', adoptada.Hallazgos.Where(h => (bool)h["detiene"]!).Select(h => h.ToJsonString()))}");
        }
    }
}
