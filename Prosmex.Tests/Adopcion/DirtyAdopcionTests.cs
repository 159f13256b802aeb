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
public sealed class DirtyAdopcionTests(TestServer servidor)
{
    private const int ALaVez = 2;
    private const int ConTabla = 7;
    private const int ConImpedimentos = 3;

    // One of each; more would let a hidden one of the six go unseen.
    private static readonly string[] DeTodo =
    [
        "nombre tomado", "contraseña en claro", "sin rol", "más de dos decimales", "pago no finito", "préstamo no finito", "falta no finita", "corte no finito",
        "bono no finito", "tipo no finito", "sin aval", "aval de sí mismo", "aval de otro grupo", "lo entregado es negativo", "renovado", "completado por semanas",
        "varios abiertos", "pagado de más", "pagado sin marcar", "negativo con su igual", "negativo sin igual", "varias faltas en la semana",
        "falta de la semana en curso", "años atrás", "a la orilla del día", "pago anterior al inicio",
    ];

    private readonly Dictionary<string, int> _defectos = [];

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Adopt_RandomDirtyDatabases_MatchTheRecuentoAndCanBeUndone()
    {
        await CorrerAsync(ConTabla, AdoptarAsync);
        if (DelEntorno("PROSMEX_SEMILLA_ADOPCION") is null && DelEntorno("PROSMEX_SEMILLAS_ADOPCION") is null)
        {
            Assert.All(DeTodo, defecto => Assert.True(_defectos.GetValueOrDefault(defecto) > 0, $"Nunca: {defecto}"));
        }
    }

    [Fact]
    public Task Adopt_DefectsOutsideTheTable_StopsWithAListAndChangesNothing() => CorrerAsync(ConImpedimentos, DetenerAsync);

    private static int? DelEntorno(string nombre) =>
        int.TryParse(Environment.GetEnvironmentVariable(nombre), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static async Task CorrerAsync(int semillas, Func<int, Task> caso)
    {
        var primera = DelEntorno("PROSMEX_SEMILLA_ADOPCION");
        var cuantas = DelEntorno("PROSMEX_SEMILLAS_ADOPCION") ?? (primera is null ? semillas : 1);
        var cronometro = Stopwatch.StartNew();
        List<string> faults = [];
        await Parallel.ForEachAsync(
            Enumerable.Range(primera ?? 1, cuantas),
            new ParallelOptions { MaxDegreeOfParallelism = ALaVez },
            async (seed, _) =>
            {
                try
                {
                    await caso(seed);
                }
                catch (Exception ex) when (!ex.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal))
                {
                    lock (faults)
                    {
                        faults.Add($"PROSMEX_SEMILLA_ADOPCION={seed}: {ex}");
                    }
                }
            });
        TestContext.Current.TestOutputHelper?.WriteLine($"{cuantas} bases en {cronometro.Elapsed.TotalSeconds:0} s");
        Assert.True(faults.Count == 0, string.Join("\n\n", faults));
    }

    private async Task AdoptarAsync(int seed)
    {
        var sucia = await DirtyOldDatabase.CrearAsync(servidor, seed, conImpedimentos: false);
        lock (_defectos)
        {
            foreach (var (defecto, veces) in sucia.Defectos)
            {
                _defectos[defecto] = _defectos.GetValueOrDefault(defecto) + veces;
            }
        }

        string[] comunes = ["--zona-origen", sucia.Zona];
        var antes = await sucia.Anterior.VolcadoAsync();
        var ensayo = await AdoptCommandRun.EjecutarAsync(sucia.Conexion, comunes);
        Assert.True(ensayo is { Codigo: 0, PuedeContinuar: true }, ensayo.Paro);
        DatabaseDump.Iguales(antes, await sucia.Anterior.VolcadoAsync(), "--dry-run");

        var hecha = await AdoptCommandRun.EjecutarAsync(sucia.Conexion, ["--apply", .. comunes]);
        Assert.True(hecha is { Codigo: 0, PuedeContinuar: true }, hecha.Paro);
        Assert.Equal(ensayo.Informe!.ToJsonString(), hecha.Informe!.ToJsonString());
        var faults = await Recuento.FallasAsync(sucia.Conexion, sucia.Zona, hecha.Informe, DirtyOldDatabase.Hoy);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
        var nueva = await sucia.Anterior.VolcadoAsync("-n", "public");
        Assert.All(sucia.ContrasenasEnClaro, clave => Assert.All(
            [ensayo.Salida, hecha.Salida, hecha.Informe.ToJsonString(), nueva], text => Assert.DoesNotContain(clave, text, StringComparison.Ordinal)));

        var adoptada = await sucia.Anterior.VolcadoAsync();
        var otraVez = await AdoptCommandRun.EjecutarAsync(sucia.Conexion, ["--apply", .. comunes]);
        Assert.Equal(1, otraVez.Codigo);
        DatabaseDump.Iguales(adoptada, await sucia.Anterior.VolcadoAsync(), "a second --apply");
        await DeshacerAsync(sucia, antes);
    }

    // Half of them with nothing written in between, half after a week of work.
    private static async Task DeshacerAsync(DirtyOldDatabase sucia, string antes)
    {
        var escribe = sucia.Semilla % 2 == 1;
        await TrabajarAsync(sucia.Conexion, escribe);
        if (escribe)
        {
            var trabajada = await sucia.Anterior.VolcadoAsync();
            Assert.Equal(1, (await AdoptCommandRun.EjecutarAsync(sucia.Conexion, "--undo")).Codigo);
            DatabaseDump.Iguales(trabajada, await sucia.Anterior.VolcadoAsync(), "a refused --undo");
        }

        var perdido = Path.Combine(Path.GetTempPath(), $"prosmex-perdido-{Guid.NewGuid():N}.jsonl");
        try
        {
            var deshecha = await AdoptCommandRun.EjecutarAsync(sucia.Conexion, escribe ? ["--undo", "--force", "--exportar", perdido] : ["--undo"]);
            Assert.True(deshecha.Codigo == 0, deshecha.Paro);
            Assert.Equal(escribe, File.Exists(perdido));
        }
        finally
        {
            File.Delete(perdido);
        }

        DatabaseDump.Iguales(antes, await sucia.Anterior.VolcadoAsync(), "--undo");
    }

    /// <summary>The program works on the adopted database, and its books balance.</summary>
    private static async Task TrabajarAsync(string connection, bool escribe)
    {
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        using var admin = programa.Api();
        (await admin.EntrarAsync(DirtyOldDatabase.Admin, DirtyOldDatabase.ContrasenaDelAdmin)).Exito("post", "/auth/login");
        await CuadrarAsync(connection, admin);
        foreach (var ruta in new[] { "/reporte/general", "/reporte/general/totales", "/clientes", "/prestamos", "/pagos", "/pagos/grupos", "/grupos", "/rutas", "/users", "/bonos", "/cortes/cortes", "/verificacion/semanal" })
        {
            Assert.True((await admin.GetAsync(ruta)).Estado == HttpStatusCode.OK, ruta);
        }

        if (!escribe)
        {
            return;
        }

        var grupo = await Base.ValorAsync<int>(connection, "SELECT min(grupo_id) FROM grupos");
        var aval = await RegistrarAsync(admin, grupo);
        var cliente = await RegistrarAsync(admin, grupo);
        var solicitud = new JsonObject { ["cliente_id"] = cliente, ["aval_id"] = aval, ["monto_prestamo"] = 1000, ["tipo_prestamo_id"] = 1 };
        var nuevo = (int)(await admin.PostAsync("/prestamos/", solicitud)).Exito("post", "/prestamos").Data["prestamo"]!;
        await PagarAsync(admin, nuevo);

        // Adopted loans can be paid, with or without exceptions.
        foreach (var viejo in await Base.ValorAsync<int[]>(
            connection, "SELECT coalesce(array_agg(id), '{}') FROM (SELECT DISTINCT ON (status, excepcion_adopcion) prestamo_id AS id FROM prestamos WHERE status IN ('activo', 'vencido') AND monto_utilidad > pagado + 1 ORDER BY status, excepcion_adopcion, prestamo_id) p"))
        {
            await PagarAsync(admin, viejo);
        }

        programa.Reloj.Adelantar(TimeSpan.FromDays(7));
        (await admin.EntrarAsync(DirtyOldDatabase.Admin, DirtyOldDatabase.ContrasenaDelAdmin)).Exito("post", "/auth/login");
        var cierre = (await admin.PostAsync("/verificacion/semanal")).Exito("post", "/verificacion/semanal").Data["semanas"]!.AsArray();
        Assert.Equal($"{DirtyOldDatabase.EstaSemana:yyyy-MM-dd}", (string)Assert.Single(cierre)!["semana"]!);
        await CuadrarAsync(connection, admin);
    }

    private static async Task CuadrarAsync(string connection, Api admin)
    {
        var excepciones = (await Base.ValorAsync<int[]>(connection, "SELECT coalesce(array_agg(prestamo_id), '{}') FROM prestamos WHERE excepcion_adopcion")).ToHashSet();
        var datos = (await admin.GetAsync("/verificacion/cuadre?per_page=200")).Exito("get", "/verificacion/cuadre").Data;
        Assert.Empty(datos["diferencias"]!.AsArray().Where(d => d!["prestamo_id"] is null || !excepciones.Contains((int)d["prestamo_id"]!)).Select(d => d!.ToJsonString()));
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
        return (int)(await admin.PostAsync("/clientes/", cliente)).Exito("post", "/clientes").Data["cliente"]!;
    }

    private static async Task PagarAsync(Api admin, int prestamo) =>
        (await admin.PostAsync("/pagos/", new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = "1" })).Exito("post", "/pagos");

    private async Task DetenerAsync(int seed)
    {
        var sucia = await DirtyOldDatabase.CrearAsync(servidor, seed, conImpedimentos: true);
        Assert.NotEmpty(sucia.Impedimentos);
        var antes = await sucia.Anterior.VolcadoAsync();
        foreach (var mode in new[] { "--dry-run", "--apply" })
        {
            var adoptada = await AdoptCommandRun.EjecutarAsync(sucia.Conexion, mode, "--zona-origen", sucia.Zona);
            Assert.True(adoptada is { Codigo: 1, PuedeContinuar: false }, $"{mode}: {adoptada.Codigo}, in spite of {string.Join("; ", sucia.Impedimentos)}\n{adoptada.Paro}");
            DatabaseDump.Iguales(antes, await sucia.Anterior.VolcadoAsync(), mode);
            var dichos = adoptada.Hallazgos.Where(h => (bool)h["detiene"]! && h["id"] is not null).Select(h => ((string?)h["tabla"], (int)(long)h["id"]!)).ToHashSet();
            var callados = sucia.Impedimentos.Where(i => !dichos.Contains((i.Tabla, i.Id))).ToList();
            Assert.True(callados.Count == 0, $"{mode} does not name {string.Join("; ", callados)}. It says:\n{string.Join('\n', adoptada.Hallazgos.Where(h => (bool)h["detiene"]!).Select(h => h.ToJsonString()))}");
        }
    }
}
