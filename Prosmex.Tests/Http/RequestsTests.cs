using System.Net;
using System.Text;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

/// <summary>How every route treats its input, through the running program.</summary>
[Trait("Kind", "Integration")]
public sealed class RequestsTests(TestServer server)
{
    [Fact]
    public async Task Program_OddRequests_AnswersWithClearProblems()
    {
        await using var program = await ProgramInProcess.StartAsync(await server.NewDatabaseAsync());
        using var api = program.Api();
        await api.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);

        Assert.Equal("Hello from Prosmex API!", (await api.GetAsync("/")).Text);
        Assert.Equal("""{"status":"ok","dependencias":{"postgresql":"ok"}}""", (await api.GetAsync("/health/")).Success("get", "/health").Text);
        foreach (var (method, path) in new[] { ("GET", "/nada"), ("GET", "/clientes/abc"), ("GET", "/clientes/99999999999"), ("PATCH", "/clientes"), ("POST", "/"), ("GET", "/auth/login"), ("GET", "/clientes//1") })
        {
            (await api.Another().SendAsync(HttpMethod.Parse(method), path)).Problem(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }

        foreach (var path in new[] { "/clientes/01", "/clientes/+1", "/clientes/%2B1" })
        {
            (await api.GetAsync(path)).Problem(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }

        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Head, "/clientes")).Status);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/CLIENTES/?page=1")).Status);
        (await api.GetAsync("/clientes/0")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("/clientes/-1")).Problem(HttpStatusCode.NotFound);
        (await api.GetAsync("/clientes?page=1&page=2")).Problem(HttpStatusCode.BadRequest);
        (await api.GetAsync("/clientes?q=%00")).Problem(HttpStatusCode.BadRequest);

        async Task Body(byte[] body, string? type, string codigo, HttpStatusCode status = HttpStatusCode.BadRequest)
        {
            var content = new ByteArrayContent(body);
            if (type is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            }

            (await api.SendAsync(HttpMethod.Post, "/rutas", content)).Problem(status, codigo);
        }

        await Body([], "application/json", "solicitud.sin_cuerpo");
        await Body("{}"u8.ToArray(), null, "solicitud.tipo_de_contenido");
        await Body("{}"u8.ToArray(), "text/plain", "solicitud.tipo_de_contenido");
        await Body("{"u8.ToArray(), "application/json", "solicitud.json");
        await Body("{} {}"u8.ToArray(), "application/json", "solicitud.json");
        await Body("null"u8.ToArray(), "application/json", "solicitud.json");
        await Body("[]"u8.ToArray(), "application/json", "solicitud.json");
        await Body("7"u8.ToArray(), "application/json", "solicitud.json");
        await Body(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)), "application/json", "solicitud.json");
        await Body([.. "{\"nombre_ruta\":\""u8, 0xFF, .. "\"}"u8], "application/json", "solicitud.json");
        await Body("""{"nombre_ruta":"a","nombre_ruta":"b"}"""u8.ToArray(), "application/json", "solicitud.json");
        foreach (var bad in new[] { """{"nombre_ruta":"\ud800"}""", """{"otro":["\ud800"]}""", """{"\ud800":1}""", """{"otro":"\u0000"}""", """{"\u0000":1}""" })
        {
            await Body(Encoding.UTF8.GetBytes(bad), "application/json", "solicitud.json");
        }

        await Body([.. "{\"otro\":\""u8, 0xC3, .. "\"}"u8], "application/json", "solicitud.json");
        await Body("""{"usuario_id_gerente":99999999999}"""u8.ToArray(), "application/json", "solicitud.invalida");
        await Body("""{"usuario_id_gerente":1.5}"""u8.ToArray(), "application/json", "solicitud.invalida");
        foreach (var bytes in new[] { 1_048_577, 29_000_000, 31_000_000 })
        {
            await Body(new byte[bytes], "application/json", "solicitud.demasiado_grande", HttpStatusCode.RequestEntityTooLarge);
        }

        (await api.SendAsync(HttpMethod.Get, "/rutas", new ByteArrayContent(new byte[1_048_577]))).Problem(HttpStatusCode.RequestEntityTooLarge);
        var chunked = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"nombre_ruta":"{{new string('x', 1_048_576)}}"}""")));
        chunked.Headers.ContentType = new("application/json");
        (await api.SendAsync(HttpMethod.Post, "/rutas", chunked, ("Transfer-Encoding", "chunked"))).Problem(HttpStatusCode.RequestEntityTooLarge, "solicitud.demasiado_grande");

        foreach (var (path, filas) in new[]
        {
            ("/prestamos", """[{"fecha_inicio":"x","cliente_id":{},"x":1}]"""),
            ("/pagos", """[{"fecha_pago":"x"},{"prestamo_id":"x"},7]"""),
        })
        {
            var rechazo = (await api.SendAsync(HttpMethod.Post, path, new StringContent(filas, Encoding.UTF8, "application/json"))).Problem(HttpStatusCode.BadRequest);
            Assert.NotEmpty(rechazo.Data["errors"]!.AsArray());
        }

        foreach (var path in new[] { "/nada", "/clientes", "/auth/login" })
        {
            var preflight = await api.Another().SendAsync(
                HttpMethod.Options, path, null, ("Origin", "null"), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"));
            Assert.True((int)preflight.Status is >= 200 and < 300);
            Assert.True(preflight.Message.Headers.GetValues("Access-Control-Allow-Origin").Single() is "*" or "null");
            Assert.Contains("PUT", preflight.Message.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
            Assert.Contains("idempotency-key", preflight.Message.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        }

        var error = await api.Another().SendAsync(HttpMethod.Get, "/clientes", null, ("Origin", "null"));
        error.Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.True(error.Message.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("Bearer", error.Message.Headers.WwwAuthenticate.Single().Scheme);
        Assert.False(error.Message.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Program_WithoutDatabase_Answers503AndRecovers()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-sin-base-{Guid.NewGuid():N}")).FullName;
        try
        {
            var options = new PrivatePostgresOptions { Folder = folder, Report = _ => { } };
            var postgres = await PrivatePostgres.StartAsync(options, CancellationToken.None);
            await using var program = await ProgramInProcess.StartAsync(postgres.ConnectionString);
            using var api = program.Api();
            await api.SignInAsync(RunningProgram.Admin, RunningProgram.AdminPassword);
            await postgres.DisposeAsync();

            var rechazo = (await api.GetAsync("/clientes")).Problem(HttpStatusCode.ServiceUnavailable, "servicio.no_disponible");
            Assert.True(rechazo.Message.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            var salud = await api.GetAsync("/health");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "no disponible"), (salud.Status, (string?)salud.Json["dependencias"]!["postgresql"]));
            Assert.True(salud.Message.Headers.RetryAfter?.Delta > TimeSpan.Zero);

            await using var otraVez = await PrivatePostgres.StartAsync(options, CancellationToken.None);
            (await api.GetAsync("/clientes")).Success("get", "/clientes");
            Assert.DoesNotContain("SELECT", program.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
