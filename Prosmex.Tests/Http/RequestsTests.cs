using System.Net;
using System.Text;
using Prosmex.LocalHost.Postgres;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

/// <summary>How every route treats its input, through the running program.</summary>
[Trait("Kind", "Integration")]
public sealed class RequestsTests(TestServer servidor)
{
    [Fact]
    public async Task Program_OddRequests_AnswersWithClearProblems()
    {
        await using var programa = await ProgramInProcess.IniciarAsync(await servidor.NuevaBaseAsync());
        using var api = programa.Api();
        await api.EntrarAsync(RunningProgram.Admin, RunningProgram.ContrasenaDelAdmin);

        Assert.Equal("Hello from Prosmex API!", (await api.GetAsync("/")).Texto);
        Assert.Equal("""{"status":"ok","dependencias":{"postgresql":"ok"}}""", (await api.GetAsync("/health/")).Exito("get", "/health").Texto);
        foreach (var (metodo, ruta) in new[] { ("GET", "/nada"), ("GET", "/clientes/abc"), ("GET", "/clientes/99999999999"), ("PATCH", "/clientes"), ("POST", "/"), ("GET", "/auth/login"), ("GET", "/clientes//1") })
        {
            (await api.Otro().EnviarAsync(HttpMethod.Parse(metodo), ruta)).Problema(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }

        foreach (var path in new[] { "/clientes/01", "/clientes/+1", "/clientes/%2B1" })
        {
            (await api.GetAsync(path)).Problema(HttpStatusCode.NotFound, "ruta_http.no_encontrada");
        }

        Assert.Equal(HttpStatusCode.NotFound, (await api.EnviarAsync(HttpMethod.Head, "/clientes")).Estado);
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/CLIENTES/?page=1")).Estado);
        (await api.GetAsync("/clientes/0")).Problema(HttpStatusCode.NotFound);
        (await api.GetAsync("/clientes/-1")).Problema(HttpStatusCode.NotFound);
        (await api.GetAsync("/clientes?page=1&page=2")).Problema(HttpStatusCode.BadRequest);
        (await api.GetAsync("/clientes?q=%00")).Problema(HttpStatusCode.BadRequest);

        async Task Cuerpo(byte[] body, string? tipo, string codigo, HttpStatusCode estado = HttpStatusCode.BadRequest)
        {
            var content = new ByteArrayContent(body);
            if (tipo is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Type", tipo);
            }

            (await api.EnviarAsync(HttpMethod.Post, "/rutas", content)).Problema(estado, codigo);
        }

        await Cuerpo([], "application/json", "solicitud.sin_cuerpo");
        await Cuerpo("{}"u8.ToArray(), null, "solicitud.tipo_de_contenido");
        await Cuerpo("{}"u8.ToArray(), "text/plain", "solicitud.tipo_de_contenido");
        await Cuerpo("{"u8.ToArray(), "application/json", "solicitud.json");
        await Cuerpo("{} {}"u8.ToArray(), "application/json", "solicitud.json");
        await Cuerpo("null"u8.ToArray(), "application/json", "solicitud.json");
        await Cuerpo("[]"u8.ToArray(), "application/json", "solicitud.json");
        await Cuerpo("7"u8.ToArray(), "application/json", "solicitud.json");
        await Cuerpo(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40)), "application/json", "solicitud.json");
        await Cuerpo([.. "{\"nombre_ruta\":\""u8, 0xFF, .. "\"}"u8], "application/json", "solicitud.json");
        await Cuerpo("""{"nombre_ruta":"a","nombre_ruta":"b"}"""u8.ToArray(), "application/json", "solicitud.json");
        foreach (var malo in new[] { """{"nombre_ruta":"\ud800"}""", """{"otro":["\ud800"]}""", """{"\ud800":1}""", """{"otro":"\u0000"}""", """{"\u0000":1}""" })
        {
            await Cuerpo(Encoding.UTF8.GetBytes(malo), "application/json", "solicitud.json");
        }

        await Cuerpo([.. "{\"otro\":\""u8, 0xC3, .. "\"}"u8], "application/json", "solicitud.json");
        await Cuerpo("""{"usuario_id_gerente":99999999999}"""u8.ToArray(), "application/json", "solicitud.invalida");
        await Cuerpo("""{"usuario_id_gerente":1.5}"""u8.ToArray(), "application/json", "solicitud.invalida");
        foreach (var bytes in new[] { 1_048_577, 29_000_000, 31_000_000 })
        {
            await Cuerpo(new byte[bytes], "application/json", "solicitud.demasiado_grande", HttpStatusCode.RequestEntityTooLarge);
        }

        (await api.EnviarAsync(HttpMethod.Get, "/rutas", new ByteArrayContent(new byte[1_048_577]))).Problema(HttpStatusCode.RequestEntityTooLarge);
        var aTrozos = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes($$"""{"nombre_ruta":"{{new string('x', 1_048_576)}}"}""")));
        aTrozos.Headers.ContentType = new("application/json");
        (await api.EnviarAsync(HttpMethod.Post, "/rutas", aTrozos, ("Transfer-Encoding", "chunked"))).Problema(HttpStatusCode.RequestEntityTooLarge, "solicitud.demasiado_grande");

        foreach (var (ruta, filas) in new[]
        {
            ("/prestamos", """[{"fecha_inicio":"x","cliente_id":{},"x":1}]"""),
            ("/pagos", """[{"fecha_pago":"x"},{"prestamo_id":"x"},7]"""),
        })
        {
            var rechazo = (await api.EnviarAsync(HttpMethod.Post, ruta, new StringContent(filas, Encoding.UTF8, "application/json"))).Problema(HttpStatusCode.BadRequest);
            Assert.NotEmpty(rechazo.Data["errors"]!.AsArray());
        }

        foreach (var ruta in new[] { "/nada", "/clientes", "/auth/login" })
        {
            var preflight = await api.Otro().EnviarAsync(
                HttpMethod.Options, ruta, null, ("Origin", "null"), ("Access-Control-Request-Method", "PUT"), ("Access-Control-Request-Headers", "authorization,content-type,idempotency-key"));
            Assert.True((int)preflight.Estado is >= 200 and < 300);
            Assert.True(preflight.Mensaje.Headers.GetValues("Access-Control-Allow-Origin").Single() is "*" or "null");
            Assert.Contains("PUT", preflight.Mensaje.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
            Assert.Contains("idempotency-key", preflight.Mensaje.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.Ordinal);
        }

        var error = await api.Otro().EnviarAsync(HttpMethod.Get, "/clientes", null, ("Origin", "null"));
        error.Problema(HttpStatusCode.Unauthorized, "auth.sin_sesion");
        Assert.True(error.Mensaje.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal("Bearer", error.Mensaje.Headers.WwwAuthenticate.Single().Scheme);
        Assert.False(error.Mensaje.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Program_WithoutDatabase_Answers503AndRecovers()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"prosmex-sin-base-{Guid.NewGuid():N}")).FullName;
        try
        {
            var options = new PrivatePostgresOptions { Folder = folder, Report = _ => { } };
            var postgres = await PrivatePostgres.StartAsync(options, CancellationToken.None);
            await using var programa = await ProgramInProcess.IniciarAsync(postgres.ConnectionString);
            using var api = programa.Api();
            await api.EntrarAsync(RunningProgram.Admin, RunningProgram.ContrasenaDelAdmin);
            await postgres.DisposeAsync();

            var rechazo = (await api.GetAsync("/clientes")).Problema(HttpStatusCode.ServiceUnavailable, "servicio.no_disponible");
            Assert.True(rechazo.Mensaje.Headers.RetryAfter?.Delta > TimeSpan.Zero);
            var salud = await api.GetAsync("/health");
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "no disponible"), (salud.Estado, (string?)salud.Json["dependencias"]!["postgresql"]));
            Assert.True(salud.Mensaje.Headers.RetryAfter?.Delta > TimeSpan.Zero);

            await using var otraVez = await PrivatePostgres.StartAsync(options, CancellationToken.None);
            (await api.GetAsync("/clientes")).Exito("get", "/clientes");
            Assert.DoesNotContain("SELECT", programa.Salida, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
