using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Cobro;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Cobro;

/// <summary>A phone's key, what it is told when it has a signal, and what the office decides about it.</summary>
[Trait("Kind", "Integration")]
public sealed class TelefonosTests(TestServer servidor)
{
    private const string Uno = "3c9a7b52-0e4d-4f57-8a11-0c2f6e5d4b3a";
    private const string Dos = "9f1e2d3c-4b5a-4678-9abc-def012345678";

    [Fact]
    public async Task Registrar_SamePhoneAfterAnotherSignIn_GetsTheSameKey()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);

        var primera = (await gil.PostAsync("/cobro/telefonos", Registro(Uno))).Exito("post", "/cobro/telefonos").Data["telefono"]!;
        await d.AdelantarAsync(TimeSpan.FromHours(13));
        using var gilOtraVez = await gil.EntradaAsync("gil");
        var segunda = await RegistrarAsync(gilOtraVez, Uno);
        var otro = await RegistrarAsync(gilOtraVez, Dos);

        Assert.Equal((string)primera["clave"]!, (string)segunda["clave"]!);
        Assert.NotEqual((string)primera["clave"]!, (string)otro["clave"]!);
        Assert.Equal(32, Convert.FromBase64String((string)primera["clave"]!).Length);
        Assert.Equal((d.Ahora, d.Ahora.AddHours(12)), (Instant(segunda, "ahora"), Instant(segunda, "sesion_expira_en")));
        Assert.Equal(("2026-11-16", false), ((string)segunda["semana"]!, (bool)segunda["descartar"]!));
        Assert.Equal(2, await d.CuentaAsync("telefonos"));
    }

    [Fact]
    public async Task Registrar_PhoneOfAnotherUser_IsRefusedAndChangesNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        using var eva = await d.OtroAsync("eva", rol: 1);
        await RegistrarAsync(gil, Uno);
        var antes = await Base.ValorAsync<string>(d.Conexion, "SELECT t::text FROM telefonos t");

        (await eva.PostAsync("/cobro/telefonos", Registro(Uno, "Robado"))).Problema(HttpStatusCode.Conflict, "telefono.de_otro_usuario");

        Assert.Equal(antes, await Base.ValorAsync<string>(d.Conexion, "SELECT t::text FROM telefonos t"));
    }

    [Theory]
    [InlineData($$"""{"telefono_id":"{{Uno}}","nombre":"","version":"1"}""")]
    [InlineData($$"""{"telefono_id":"{{Uno}}","nombre":"x"}""")]
    [InlineData($$"""{"telefono_id":"{{Uno}}","nombre":7,"version":"1"}""")]
    [InlineData("""{"nombre":"x","version":"1"}""")]
    [InlineData("""{"telefono_id":"1","nombre":"x","version":"1"}""")]
    public async Task Registrar_WithoutIdNameOrVersion_IsInvalid(string body)
    {
        await using var d = await Despacho.AbrirAsync(servidor);

        (await d.Admin.PostAsync("/cobro/telefonos", JsonNode.Parse(body))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(0, await d.CuentaAsync("telefonos"));
    }

    [Theory]
    [InlineData("", "vigente")]
    [InlineData("UPDATE sesiones SET expira_en = '2026-11-01' WHERE usuario_id = {0}", "vencida")]
    [InlineData("UPDATE sesiones SET expira_en = '2026-11-01', revocada_en = '2026-10-31' WHERE usuario_id = {0}", "terminada")]
    [InlineData("UPDATE sesiones SET revocada_en = now() WHERE usuario_id = {0}", "terminada")]
    [InlineData("UPDATE usuarios SET activo = false WHERE id = {0}", "terminada")]
    [InlineData("UPDATE usuarios SET activo = false WHERE id = {0}; UPDATE sesiones SET expira_en = '2026-11-01' WHERE usuario_id = {0}", "terminada")]
    [InlineData("UPDATE telefonos SET sesion_id = NULL", "terminada")]
    public async Task Contactar_WhateverBecameOfTheSession_TellsTheState(string sql, string estado)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        if (sql.Length > 0)
        {
            await Base.EjecutarAsync(d.Conexion, string.Format(null, sql, await IdAsync(d, "gil")));
        }

        using var nadie = gil.Otro();
        var contacto = (await nadie.PostAsync("/cobro/contacto", Contacto(Uno, 3, 1500.50m))).Exito("post", "/cobro/contacto").Data["contacto"]!;

        Assert.Equal((estado, false, "2026-11-16"), ((string)contacto["estado"]!, (bool)contacto["descartar"]!, (string)contacto["semana"]!));
        Assert.Equal(d.Ahora, Instant(contacto, "ahora"));
        var visto = await UnoAsync(d);
        Assert.Equal((3, 1500.50m, "1.0.4", estado), ((int)visto["por_enviar_filas"]!, (decimal)visto["por_enviar_total"]!, (string)visto["version"]!, (string)visto["estado"]!));
    }

    [Fact]
    public async Task Contactar_AfterSignOutAndSignIn_IsInForceAgainOnceRegistered()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await gil.PostAsync("/auth/logout");
        Assert.Equal("terminada", await EstadoAsync(gil, Uno));

        using var otraVez = await gil.EntradaAsync("gil");
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
    public async Task Contactar_WithAnInvalidField_IsRefusedAndNoted(string body)
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        await RegistrarAsync(d.Admin, Uno);

        using var nadie = d.Admin.Otro();
        (await nadie.PostAsync("/cobro/contacto", JsonNode.Parse(body.Replace("ID", Uno, StringComparison.Ordinal)))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal("1.0.3", (string)(await UnoAsync(d))["version"]!);
    }

    [Fact]
    public async Task Contactar_UnknownPhone_Is404AndLeavesNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var nadie = d.Admin.Otro();
        var antes = await d.CuentaAsync("operaciones");

        (await nadie.PostAsync("/cobro/contacto", Contacto(Dos))).Problema(HttpStatusCode.NotFound, "telefono.no_encontrado");

        Assert.Equal((0, antes), (await d.CuentaAsync("telefonos"), await d.CuentaAsync("operaciones")));
    }

    [Fact]
    public async Task Terminar_OneOfTwoPhones_EndsItsSessionAlone()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        using var enCasa = await gil.EntradaAsync("gil");
        await RegistrarAsync(gil, Uno);
        await RegistrarAsync(enCasa, Dos);
        var id = await Base.ValorAsync<int>(d.Conexion, "SELECT min(id) FROM telefonos");

        var terminado = (await d.Admin.PostAsync($"/cobro/telefonos/{id}/terminar")).Exito("post", "/cobro/telefonos/{id}/terminar").Data["telefono"]!;

        Assert.Equal(("terminada", d.Ahora), ((string)terminado["estado"]!, Instant(terminado, "terminado_en")));
        await gil.TerminoAsync();
        await enCasa.ViveAsync();
        Assert.Equal(["terminada", "vigente"], [await EstadoAsync(gil, Uno), await EstadoAsync(gil, Dos)]);
        var apunte = Assert.Single((await d.Admin.GetAsync("/bitacora?entidad=telefono")).Data["bitacora"]!.AsArray())!;
        Assert.Equal(("ada", $"POST /cobro/telefonos/{id}/terminar", id), ((string)apunte["usuario"]!, (string)apunte["ruta"]!, (int)apunte["entidad_id"]!));
        Assert.Equal(["terminado_en"], apunte["despues"]!.Claves());
        (await d.Admin.PostAsync("/cobro/telefonos/99999/terminar")).Problema(HttpStatusCode.NotFound, "telefono.no_encontrado");
    }

    [Fact]
    public async Task Terminar_ExpiredSession_IsTerminadaUntilTheNextSignIn()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await d.AdelantarAsync(TimeSpan.FromHours(13));
        Assert.Equal("vencida", await EstadoAsync(gil, Uno));

        await TerminarAsync(d);

        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        using var otraVez = await gil.EntradaAsync("gil");
        await RegistrarAsync(otraVez, Uno);
        Assert.Equal("vigente", await EstadoAsync(gil, Uno));
    }

    [Fact]
    public async Task Descartar_OnceTheSessionIsEnded_IsDoneByThePhone()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await gil.PostAsync("/cobro/contacto", Contacto(Uno, 3, 1500));
        var id = (int)(await UnoAsync(d))["id"]!;
        var nota = new JsonObject { ["nota"] = "Le robaron el teléfono; los cobros se registraron a mano." };
        (await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", nota.DeepClone())).Problema(HttpStatusCode.Conflict, "telefono.sesion_vigente");
        await TerminarAsync(d);

        var pedido = (await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", nota.DeepClone())).Exito("post", "/cobro/telefonos/{id}/descartar").Data["telefono"]!;

        Assert.Equal((3, 1500m, d.Ahora), ((int)pedido["descartar_filas"]!, (decimal)pedido["descartar_total"]!, Instant(pedido, "descartar_pedido_en")));
        var apunte = (await d.Admin.GetAsync("/bitacora?entidad=telefono")).Data["bitacora"]!.AsArray()[^1]!;
        Assert.Equal(["descartar_filas", "descartar_nota", "descartar_pedido_en", "descartar_total"], apunte["despues"]!.Claves());
        Assert.Equal((string)nota["nota"]!, (string)apunte["despues"]!["descartar_nota"]!);

        // Not before it has none left; also where its user has signed in again meanwhile.
        Assert.Equal((true, true), (await DescartaAsync(gil, 3), await DescartaAsync(gil, 1)));
        using var otraVez = await gil.EntradaAsync("gil");
        Assert.True((bool)(await RegistrarAsync(otraVez, Uno))["descartar"]!);
        Assert.Null((await UnoAsync(d))["descartado_en"]);
        Assert.False(await DescartaAsync(gil, 0));
        Assert.Equal(d.Ahora, Instant(await UnoAsync(d), "descartado_en"));
        Assert.False(await DescartaAsync(gil, 2));
        Assert.False((bool)(await RegistrarAsync(otraVez, Uno))["descartar"]!);
    }

    [Fact]
    public async Task Descartar_Twice_IsOpenAgain()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);
        await TerminarAsync(d);
        var id = (int)(await UnoAsync(d))["id"]!;
        await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", JsonNode.Parse("""{"nota":"Uno."}"""));
        Assert.False(await DescartaAsync(gil, 0));

        await d.Admin.PostAsync($"/cobro/telefonos/{id}/descartar", JsonNode.Parse("""{"nota":"Dos."}"""));

        Assert.True(await DescartaAsync(gil, 2));
        Assert.Equal(("Dos.", null), ((string)(await UnoAsync(d))["descartar_nota"]!, (await UnoAsync(d))["descartado_en"]));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"nota":" "}""")]
    public async Task Descartar_WithoutANote_IsInvalid(string body)
    {
        await using var d = await Despacho.AbrirAsync(servidor);

        (await d.Admin.PostAsync("/cobro/telefonos/1/descartar", JsonNode.Parse(body))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public async Task SecretsOfAPhone_InAllThatIsKeptOrShown_AreNowhere()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        var clave = (string)(await gil.EnviarAsync(HttpMethod.Post, "/cobro/telefonos", new StringContent(Registro(Uno).ToJsonString(), System.Text.Encoding.UTF8, "application/json"), ("Idempotency-Key", "k")))
            .Exito("post", "/cobro/telefonos").Data["telefono"]!["clave"]!;
        await EstadoAsync(gil, Uno);
        await TerminarAsync(d);
        var descartar = await d.Admin.PostAsync($"/cobro/telefonos/{(int)(await UnoAsync(d))["id"]!}/descartar", JsonNode.Parse("""{"nota":"x"}"""));

        string[] shown =
        [
            descartar.Texto,
            (await d.Admin.GetAsync("/cobro/telefonos")).Texto,
            await Base.ValorAsync<string>(d.Conexion, "SELECT string_agg(b::text, ' ') FROM bitacora b"),
            await Base.ValorAsync<string>(d.Conexion, "SELECT string_agg(o::text, ' ') FROM operaciones o"),
        ];
        var bytes = Convert.FromBase64String(clave);
        foreach (var secret in new[] { clave, Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes), Uno })
        {
            Assert.All(shown, text => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
        }

        // The id is kept nowhere, not even with the phone.
        Assert.DoesNotContain(Uno.Replace("-", "", StringComparison.Ordinal), (await Base.ValorAsync<string>(d.Conexion, "SELECT replace(t::text, '-', '') FROM telefonos t")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Listar_EachFilter_HasTheLatestContactFirst()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        using var eva = await d.OtroAsync("eva", rol: 2);
        await Base.EjecutarAsync(d.Conexion, "UPDATE usuarios SET nombre = 'Éva' WHERE usuario = 'eva'");
        await RegistrarAsync(gil, Uno);
        await RegistrarAsync(eva, Dos, "Galaxy A03");
        await d.AdelantarAsync(TimeSpan.FromMinutes(5));
        await EstadoAsync(gil, Uno);

        Assert.Equal(["Moto G", "Galaxy A03"], await NombresAsync(d, ""));
        Assert.Equal(["Galaxy A03"], await NombresAsync(d, "?q=EVA p"));
        Assert.Equal(["Galaxy A03"], await NombresAsync(d, "?q=galaxy"));
        Assert.Equal(["Moto G"], await NombresAsync(d, $"?usuario_id={await IdAsync(d, "gil")}"));
        Assert.Empty(await NombresAsync(d, "?id=99999"));
        Assert.Equal(["Galaxy A03"], await NombresAsync(d, "?page=2&per_page=1"));
        (await gil.GetAsync("/cobro/telefonos")).Problema(HttpStatusCode.Forbidden, "permiso.denegado");
    }

    [Fact]
    public async Task Usuario_WithAPhone_IsDeactivatedAndNotDeleted()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        await RegistrarAsync(gil, Uno);

        Assert.Equal(HttpStatusCode.OK, (await d.Admin.DeleteAsync($"/users/{await IdAsync(d, "gil")}")).Estado);

        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        Assert.False(await Base.ValorAsync<bool>(d.Conexion, "SELECT activo FROM usuarios WHERE usuario = 'gil'"));
    }

    [Fact]
    public async Task Sesiones_CleanedUp_LeaveThePhoneAndItsKey()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        using var gil = await d.OtroAsync("gil", rol: 1);
        var clave = (string)(await RegistrarAsync(gil, Uno))["clave"]!;
        await d.AdelantarAsync(TimeSpan.FromDays(40));

        Assert.Equal(HttpStatusCode.Accepted, (await gil.FireTimerAsync("SesionesLimpiar")).Estado);

        Assert.Equal("terminada", await EstadoAsync(gil, Uno));
        using var otraVez = await gil.EntradaAsync("gil");
        Assert.Equal(clave, (string)(await RegistrarAsync(otraVez, Uno))["clave"]!);
    }

    /// <summary>Besides the caller's identity and the proof of the session: the operation's row, then one statement. A list is one statement.</summary>
    [Fact]
    public async Task Statements_OfEachRoute_AreFewAndDoNotGrow()
    {
        var connection = await servidor.NuevaBaseAsync();
        var usuario = await Personas.AgregarAsync(connection, "gil", rol: 1);
        var sesion = Guid.NewGuid();
        await Base.EjecutarAsync(connection, $"""
            INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) VALUES ('{sesion}', {usuario}, '2026-11-18', '2026-11-19', '\x01');
            INSERT INTO telefonos (usuario_id, huella, clave, nombre, version, sesion_id, registrado_en, ultimo_contacto, por_enviar_filas, por_enviar_total)
            SELECT {usuario}, sha256(n::text::bytea), sha256(n::text::bytea), 'T' || n, '1', '{sesion}', now(), now(), 0, 0 FROM generate_series(1, 210) n
            """);
        var clock = new FakeTimeProvider(new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero));
        var request = RequestContext.SystemFor(new(usuario, sesion, RolId.Gestor, new HashSet<AccionId>()), clock.GetUtcNow());
        var counter = new StatementCounter();
        await using var db = Base.Contexto(connection, counter);
        var telefonos = new TelefonoService(db, new UnitOfWork(db, clock), clock, NullLogger<TelefonoService>.Instance);
        var token = TestContext.Current.CancellationToken;
        async Task<int> StatementsAsync(Func<Task> work)
        {
            var antes = counter.Cuenta;
            await work();
            return counter.Cuenta - antes;
        }

        Assert.Equal(2, await StatementsAsync(() => telefonos.RegistrarAsync(request, new() { TelefonoId = Of(Uno), Nombre = Of("x"), Version = Of("1") }, token)));
        Assert.Equal(2, await StatementsAsync(() => telefonos.ContactarAsync(
            request,
            new() { TelefonoId = Of(Uno), Version = Of("1"), PorEnviar = Domain.Common.Optional<PorEnviarRequest>.Of(new() { Filas = Domain.Common.Optional<int?>.Of(0), Total = Domain.Common.Optional<Domain.Common.NumberText>.Of(new("0")) }) },
            token)));
        foreach (var porPagina in new[] { 10, 200 })
        {
            Assert.Equal(1, await StatementsAsync(async () => Assert.Equal((porPagina, 211), ((await telefonos.ListarAsync(request, new(), new(1, porPagina), token)) is var page ? page.Items.Count : 0, page.Total))));
        }
    }

    private static Domain.Common.Optional<string> Of(string text) => Domain.Common.Optional<string>.Of(text);

    private static JsonObject Registro(string telefono, string nombre = "Moto G") => new() { ["telefono_id"] = telefono, ["nombre"] = nombre, ["version"] = "1.0.3" };

    private static JsonObject Contacto(string telefono, int filas = 0, decimal total = 0) => new()
    {
        ["telefono_id"] = telefono,
        ["version"] = "1.0.4",
        ["por_enviar"] = new JsonObject { ["filas"] = filas, ["total"] = total },
    };

    private static async Task<JsonNode> RegistrarAsync(Api api, string telefono, string nombre = "Moto G") =>
        (await api.PostAsync("/cobro/telefonos", Registro(telefono, nombre))).Exito("post", "/cobro/telefonos").Data["telefono"]!;

    private static async Task<JsonNode> ContactarAsync(Api api, int filas = 0, string telefono = Uno)
    {
        using var nadie = api.Otro();
        return (await nadie.PostAsync("/cobro/contacto", Contacto(telefono, filas))).Exito("post", "/cobro/contacto").Data["contacto"]!;
    }

    private static async Task<string> EstadoAsync(Api api, string telefono) => (string)(await ContactarAsync(api, telefono: telefono))["estado"]!;

    private static async Task<bool> DescartaAsync(Api api, int filas) => (bool)(await ContactarAsync(api, filas))["descartar"]!;

    private static async Task<JsonNode> UnoAsync(Despacho d) => Assert.Single((await d.Admin.GetAsync("/cobro/telefonos")).Exito("get", "/cobro/telefonos").Data["telefonos"]!.AsArray())!;

    private static async Task TerminarAsync(Despacho d) =>
        (await d.Admin.PostAsync($"/cobro/telefonos/{(int)(await UnoAsync(d))["id"]!}/terminar")).Exito("post", "/cobro/telefonos/{id}/terminar");

    private static async Task<IEnumerable<string>> NombresAsync(Despacho d, string query) =>
        (await d.Admin.GetAsync("/cobro/telefonos" + query)).Exito("get", "/cobro/telefonos").Data["telefonos"]!.AsArray().Select(t => (string)t!["nombre"]!);

    private static DateTimeOffset Instant(JsonNode nodo, string fieldName) => DateTimeOffset.Parse((string)nodo[fieldName]!, null);

    private static Task<int> IdAsync(Despacho d, string usuario) => Base.ValorAsync<int>(d.Conexion, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'");
}
