using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

[Trait("Kind", "Integration")]
public sealed class DatabaseSchemaTests(TestServer server)
{
    [Fact]
    public async Task Migrations_OfTheModel_HaveNoPendingChanges()
    {
        await using var db = TestDatabase.Context(await server.NewDatabaseAsync());
        Assert.False(db.Database.HasPendingModelChanges());
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ForeignKeys_All_RestrictAndHaveAnIndex()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var foreignKeys = db.Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys()).ToList();
        Assert.NotEmpty(foreignKeys);
        Assert.All(foreignKeys, l => Assert.Equal(DeleteBehavior.Restrict, l.DeleteBehavior));
        Assert.Empty(await WithoutIndexAsync(db));
    }

    [Fact]
    public async Task Migrate_FourAtOnceOnAMissingDatabase_SeedCatalogosOnce()
    {
        var connection = await server.MissingDatabaseAsync();
        var options = TestServer.Options(connection) with { AdminUserName = "admin", AdminPassword = RunningProgram.AdminPassword };
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () => new DatabaseMigrator(options, NullLogger<DatabaseMigrator>.Instance).MigrateAsync(CancellationToken.None))));
        Assert.Equal(
            "6 14 39 5 5 3 3 1",
            await TestDatabase.ValueAsync<string>(connection, """
                SELECT concat_ws(' ', (SELECT count(*) FROM roles), (SELECT count(*) FROM acciones), (SELECT count(*) FROM permisos),
                    (SELECT count(*) FROM tipos_prestamo), (SELECT count(*) FROM bono), (SELECT count(*) FROM rutas), (SELECT count(*) FROM grupos),
                    (SELECT count(*) FROM usuarios))
                """));
    }

    [Fact]
    public async Task Seed_NewDatabase_HasTheFixedDataAndTheSequencesContinue()
    {
        var connection = await server.NewDatabaseAsync();
        Assert.Equal(
            "1|Préstamo Tipo 14 semanas|14|0.100000|0.400000|1|1.00|1,34|Préstamo Tipo 20 semanas|20|0.070000|0.400000|1|1.00|4,35|Préstamo Tipo 30 semanas|30|0.050000|0.500000|1|2.00|4,36|Préstamo Tipo 11 semanas|11|0.100000|0.100000|1|1.00|4,37|Préstamo Tipo 13 semanas|13|0.100000|0.300000|1|1.00|4",
            await TestDatabase.ValueAsync<string>(connection, """
                SELECT string_agg(concat_ws('|', tipo_prestamo_id, nombre, numero_semanas, porcentaje_semanal, interes, incumplimientos_tolerados,
                    pena_incumplimiento, limite_penalizaciones), ',' ORDER BY tipo_prestamo_id) FROM tipos_prestamo
                """));
        Assert.Equal("34,1234,123456,123456,1234567,1234567891011121314", await TestDatabase.ValueAsync<string>(
            connection, "SELECT string_agg(a, ',' ORDER BY rol_id) FROM (SELECT rol_id, string_agg(accion_id::text, '' ORDER BY accion_id) a FROM permisos GROUP BY rol_id) p"));
        Assert.Equal(38, await TestDatabase.ValueAsync<int>(connection, """
            INSERT INTO tipos_prestamo (nombre, numero_semanas, porcentaje_semanal, interes, incumplimientos_tolerados, pena_incumplimiento, limite_penalizaciones)
            VALUES ('x', 10, 0.1, 0, 1, 1, 1) RETURNING tipo_prestamo_id
            """));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM usuarios"));
        Assert.Equal("3 5", await TestDatabase.ValueAsync<string>(connection, """
            SELECT concat_ws(' ', (SELECT count(*) FROM grupos JOIN titularidades USING (grupo_id) WHERE desde = '-infinity' AND hasta = 'infinity'),
                (SELECT count(*) FROM bono JOIN vigencias_de_bono v ON v.bono_id = bono.id WHERE v.vigente_desde = '-infinity' AND v.vigente_hasta = 'infinity'
                     AND (v.monto, v.entrega_min, v.entrega_max, v.fallas) = (bono.monto, bono.entrega_min, bono.entrega_max, bono.fallas)))
            """));
    }

    [Theory]
    [InlineData("UPDATE pagos SET monto_pagado = 1")]
    [InlineData("DELETE FROM pagos")]
    [InlineData("TRUNCATE pagos CASCADE")]
    public async Task Pagos_UpdatedOrDeleted_AreProtectedByTheDatabase(string sql)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var ex = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(connection, sql));
        Assert.Contains("append-only", ex.MessageText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INSERT INTO bono (monto, entrega_min, entrega_max, fallas) VALUES (1, 5999.5, 6000, 0)", "ex_bono_sin_traslape")]
    [InlineData("UPDATE tipos_prestamo SET interes = 0.5 WHERE tipo_prestamo_id = 1", "ck_tipos_prestamo_producto")]
    [InlineData("INSERT INTO falta (prestamo_id, fecha, monto_abonado) VALUES (1, '2026-11-21', 0)", "ck_falta_fecha")]
    [InlineData("INSERT INTO semana_cierre VALUES ('2026-11-22', 0, 0, 0, now(), now(), false)", "ck_semana_cierre_semana")]
    [InlineData("DELETE FROM roles WHERE rol_id = 1", "fk_permisos_roles_rol_id")]
    public async Task Rules_OfTheDatabase_RefuseViolations(string sql, string constraint)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var ex = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(connection, sql));
        Assert.Equal(constraint, ex.ConstraintName);
    }

    [Fact]
    public async Task Prestamos_TwoOpenOfOneCliente_OnlyAsExceptionOfTheAdoption()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N', 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, 2)
            """);
        string Prestamo(bool excepcion) => $"""
            INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
                numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, excepcion_adopcion)
            VALUES (1, 2, 1, '2026-11-02', 1000, 1000, 1400, 100, 14, 0, 0, 'activo', false, now(), {excepcion})
            """;
        await TestDatabase.ExecuteAsync(connection, Prestamo(excepcion: false));
        await TestDatabase.ExecuteAsync(connection, Prestamo(excepcion: true));
        var ex = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(connection, Prestamo(excepcion: false)));
        Assert.Equal("ux_prestamos_cliente_abierto", ex.ConstraintName);
    }

    [Fact]
    public async Task Migrate_SeparateOwner_TheApplicationRoleUsesTheSchemaAndCannotChangeIt()
    {
        var owner = await server.MissingDatabaseAsync();
        var rol = $"rol_{Guid.NewGuid():N}";
        var solicitudes = new NpgsqlConnectionStringBuilder(owner) { Username = rol, Password = "x", Pooling = false }.ConnectionString;
        await TestDatabase.ExecuteAsync(new NpgsqlConnectionStringBuilder(owner) { Database = "postgres" }.ConnectionString, $"CREATE ROLE {rol} LOGIN PASSWORD 'x'");
        await new DatabaseMigrator(TestServer.Options(owner) with { Connection = solicitudes }, NullLogger<DatabaseMigrator>.Instance).MigrateAsync(CancellationToken.None);

        Assert.Equal(3L, await TestDatabase.ValueAsync<long>(solicitudes, "SELECT count(*) FROM (SELECT * FROM grupos FOR UPDATE) g"));
        await TestDatabase.ExecuteAsync(solicitudes, "INSERT INTO rutas (nombre_ruta) VALUES ('x')");
        foreach (var prohibido in new[] { "UPDATE pagos SET monto_pagado = 0", "DELETE FROM pagos", "TRUNCATE falta", "DROP TABLE pagos", "ALTER TABLE pagos DISABLE TRIGGER ALL" })
        {
            Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(solicitudes, prohibido))).SqlState);
        }
    }

    // Checked in the database, not in the model: the first columns of some index are those of the key.
    private static Task<List<string>> WithoutIndexAsync(ProsmexDbContext db) => db.Database.SqlQuery<string>($"""
        SELECT c.conname AS "Value" FROM pg_constraint c
        WHERE c.contype = 'f' AND NOT EXISTS (
            SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indpred IS NULL
              AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
        """).ToListAsync();
}
