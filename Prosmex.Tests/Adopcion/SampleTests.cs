using System.Net;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Adopcion;

/// <summary>The sample of the old system's data, taken over by the real command and used.</summary>
[Trait("Kind", "Integration")]
public sealed class SampleTests(TestServer server)
{
    private static readonly string[] Keys = ["gestor", "tit1", "tit2", "tit3", "tit4", "sup1", "sup2", "ger1", "ger2", "dir", "admin", "strrol"];

    [Fact]
    public async Task DryRun_OfTheSample_ChangesNothingAndReportsWhatTheAdoptionReports()
    {
        var sample = await OldDatabase.NuevaAsync(server);
        var before = await sample.DumpAsync();
        var rehearsal = (await sample.AdoptarAsync()).Bien();
        Assert.Equal(before, await sample.DumpAsync());
        Assert.True((bool)rehearsal.Report["puede_continuar"]!);
        Assert.Equal(["3", "10"], rehearsal.De("prestamo.renovado").Select(id => $"{id}"));
        Assert.Equal([53, 99], rehearsal.De("pago.negativo"));
        Assert.Equal([21], rehearsal.De("pago.excedente"));
        Assert.Equal([30], rehearsal.De("prestamo.real_negativo"));
        Assert.Equal([32, 33], rehearsal.De("prestamo.aval"));
        Assert.Equal([1, 2], rehearsal.De("usuario.contrasena_en_claro"));
        Assert.Equal([2, 6, 8, 9, 12, 15], rehearsal.De("falta.repetida"));

        var hecha = (await sample.AdoptarAsync("--apply")).Bien();
        Assert.Equal(rehearsal.Report.ToJsonString(), hecha.Report.ToJsonString());
    }

    [Fact]
    public async Task Adopt_TheSample_KeepsTheSumsOfBothSchemas()
    {
        var sample = await OldDatabase.NuevaAsync(server);
        (await sample.AdoptarAsync("--apply")).Bien();
        foreach (var (table, key) in new[]
        {
            ("usuarios", "id"), ("rutas", "ruta_id"), ("grupos", "grupo_id"), ("clientes_avales", "cliente_id"), ("corte", "id"), ("prestamos", "prestamo_id"), ("tipos_prestamo", "tipo_prestamo_id"), ("bono", "id"),
        })
        {
            Assert.Equal(0L, await sample.ValueAsync<long>($"SELECT count(*) FROM flask.{table} a FULL JOIN public.{table} d USING ({key}) WHERE a.{key} IS NULL OR d.{key} IS NULL"));
        }

        Assert.Equal(0L, await sample.ValueAsync<long>("SELECT count(*) FROM flask.pagos a LEFT JOIN public.pagos d USING (pago_id) WHERE d.pago_id IS NULL"));
        Assert.Equal(82300.04m, await sample.ValueAsync<decimal>("SELECT sum(monto_pagado) FROM flask.pagos"));
        Assert.Equal(82290.04m, await sample.ValueAsync<decimal>("SELECT sum(monto_pagado) FROM public.pagos WHERE tipo = 'cobro'"));
        Assert.Equal(10m, await sample.ValueAsync<decimal>("SELECT sum(monto) FROM adopcion_excedente WHERE pago_id = 21 AND prestamo_id = 6"));

        // By hand, of what is owed: the paid ones nothing, the renewed ones nothing, the rest as before.
        Assert.Equal(0L, await sample.ValueAsync<long>("""
            SELECT count(*)
            FROM public.prestamos d
            JOIN flask.prestamos a USING (prestamo_id)
            LEFT JOIN (SELECT prestamo_id, sum(monto_pagado) AS pagado FROM flask.pagos GROUP BY 1) p USING (prestamo_id)
            WHERE d.monto_utilidad - d.pagado <> CASE WHEN prestamo_id IN (3, 10) THEN 0 ELSE greatest(0, a.monto_utilidad - coalesce(p.pagado, 0)) END
               OR d.monto_prestamo <> a.monto_prestamo OR d.monto_prestamo_real <> coalesce(a.monto_prestamo_real, a.monto_prestamo)
            """));
        Assert.Equal("10 18000.00 2026-11-09 30|3 2500.00 2026-11-02 27", await sample.ValueAsync<string>("""
            SELECT string_agg(p.prestamo_id || ' ' || p.monto_pagado || ' ' || (p.fecha_pago AT TIME ZONE 'America/Mexico_City')::date || ' ' || r.prestamo_id, '|' ORDER BY p.prestamo_id DESC)
            FROM pagos p JOIN prestamos r ON r.renueva_a = p.prestamo_id WHERE p.tipo = 'liquidacion_por_renovacion'
            """));

        // Plain days are Mexico City's; instants were UTC.
        Assert.Equal("2026-11-16 12:00:00|2026-11-15 23:59:59|2026-11-16 00:00:00", await sample.ValueAsync<string>(
            "SELECT string_agg((fecha_pago AT TIME ZONE 'America/Mexico_City')::text, '|' ORDER BY pago_id) FROM pagos WHERE pago_id BETWEEN 83 AND 85"));
        Assert.Equal("activo liquidado renovado", await sample.ValueAsync<string>("SELECT string_agg(DISTINCT status, ' ') FROM prestamos"));
        Assert.Equal("2026-08-24 2026-11-16 13 t", await sample.ValueAsync<string>("SELECT concat_ws(' ', min(semana), max(semana), count(*), bool_and(adoptada)) FROM semana_cierre"));
        Assert.Equal(1L, await sample.ValueAsync<long>("SELECT count(*) FROM bitacora"));
        Assert.Equal("12", await sample.ValueAsync<string>("SELECT count(*)::text FROM pg_trigger WHERE tgname = 'en_bitacora' AND tgenabled = 'O'"));
    }

    [Fact]
    public async Task Adopt_TheSample_UsersSignInAndEveryGetAnswers()
    {
        var sample = await OldDatabase.NuevaAsync(server);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "grupo,gestor\n4,GESTOR@prosmex.test\n\"Norte 2\",gestor@prosmex.test\n", TestContext.Current.CancellationToken);
        var hecha = (await sample.AdoptarAsync("--apply", "--gestores", file)).Bien();
        File.Delete(file);
        Assert.Empty(hecha.Report["gestores_sin_grupo"]!.AsArray());
        Assert.Equal(9, hecha.Report["grupos_sin_gestor"]!.AsArray().Count);

        await using var program = await ProgramWithClock.StartAtAsync(sample.Connection, OldDatabase.Ahora);
        foreach (var key in Keys)
        {
            using var api = program.Api();
            (await api.SignInAsync($"{key}@prosmex.test", $"pw-{key}")).Success("post", "/auth/login");
            (await api.GetAsync("/reporte/general/")).Success("get", "/reporte/general");
            (await api.GetAsync("/reporte/general/totales")).Success("get", "/reporte/general/totales");
            (await api.GetAsync("/grupos/")).Success("get", "/grupos");
        }

        using (var anonymous = program.Api())
        {
            (await anonymous.SignInAsync("Cobranza.user@example.com", "cobranza123")).Problem(HttpStatusCode.Unauthorized, "auth.credenciales");
        }

        using var gestor = program.Api();
        await gestor.SignInAsync("gestor@prosmex.test", "pw-gestor");
        Assert.Equal([4, 5], (await gestor.GetAsync("/pagos/grupos")).Data["grupos"]!.AsArray().Select(g => (int)g!["id"]!));

        using var admin = program.Api();
        await admin.SignInAsync("admin@prosmex.test", "pw-admin");
        await AskEverythingAsync(sample, admin);
        Assert.Equal(0, (int)(await admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);

        // And it works on: a payment, and its reversal, of an adopted exception.
        var pago = (await admin.DeleteAsync("/pagos/99")).Success("delete", "/pagos/{id}");
        Assert.NotNull(pago);
        Assert.Equal(0, (int)(await admin.GetAsync("/verificacion/cuadre")).Data["total_items"]!);
    }

    [Fact]
    public async Task Undo_UntilSomethingWasWritten_RestoresTheDatabase()
    {
        var sample = await OldDatabase.NuevaAsync(server);
        var before = await sample.DumpAsync();
        Assert.Equal(1, (await sample.AdoptarAsync("--undo")).ExitCode);
        (await sample.AdoptarAsync("--apply")).Bien();

        var otra = await sample.AdoptarAsync("--apply");
        Assert.Equal(1, otra.ExitCode);
        Assert.Equal(["adopcion.ya_hecha"], otra.Codigos);
        Assert.DoesNotContain("   at ", otra.Output, StringComparison.Ordinal);

        // Signing in, well or not, is no write; a route is one.
        await using (var program = await ProgramWithClock.StartAtAsync(sample.Connection, OldDatabase.Ahora))
        {
            using var api = program.Api();
            await api.SignInAsync("nadie", "no");
            await api.SignInAsync("admin@prosmex.test", "pw-admin");
        }

        (await sample.AdoptarAsync("--undo")).Bien();
        Assert.Equal(before, await sample.DumpAsync());

        (await sample.AdoptarAsync("--apply")).Bien();
        await sample.ExecuteAsync("INSERT INTO rutas (nombre_ruta) VALUES ('Nueva')");
        var negada = await sample.AdoptarAsync("--undo");
        Assert.Equal(1, negada.ExitCode);
        Assert.Contains("ruta (alta): 1", negada.Output, StringComparison.Ordinal);

        var perdido = Path.GetTempFileName();
        (await sample.AdoptarAsync("--undo", "--force", "--exportar", perdido)).Bien();
        Assert.Contains("\"nombre_ruta\": \"Nueva\"", Assert.Single(await File.ReadAllLinesAsync(perdido, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        File.Delete(perdido);
        Assert.Equal(before, await sample.DumpAsync());
    }

    [Fact]
    public async Task Adopt_TheSample_MembresiasTitularesYTramosHoldSinceEver()
    {
        var sample = await OldDatabase.NuevaAsync(server);

        (await sample.AdoptarAsync("--apply")).Bien();

        Assert.Equal(0L, await sample.ValueAsync<long>("""
            SELECT count(*) FROM (
                (SELECT cliente_id, grupo_id, '-infinity'::date, 'infinity'::date FROM clientes_avales EXCEPT SELECT cliente_id, grupo_id, desde, hasta FROM membresias)
                UNION ALL
                (SELECT grupo_id, usuario_id_titular, '-infinity', 'infinity' FROM grupos EXCEPT SELECT grupo_id, usuario_id, desde, hasta FROM titularidades)) falta
            """));
        Assert.Equal(0L, await sample.ValueAsync<long>("""
            SELECT count(*) FROM (
                SELECT id, monto, entrega_min, entrega_max, fallas, '-infinity'::date, 'infinity'::date FROM bono
                EXCEPT SELECT bono_id, monto, entrega_min, entrega_max, fallas, vigente_desde, vigente_hasta FROM vigencias_de_bono) falta
            """));
        Assert.Equal("t t t", await sample.ValueAsync<string>("""
            SELECT concat_ws(' ',
                (SELECT count(*) FROM membresias) = (SELECT count(*) FROM flask.clientes_avales),
                (SELECT count(*) FROM titularidades) = (SELECT count(*) FROM flask.grupos),
                (SELECT count(*) FROM vigencias_de_bono) = (SELECT count(*) FROM bono))
            """));
    }

    [Fact]
    public async Task Undo_AfterAClienteMoved_IsRefusedUnlessForcedAndExportsTheMove()
    {
        var sample = await OldDatabase.NuevaAsync(server);
        var before = await sample.DumpAsync();
        (await sample.AdoptarAsync("--apply")).Bien();
        await sample.ExecuteAsync("UPDATE clientes_avales SET grupo_id = (SELECT max(grupo_id) FROM grupos) WHERE cliente_id = (SELECT min(cliente_id) FROM clientes_avales)");
        Assert.Equal(1L, await sample.ValueAsync<long>("SELECT count(*) FROM membresias WHERE desde > '-infinity'"));

        var refused = await sample.AdoptarAsync("--undo");
        var file = Path.GetTempFileName();
        var forced = await sample.AdoptarAsync("--undo", "--force", "--exportar", file);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("cliente (cambio): 1", refused.Output, StringComparison.Ordinal);
        forced.Bien();
        Assert.Contains("\"grupo_id\"", Assert.Single(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Equal(before, await sample.DumpAsync());
    }

    [Theory]
    [InlineData(2, "--aply")]
    [InlineData(2, "--apply", "--undo")]
    [InlineData(2, "--json")]
    [InlineData(2, "--zona-origen", "Marte/Fobos")]
    [InlineData(2, "--force")]
    [InlineData(1, "--gestores", "/no/existe.csv")]
    public async Task Adopt_WrongArguments_AreRefusedInOneLine(int exitCode, params string[] arguments)
    {
        var (real, output) = await CommandInProcess.RunAsync(await server.MissingDatabaseAsync(), ["adopt", .. arguments]);
        Assert.True(exitCode == real, output);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adopt_DatabaseOfThisProgram_IsRefused()
    {
        var (exitCode, output) = await CommandInProcess.RunAsync(await server.NewDatabaseAsync(), "adopt", "--apply");
        Assert.Equal(1, exitCode);
        Assert.Contains("no es la base del sistema anterior", output, StringComparison.Ordinal);
    }

    // Every GET of the description, for every id that there is.
    private static async Task AskEverythingAsync(OldDatabase sample, Api admin)
    {
        var preguntadas = 0;
        foreach (var (template, verbs) in OpenApiFile.Generate()["paths"]!.AsObject())
        {
            // Adopted payments have no codes of receipts.
            if (verbs!["get"] is null || template is "/" or "/health" or "/openapi.json" or "/recibos/{codigo}")
            {
                continue;
            }

            foreach (var path in await GetAddresses.OfAsync(sample, template))
            {
                var response = await admin.GetAsync(path);
                if (verbs["get"]!["responses"]!["200"]!["content"]!["application/json"] is null)
                {
                    Assert.Equal(HttpStatusCode.OK, response.Status);
                }
                else
                {
                    response.Success("get", template);
                }

                preguntadas++;
            }
        }

        Assert.True(preguntadas > 300, $"Only {preguntadas} questions were asked.");
    }
}
