using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>A declared week makes no falta and no loan vencido, whether it is declared before its close or after.</summary>
[Trait("Kind", "Integration")]
public sealed class SemanasSinCobranzaTests(TestServer server)
{
    // Begins in the week of November 2; owes 400 in each of the weeks of November 9, 16 and 23.
    private const string Inicio = "2026-11-02";

    [Theory]
    [InlineData(null, null, new[] { 1, 2, 3 })]
    [InlineData(1, null, new[] { 1, 2 })]
    [InlineData(2, null, new[] { 3 })]
    [InlineData(null, 2, new[] { 2 })]
    public async Task Cerrar_DeclaredForARouteAGroupOrAll_WritesNoFaltaOfTheirClients(int? ruta, int? grupo, int[] sinFalta)
    {
        await using var cartera = await NuevaAsync();
        int[] prestamos = [await cartera.PrestarAsync(1, Inicio), await cartera.PrestarAsync(2, Inicio), await cartera.PrestarAsync(3, Inicio)];
        await SpreadAsync(cartera);
        await cartera.DeclararAsync("2026-11-11", ruta, grupo);

        var cierre = (await cartera.CerrarAsync("2026-11-16"))[^1];

        Assert.Equal((3 - sinFalta.Length, 3 - sinFalta.Length), (cierre.Prestamos, cierre.Faltas));
        Assert.Equal(prestamos.Where((_, i) => !sinFalta.Contains(i + 1)), (await cartera.FaltasAsync()).Select(f => f.PrestamoId));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Declarar_ClosedSemana_TakesItsFaltasAndQuitarBringsThemBack()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.CerrarAsync("2026-11-23");
        Assert.Equal(["2026-11-15 0.00", "2026-11-22 0.00"], await cartera.FaltasAsync(prestamo));

        var (id, declarada) = await cartera.DeclararAsync("2026-11-09");
        Assert.Equal(["2026-11-22 0.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal(new CambiosDeSemanaDto(Faltas: 1, Vencidos: 0), declarada);
        await cartera.CuadrarAsync();

        var quitada = await cartera.QuitarAsync(id);
        Assert.Equal(["2026-11-15 0.00", "2026-11-22 0.00"], await cartera.FaltasAsync(prestamo));
        Assert.Equal(declarada, quitada);
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Declarar_LastSemanaOfThePlan_MovesVencidoByOneSemana()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.DeclararAsync("2026-11-23");

        Assert.Equal(0, (await cartera.CerrarAsync("2026-11-30"))[^1].Vencidos);
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        await cartera.CuadrarAsync();

        Assert.Equal(1, (await cartera.CerrarAsync("2026-12-07"))[^1].Vencidos);
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
        Assert.Equal(["2026-11-15 0.00", "2026-11-22 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Declarar_TwoClosedSemanasInARow_MakesVencidoActivoUntilOneIsTakenBack()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.CerrarAsync("2026-12-07");
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));

        Assert.Equal(0, (await cartera.DeclararAsync("2026-11-30")).Cambios.Vencidos);
        var (id, cambios) = await cartera.DeclararAsync("2026-11-23");
        Assert.Equal(new CambiosDeSemanaDto(Faltas: 1, Vencidos: 1), cambios);
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        await cartera.CuadrarAsync();

        Assert.Equal(new CambiosDeSemanaDto(Faltas: 1, Vencidos: 1), await cartera.QuitarAsync(id));
        Assert.Equal("vencido", await cartera.StatusAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Declarar_ClientMovedLater_UsesTheGroupAtTheEndOfTheSemana()
    {
        await using var cartera = await NuevaAsync();
        var (fue, arrived) = (await cartera.PrestarAsync(1, Inicio), await cartera.PrestarAsync(2, Inicio));
        await SpreadAsync(cartera);
        cartera.Advance("2026-11-16 00:30");
        await cartera.MudarAsync(1, 2);
        cartera.Advance("2026-11-22 23:30");
        await cartera.MudarAsync(2, 1);
        await cartera.CerrarAsync("2026-11-23");

        // In the first week client 1 was still in group 1, in the second one client 2 was in it already.
        await cartera.DeclararAsync("2026-11-09", grupo: 1);
        await cartera.DeclararAsync("2026-11-16", grupo: 1);

        Assert.Equal(["2026-11-22 0.00"], await cartera.FaltasAsync(fue));
        Assert.Equal(["2026-11-15 0.00"], await cartera.FaltasAsync(arrived));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Mudar_BegunBeforeTheCloseAndDoneAfterIt_CountsForTheSemanaOfItsDay()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.DeclararAsync("2026-11-09", grupo: 2);
        cartera.Advance("2026-11-15 23:59:59");
        await using var db = TestDatabase.Context(cartera.Connection);
        var unitOfWork = new UnitOfWork(db, cartera.Clock);

        await unitOfWork.ExecuteAsync(
            RequestContext.SystemFor(Cartera.Admin),
            async token =>
            {
                await cartera.CerrarAsync("2026-11-16");
                Assert.Equal(["2026-11-15 0.00"], await cartera.FaltasAsync(prestamo));
                await new ClienteService(db, unitOfWork).EditarAsync(RequestContext.SystemFor(Cartera.Admin), 1, new() { GrupoId = Optional<int?>.Of(2) }, token);
                return 0;
            },
            TestContext.Current.CancellationToken);

        Assert.Empty(await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Declarar_GroupCreatedLater_IsNotAmongItsGroups()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.DeclararAsync("2026-11-09", ruta: 1);
        await TestDatabase.ExecuteAsync(cartera.Connection, "INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) OVERRIDING SYSTEM VALUE VALUES (901, 'Nuevo', 1)");
        await cartera.MudarAsync(1, 901);

        await cartera.CerrarAsync("2026-11-16");

        Assert.Equal(["2026-11-15 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Operations_OnALoanOfADeclaredLastSemana_KeepItActivo()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.DeclararAsync("2026-11-23");
        await cartera.CerrarAsync("2026-11-30");

        // Paid in full and open again; moved by a day; granted late, with a start of then.
        var pago = await cartera.CobrarAsync(prestamo, 1200, "2026-11-30 10:00");
        await cartera.ReversarAsync(pago);
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        await cartera.MoverAsync(prestamo, "2026-11-03");
        Assert.Equal("activo", await cartera.StatusAsync(prestamo));
        Assert.Equal("activo", await cartera.StatusAsync(await cartera.PrestarAsync(4, "2026-11-04")));
        Assert.Equal("vencido", await cartera.StatusAsync(await cartera.PrestarAsync(5, "2026-10-26")));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cobrar_OfADeclaredSemana_IsAdvanceAndNeverAFalta()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.CerrarAsync("2026-11-23");
        await cartera.DeclararAsync("2026-11-09");

        // What is due in the declared week stays due: 800 paid in it cover it and the next one.
        await cartera.CobrarAsync(prestamo, 800, "2026-11-12");

        Assert.Empty(await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Theory]
    [InlineData("2026-11-12", null, 1, "semana_sin_cobranza.ya_declarada")]
    [InlineData("2026-11-15", null, null, "semana_sin_cobranza.ya_declarada")]
    [InlineData("2026-11-16", null, 2, "hecho")]
    [InlineData("2026-11-09", 2, null, "hecho")]
    [InlineData("2026-11-09", null, 900, "semana_sin_cobranza.sin_grupos")]
    [InlineData("2026-11-09", 99, null, "ruta.no_encontrada")]
    [InlineData("2026-11-09", null, 999, "grupo.no_encontrado")]
    [InlineData("2026-11-09", 1, 1, "solicitud.invalida")]
    [InlineData("1999-12-31", null, null, "solicitud.invalida")]
    [InlineData("2027-11-03", null, null, "solicitud.invalida")]
    [InlineData("2027-11-02", null, null, "hecho")]
    [InlineData("ayer", null, null, "solicitud.invalida")]
    public async Task Declarar_AfterOneForRuta1_AnswersWhatItMay(string dia, int? ruta, int? grupo, string expected)
    {
        await using var cartera = await NuevaAsync();
        await cartera.DeclararAsync("2026-11-10", ruta: 1);
        (ruta, grupo) = grupo == 900 ? (3, null) : (ruta, grupo);
        await TestDatabase.ExecuteAsync(cartera.Connection, "UPDATE grupos SET ruta_id = 1 WHERE ruta_id = 3");

        var codigo = await Prestamos.Oficina.CodigoAsync(() => cartera.DeclararAsync(dia, ruta, grupo));

        Assert.Equal(expected, codigo);
    }

    [Fact]
    public async Task Declarar_AdoptedSemana_IsRefused()
    {
        await using var cartera = await NuevaAsync();
        await cartera.CerrarAsync("2026-11-23");
        await TestDatabase.ExecuteAsync(cartera.Connection, "INSERT INTO semana_cierre (semana, prestamos, faltas, vencidos, inicio, fin, adoptada) VALUES ('2026-11-09', 0, 0, 0, now(), now(), true) ON CONFLICT (semana) DO UPDATE SET adoptada = true");

        Assert.Equal("semana_sin_cobranza.adoptada", await Prestamos.Oficina.CodigoAsync(() => cartera.DeclararAsync("2026-11-09")));
        Assert.Equal("hecho", await Prestamos.Oficina.CodigoAsync(() => cartera.DeclararAsync("2026-11-16")));
    }

    [Fact]
    public async Task Cerrar_WithoutTheRuleInSql_IsFoundByTheCuadre()
    {
        await using var cartera = await NuevaAsync();
        var prestamo = await cartera.PrestarAsync(1, Inicio);
        await cartera.DeclararAsync("2026-11-09");
        await TestDatabase.ExecuteAsync(cartera.Connection, "CREATE OR REPLACE VIEW clientes_sin_cobranza AS SELECT semana, 0 AS cliente_id, declaracion_id FROM grupos_sin_cobranza");

        await cartera.CerrarAsync("2026-11-16");

        await using var db = TestDatabase.Context(cartera.Connection);
        var cuadre = await new CuadreService(db, cartera.Clock).CuadrarAsync(new(1, PageRequest.MaxPerPage), TestContext.Current.CancellationToken);
        Assert.Equal([new DiferenciaDto(prestamo, "falta", Cartera.Dia("2026-11-09"), "0.00", null)], cuadre.Diferencias.Items.Where(d => !d.IsFinding()));
    }

    [Fact]
    public async Task Declarar_WhileWeeksCloseAndMoneyComesIn_EndsAsInAnyOrder()
    {
        await using var cartera = await NuevaAsync();
        List<int> prestamos = [];
        for (var cliente = 1; cliente <= 8; cliente++)
        {
            prestamos.Add(await cartera.PrestarAsync(cliente, Inicio));
        }

        cartera.Advance("2026-11-30");
        List<Func<Task>> todo = [() => cartera.CerrarAsync(), () => cartera.CerrarAsync(), () => DeclararYQuitarAsync("2026-11-09"), () => cartera.DeclararAsync("2026-11-16"), () => cartera.DeclararAsync("2026-11-23", ruta: 1)];
        todo.AddRange(prestamos.Select(p => (Func<Task>)(async () =>
        {
            var pago = await cartera.CobrarAsync(p, 1200, "2026-11-17");
            await cartera.ReversarAsync(pago);
        })));
        async Task DeclararYQuitarAsync(string dia) => await cartera.QuitarAsync((await cartera.DeclararAsync(dia)).Id);

        await Task.WhenAll(todo.Select(t => Task.Run(t)));

        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(cartera.Connection, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        await cartera.CuadrarAsync();
        Assert.Equal(prestamos.Select(p => (p, Cartera.Dia("2026-11-15"))), (await cartera.FaltasAsync()).Select(f => (f.PrestamoId, f.Domingo)));
    }

    // Groups 1 and 2 are of route 1, group 3 of route 2; all clients are in group 1.
    private async Task<Cartera> NuevaAsync()
    {
        var cartera = await Cartera.NuevaAsync(server, Cartera.Hora(Inicio));
        await TestDatabase.ExecuteAsync(cartera.Connection, """
            INSERT INTO grupos (grupo_id, nombre_grupo, ruta_id) OVERRIDING SYSTEM VALUE VALUES (1, 'Uno', 1), (2, 'Dos', 1), (3, 'Tres', 2)
            ON CONFLICT (grupo_id) DO UPDATE SET ruta_id = excluded.ruta_id
            """);
        return cartera;
    }

    // Clients 2 and 3 have been in groups 2 and 3 since ever.
    private static Task SpreadAsync(Cartera cartera) => TestDatabase.ExecuteAsync(cartera.Connection, """
        UPDATE clientes_avales SET grupo_id = cliente_id WHERE cliente_id IN (2, 3);
        DELETE FROM membresias WHERE cliente_id IN (2, 3);
        INSERT INTO membresias (cliente_id, grupo_id, desde, hasta) SELECT n, n, '-infinity', 'infinity' FROM generate_series(2, 3) n
        """);
}
