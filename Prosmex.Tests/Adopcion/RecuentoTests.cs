using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Adopcion;

/// <summary>A recount that finds nothing proves something only if it would have found it.</summary>
[Trait("Kind", "Integration")]
public sealed class RecuentoTests(TestServer server)
{
    // It has something of everything that is altered; many seeds have not.
    private const int Seed = 65;

    private static readonly string[] Needed = ["renovado", "sin aval", "pagado de más", "negativo con su igual", "varias faltas en la semana", "sin rol"];

    private static readonly (string Cambio, string Says)[] Alterations =
    [
        ("UPDATE prestamos SET status = 'activo', fecha_cierre = NULL WHERE prestamo_id = (SELECT min(prestamo_id) FROM prestamos WHERE status = 'liquidado')", "status"),
        ("UPDATE prestamos SET fecha_inicio = fecha_inicio + 1 WHERE prestamo_id = (SELECT max(prestamo_id) FROM prestamos)", "términos"),
        ("UPDATE prestamos SET monto_prestamo_real = 0 WHERE prestamo_id = (SELECT max(prestamo_id) FROM prestamos)", "lo entregado"),
        ("UPDATE prestamos SET pagado = pagado - 1 WHERE prestamo_id = (SELECT min(prestamo_id) FROM prestamos WHERE pagado > 1 AND status = 'activo')", "pagado"),
        ("UPDATE prestamos SET numero_pagos = numero_pagos + 1 WHERE prestamo_id = (SELECT max(prestamo_id) FROM prestamos)", "número de pagos"),
        ("UPDATE prestamos SET renueva_a = NULL WHERE renueva_a IS NOT NULL", "la renovación no sabe qué renovó"),
        ("UPDATE prestamos SET excepcion_adopcion = true WHERE NOT excepcion_adopcion AND status = 'liquidado'", "excepción sin motivo de la tabla"),
        ("UPDATE prestamos SET excepcion_adopcion = false WHERE excepcion_adopcion AND status = 'renovado'", "falta la excepción"),
        ("DELETE FROM adopcion_excedente", "excedente"),
        ("UPDATE pagos SET monto_pagado = monto_pagado - 0.01 WHERE tipo = 'liquidacion_por_renovacion'", "liquidación de la renovación"),
        ("UPDATE pagos SET monto_pagado = monto_pagado + 0.01 WHERE pago_id = (SELECT max(pago_id) FROM pagos WHERE tipo = 'cobro')", "monto de un pago"),
        ("UPDATE pagos SET fecha_pago = fecha_pago + interval '1 second' WHERE pago_id = (SELECT max(pago_id) FROM pagos WHERE tipo = 'cobro')", "fecha de un pago"),
        ("UPDATE pagos SET tipo = 'cobro', reversa_de = NULL, excepcion_adopcion = true WHERE tipo = 'reversa'", "negativo con un igual anterior que no es su reversa"),
        ("DELETE FROM pagos WHERE pago_id = (SELECT min(pago_id) FROM pagos WHERE tipo = 'cobro')", "fila que ni se llevó ni se dice"),
        ("DELETE FROM falta WHERE id = (SELECT min(id) FROM falta)", "falta de una semana"),
        ("UPDATE semana_cierre SET adoptada = false WHERE semana = (SELECT min(semana) FROM semana_cierre)", "semanas adoptadas"),
        ("UPDATE usuarios SET activo = true, excepcion_adopcion = true", "usuario que debía quedar desactivado"),
        ("INSERT INTO rutas (ruta_id, nombre_ruta) VALUES (99, 'De nadie')", "fila que nadie tenía"),
        ("UPDATE grupos SET nombre_grupo = nombre_grupo || '!'", "grupos no es como era"),
        ("UPDATE corte SET fecha = fecha + interval '1 minute'", "fecha de un corte"),
        ("SELECT setval(pg_get_serial_sequence('prestamos', 'prestamo_id'), 1)", "secuencia que volvería a dar un id"),
    ];

    [Fact]
    public async Task Recuento_AlteredAdoption_ReportsEachChange()
    {
        var dirty = await DirtyOldDatabase.CrearAsync(server, Seed, withObstacles: false);
        Assert.All(Needed, defect => Assert.True(dirty.Defects.ContainsKey(defect), $"Seed {Seed} has no «{defect}»: take another."));

        var hecha = await AdoptCommandRun.ExecuteAsync(dirty.Connection, "--apply", "--zona-origen", dirty.Zona);
        Assert.True(hecha.ExitCode == 0, hecha.StopReason);
        Assert.Empty(await Recuento.FallasAsync(dirty.Connection, dirty.Zona, hecha.Report!, DirtyOldDatabase.Today));

        // As no program could: without checks, triggers and foreign keys.
        await TestDatabase.ExecuteAsync(dirty.Connection, """
            DO $$ DECLARE c record; BEGIN
                FOR c IN SELECT conrelid::regclass AS tabla, conname FROM pg_constraint WHERE contype = 'c' AND coninhcount = 0 AND connamespace = 'public'::regnamespace LOOP
                    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.tabla, c.conname);
                END LOOP;
                DROP INDEX ux_prestamos_cliente_abierto, ux_usuarios_usuario;
            END $$
            """);
        foreach (var (cambio, _) in Alterations)
        {
            await TestDatabase.ExecuteAsync(dirty.Connection, $"SET session_replication_role = replica; {cambio}");
        }

        var faults = await Recuento.FallasAsync(dirty.Connection, dirty.Zona, hecha.Report!, DirtyOldDatabase.Today);
        Assert.All(Alterations, a => Assert.True(faults.Any(f => f.StartsWith($"{a.Says}:", StringComparison.Ordinal)), $"«{a.Says}» is not among:\n{string.Join('\n', faults)}"));
    }
}
