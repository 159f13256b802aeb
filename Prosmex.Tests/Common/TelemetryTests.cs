using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Cobro;
using Prosmex.Tests.Financieras;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Common;

[Trait("Kind", "Integration")]
public sealed class TelemetryTests(TestServer server)
{
    [Fact]
    public async Task Program_WithACollector_ReportsItsFiguresAndNoPersonalData()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ada");
        await TestCartera.FillAsync(connection, 2);
        await TestDatabase.ExecuteAsync(connection, "UPDATE clientes_avales SET nombre = 'CENTINELA', codigo_ine = 'CENTINELA'; UPDATE prestamos SET fecha_inicio = fecha_inicio - 14");
        await using var collector = new TestCollector();
        await using (var program = await RunningProgram.StartAsync(connection, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        }))
        {
            using var api = await program.Api().SignedInAsync("ada");
            async Task Pagar() => await api.SendAsync(
                HttpMethod.Post, "/pagos", new StringContent("""[{"prestamo_id":1,"monto_pagado":1}]""", Encoding.UTF8, "application/json"), ("Idempotency-Key", "k"));
            await Pagar();
            await Pagar();
            await api.GetAsync("/clientes?q=CENTINELA");
            await TestTelefonos.RegistrarAsync(api, TestTelefonos.Uno);
            await TestTelefonos.ContactarAsync(api);
            await api.FilasAsync(Telefono.Fila(2, 1, TimeProvider.System.GetUtcNow().AddDays(-2)));
            await api.PostAsync("/verificacion/semanal");
            await api.FireTimerAsync("SesionesLimpiar");
            await collector.WaitForAsync("logs", "la semana 20");
            await collector.WaitForAsync("logs", "Se borraron");
            await program.StopAsync();
        }

        foreach (var (que, dicho) in new[]
        {
            ("traces", "PagosRegistrar"), ("traces", "INSERT INTO operaciones"), ("traces", "VerificacionSemanalAMano"), ("logs", "Se cerró la semana 20"),
            ("metrics", "prosmex.pagos.aceptados"), ("metrics", "prosmex.solicitudes.repetidas"), ("metrics", "prosmex.semanas.cerradas"),
            ("metrics", "prosmex.faltas.escritas"), ("metrics", "prosmex.semanas.atraso"), ("metrics", "http.server.request.duration"),
            ("metrics", "prosmex.telefonos.contactos"), ("metrics", "vigente"), ("metrics", "prosmex.envios.filas"), ("metrics", "tarde"),
        })
        {
            Assert.Contains(dicho, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(collector.Received(que))), StringComparison.Ordinal);
        }

        // The log is the program's own: no statements, and nothing of the libraries.
        Assert.DoesNotMatch("SELECT|Microsoft\\.|System\\.|Npgsql", collector.Received("logs"));
        Assert.All(["traces", "metrics", "logs"], que => Assert.DoesNotMatch("CENTINELA|Bearer|" + Personas.Contrasena, collector.Received(que)));
    }

    // One lender's healthy week does not stand for another's that was not closed.
    [Fact]
    public async Task Gauges_OfLendersThatShareAProgram_NameTheLender()
    {
        var connection = await SharedProgram.DatabaseAsync(server, 2);
        await using var collector = new TestCollector();
        await using (var program = await RunningProgram.StartAsync(connection, new Dictionary<string, string>
        {
            ["Prosmex__Financieras"] = "true",
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        }))
        {
            using var api = program.Api();
            (await api.FireTimerAsync("VerificacionSemanal")).Message.EnsureSuccessStatusCode();
            (await api.FireTimerAsync("VerificacionCuadre")).Message.EnsureSuccessStatusCode();
            await program.StopAsync();
        }

        foreach (var (gauge, schema) in new[] { "semanas.atraso", "cuadre.diferencias" }.SelectMany(g => Enumerable.Range(1, 2).Select(l => (g, SharedProgram.Schema(l)))))
        {
            // The points of a metric, with their tags, follow its name.
            Assert.Matches($@"(?s)prosmex\.{gauge}(?:(?!prosmex\.(?:semanas|cuadre|faltas)\.).)*prosmex\.financiera.{{1,8}}{schema}", collector.Received("metrics"));
        }
    }

    [Fact]
    public async Task Trace_OfAnError_IsThatOfItsLogRecord()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "gil", rol: 1);
        await using var program = await ProgramInProcess.StartAsync(connection);
        using var api = await program.Api().SignedInAsync("gil");
        var rechazo = (await api.PostAsync("/rutas", new JsonObject())).Problem(HttpStatusCode.Forbidden);
        await program.StopAsync();
        Assert.Contains(program.Output.Split('\n'), r => r.Contains("RutasCrear", StringComparison.Ordinal) && r.Contains((string)rechazo.Json["traceId"]!, StringComparison.Ordinal));
    }
}
