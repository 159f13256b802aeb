using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Reportes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>
/// The stored figures of closed weeks are those of the ledger after each change. <see cref="Cartera.CuadrarAsync"/> asks that of every test that closes
/// weeks; here are the changes that no other test makes.
/// </summary>
[Trait("Kind", "Integration")]
public sealed class ResumenesTests(TestServer server)
{
    [Fact]
    public async Task Cerrar_WeekWithMoneyAndFaltas_StoresTheGroupsFigures()
    {
        await using var cartera = await NuevaAsync();
        var paga = await cartera.PrestarAsync(1, "2026-11-04");
        await cartera.PrestarAsync(2, "2026-11-04");
        cartera.Advance("2026-11-10");
        await cartera.CobrarAsync(paga, 150.55m, "2026-11-10");

        await cartera.CerrarAsync("2026-11-16");

        Assert.Equal(["2026-11-02 1 800.00 0.00 2 0", "2026-11-09 1 800.00 150.55 2 2"], await ResumenesAsync(cartera));
    }

    [Fact]
    public async Task Tendencia_OfClosedWeeks_ReadsTheSummaries()
    {
        await using var cartera = await NuevaAsync();
        await cartera.PrestarAsync(1, "2026-11-04");
        await cartera.CerrarAsync("2026-11-16");
        await TestDatabase.ExecuteAsync(cartera.Connection, "UPDATE resumen_semanal SET cobranza_ideal = 1234.56 WHERE semana = '2026-11-09'");
        await using var db = TestDatabase.Context(cartera.Connection);

        var semanas = await new CobranzaService(new ReadDatabase(db)).TendenciaAsync(
            RequestContext.SystemFor(Cartera.Admin, Cartera.Hora("2026-11-18")), new(null), 3, TestContext.Current.CancellationToken);

        // The running week is computed.
        Assert.Equal([400m, 1234.56m, 400m], semanas.Select(s => s.CobranzaIdeal));
    }

    [Fact]
    public async Task Cerrar_CashOlderThanTheFirstClosedWeek_StoresItsWeekToo()
    {
        await using var cartera = await NuevaAsync("2026-11-08");

        // Registered and paid on the Sunday before its start, which begins the chain of closed weeks.
        var prestamo = await cartera.PrestarAsync(1, "2026-11-09");
        await cartera.CobrarAsync(prestamo, 100, "2026-11-08");

        await cartera.CerrarAsync("2026-11-16");

        Assert.Equal("2026-11-09", $"{(await cartera.SemanasAsync())[0]:yyyy-MM-dd}");
        Assert.Equal(["2026-11-02 1 0.00 100.00 0 0", "2026-11-09 1 400.00 0.00 1 0"], await ResumenesAsync(cartera));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Editar_AnotherClienteOfAClosedWeek_MovesTheFiguresToTheOtherGroup()
    {
        await using var cartera = await NuevaAsync();
        await cartera.MudarAsync(1, 2);
        await cartera.MudarAsync(2, 2);
        var prestamo = await cartera.PrestarAsync(1, "2026-11-04");
        await cartera.CerrarAsync("2026-11-16");
        await using var db = TestDatabase.Context(cartera.Connection);

        await new PrestamoService(db, new(db, cartera.Clock), TestServer.Options(cartera.Connection)).EditarAsync(
            RequestContext.SystemFor(Cartera.Admin),
            prestamo,
            new() { ClienteId = Optional<int?>.Of(3), AvalId = Optional<int?>.Of(4) },
            TestContext.Current.CancellationToken);

        Assert.Equal(["2026-11-02 1 400.00 0.00 1 0", "2026-11-09 1 400.00 0.00 1 1"], await ResumenesAsync(cartera));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Mudar_TwiceOnTheLastDayOfAWeekThatWasClosedMeanwhile_LeavesNothingInTheGroupBetween()
    {
        await using var cartera = await NuevaAsync();
        await TestDatabase.ExecuteAsync(cartera.Connection, "INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) OVERRIDING SYSTEM VALUE VALUES (901, 'Otro', 1)");
        await cartera.PrestarAsync(1, "2026-11-04");
        cartera.Advance("2026-11-15 23:59:59");
        await cartera.MudarAsync(1, 2);
        await using var db = TestDatabase.Context(cartera.Connection);
        var unitOfWork = new UnitOfWork(db, cartera.Clock);

        await unitOfWork.ExecuteAsync(
            RequestContext.SystemFor(Cartera.Admin),
            async token =>
            {
                await cartera.CerrarAsync("2026-11-16");
                await new ClienteService(db, unitOfWork).EditarAsync(RequestContext.SystemFor(Cartera.Admin), 1, new() { GrupoId = Optional<int?>.Of(901) }, token);
                return 0;
            },
            TestContext.Current.CancellationToken);

        Assert.Equal(["2026-11-02 1 400.00 0.00 1 0", "2026-11-09 901 400.00 0.00 1 1"], await ResumenesAsync(cartera));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cobrar_TwoLoansOfAGroupInAClosedWeekAtOnce_CountsBoth()
    {
        await using var cartera = await NuevaAsync();
        var (uno, otro) = (await cartera.PrestarAsync(1, "2026-11-04"), await cartera.PrestarAsync(2, "2026-11-04"));
        await cartera.CerrarAsync("2026-11-16");
        var written = new TaskCompletionSource();
        var commit = new TaskCompletionSource();
        await using var db = TestDatabase.Context(cartera.Connection);
        var unitOfWork = new UnitOfWork(db, cartera.Clock);
        var first = unitOfWork.ExecuteAsync(
            RequestContext.SystemFor(Cartera.Admin),
            async token =>
            {
                await new PagoService(db, unitOfWork).RegistrarAsync(
                    RequestContext.SystemFor(Cartera.Admin), [new(Cartera.Cobro(uno, 30, Cartera.Hora("2026-11-12")), null, null)], token);
                written.SetResult();
                await commit.Task;
                return 0;
            },
            TestContext.Current.CancellationToken);
        await written.Task;

        var second = cartera.CobrarAsync(otro, 50, "2026-11-13");
        await RevocationOffice.UntilAsync(
            async () => await TestDatabase.ValueAsync<long>(cartera.Connection, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0,
            "the second waits for the first");
        commit.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal("2026-11-09 1 800.00 80.00 2 2", (await ResumenesAsync(cartera))[^1]);
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Migrate_WeeksClosedBeforeThereWereSummaries_WritesThem()
    {
        await using var cartera = await NuevaAsync();
        await cartera.PrestarAsync(1, "2026-06-03", tipo: 1);
        await cartera.CerrarAsync("2026-11-16");
        var before = await ResumenesAsync(cartera);
        Assert.True(before.Count > 20, string.Join('\n', before));
        await TestDatabase.ExecuteAsync(cartera.Connection, """
            DROP TABLE resumen_semanal;
            DELETE FROM "__EFMigrationsHistory" WHERE migration_id LIKE '%_ResumenSemanal'
            """);

        await new DatabaseMigrator(TestServer.Options(cartera.Connection), NullLogger<DatabaseMigrator>.Instance).MigrateAsync(TestContext.Current.CancellationToken);

        Assert.Equal(before, await ResumenesAsync(cartera));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Migrate_StoppedAmongTheSummaries_LeavesNoneAndWritesAllTheNextTime()
    {
        await using var cartera = await NuevaAsync();

        // More weeks than are computed in one statement.
        await cartera.PrestarAsync(1, "2026-03-04", tipo: 1);
        await cartera.CerrarAsync("2026-11-16");
        var before = await ResumenesAsync(cartera);
        await TestDatabase.ExecuteAsync(cartera.Connection, """
            DELETE FROM resumen_semanal;
            ALTER TABLE resumen_semanal ADD CONSTRAINT stop CHECK (semana < '2026-11-01')
            """);
        var migrator = new DatabaseMigrator(TestServer.Options(cartera.Connection), NullLogger<DatabaseMigrator>.Instance);

        await Assert.ThrowsAsync<PostgresException>(() => migrator.MigrateAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await ResumenesAsync(cartera));

        await TestDatabase.ExecuteAsync(cartera.Connection, "ALTER TABLE resumen_semanal DROP CONSTRAINT stop");
        await migrator.MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(before, await ResumenesAsync(cartera));
        await cartera.CuadrarAsync();
    }

    private Task<Cartera> NuevaAsync(string today = "2026-11-04") => Cartera.NuevaAsync(server, Cartera.Hora(today));

    private static Task<List<string>> ResumenesAsync(Cartera cartera) => cartera.FilasAsync(
        """
        SELECT concat_ws(' ', semana, grupo_id, cobranza_ideal, cobranza_real, prestamos_activos, faltas)
        FROM resumen_semanal
        ORDER BY semana, grupo_id
        """,
        r => r.GetString(0));
}
