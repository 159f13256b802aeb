using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Cobro;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Common;

[Trait("Kind", "Integration")]
public sealed class TelemetryTests(TestServer servidor)
{
    [Fact]
    public async Task Program_WithACollector_ReportsItsFiguresAndNoPersonalData()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ada");
        await TestCartera.LlenarAsync(connection, 2);
        await Base.EjecutarAsync(connection, "UPDATE clientes_avales SET nombre = 'CENTINELA', codigo_ine = 'CENTINELA'; UPDATE prestamos SET fecha_inicio = fecha_inicio - 14");
        await using var colector = new TestCollector();
        await using (var programa = await RunningProgram.IniciarAsync(connection, new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = colector.Direccion,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
        }))
        {
            using var api = await programa.Api().EntradaAsync("ada");
            async Task Pagar() => await api.EnviarAsync(
                HttpMethod.Post, "/pagos", new StringContent("""[{"prestamo_id":1,"monto_pagado":1}]""", Encoding.UTF8, "application/json"), ("Idempotency-Key", "k"));
            await Pagar();
            await Pagar();
            await api.GetAsync("/clientes?q=CENTINELA");
            await TelefonosDePrueba.RegistrarAsync(api, TelefonosDePrueba.Uno);
            await TelefonosDePrueba.ContactarAsync(api);
            await api.FilasAsync(Telefono.Fila(2, 1, TimeProvider.System.GetUtcNow().AddDays(-2)));
            await api.PostAsync("/verificacion/semanal");
            await api.FireTimerAsync("SesionesLimpiar");
            await colector.WaitForAsync("logs", "la semana 20");
            await colector.WaitForAsync("logs", "Se borraron");
            await programa.TerminarAsync();
        }

        foreach (var (que, dicho) in new[]
        {
            ("traces", "PagosRegistrar"), ("traces", "INSERT INTO operaciones"), ("traces", "VerificacionSemanalAMano"), ("logs", "Se cerró la semana 20"),
            ("metrics", "prosmex.pagos.aceptados"), ("metrics", "prosmex.solicitudes.repetidas"), ("metrics", "prosmex.semanas.cerradas"),
            ("metrics", "prosmex.faltas.escritas"), ("metrics", "prosmex.semanas.atraso"), ("metrics", "http.server.request.duration"),
            ("metrics", "prosmex.telefonos.contactos"), ("metrics", "vigente"), ("metrics", "prosmex.envios.filas"), ("metrics", "tarde"),
        })
        {
            Assert.Contains(dicho, Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(colector.Recibido(que))), StringComparison.Ordinal);
        }

        // The log is the program's own: no statements, and nothing of the libraries.
        Assert.DoesNotMatch("SELECT|Microsoft\\.|System\\.|Npgsql", colector.Recibido("logs"));
        Assert.All(["traces", "metrics", "logs"], que => Assert.DoesNotMatch("CENTINELA|Bearer|" + Personas.Contrasena, colector.Recibido(que)));
    }

    [Fact]
    public async Task Trace_OfAnError_IsThatOfItsLogRecord()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "gil", rol: 1);
        await using var programa = await ProgramInProcess.IniciarAsync(connection);
        using var api = await programa.Api().EntradaAsync("gil");
        var rechazo = (await api.PostAsync("/rutas", new JsonObject())).Problema(HttpStatusCode.Forbidden);
        await programa.TerminarAsync();
        Assert.Contains(programa.Salida.Split('\n'), r => r.Contains("RutasCrear", StringComparison.Ordinal) && r.Contains((string)rechazo.Json["traceId"]!, StringComparison.Ordinal));
    }
}
