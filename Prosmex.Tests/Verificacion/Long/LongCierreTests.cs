using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;
using Prosmex.Domain.Verificacion;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Verificacion.Long;

/// <summary>The close and the reports on a lender far larger than any: not part of "dotnet test", run by <c>.ci/largo</c>.</summary>
[Trait("Kind", "Integration")]
public sealed class LongCierreTests(TestServer server)
{
    private const int DefaultPrestamos = 100_000;
    private const int PagosPorPrestamo = 10;

    private static readonly DateTimeOffset Ahora = Cartera.Hora("2026-11-18");

    /// <summary>Fewer, for trying it out.</summary>
    private static readonly int Prestamos =
        int.TryParse(Environment.GetEnvironmentVariable("PROSMEX_LARGO_PRESTAMOS"), CultureInfo.InvariantCulture, out var n) ? n : DefaultPrestamos;

    [Fact(Explicit = true)]
    public async Task Cerrar_HundredThousandPrestamosWithAMillionPagos_BesideTheSameSqlByHand()
    {
        var original = await LoadAsync();
        var (puestaAlDia, semanas) = await CerrarToTheLastButOneAsync(original);
        Announce($"Al día: {semanas} semanas en {puestaAlDia.TotalSeconds:0.00} s");

        var porServicio = await CopyAsync(original);
        var aMano = await CopyAsync(original);
        var capture = new StatementCapture();
        var (service, cerrada) = await CerrarAsync(porServicio, capture);
        var statements = capture.Take();
        var mano = await RunByHandAsync(aMano, statements);
        Announce($"Una semana, {cerrada.Prestamos} préstamos, {cerrada.Faltas} faltas, {cerrada.Vencidos} vencidos:");
        Announce($"  VerificacionService {service.TotalMilliseconds:0} ms · el mismo SQL a mano {mano.TotalMilliseconds:0} ms · razón {service / mano:0.00}");

        // The two did the same, and it is what the rule says.
        var cartera = new Cartera(porServicio, Ahora);
        Assert.Equal(await HuellaAsync(porServicio), await HuellaAsync(aMano));
        Assert.Equal(cerrada.Faltas, (await cartera.FaltasAsync()).Count(f => f.Domingo == cerrada.Semana.AddDays(6)));
        await cartera.CuadrarAsync();
        Announce("El recuento de cada préstamo cuadra.");
        await WritePlansAsync(original, porServicio, statements);
    }

    private static void Announce(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static void Announce(string line) => Console.WriteLine(line);

    /// <summary>Clients in 400 groups, each with an open loan that started 11 to 16 weeks ago, and ten payments in the last ten, some short, late or ahead.</summary>
    private async Task<string> LoadAsync()
    {
        var cartera = await Cartera.NuevaAsync(server, Ahora, Prestamos);
        var sinLimite = new NpgsqlConnectionStringBuilder(cartera.Connection) { CommandTimeout = 0 }.ConnectionString;
        await TestDatabase.ExecuteAsync(sinLimite, $"""
            INSERT INTO rutas (nombre_ruta) SELECT 'Ruta ' || r FROM generate_series(1, 10) r;
            INSERT INTO grupos (nombre_grupo, ruta_id, usuario_id_titular) SELECT 'Grupo ' || g, 4 + g % 10, 1 FROM generate_series(1, 400) g;
            UPDATE clientes_avales SET grupo_id = 4 + cliente_id % 400;
            INSERT INTO prestamos (cliente_id, aval_id, tipo_prestamo_id, fecha_inicio, monto_prestamo, monto_prestamo_real, monto_utilidad, cobranza_ideal,
                numero_semanas, pagado, numero_pagos, status, renovacion, fecha_creacion, registrado_por, excepcion_adopcion)
            SELECT c, c % {Prestamos} + 1, 35, date '2026-11-16' - 7 * (11 + c % 6) + c % 7, m, m, round(m * 1.5, 2), round(m * 0.05, 2),
                30, 0, 0, 'activo', false, timestamptz '2026-07-01 12:00Z', 1, false
            FROM (SELECT c, 1000 + 10 * (c % 400) AS m FROM generate_series(1, {Prestamos}) c) c;
            INSERT INTO pagos (prestamo_id, tipo, fecha_pago, monto_pagado, registrado_por, recibido_en, excepcion_adopcion)
            SELECT prestamo_id, 'cobro', (date '2026-08-31' + 7 * k + (prestamo_id * k) % 7 + time '17:30') AT TIME ZONE 'America/Mexico_City',
                CASE (prestamo_id * 7 + k * 3) % 8 WHEN 0 THEN 0 WHEN 1 THEN round(cobranza_ideal / 2, 2) WHEN 2 THEN cobranza_ideal * 2 ELSE cobranza_ideal END,
                1, fecha_creacion, false
            FROM prestamos CROSS JOIN generate_series(1, {PagosPorPrestamo}) k ORDER BY k, prestamo_id;
            UPDATE prestamos p SET pagado = s.pagado, numero_pagos = s.pagos
            FROM (SELECT prestamo_id, sum(monto_pagado) AS pagado, count(*) AS pagos FROM pagos GROUP BY prestamo_id) s WHERE s.prestamo_id = p.prestamo_id
            """);
        await TestDatabase.ExecuteAsync(sinLimite, "VACUUM ANALYZE");
        return cartera.Connection;
    }

    private static async Task<(TimeSpan Duration, int Semanas)> CerrarToTheLastButOneAsync(string connection)
    {
        var stopwatch = Stopwatch.StartNew();
        var semanas = await new Cartera(connection, Ahora.AddDays(-7)).CerrarAsync();
        var duration = stopwatch.Elapsed;
        await TestDatabase.ExecuteAsync(connection, "VACUUM ANALYZE");
        return (duration, semanas.Count);
    }

    private static async Task<(TimeSpan Duration, SemanaCerradaDto Semana)> CerrarAsync(string connection, StatementCapture capture)
    {
        await using var db = TestDatabase.Context(connection, capture);
        var service = new VerificacionService(db, new UnitOfWork(db, TimeProvider.System), new FakeTimeProvider(Ahora));
        var stopwatch = Stopwatch.StartNew();
        var cerradas = await service.CerrarPendientesAsync(RequestContext.System(), CancellationToken.None);
        return (stopwatch.Elapsed, Assert.Single(cerradas));
    }

    // In one transaction: the service's query after its last commit only finds that nothing is left.
    private static async Task<TimeSpan> RunByHandAsync(string base_, IReadOnlyList<Statement> statements)
    {
        await using var connection = new NpgsqlConnection(base_);
        await connection.OpenAsync();
        var stopwatch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var statement in statements)
        {
            await using var command = statement.CommandOf(connection);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
        return stopwatch.Elapsed;
    }

    private static async Task WritePlansAsync(string open, string cerrada, IReadOnlyList<Statement> cierre)
    {
        var server = await TestDatabase.ValueAsync<string>(open, "SELECT current_setting('server_version')");
        var plans = new Plans(
            $"PostgreSQL {server}, {Prestamos.ToString("N0", CultureInfo.InvariantCulture)} open loans with {(Prestamos * PagosPorPrestamo).ToString("N0", CultureInfo.InvariantCulture)} payments in 400 groups.");
        await using (var connection = new NpgsqlConnection(open))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await plans.AgregarAsync(connection, "The close of a week", cierre);
            await transaction.RollbackAsync();
        }

        await TestDatabase.ExecuteAsync(cerrada, "VACUUM ANALYZE");
        var capture = new StatementCapture();
        await using (var db = TestDatabase.Context(cerrada, capture))
        {
            var reportes = new ReporteService(db, new(db));
            await reportes.GeneralAsync(RequestContext.SystemFor(Cartera.Admin, Ahora), null, new(1, 10), CancellationToken.None);
            var general = capture.Take();
            await reportes.TotalesAsync(RequestContext.SystemFor(Cartera.Admin, Ahora), null, CancellationToken.None);
            var totales = capture.Take();
            await using var connection = new NpgsqlConnection(cerrada);
            await connection.OpenAsync();
            await plans.AgregarAsync(connection, "reporte/general", general);
            await plans.AgregarAsync(connection, "reporte/totales", totales);
        }

        Announce($"Los planes están en {await plans.StoreAsync()}.");
    }

    private static Task<string> HuellaAsync(string connection) => TestDatabase.ValueAsync<string>(connection, """
        SELECT (SELECT md5(string_agg(concat_ws(' ', prestamo_id, fecha, monto_abonado), ';' ORDER BY prestamo_id, fecha)) FROM falta)
            || (SELECT md5(string_agg(concat_ws(' ', prestamo_id, status), ';' ORDER BY prestamo_id)) FROM prestamos)
            || (SELECT string_agg(concat_ws(' ', semana, prestamos, faltas, vencidos), ';' ORDER BY semana) FROM semana_cierre)
        """);

    // PostgreSQL only copies a database without connections.
    private async Task<string> CopyAsync(string original)
    {
        NpgsqlConnection.ClearAllPools();
        var copy = await server.MissingDatabaseAsync();
        var (de, a) = (new NpgsqlConnectionStringBuilder(original).Database, new NpgsqlConnectionStringBuilder(copy).Database);
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(original) { Database = "postgres" }.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {a} TEMPLATE {de}");
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
        return copy;
    }
}
