using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Grupos;

[Trait("Kind", "Integration")]
public sealed class GruposTests(TestServer server)
{
    [Fact]
    public async Task Editar_FieldsThatAreAbsent_StayAsTheyWere()
    {
        await using var program = await StartAsync();
        using var admin = await program.Api().SignedInAsync("ada");
        var titular = (await admin.GetAsync("/grupos")).Data[0]!["usuario_id_titular"];

        var edited = await admin.PutAsync("/grupos/1", new JsonObject { ["nombre_grupo"] = "Centro" });

        edited.Success("put", "/grupos/{id}");
        var grupo = (await admin.GetAsync("/grupos")).Success("get", "/grupos").Data[0]!;
        Assert.Equal("Centro", (string?)grupo["nombre_grupo"]);
        Assert.Equal(1, (int)grupo["ruta_id"]!);
        Assert.True(JsonNode.DeepEquals(titular, grupo["usuario_id_titular"]));
    }

    [Fact]
    public async Task Eliminar_WithClientes_IsRefused()
    {
        await using var program = await StartAsync();
        using var admin = await program.Api().SignedInAsync("ada");
        await TestDatabase.ExecuteAsync(program.Connection, """
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            VALUES ('N', 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1)
            """);

        (await admin.DeleteAsync("/grupos/1")).Problem(HttpStatusCode.Conflict, "grupo.con_clientes");
        (await admin.DeleteAsync("/grupos/2")).Success("delete", "/grupos/{id}");

        (await admin.GetAsync("/grupos/2")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    [Fact]
    public async Task Eliminar_WhoseClienteLeftWithPrestamo_IsRefused()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        (await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000,"fecha_inicio":"2026-11-04"}"""))).Success("post", "/prestamos");
        await MoverAsync(d, cliente, aval);

        var refused = await d.Admin.DeleteAsync("/grupos/1");

        refused.Problem(HttpStatusCode.Conflict, "grupo.con_historia");
    }

    [Fact]
    public async Task Eliminar_WhoseClientesLeftWithoutPrestamo_PassesTheirDaysToTheNextGrupo()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (cliente, aval) = (await d.NuevoClienteAsync(), await d.NuevoClienteAsync());
        await MoverAsync(d, cliente, aval);
        (await d.Admin.PostAsync("/prestamos", JsonNode.Parse($$"""{"cliente_id":{{cliente}},"aval_id":{{aval}},"tipo_prestamo_id":1,"monto_prestamo":1000,"fecha_inicio":"2026-11-19"}"""))).Success("post", "/prestamos");

        var done = await d.Admin.DeleteAsync("/grupos/1");

        done.Success("delete", "/grupos/{id}");
        Assert.Equal(
            "2 -infinity 2026-11-18, 2 2026-11-18 infinity",
            await TestDatabase.ValueAsync<string>(d.Connection, $"SELECT string_agg(concat_ws(' ', grupo_id, desde, hasta), ', ' ORDER BY desde) FROM membresias WHERE cliente_id = {cliente}"));
        Assert.Equal(0L, await TestDatabase.ValueAsync<long>(d.Connection, "SELECT count(*) FROM titularidades WHERE grupo_id = 1"));
    }

    [Fact]
    public async Task Listar_AsTitular_HasTheirOwnGruposOnly()
    {
        await using var program = await StartAsync();
        var titular = await Personas.AgregarAsync(program.Connection, "tita", rol: 2);
        await TestDatabase.ExecuteAsync(program.Connection, $"UPDATE grupos SET usuario_id_titular = {titular} WHERE grupo_id = 2");
        using var api = await program.Api().SignedInAsync("tita");

        var grupos = (await api.GetAsync("/grupos")).Success("get", "/grupos").Data.AsArray();

        Assert.Equal(2, (int)Assert.Single(grupos)!["grupo_id"]!);
        (await api.GetAsync("/grupos/1")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
    }

    private static async Task MoverAsync(Despacho d, params int[] clientes)
    {
        foreach (var cliente in clientes)
        {
            (await d.Admin.PutAsync($"/clientes/{cliente}", new JsonObject { ["grupo_id"] = 2 })).Success("put", "/clientes/{id}");
        }
    }

    private Task<ProgramWithClock> StartAsync() => ProgramWithClock.StartWithAdminAsync(server);
}
