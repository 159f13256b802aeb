using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Usuarios;

/// <summary>The list of accounts, and accounts whose password is generated.</summary>
[Trait("Kind", "Integration")]
public sealed class CuentasTests(TestServer server)
{
    private const string Nueva = """{"nombre":"Óscar","apellido_paterno":"Peña","apellido_materno":"Ruiz","usuario":"oscar","rol_id":2,"generar_contrasena":true}""";

    [Fact]
    public async Task Listar_EachFilter_HasTheAccountsByName()
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestDatabase.ExecuteAsync(d.Connection, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            VALUES ('Zoé', 'Luna', 'Mar', 'zoe', '', 2, true, false), ('Ángel', 'Luna', 'Mar', 'angel', '', 1, true, false), ('Beto', 'Sol', 'Mar', 'beto', '', 1, false, false)
            """);

        Assert.Equal(["angel", "ada", "zoe"], await NamesAsync(d.Admin, ""));
        Assert.Equal(["beto"], await NamesAsync(d.Admin, "?estado=bajas"));
        Assert.Equal(["angel", "beto", "ada", "zoe"], await NamesAsync(d.Admin, "?estado=todas"));
        Assert.Equal(["angel", "beto"], await NamesAsync(d.Admin, "?estado=todas&rol_id=1"));
        Assert.Equal(["angel"], await NamesAsync(d.Admin, "?q=ANGEL L"));
        Assert.Equal(["zoe"], await NamesAsync(d.Admin, "?q=mar zoe"));
        Assert.Empty(await NamesAsync(d.Admin, "?q=nadie"));
        var page = (await d.Admin.GetAsync("/users/cuentas?per_page=2&page=2")).Success("get", "/users/cuentas").Data;
        Assert.Equal((2, 3, 2, "zoe"), ((int)page["page"]!, (int)page["total_items"]!, (int)page["total_pages"]!, (string?)Assert.Single(page["cuentas"]!.AsArray())!["usuario"]));
        Assert.Equal(3, (int)(await d.Admin.GetAsync("/users/cuentas?page=9")).Data["total_items"]!);
        foreach (var mala in new[] { "?estado=otras", "?rol_id=7", "?rol_id=x" })
        {
            (await d.Admin.GetAsync("/users/cuentas" + mala)).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Fact]
    public async Task Obtener_OneWithChargesSessionsAndCash_ShowsThem()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        using var gestor = await d.AnotherAsync("gloria", rol: 1);
        var id = await IdAsync(d, "gloria");
        await TestDatabase.ExecuteAsync(d.Connection, $"UPDATE grupos SET usuario_id_gestor = {id} WHERE grupo_id IN (1, 3)");
        using var otra = await gestor.SignedInAsync("gloria");
        await otra.PostAsync("/auth/logout");
        Assert.Equal(HttpStatusCode.Created, (await gestor.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":120.5}]"""))).Status);

        var ficha = (await d.Admin.GetAsync($"/users/cuentas/{id}")).Success("get", "/users/cuentas/{id}").Data;

        var cuenta = ficha["cuenta"]!;
        Assert.Equal((1, 2, 0, 120.5m), ((int)cuenta["sesiones"]!, (int)cuenta["grupos"]!, (int)cuenta["rutas"]!, (decimal)cuenta["efectivo"]!));
        Assert.Equal(["grupo Grupo 1 - Nuevo Mexico", "grupo Grupo 3 - Las Huertas"], ficha["cargos"]!.AsArray().Select(c => $"{c!["tipo"]} {c["nombre"]}"));
        (await d.Admin.GetAsync("/users/cuentas/99999")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
    }

    [Fact]
    public async Task Obtener_OneThatIsDeactivated_IsShownWithoutSessions()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        await bea.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente()));
        var id = await IdAsync(d, "bea");
        await d.Admin.DeleteAsync($"/users/{id}");

        var cuenta = (await d.Admin.GetAsync($"/users/cuentas/{id}")).Success("get", "/users/cuentas/{id}").Data["cuenta"]!;

        Assert.Equal((false, 0), ((bool)cuenta["activo"]!, (int)cuenta["sesiones"]!));
    }

    [Fact]
    public async Task Listar_OfTenOrTwoHundred_IsOneStatement()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            SELECT 'N' || n, 'P', 'M', 'u' || n, '', 1, true, false FROM generate_series(1, 210) n
            """);
        var request = RequestContext.SystemFor(new(1, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>()), DateTimeOffset.UnixEpoch);
        var counter = new StatementCounter();
        await using var db = TestDatabase.Context(connection, counter);
        foreach (var perPage in new[] { 10, 200 })
        {
            var page = await new CuentaService(db).ListarAsync(request, new(), new(1, perPage), TestContext.Current.CancellationToken);
            Assert.Equal((perPage, 210), (page.Items.Count, page.Total));
        }

        Assert.Equal(2, counter.Count);
    }

    [Fact]
    public async Task Register_WithGeneratedPassword_OpensOneSessionAndAsksForAnother()
    {
        await using var d = await Despacho.OpenAsync(server);

        var made = (await d.Admin.PostAsync("/auth/register", JsonNode.Parse(Nueva))).Success("post", "/auth/register").Data;

        using var oscar = d.Admin.Another();
        var entry = await oscar.SignInAsync("oscar", (string)made["contrasena_provisional"]!);
        Assert.Equal((HttpStatusCode.OK, true), (entry.Status, (bool)entry.Data["debe_cambiar_contrasena"]!));
    }

    [Fact]
    public async Task Register_RepeatedWithItsKey_NeitherStoresNorShowsThePasswordAgain()
    {
        await using var d = await Despacho.OpenAsync(server);
        var made = await Despacho.SendAsync(d.Admin, "post", "/auth/register", Nueva, "alta");

        var again = await Despacho.SendAsync(d.Admin, "post", "/auth/register", Nueva, "alta");

        var contrasena = (string)made.Success("post", "/auth/register").Data["contrasena_provisional"]!;
        Assert.True(Despacho.IsReplayed(again));
        Assert.Equal(["User", "message"], again.Success("post", "/auth/register").Data.Keys());
        Assert.Equal((int)made.Data["User"]!["userId"]!, (int)again.Data["User"]!["userId"]!);
        Assert.DoesNotContain(contrasena, await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(o::text, ' ') FROM operaciones o"), StringComparison.Ordinal);
        Assert.DoesNotContain(contrasena, await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(b::text, ' ') FROM bitacora b"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"contrasena\":\"Secreta-2026\"", false)]
    [InlineData("\"contrasena\":\"Secreta-2026\",\"provisional\":true", true)]
    [InlineData("\"contrasena\":\"Secreta-2026\",\"provisional\":false,\"generar_contrasena\":false", false)]
    public async Task Register_WithPassword_AnswersAsTheContractHasIt(string fields, bool provisional)
    {
        await using var d = await Despacho.OpenAsync(server);

        var made = await d.Admin.PostAsync("/auth/register", JsonNode.Parse(Nueva.Replace("\"generar_contrasena\":true", fields, StringComparison.Ordinal)));

        Assert.Equal(["User", "message"], made.Success("post", "/auth/register").Data.Keys());
        Assert.Equal(provisional, await TestDatabase.ValueAsync<bool>(d.Connection, "SELECT debe_cambiar_contrasena FROM usuarios WHERE usuario = 'oscar'"));
    }

    [Theory]
    [InlineData("\"generar_contrasena\":true,\"contrasena\":\"Secreta-2026\"")]
    [InlineData("\"generar_contrasena\":false")]
    [InlineData("\"provisional\":true")]
    public async Task Register_WithBothOrNoPassword_IsInvalid(string fields)
    {
        await using var d = await Despacho.OpenAsync(server);

        var refused = await d.Admin.PostAsync("/auth/register", JsonNode.Parse(Nueva.Replace("\"generar_contrasena\":true", fields, StringComparison.Ordinal)));

        Assert.Contains("contrasena", refused.Problem(HttpStatusCode.BadRequest, "solicitud.invalida").Json["errors"]!.AsObject().Select(e => e.Key));
    }

    [Fact]
    public async Task Permisos_OfEachRole_AreTheRowsOfTheTable()
    {
        await using var d = await Despacho.OpenAsync(server);
        await TestDatabase.ExecuteAsync(d.Connection, "DELETE FROM permisos WHERE rol_id = 1 AND accion_id = 4");
        using var admin = await d.AnotherAsync("bea");

        var permisos = (await admin.GetAsync("/roles/permisos")).Success("get", "/roles/permisos").Data;

        Assert.Equal(Enumerable.Range(1, 14), permisos["acciones"]!.AsArray().Select(a => (int)a!["id"]!));
        Assert.Equal(
            ["3", "1,2,3,4", "1,2,3,4,5,6", "1,2,3,4,5,6", "1,2,3,4,5,6,7", "1,2,3,4,5,6,7,8,9,10,11,12,13,14"],
            permisos["roles"]!.AsArray().Select(r => string.Join(',', r!["acciones"]!.AsArray().Select(a => (int)a!))));
    }

    private static async Task<IEnumerable<string?>> NamesAsync(Api api, string query) =>
        (await api.GetAsync("/users/cuentas" + query)).Success("get", "/users/cuentas").Data["cuentas"]!.AsArray().Select(c => (string?)c!["usuario"]);

    private static Task<int> IdAsync(Despacho d, string usuario) => TestDatabase.ValueAsync<int>(d.Connection, $"SELECT id FROM usuarios WHERE usuario = '{usuario}'");
}
