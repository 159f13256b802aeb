using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Bitacora;

/// <summary>Entries are written with each change, visible only with permission, and immutable.</summary>
[Trait("Kind", "Integration")]
public sealed class BitacoraTests(TestServer server)
{
    [Fact]
    public async Task Change_Any_RecordsWhoWhenWhereAndWhat()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var bea = await d.AnotherAsync("bea");
        var beaId = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'bea'");
        var pago = (int)(await bea.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":100}]"""))).Data["pago"]!["id"]!;

        var apuntes = await VerAsync(d.Admin, $"?usuario_id={beaId}");
        Assert.Equal(2, apuntes.Count);
        var alta = apuntes.Single(a => (string)a!["entidad"]! == "pago")!;
        Assert.Equal("alta", (string)alta["accion"]!);
        Assert.Equal(pago, (int)alta["entidad_id"]!);
        Assert.Equal("bea", (string)alta["usuario"]!);
        Assert.Equal("POST /pagos", (string)alta["ruta"]!);
        Assert.Null(alta["antes"]);
        Assert.Equal("2026-11-18T18:00:00Z", (string)alta["cuando"]!);
        Assert.NotNull((string?)alta["direccion"]);
        Assert.Equal(100m, (decimal)alta["despues"]!["monto_pagado"]!);

        var cambio = apuntes.Single(a => (string)a!["entidad"]! == "prestamo")!;
        Assert.Equal(("cambio", prestamo), ((string)cambio["accion"]!, (int)cambio["entidad_id"]!));
        Assert.Equal((string)alta["operacion_id"]!, (string)cambio["operacion_id"]!);
        Assert.Equal("""{"pagado":0.00,"numero_pagos":0}""", cambio["antes"]!.ToJsonString());
        Assert.Equal("""{"pagado":100.00,"numero_pagos":1}""", cambio["despues"]!.ToJsonString());
    }

    [Theory]
    [InlineData("CLIENT-IP", "203.0.113.7")]
    [InlineData("conexion", "127.0.0.1")]
    [InlineData("X-Azure-SocketIP", null)]
    public async Task Address_OfAChange_IsWhatTheSettingTrusts(string setting, string? expected)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ada");
        await using var program = await ProgramWithClock.StartAsync(connection, ("Prosmex:DireccionDelCliente", setting));
        using var api = await program.Api().SignedInAsync("ada");
        using var body = new StringContent("""{"nombre_ruta":"Norte","usuario_id_gerente":null,"usuario_id_supervisor":null}""", Encoding.UTF8, "application/json");

        var answer = await api.SendAsync(HttpMethod.Post, "/rutas", body, ("CLIENT-IP", "203.0.113.7:49828"), ("X-Forwarded-For", "198.51.100.1"));

        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal(expected, (string?)Assert.Single(await VerAsync(api, "?entidad=ruta"))!["direccion"]);
    }

    [Fact]
    public async Task Listar_FiltersAndPages_WorkAsInEveryList()
    {
        await using var d = await Despacho.OpenAsync(server);
        var cliente = await d.NuevoClienteAsync();
        await d.Admin.PutAsync($"/clientes/{cliente}", JsonNode.Parse("""{"colonia":"Otra"}"""));
        await d.AdvanceAsync(TimeSpan.FromDays(1));
        await d.Admin.DeleteAsync($"/clientes/{cliente}");

        Assert.Equal(["alta", "cambio", "baja"], (await VerAsync(d.Admin, $"?entidad=cliente&id={cliente}")).Select(a => (string)a!["accion"]!));
        Assert.Equal(["baja"], (await VerAsync(d.Admin, $"?entidad=cliente&id={cliente}&desde=2026-11-19")).Select(a => (string)a!["accion"]!));
        Assert.Equal(["alta", "cambio"], (await VerAsync(d.Admin, $"?entidad=cliente&id={cliente}&hasta=18/11/2026")).Select(a => (string)a!["accion"]!));
        var page = (await d.Admin.GetAsync($"/bitacora?entidad=cliente&id={cliente}&per_page=2&page=2")).Success("get", "/bitacora").Data;
        Assert.Equal(2, (int)page["page"]!);
        Assert.Equal(2, (int)page["per_page"]!);
        Assert.Equal(3, (int)page["total_items"]!);
        Assert.Equal(2, (int)page["total_pages"]!);
        Assert.Single(page["bitacora"]!.AsArray());
        Assert.Empty(await VerAsync(d.Admin, "?usuario_id=999"));
        foreach (var mala in new[] { "?entidad=nada", "?id=x", "?id=0", "?desde=ayer", "?usuario_id=99999999999" })
        {
            (await d.Admin.GetAsync("/bitacora" + mala)).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        }
    }

    [Fact]
    public async Task Listar_Recientes_IsTheSameListFromItsEnd()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.NuevoPrestamoAsync();

        var newest = (await VerAsync(d.Admin, "?orden=recientes&per_page=200")).Select(a => (long)a!["id"]!).ToList();
        var second = (await VerAsync(d.Admin, "?orden=recientes&per_page=1&page=2")).Select(a => (long)a!["id"]!);

        Assert.Equal((await VerAsync(d.Admin, "?per_page=200")).Select(a => (long)a!["id"]!).Reverse(), newest);
        Assert.Equal(newest[1], Assert.Single(second));
        (await d.Admin.GetAsync("/bitacora?orden=otro")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    [Fact]
    public async Task Listar_OfAUserWhoWasDeleted_ShowsTheirChanges()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.NuevoClienteAsync();
        using var bea = await d.AnotherAsync("bea");
        await bea.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente()));
        var id = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'bea'");
        Assert.Equal(["ada", "bea"], await AutoresAsync(d.Admin));

        // The program deactivates them; only the database's owner can do this.
        await TestDatabase.ExecuteAsync(d.Connection, $"DELETE FROM sesiones WHERE usuario_id = {id}; DELETE FROM usuarios WHERE id = {id}");

        var apunte = Assert.Single(await VerAsync(d.Admin, $"?usuario_id={id}"))!;
        Assert.Equal((id, null), ((int)apunte["usuario_id"]!, (string?)apunte["usuario"]));
        Assert.Equal(["ada"], await AutoresAsync(d.Admin));
    }

    [Fact]
    public async Task Secrets_Never_AreShown()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = (int)(await d.Admin.PostAsync(
            "/auth/register",
            JsonNode.Parse("""{"nombre":"N","apellido_paterno":"P","apellido_materno":"M","usuario":"tito","contrasena":"Secreta-2026","rol_id":2}"""))).Data["User"]!["userId"]!;
        await d.Admin.PutAsync($"/users/{id}", JsonNode.Parse("""{"contrasena":"Secretisima-2026"}"""));

        var apuntes = await VerAsync(d.Admin, $"?entidad=usuario&id={id}");
        Assert.Equal("(oculta)", (string)apuntes[0]!["despues"]!["contrasena"]!);
        Assert.Equal("""{"contrasena":"(oculta)"}""", apuntes[1]!["despues"]!.ToJsonString());
        Assert.DoesNotContain("$2", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(b::text, ' ') FROM bitacora b"), StringComparison.Ordinal);
        Assert.DoesNotContain("$2", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(o::text, ' ') FROM operaciones o"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_WithEntries_IsDeactivatedAndNotDeleted()
    {
        await using var d = await Despacho.OpenAsync(server);
        var bea = await d.AnotherAsync("bea");
        await bea.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente()));
        var id = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'bea'");
        Assert.Equal(HttpStatusCode.OK, (await d.Admin.DeleteAsync($"/users/{id}")).Status);
        Assert.False(await TestDatabase.ValueAsync<bool>(d.Connection, $"SELECT activo FROM usuarios WHERE id = {id}"));
    }

    [Fact]
    public async Task Change_Refused_LeavesNoEntry()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var before = await d.CountAsync("bitacora");
        (await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1},{"prestamo_id":{{prestamo}},"monto_pagado":99999}]"""))).Problem(HttpStatusCode.Conflict);
        Assert.Equal(before, await d.CountAsync("bitacora"));
    }

    [Fact]
    public async Task Ledgers_ChangedByOtherThanTheOwnerWithAReason_AreProtected()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "ada");
        foreach (var orden in new[]
        {
            "DELETE FROM pagos", "UPDATE pagos SET motivo = ''", "TRUNCATE pagos CASCADE", "DELETE FROM bitacora", "UPDATE bitacora SET ruta = ''", "TRUNCATE bitacora",
        })
        {
            var ex = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(connection, orden));
            Assert.Contains("append-only", ex.MessageText, StringComparison.Ordinal);
        }

        await TestDatabase.ExecuteAsync(connection, "BEGIN; SET LOCAL prosmex.mantenimiento = 'prueba'; DELETE FROM bitacora WHERE entidad = 'usuario'; COMMIT");
        Assert.Equal(
            """{"tabla": "bitacora", "motivo": "prueba", "sentencia": "DELETE"}""",
            await TestDatabase.ValueAsync<string>(connection, "SELECT despues::text FROM bitacora WHERE entidad = 'mantenimiento'"));
        Assert.Equal(0, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM bitacora WHERE entidad = 'usuario'"));
        Assert.StartsWith("sql: ", await TestDatabase.ValueAsync<string>(connection, "SELECT ruta FROM bitacora"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApplicationRole_EvenWithTheSwitch_WritesOnlyThroughTheTriggersAndDeletesNothing()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        var rol = $"app_{Guid.NewGuid():N}";
        await TestDatabase.ExecuteAsync(connection, $"CREATE ROLE {rol} LOGIN PASSWORD 'x'");
        try
        {
            var deApp = new NpgsqlConnectionStringBuilder(connection) { Username = rol, Password = "x", Pooling = false }.ConnectionString;
            await new DatabaseMigrator(TestServer.Options(connection) with { Connection = deApp }, NullLogger<DatabaseMigrator>.Instance).MigrateAsync(TestContext.Current.CancellationToken);
            await Personas.AgregarAsync(deApp, "ada");
            Assert.Equal($"sql: {rol}", await TestDatabase.ValueAsync<string>(deApp, "SELECT ruta FROM bitacora"));
            foreach (var orden in new[]
            {
                "DELETE FROM bitacora", "UPDATE bitacora SET ruta = ''", "TRUNCATE bitacora", "DELETE FROM pagos", "UPDATE pagos SET monto_pagado = 0",
                "INSERT INTO bitacora (cuando, ruta, entidad, entidad_id, accion) VALUES (now(), '', 'pago', 1, 'alta')",
            })
            {
                var ex = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(deApp, $"BEGIN; SET LOCAL prosmex.mantenimiento = 'x'; {orden}"));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, ex.SqlState);
            }

            // Nor through a table of its own with the same trigger.
            var inventado = await Assert.ThrowsAsync<PostgresException>(() => TestDatabase.ExecuteAsync(deApp, """
                CREATE TEMP TABLE inventados (pago_id integer);
                CREATE TRIGGER en_bitacora AFTER INSERT ON inventados FOR EACH ROW EXECUTE FUNCTION anotar_en_bitacora('pago', 'pago_id');
                INSERT INTO inventados VALUES (1)
                """));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, inventado.SqlState);
            Assert.Equal(0, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM bitacora WHERE entidad = 'pago'"));
        }
        finally
        {
            await TestDatabase.ExecuteAsync(connection, $"DROP OWNED BY {rol}; DROP ROLE {rol}");
        }
    }

    private static async Task<IEnumerable<string?>> AutoresAsync(Api api) =>
        (await api.GetAsync("/bitacora/autores")).Success("get", "/bitacora/autores").Data["autores"]!.AsArray().Select(a => (string?)a!["usuario"]);

    private static async Task<JsonArray> VerAsync(Api api, string filter) =>
        (await api.GetAsync("/bitacora" + filter)).Success("get", "/bitacora").Data["bitacora"]!.AsArray();
}
