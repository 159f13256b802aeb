using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Cobro;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;
using static Prosmex.Tests.Cobro.TestTelefonos;

namespace Prosmex.Tests.Cobro;

/// <summary>A phone's key, and what the phone is told when it has a signal.</summary>
[Trait("Kind", "Integration")]
public sealed class TelefonosTests(TestServer server)
{
    [Fact]
    public async Task Registrar_SamePhoneAfterAnotherSignIn_GetsTheSameKey()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);

        var primera = (await gil.PostAsync("/cobro/telefonos", Registro(Uno))).Success("post", "/cobro/telefonos").Data["telefono"]!;
        await d.AdvanceAsync(TimeSpan.FromHours(13));
        using var gilOtraVez = await gil.SignedInAsync("gil");
        var segunda = await RegistrarAsync(gilOtraVez, Uno);
        var otro = await RegistrarAsync(gilOtraVez, Two);

        Assert.Equal((string)primera["clave"]!, (string)segunda["clave"]!);
        Assert.NotEqual((string)primera["clave"]!, (string)otro["clave"]!);
        Assert.Equal(32, Convert.FromBase64String((string)primera["clave"]!).Length);
        Assert.Equal((d.Ahora, d.Ahora.AddHours(12)), (Instant(segunda, "ahora"), Instant(segunda, "sesion_expira_en")));
        Assert.Equal(("2026-11-16", false), ((string)segunda["semana"]!, (bool)segunda["descartar"]!));
        Assert.Equal(2, await d.CountAsync("telefonos"));
    }

    [Fact]
    public async Task Registrar_PhoneOfAnotherUser_IsRefusedAndChangesNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        using var eva = await d.AnotherAsync("eva", rol: 1);
        await RegistrarAsync(gil, Uno);
        var before = await TestDatabase.ValueAsync<string>(d.Connection, "SELECT t::text FROM telefonos t");

        (await eva.PostAsync("/cobro/telefonos", Registro(Uno, "Robado"))).Problem(HttpStatusCode.Conflict, "telefono.de_otro_usuario");

        Assert.Equal(before, await TestDatabase.ValueAsync<string>(d.Connection, "SELECT t::text FROM telefonos t"));
    }

    [Theory]
    [InlineData($$"""{"telefono_id":"{{Uno}}","nombre":"","version":"1"}""")]
    [InlineData($$"""{"telefono_id":"{{Uno}}","nombre":"x"}""")]
    [InlineData($$"""{"telefono_id":"{{Uno}}","nombre":7,"version":"1"}""")]
    [InlineData("""{"nombre":"x","version":"1"}""")]
    [InlineData("""{"telefono_id":"1","nombre":"x","version":"1"}""")]
    public async Task Registrar_WithoutIdNameOrVersion_IsInvalid(string body)
    {
        await using var d = await Despacho.OpenAsync(server);

        (await d.Admin.PostAsync("/cobro/telefonos", JsonNode.Parse(body))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(0, await d.CountAsync("telefonos"));
    }

    [Theory]
    [InlineData("", "vigente")]
    [InlineData("UPDATE sesiones SET expira_en = '2026-11-01' WHERE usuario_id = {0}", "vencida")]
    [InlineData("UPDATE sesiones SET expira_en = '2026-11-01', revocada_en = '2026-10-31' WHERE usuario_id = {0}", "terminada")]
    [InlineData("UPDATE sesiones SET revocada_en = now() WHERE usuario_id = {0}", "terminada")]
    [InlineData("UPDATE usuarios SET activo = false WHERE id = {0}", "terminada")]
    [InlineData("UPDATE usuarios SET activo = false WHERE id = {0}; UPDATE sesiones SET expira_en = '2026-11-01' WHERE usuario_id = {0}", "terminada")]
    [InlineData("UPDATE telefonos SET sesion_id = NULL", "terminada")]
    public async Task Contactar_SessionEndedInEachWay_TellsTheState(string sql, string estado)
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        if (sql.Length > 0)
        {
            await TestDatabase.ExecuteAsync(d.Connection, string.Format(null, sql, await IdAsync(d, "gil")));
        }

        using var signedOut = gil.Another();
        var contacto = (await signedOut.PostAsync("/cobro/contacto", Contacto(Uno, 3, 1500.50m))).Success("post", "/cobro/contacto").Data["contacto"]!;

        Assert.Equal((estado, false, "2026-11-16"), ((string)contacto["estado"]!, (bool)contacto["descartar"]!, (string)contacto["semana"]!));
        Assert.Equal(d.Ahora, Instant(contacto, "ahora"));
        var visto = await UnoAsync(d);
        Assert.Equal((3, 1500.50m, "1.0.4", estado), ((int)visto["por_enviar_filas"]!, (decimal)visto["por_enviar_total"]!, (string)visto["version"]!, (string)visto["estado"]!));
    }

    [Fact]
    public async Task Contactar_AfterSignOutAndSignIn_IsInForceAgainOnceRegistered()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await gil.PostAsync("/auth/logout");
        Assert.Equal("terminada", await EstadoAsync(gil, Uno));

        using var otraVez = await gil.SignedInAsync("gil");
        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        await RegistrarAsync(otraVez, Uno);

        Assert.Equal("vigente", await EstadoAsync(gil, Uno));
    }

    [Theory]
    [InlineData("""{"version":"1","por_enviar":{"filas":0,"total":0}}""")]
    [InlineData("""{"telefono_id":"1","version":"1","por_enviar":{"filas":0,"total":0}}""")]
    [InlineData("""{"telefono_id":"ID","por_enviar":{"filas":0,"total":0}}""")]
    [InlineData("""{"telefono_id":"ID","version":"1"}""")]
    [InlineData("""{"telefono_id":"ID","version":"1","por_enviar":3}""")]
    [InlineData("""{"telefono_id":"ID","version":"1","por_enviar":{"filas":1}}""")]
    [InlineData("""{"telefono_id":"ID","version":"1","por_enviar":{"filas":-1,"total":0}}""")]
    [InlineData("""{"telefono_id":"ID","version":"1","por_enviar":{"filas":100001,"total":0}}""")]
    [InlineData("""{"telefono_id":"ID","version":"1","por_enviar":{"filas":1,"total":-1}}""")]
    [InlineData("""{"telefono_id":"ID","version":"1","por_enviar":{"filas":1,"total":1.005}}""")]
    public async Task Contactar_WithAnInvalidField_IsRefusedAndChangesNothing(string body)
    {
        await using var d = await Despacho.OpenAsync(server);
        await RegistrarAsync(d.Admin, Uno);

        using var signedOut = d.Admin.Another();
        (await signedOut.PostAsync("/cobro/contacto", JsonNode.Parse(body.Replace("ID", Uno, StringComparison.Ordinal)))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal("1.0.3", (string)(await UnoAsync(d))["version"]!);
    }

    [Fact]
    public async Task Contactar_UnknownPhone_Is404AndLeavesNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var signedOut = d.Admin.Another();
        var before = await d.CountAsync("operaciones");

        (await signedOut.PostAsync("/cobro/contacto", Contacto(Two))).Problem(HttpStatusCode.NotFound, "telefono.no_encontrado");

        Assert.Equal((0, before), (await d.CountAsync("telefonos"), await d.CountAsync("operaciones")));
    }

    [Fact]
    public async Task Usuario_WithAPhone_IsDeactivatedAndNotDeleted()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);

        Assert.Equal(HttpStatusCode.OK, (await d.Admin.DeleteAsync($"/users/{await IdAsync(d, "gil")}")).Status);

        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        Assert.False(await TestDatabase.ValueAsync<bool>(d.Connection, "SELECT activo FROM usuarios WHERE usuario = 'gil'"));
    }

    [Fact]
    public async Task Sesiones_CleanedUp_LeaveThePhoneAndItsKey()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var gil = await d.AnotherAsync("gil", rol: 1);
        var key = (string)(await RegistrarAsync(gil, Uno))["clave"]!;
        await d.AdvanceAsync(TimeSpan.FromDays(40));

        Assert.Equal(HttpStatusCode.Accepted, (await gil.FireTimerAsync("SesionesLimpiar")).Status);

        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        using var otraVez = await gil.SignedInAsync("gil");
        Assert.Equal(key, (string)(await RegistrarAsync(otraVez, Uno))["clave"]!);
    }

    /// <summary>Besides the caller's identity and the proof of the session: the operation's row, then one statement. A list is one statement.</summary>
    [Fact]
    public async Task Statements_OfEachRoute_AreFewAndDoNotGrow()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var usuario = await Personas.AgregarAsync(connection, "gil", rol: 1);
        var sesion = Guid.NewGuid();
        await TestDatabase.ExecuteAsync(connection, $"""
            INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) VALUES ('{sesion}', {usuario}, '2026-11-18', '2026-11-19', '\x01');
            INSERT INTO telefonos (usuario_id, huella, clave, nombre, version, sesion_id, registrado_en, ultimo_contacto, por_enviar_filas, por_enviar_total)
            SELECT {usuario}, sha256(n::text::bytea), sha256(n::text::bytea), 'T' || n, '1', '{sesion}', now(), now(), 0, 0 FROM generate_series(1, 210) n
            """);
        var clock = new FakeTimeProvider(new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero));
        var request = RequestContext.SystemFor(new(usuario, sesion, RolId.Gestor, new HashSet<AccionId>()), clock.GetUtcNow());
        var counter = new StatementCounter();
        await using var db = TestDatabase.Context(connection, counter);
        var telefonos = new TelefonoService(db, new UnitOfWork(db, clock), clock, NullLogger<TelefonoService>.Instance);
        var token = TestContext.Current.CancellationToken;
        async Task<int> StatementsAsync(Func<Task> work)
        {
            var before = counter.Count;
            await work();
            return counter.Count - before;
        }

        Assert.Equal(2, await StatementsAsync(() => telefonos.RegistrarAsync(request, new() { TelefonoId = Of(Uno), Nombre = Of("x"), Version = Of("1") }, token)));
        Assert.Equal(2, await StatementsAsync(() => telefonos.ContactarAsync(
            request,
            new() { TelefonoId = Of(Uno), Version = Of("1"), PorEnviar = Optional<PorEnviarRequest>.Of(new() { Filas = Optional<int?>.Of(0), Total = Optional<NumberText>.Of(new("0")) }) },
            token)));
        foreach (var perPage in new[] { 10, 200 })
        {
            Assert.Equal(1, await StatementsAsync(async () => Assert.Equal((perPage, 211), ((await telefonos.ListarAsync(request, new(), new(1, perPage), token)) is var page ? page.Items.Count : 0, page.Total))));
        }
    }

    private static Optional<string> Of(string text) => Optional<string>.Of(text);
}
