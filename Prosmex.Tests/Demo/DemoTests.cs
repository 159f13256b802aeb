using Microsoft.Extensions.Time.Testing;
using Prosmex.Cli;
using Prosmex.Cli.Demo;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;
using Spectre.Console;

namespace Prosmex.Tests.Demo;

[Trait("Kind", "Integration")]
public sealed class DemoTests(TestServer server, DemoTests.Financiera demo) : IClassFixture<DemoTests.Financiera>
{
    // A Thursday at noon in Mexico City: the running week has begun and is not over.
    internal static readonly DateTimeOffset Ahora = new(2026, 11, 19, 18, 0, 0, TimeSpan.Zero);

    // Everything that a report could add up, without the instants at which rows were registered.
    private const string Huella = """
        SELECT string_agg(linea, E'\n' ORDER BY linea) FROM (
          SELECT format('usuarios %s %s', rol_id, count(*)) FROM usuarios GROUP BY rol_id
          UNION ALL SELECT format('rutas %s', count(*)) FROM rutas WHERE usuario_id_gerente IS NOT NULL AND usuario_id_supervisor IS NOT NULL
          UNION ALL SELECT format('grupos %s %s', count(*), count(usuario_id_gestor)) FROM grupos WHERE usuario_id_titular IS NOT NULL
          UNION ALL SELECT format('clientes %s %s', grupo_id, string_agg(nombre_completo || colonia || codigo_ine || es_aval, ',' ORDER BY cliente_id)) FROM clientes_avales GROUP BY grupo_id
          UNION ALL SELECT format('expedientes %s', string_agg(concat_ws(' ', cliente_id, telefono, curp, rfc, clabe, calle, notas), ',' ORDER BY cliente_id)) FROM expedientes
          UNION ALL SELECT format('prestamos %s %s %s %s %s %s %s', status, renovacion, count(*), sum(monto_prestamo), sum(monto_prestamo_real), sum(pagado), sum(numero_pagos)) FROM prestamos GROUP BY status, renovacion
          UNION ALL SELECT format('pagos %s %s %s %s', tipo, count(*), sum(monto_pagado), max(fecha_pago)) FROM pagos GROUP BY tipo
          UNION ALL SELECT format('faltas %s %s', count(*), sum(monto_abonado)) FROM falta
          UNION ALL SELECT format('cierres %s %s %s', count(*), sum(prestamos), sum(faltas)) FROM semana_cierre
          UNION ALL SELECT format('cortes %s %s %s %s %s', count(*), sum(corte_total), sum(total_gastos), sum(semilla), sum(diferencia)) FROM corte
          UNION ALL SELECT format('por aclarar %s %s %s', clave, estado, monto) FROM por_aclarar
        ) t(linea)
        """;

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Fill_TwoEmptyDatabases_MakesTheSameLender()
    {
        var otra = await server.NewDatabaseAsync();
        Assert.NotNull(await FillAsync(otra));
        Assert.Equal(await TestDatabase.ValueAsync<string>(demo.Connection, Huella), await TestDatabase.ValueAsync<string>(otra, Huella));
    }

    [Fact]
    public async Task Fill_FilledDatabase_DoesNothing()
    {
        var fingerprint = await TestDatabase.ValueAsync<string>(demo.Connection, Huella);
        Assert.Null(await FillAsync(demo.Connection));
        Assert.Equal(fingerprint, await TestDatabase.ValueAsync<string>(demo.Connection, Huella));
    }

    [Fact]
    public async Task Fill_EmptyDatabase_MakesUsersOfEachRoleWithThePrintedPassword()
    {
        Assert.Equal(["gestor1", "titular1", "supervisor1", "gerente1", "director1", "admin1"], demo.Hecha.Usuarios);
        Assert.Equal(1L, await demo.CountAsync("SELECT count(DISTINCT contrasena) FROM usuarios"));
        Assert.Equal(PasswordMatch.Yes, new PasswordHasher().Compare(demo.Hecha.Contrasena, await TestDatabase.ValueAsync<string>(demo.Connection, "SELECT min(contrasena) FROM usuarios")));
    }

    [Fact]
    public async Task Fill_EmptyDatabase_LeavesAYearOfWork()
    {
        Assert.Equal(12L, await demo.CountAsync("SELECT count(*) FROM grupos WHERE usuario_id_titular IS NOT NULL"));
        Assert.InRange(await demo.CountAsync("SELECT count(*) FROM clientes_avales"), 200, 220);
        Assert.InRange(await demo.CountAsync("SELECT count(*) FROM prestamos"), 300, 2000);
        Assert.Equal("activo,liquidado,renovado,vencido", await TestDatabase.ValueAsync<string>(demo.Connection, "SELECT string_agg(DISTINCT status, ',' ORDER BY status) FROM prestamos"));

        // Of six titulares and two gestores. Two of each collect, and have handed over all but the running week's, and one gestor's shortage.
        Assert.Equal(52L * 8, await demo.CountAsync("SELECT count(*) FROM corte"));
        Assert.Equal("gestor1 50.00", await TestDatabase.ValueAsync<string>(demo.Connection, """
            SELECT string_agg(usuario || ' ' || s, ',') FROM (SELECT usuario_id, sum(efectivo_recibido - total_gastos - efectivo_entregado) AS s FROM corte GROUP BY 1) c
            JOIN usuarios u ON u.id = usuario_id WHERE s <> 0
            """));
        Assert.Equal(4L, await demo.CountAsync("SELECT count(DISTINCT custodio_id) FROM pagos"));
        Assert.Equal(52L, await demo.CountAsync("SELECT count(*) FROM semana_cierre"));
    }

    [Fact]
    public async Task Fill_EmptyDatabase_NotesATelephoneOfMostClientesAndKeysOfAPart()
    {
        Assert.Equal(
            await demo.CountAsync("SELECT count(*) FROM expedientes"), await demo.CountAsync("SELECT count(DISTINCT telefono) FROM expedientes WHERE telefono IS NOT NULL"));
        Assert.InRange(await demo.CountAsync("SELECT 100 * count(*) / (SELECT count(*) FROM clientes_avales) FROM expedientes"), 80, 98);
        Assert.InRange(await demo.CountAsync("SELECT 100 * count(curp) / count(*) FROM expedientes"), 45, 75);
        Assert.Equal(await demo.CountAsync("SELECT count(curp) FROM expedientes"), await demo.CountAsync("SELECT count(DISTINCT curp) FROM expedientes"));

        // The INE key and the CURP state the same birth day and sex.
        Assert.Equal(0, await demo.CountAsync("""
            SELECT count(*) FROM expedientes JOIN clientes_avales USING (cliente_id)
            WHERE substr(curp, 5, 6) <> substr(codigo_ine, 7, 6) OR substr(curp, 11, 1) <> substr(codigo_ine, 15, 1)
               OR to_char(fecha_nacimiento, 'YYMMDD') <> substr(curp, 5, 6) OR sexo <> CASE substr(curp, 11, 1) WHEN 'M' THEN 'mujer' ELSE 'hombre' END
            """));
    }

    [Theory]
    [InlineData("liquidated and borrowed again", "prestamos p JOIN prestamos q USING (cliente_id) WHERE p.status = 'liquidado' AND q.prestamo_id > p.prestamo_id AND NOT q.renovacion")]
    [InlineData("above the limit", "prestamos WHERE monto_prestamo > 5000")]
    [InlineData("paid ahead", "pagos JOIN prestamos USING (prestamo_id) WHERE tipo = 'cobro' AND monto_pagado > 2 * cobranza_ideal")]
    [InlineData("visited", "pagos WHERE tipo = 'cobro' AND monto_pagado = 0")]
    [InlineData("noted a week late", "pagos WHERE tipo = 'cobro' AND fecha_pago < recibido_en - interval '5 days'")]
    [InlineData("reversed", "pagos WHERE tipo = 'reversa' AND motivo LIKE 'El recibo%'")]
    [InlineData("corrected", "pagos WHERE tipo = 'reversa' AND motivo LIKE 'Corrección%'")]
    [InlineData("fell short", "falta")]
    [InlineData("in the running week", "pagos WHERE tipo = 'cobro' AND fecha_pago >= '2026-11-16T06:00Z'")]
    public async Task Fill_EmptyDatabase_HasEveryKindOfData(string que, string filas) =>
        Assert.True(await demo.CountAsync($"SELECT count(*) FROM {filas}") >= 5, que);

    [Theory]
    [InlineData("paid is not the sum of the payments", "prestamos p WHERE pagado <> (SELECT coalesce(sum(monto_pagado), 0) FROM pagos x WHERE x.prestamo_id = p.prestamo_id)")]
    [InlineData("less than nothing is left", "prestamos WHERE pagado > monto_utilidad OR monto_prestamo_real < 0")]
    [InlineData("amount out of range", "prestamos WHERE monto_prestamo NOT BETWEEN 1000 AND 12000 OR monto_prestamo % 500 <> 0")]
    [InlineData("after now", "pagos WHERE greatest(fecha_pago, recibido_en) > '2026-11-19T18:00Z'")]
    public async Task Fill_EmptyDatabase_PassesTheCuadre(string que, string filas) =>
        Assert.True(await demo.CountAsync($"SELECT count(*) FROM {filas}") == 0, que);

    [Fact]
    public async Task Fill_EmptyDatabase_LeavesMoneyPorAclararAndCashOfAGestorWhoLeft()
    {
        Assert.Equal(
            "gestor1 pago.excede_restante,gestor1 prestamo.no_encontrado,gestor3 prestamo.cerrado",
            await TestDatabase.ValueAsync<string>(demo.Connection, """
                SELECT string_agg(u.usuario || ' ' || f.codigo, ',' ORDER BY u.usuario, f.codigo)
                FROM por_aclarar a JOIN envio_filas f USING (clave) JOIN usuarios u ON u.id = a.usuario_id WHERE a.estado = 'pendiente'
                """));
        Assert.Equal("gestor3", await TestDatabase.ValueAsync<string>(demo.Connection, "SELECT string_agg(usuario, ',') FROM usuarios WHERE NOT activo"));
        Assert.Equal(-50m, await TestDatabase.ValueAsync<decimal>(demo.Connection, "SELECT sum(diferencia) FROM corte WHERE diferencia <> 0 AND fecha > '2026-11-14'"));
    }

    [Fact]
    public async Task Cuadre_OfTheFilledDatabase_FindsOnlyTheCashOfTheGestorWhoLeft()
    {
        await using var db = TestDatabase.Context(demo.Connection);

        var cuadre = await new CuadreService(db, TimeProvider.System).CuadrarAsync(new PageRequest(1, PageRequest.MaxPerPage), TestContext.Current.CancellationToken);

        Assert.Equal("custodia_inactiva", Assert.Single(cuadre.Diferencias.Items).Concepto);
    }

    [Fact]
    public async Task Fill_DatabaseInUse_IsLeftAlone()
    {
        var connection = await server.NewDatabaseAsync();
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            VALUES ('N', 'P', 'M', 'ana', 'x', 2, true, false)
            """);
        Assert.Null(await FillAsync(connection));
        Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM usuarios"));
    }

    internal static async Task<DemoResult?> FillAsync(string connection)
    {
        await using var db = TestDatabase.Context(connection);
        using var contrasenas = new PasswordHashQueue(new PasswordHasher());
        var service = new DemoService(db, contrasenas, TestServer.Options(connection), new FakeTimeProvider(Ahora));
        await using var progress = new CommandProgress(AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(TextWriter.Null) }), "{1}");
        return await service.FillAsync(progress, TestContext.Current.CancellationToken);
    }

    /// <summary>One filled database for all tests, to be read; two starts at once filled it.</summary>
    public sealed class Financiera(TestServer server) : IAsyncLifetime
    {
        public string Connection { get; private set; } = "";

        public DemoResult Hecha { get; private set; } = new([], "");

        public async ValueTask InitializeAsync() => (Connection, Hecha) = await CopyAsync(server);

        /// <summary>A demo of a test's own. It was filled once, by two at the same time.</summary>
        internal static Task<(string Connection, DemoResult Hecha)> CopyAsync(TestServer server) => server.CopyAsync("demo", async connection =>
        {
            var hechas = await Task.WhenAll(FillAsync(connection), FillAsync(connection));
            return Assert.Single(hechas, hecha => hecha is not null)!;
        });

        public Task<long> CountAsync(string sql) => TestDatabase.ValueAsync<long>(Connection, sql);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
