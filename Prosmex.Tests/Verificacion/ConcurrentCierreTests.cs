using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using CsCheck;
using Npgsql;
using Prosmex.LocalHost.Runtime;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion;

/// <summary>The close against other closes, against payments, against being killed, and in other time zones.</summary>
[Trait("Kind", "Integration")]
public sealed class ConcurrentCierreTests(TestServer server, ConcurrentCierreTests.UndisturbedRun undisturbed) : IClassFixture<ConcurrentCierreTests.UndisturbedRun>
{
    private const string Timer = "VerificacionSemanal";

    // Loans of all products with irregular payments, starting in the first 120 weeks; the same in every database.
    private const string Prestamos = """
        INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
            numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, registrado_por, excepcion_adopcion)
        SELECT c, 1 + c % (SELECT count(*) FROM clientes_avales)::int, tipo_prestamo_id, date '2024-01-01' + (c * 37) % 840, 1000, 1000,
            round(1000 * (1 + interes), 2), round(1000 * porcentaje_semanal, 2), numero_semanas, 0, 0, 'activo', false, timestamptz '2024-01-01 12:00Z', 1, false
        FROM (SELECT cliente_id AS c FROM clientes_avales) c
        JOIN (SELECT t.*, row_number() OVER (ORDER BY tipo_prestamo_id) - 1 AS n FROM tipos_prestamo t) t ON t.n = c % 5
        ORDER BY c;
        INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, registrado_por, recibido_en, excepcion_adopcion)
        SELECT prestamo_id, 'cobro', (fecha_inicio + 7 * k + (prestamo_id * k) % 9 + time '23:30') AT TIME ZONE 'America/Mexico_City',
            round(cobranza_ideal * ((prestamo_id + k) % 4) / 3, 2), 1, fecha_creacion, false
        FROM prestamos CROSS JOIN generate_series(1, 10) k WHERE (prestamo_id + k) % 5 > 0 AND k < numero_semanas - 1;
        UPDATE prestamos p SET pagado = s.pagado, numero_pagos = s.pagos
        FROM (SELECT prestamo_id, sum(monto_pagado) AS pagado, count(*) AS pagos FROM pagos GROUP BY prestamo_id) s WHERE s.prestamo_id = p.prestamo_id
        """;

    // 150 weeks after the first.
    private static readonly DateTimeOffset Ahora = Cartera.Hora("2026-11-18");

    [Fact]
    public async Task Timer_InFourProgramsAtOnce_ClosesEachSemanaOnce()
    {
        await using var cartera = await LoadedAsync();
        var programs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ProgramInProcess.StartAsync(cartera.Connection, new StoppedClock(Ahora))));
        try
        {
            await Task.WhenAll(programs.Select(FireAsync));
            await CheckChainAsync(cartera);
            var before = await AllTablesAsync(cartera);
            await Task.WhenAll(programs.Select(FireAsync));
            Assert.Equal(before, await AllTablesAsync(cartera));
            Assert.Equal(await undisturbed.TablesAsync(), await AllTablesAsync(cartera));
        }
        finally
        {
            await Task.WhenAll(programs.Select(p => p.DisposeAsync().AsTask()));
        }
    }

    [Fact(Explicit = true)]
    [Trait("Stage", "Landing")]
    public async Task Timer_KilledAtRandomAndRunAgain_LeavesTheSame()
    {
        await using var cartera = await LoadedAsync();

        // So that there is time to die in, also between the statements of one week.
        await TestDatabase.ExecuteAsync(cartera.Connection, """
            CREATE FUNCTION lento() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.006); RETURN NULL; END $$;
            CREATE TRIGGER lento AFTER INSERT ON falta FOR EACH STATEMENT EXECUTE FUNCTION lento();
            CREATE TRIGGER lento AFTER INSERT ON semana_cierre FOR EACH STATEMENT EXECUTE FUNCTION lento();
            """);
        foreach (var (semanas, milliseconds) in Gen.Select(Gen.Int[0, 35], Gen.Int[0, 12]).Array[3].Single())
        {
            var hasta = (await cartera.SemanasAsync()).Count + semanas;
            var program = await StartAsync(cartera);
            Task fired;
            try
            {
                fired = Record.ExceptionAsync(() => FireAsync(program)).AsTask();
                while (!fired.IsCompleted && (await cartera.SemanasAsync()).Count < hasta)
                {
                    await Task.Delay(1, TestContext.Current.CancellationToken);
                }

                await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
            }
            finally
            {
                // Not asked to end: killed.
                await program.DisposeAsync();
            }

            await fired;
            await CheckChainAsync(cartera, isComplete: false);
        }

        await using var ultimo = await ProgramInProcess.StartAsync(cartera.Connection, new StoppedClock(Ahora));
        await FireAsync(ultimo);
        await CheckChainAsync(cartera);
        Assert.Equal(await undisturbed.TablesAsync(), await AllTablesAsync(cartera));
    }

    [Fact]
    public async Task Timer_ProcessAndDatabaseInOtherTimeZones_LeavesTheSame()
    {
        await using var cartera = await LoadedAsync();
        await EnZonaAsync(cartera, "Pacific/Kiritimati");
        await using (var program = await StartAsync(cartera, new Dictionary<string, string> { ["TZ"] = "Asia/Tokyo" }))
        {
            await FireAsync(program);
        }

        await CheckChainAsync(cartera);
        Assert.Equal(await undisturbed.TablesAsync(), await AllTablesAsync(cartera));
    }

    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Pacific/Pago_Pago")]
    public async Task Cerrar_SessionInAnotherTimeZone_UsesMexicanWeekBoundaries(string zone)
    {
        await using var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-10-07"));
        await EnZonaAsync(cartera, zone);
        var prestamo = await cartera.PrestarAsync(1, "2026-10-07");
        await cartera.CerrarAsync("2026-10-18 23:59:59.999");
        await cartera.CobrarAsync(prestamo, 400, "2026-10-18 23:59:59.999");
        Assert.Single(await cartera.CerrarAsync("2026-10-19 00:00"));
        await cartera.CobrarAsync(prestamo, 400, "2026-10-19 00:00");
        Assert.Single(await cartera.CerrarAsync("2026-10-26 00:00"));
        Assert.Empty(await cartera.FaltasAsync());

        // Into closed weeks the same edges hold.
        var borde = await cartera.CobrarAsync(prestamo, 100, "2026-10-25 23:59:59.999");
        await cartera.CerrarAsync("2026-11-02 00:00");
        Assert.Equal(["2026-11-01 0.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CorregirAsync(borde, 100, Cartera.Hora("2026-10-26 00:00"));
        Assert.Equal(["2026-11-01 100.00"], await cartera.FaltasAsync(prestamo));
        await cartera.CuadrarAsync();
    }

    [Fact]
    public async Task Cerrar_WhilePagosOfThoseSemanasArrive_FaltasMatchTheRecuento()
    {
        const int Clientes = 24;
        const int Semanas = 12;
        await using var cartera = await Cartera.NuevaAsync(server, Cartera.Hora("2026-08-03 12:00"), Clientes + 8);
        for (var cliente = 1; cliente <= Clientes; cliente++)
        {
            await cartera.PrestarAsync(cliente, "2026-08-03", tipo: cliente % 3 == 0 ? Cartera.ThreeSemanas : 36);
        }

        using var stopping = new CancellationTokenSource();
        var cobros = new ConcurrentBag<int>();

        // Each on loans that others pay too: payments, reversals, corrections and loans with an old start, until the closes are over.
        async Task CobrarAsync(int thread)
        {
            var random = Gen.Select(Gen.Int[1, Clientes], Gen.Int[1, 700], Gen.Double[0, 1], Gen.Int[0, 9]);
            for (var i = 0; i < 40 && !stopping.IsCancellationRequested; i++)
            {
                var (prestamo, centavos, part, draw) = random.Single();
                var desde = Cartera.Hora("2026-08-03");
                var fecha = desde + ((cartera.Clock.GetUtcNow() - desde) * part);
                var pago = await cartera.CobrarAsync(prestamo, centavos / 100m, fecha);
                cobros.Add(pago);
                switch (draw)
                {
                    case 0 or 1:
                        await cartera.ReversarAsync(pago);
                        break;
                    case 2 or 3:
                        await cartera.CorregirAsync(pago, centavos / 200, desde + ((fecha - desde) / 2));
                        break;
                    case 4 when i < 10:
                        var nuevo = await cartera.PrestarAsync(Clientes + 1 + thread, "2026-08-01");
                        await cartera.MoverAsync(nuevo, "2026-07-20");
                        await cartera.EliminarAsync(nuevo);
                        break;
                }
            }
        }

        async Task CerrarAsync()
        {
            for (var semana = 1; semana <= Semanas; semana++)
            {
                cartera.Advance(Cartera.Hora("2026-08-03 00:00").AddDays(7 * semana));
                await Task.WhenAll(cartera.CerrarAsync(), cartera.CerrarAsync());

                // Each week meets payments: at least these after the last close.
                var hechos = cobros.Count;
                while (cobros.Count < hechos + 4 && cobros.Count < 300 && !stopping.IsCancellationRequested)
                {
                    await Task.Delay(1);
                }
            }
        }

        var cierre = CerrarAsync();
        var pagadores = Enumerable.Range(0, 8).Select(thread => Task.Run(() => CobrarAsync(thread))).ToArray();
        try
        {
            // A payer that fails ends the wait too.
            await await Task.WhenAny(cierre, Task.WhenAll(pagadores));
        }
        finally
        {
            await stopping.CancelAsync();
        }

        await Task.WhenAll([cierre, .. pagadores]);
        cartera.Advance(Cartera.Hora("2026-08-03 00:00").AddDays(7 * Semanas));
        await cartera.CerrarAsync();
        Assert.NotEmpty(await cartera.FaltasAsync());
        Assert.Equal(Enumerable.Range(0, Semanas).Select(s => Cartera.Dia("2026-08-03").AddDays(7 * s)), await cartera.SemanasAsync());
        await cartera.CuadrarAsync();
    }

    private static Task<RunningProgram> StartAsync(Cartera cartera, Dictionary<string, string>? environment = null) => RunningProgram.StartAsync(
        cartera.Connection, environment, "--reloj", Ahora.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    private static Task FireAsync(RunningProgram program) => FireAsync(program.Api(), () => program.Output);

    private static Task FireAsync(ProgramInProcess program) => FireAsync(program.Api(), () => program.Output);

    private static async Task FireAsync(Api client, Func<string> output)
    {
        using var api = client;
        var response = await api.FireTimerAsync(Timer);
        Assert.True(response.Status == HttpStatusCode.Accepted, $"{response.Status}: {output()}");
    }

    /// <summary>Unbroken from the oldest start; each week's count is that of its rows.</summary>
    private static async Task CheckChainAsync(Cartera cartera, bool isComplete = true)
    {
        var filas = await cartera.FilasAsync(
            "SELECT semana, faltas, (SELECT count(*) FROM falta WHERE fecha = semana + 6)::int FROM semana_cierre ORDER BY semana",
            r => (Semana: r.GetFieldValue<DateOnly>(0), Faltas: r.GetInt32(1), Filas: r.GetInt32(2)));
        var inicio = (await cartera.FilasAsync("SELECT min(fecha_inicio) FROM prestamos", r => r.GetFieldValue<DateOnly>(0)))[0];
        var primera = FaltasModel.Lunes(inicio);
        Assert.Equal(Enumerable.Range(0, filas.Count).Select(i => primera.AddDays(7 * i)), filas.Select(f => f.Semana));
        Assert.All(filas, f => Assert.Equal(f.Filas, f.Faltas));
        if (filas.Count > 0)
        {
            await cartera.CuadrarAsync();
        }

        if (isComplete)
        {
            Assert.Equal(FaltasModel.Lunes(FaltasModel.Dia(Ahora)).AddDays(-7), filas[^1].Semana);
        }
    }

    private static Task<string> AllTablesAsync(Cartera cartera) => TestDatabase.ValueAsync<string>(cartera.Connection, """
        SELECT (SELECT string_agg(concat_ws(' ', prestamo_id, to_char(fecha, 'YYYY-MM-DD'), monto_abonado), ';' ORDER BY prestamo_id, fecha) FROM falta) || '|'
            || (SELECT string_agg(concat_ws(' ', prestamo_id, status, pagado), ';' ORDER BY prestamo_id) FROM prestamos) || '|'
            || (SELECT string_agg(concat_ws(' ', to_char(semana, 'YYYY-MM-DD'), prestamos, faltas, vencidos), ';' ORDER BY semana) FROM semana_cierre)
        """);

    private static async Task EnZonaAsync(Cartera cartera, string zone)
    {
        var name = new NpgsqlConnectionStringBuilder(cartera.Connection).Database;
        await TestDatabase.ExecuteAsync(cartera.Connection, $"ALTER DATABASE {name} SET timezone TO '{zone}'");

        // It holds for sessions that begin after it.
        NpgsqlConnection.ClearPool(new(cartera.Connection));
        Assert.Equal(zone, await TestDatabase.ValueAsync<string>(cartera.Connection, "SELECT current_setting('timezone')"));
    }

    private Task<Cartera> LoadedAsync() => LoadedAsync(server);

    private static async Task<Cartera> LoadedAsync(TestServer server)
    {
        var cartera = await Cartera.NuevaAsync(server, Ahora, clientes: 60);
        await TestDatabase.ExecuteAsync(cartera.Connection, Prestamos);
        return cartera;
    }

    /// <summary>The close of the same weeks in one go on a database of its own, made once.</summary>
    public sealed class UndisturbedRun(TestServer server)
    {
        private readonly Lazy<Task<string>> _tables = new(async () =>
        {
            await using var cartera = await LoadedAsync(server);
            await cartera.CerrarAsync();
            return await AllTablesAsync(cartera);
        });

        public Task<string> TablesAsync() => _tables.Value;
    }
}
