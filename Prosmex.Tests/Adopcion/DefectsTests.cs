using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>Each defect of old data, and what becomes of it.</summary>
[Trait("Kind", "Integration")]
public sealed class DefectsTests(TestServer server)
{
    [Fact]
    public async Task Adopt_EachDefect_IsRepairedAsTheTableSaysAndListed()
    {
        var old = await OldDatabase.NuevaAsync(server);
        await old.LoadAsync("defectos.sql");
        var before = await old.DumpAsync();
        var r = (await old.AdoptarAsync("--apply")).Bien();

        Assert.Equal([21, 1001, 1002, 1090, 1092], r.De("pago.excedente"));
        Assert.Equal([1012, 1013], r.De("pago.reversa"));
        Assert.Equal([53, 99, 1014, 1040, 1081, 1091], r.De("pago.negativo"));
        Assert.Equal([1020, 1021], r.De("pago.no_finito"));
        Assert.Equal([1030], r.De("pago.prestamo_no_llevado"));
        Assert.Equal([108], r.De("prestamo.no_finito"));
        Assert.Equal([101], r.De("falta.no_finita"));
        Assert.Equal([100], r.De("falta.prestamo_no_llevado"));
        Assert.Equal([102], r.De("prestamo.completado_con_adeudo"));
        Assert.Equal([103, 104], r.De("prestamo.varios_abiertos"));
        Assert.Equal([3, 10, 115, 116], r.De("prestamo.renovado"));
        Assert.Equal([32, 33, 109, 110, 111], r.De("prestamo.aval"));
        Assert.Equal([30, 116], r.De("prestamo.real_negativo"));
        Assert.Equal([114], r.De("prestamo.renovacion_sin_anterior"));
        Assert.Equal([109], r.De("prestamo.pagado_negativo"));
        Assert.Equal([30], r.De("usuario.sin_rol"));
        Assert.Equal([31], r.De("usuario.nombre_tomado"));
        Assert.Equal([1022], r.De("redondeo"));

        Assert.Equal(
            """
            101 liquidado f 0.00 200.00
            102 vencido t 900.00 0
            103 activo t 1400.00 0
            104 activo t 1400.00 0
            105 activo f 1400.00 0
            106 activo f 1400.00 0
            107 activo f 1349.99 0
            109 activo t 1470.00 0
            110 activo t 1400.00 0
            111 activo t 1400.00 0
            112 liquidado f 0.00 0
            113 activo f 1400.00 0
            114 activo t 1400.00 0
            115 renovado f 0.00 0
            116 renovado t 0.00 0
            117 activo f 2800.00 0
            118 vencido f 1380.00 0
            119 liquidado f 0.00 0
            120 activo f 100.00 0
            121 liquidado f 0.00 101.00
            """,
            await old.ValueAsync<string>("""
                SELECT string_agg(concat_ws(' ', prestamo_id, status, excepcion_adopcion, monto_utilidad - pagado,
                    (SELECT coalesce(sum(monto), 0) FROM adopcion_excedente e WHERE e.prestamo_id = p.prestamo_id)), E'\n' ORDER BY prestamo_id)
                FROM prestamos p WHERE prestamo_id > 100
                """));
        Assert.Equal("115 116|116 117", await old.ValueAsync<string>("SELECT string_agg(renueva_a || ' ' || prestamo_id, '|' ORDER BY 1) FROM prestamos WHERE prestamo_id > 100 AND renueva_a IS NOT NULL"));
        Assert.Equal("1012 1011|1013 1010", await old.ValueAsync<string>("SELECT string_agg(pago_id || ' ' || reversa_de, '|' ORDER BY pago_id) FROM pagos WHERE tipo = 'reversa'"));
        Assert.Equal("1 !|2 !", await old.ValueAsync<string>("SELECT string_agg(id || ' ' || contrasena, '|' ORDER BY id) FROM usuarios WHERE contrasena !~ '^\\$2'"));
        Assert.Equal("1,2,30,31", await old.ValueAsync<string>("SELECT string_agg(id::text, ',' ORDER BY id) FROM usuarios WHERE NOT activo"));

        await using (var program = await ProgramWithClock.StartAtAsync(old.Connection, OldDatabase.Ahora))
        {
            using var api = program.Api();
            await api.SignInAsync("Tit1@Prosmex.test", "pw-tit1");
            Assert.NotNull(api.Token);
            await api.SignInAsync("admin@prosmex.test", "pw-admin");
            (await api.GetAsync("/prestamos/?per_page=200")).Success("get", "/prestamos");
            (await api.GetAsync("/pagos/?per_page=200")).Success("get", "/pagos");
            (await api.GetAsync("/pagos/prestamos?grupo_id=8&per_page=200")).Success("get", "/pagos/prestamos");
            (await api.GetAsync("/reporte/general/totales")).Success("get", "/reporte/general/totales");
            for (var id = 101; id <= 121; id++)
            {
                if (id != 108)
                {
                    (await api.GetAsync($"/prestamos/{id}")).Success("get", "/prestamos/{id}");
                }
            }
        }

        (await old.AdoptarAsync("--undo")).Bien();
        Assert.Equal(before, await old.DumpAsync());
    }

    [Fact]
    public async Task Adopt_HandedOutAboveTheAmountByLessThanACent_HandsOutTheAmount()
    {
        var old = await OldDatabase.NuevaAsync(server);
        await old.ExecuteAsync("UPDATE prestamos SET monto_prestamo_real = monto_prestamo + 0.005 WHERE prestamo_id = 6");

        var r = (await old.AdoptarAsync("--apply")).Bien();

        Assert.Equal([6], r.De("redondeo"));
        Assert.True(await old.ValueAsync<bool>("SELECT monto_prestamo_real = monto_prestamo FROM prestamos WHERE prestamo_id = 6"));
    }

    [Fact]
    public async Task Adopt_DefectsWithoutADecision_StopsWithAListAndChangesNothing()
    {
        var old = await OldDatabase.NuevaAsync(server);
        await old.ExecuteAsync("""
            UPDATE clientes_avales SET cp = '123' WHERE cliente_id = 2;
            UPDATE clientes_avales SET num_hijos = NULL WHERE cliente_id = 3;
            UPDATE grupos SET ruta_id = NULL WHERE grupo_id = 1;
            UPDATE grupos SET usuario_id_titular = 9 WHERE grupo_id = 2;
            UPDATE rutas SET nombre_ruta = ' ' WHERE ruta_id = 3;
            UPDATE rutas SET usuario_id_gerente = 7 WHERE ruta_id = 4;
            UPDATE tipos_prestamo SET interes = 0.41 WHERE tipo_prestamo_id = 37;
            UPDATE bono SET entrega_min = 5999.5 WHERE id = 2;
            UPDATE usuarios SET usuario = ' dir@prosmex.test' WHERE id = 11;
            UPDATE pagos SET monto_pagado = 1e15 WHERE pago_id = 11;
            UPDATE prestamos SET fecha_inicio = '1999-12-31' WHERE prestamo_id = 5;
            UPDATE prestamos SET monto_prestamo_real = 5000 WHERE prestamo_id = 6;
            UPDATE prestamos SET status = 'liquidado' WHERE prestamo_id = 9;
            INSERT INTO roles VALUES (7, 'Invitado');
            INSERT INTO falta VALUES (-1, '2026-11-18', 4, 0);
            """);
        var before = await old.DumpAsync();
        var r = await old.AdoptarAsync("--apply");
        Assert.Equal(1, r.ExitCode);
        Assert.False((bool)r.Report["puede_continuar"]!);
        Assert.Null(r.Report["tablas"]![0]!["filas_despues"]);
        Assert.Equal(
            [
                "bono.traslape 2", "cliente.incompleto 2", "cliente.incompleto 3", "grupo.incompleto 1", "grupo.titular 2", "id.no_positivo -1", "pago.monto 11", "prestamo.inicio 5",
                "prestamo.monto 6", "prestamo.status 9", "rol.desconocido 7", "ruta.gerente 4", "ruta.sin_nombre 3", "tipo_prestamo.producto 37", "usuario.nombre 11",
            ],
            r.Report["hallazgos"]!.AsArray().Where(h => (bool)h!["detiene"]!).Select(h => $"{h!["codigo"]} {h["id"]}").Order(StringComparer.Ordinal));
        Assert.Equal(before, await old.DumpAsync());
    }

    [Fact]
    public async Task Adopt_GestoresThatAreNone_Stops()
    {
        var old = await OldDatabase.NuevaAsync(server);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "4,tit1@prosmex.test\nNo hay,gestor@prosmex.test\n5,gestor@prosmex.test\nNorte 2,gestor@prosmex.test\n", TestContext.Current.CancellationToken);
        var r = await old.AdoptarAsync("--apply", "--gestores", file);
        File.Delete(file);
        Assert.Equal(1, r.ExitCode);
        Assert.Equal(["gestores.grupo", "gestores.repetido", "gestores.usuario"], r.Report["hallazgos"]!.AsArray().Where(h => (bool)h!["detiene"]!).Select(h => (string)h!["codigo"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Migrate_OldDatabase_AsksForAdoption()
    {
        var old = await OldDatabase.NuevaAsync(server, withSample: false);
        var (exitCode, output) = await CommandInProcess.RunAsync(old.Connection, "migrate");
        Assert.Equal(1, exitCode);
        Assert.Contains("Adóptela primero", output, StringComparison.Ordinal);

        // An old system that was never used can be adopted too: its catalogues are empty.
        var r = await old.AdoptarAsync("--apply");
        Assert.Equal(0, r.ExitCode);
        Assert.Equal("2026-11-16", await old.ValueAsync<string>("SELECT string_agg(semana::text, ',') FROM semana_cierre"));
    }

    [Fact]
    public async Task ZonaOrigen_Given_IsTheZoneOfTheTimesRead()
    {
        var old = await OldDatabase.NuevaAsync(server);
        (await old.AdoptarAsync("--apply", "--zona-origen", "America/Mexico_City")).Bien();
        Assert.Equal("2026-11-16 12:00:00|2026-11-16 05:59:59|2026-11-16 06:00:00", await old.ValueAsync<string>(
            "SELECT string_agg((fecha_pago AT TIME ZONE 'America/Mexico_City')::text, '|' ORDER BY pago_id) FROM pagos WHERE pago_id BETWEEN 83 AND 85"));
    }
}
