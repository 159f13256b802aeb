using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Rutas;

[Trait("Kind", "Integration")]
public sealed class RutasTests(TestServer server)
{
    [Theory]
    [InlineData("usuario_id_gerente")]
    [InlineData("usuario_id_supervisor")]
    public async Task Crear_WithSomeoneOfAnotherRole_IsRefused(string field)
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        using var admin = await program.Api().SignedInAsync("ada");
        var ruta = await NewRutaAsync(program);
        ruta[field] = await Personas.AgregarAsync(program.Connection, "tita", rol: 2);

        var response = await admin.PostAsync("/rutas", ruta);

        Assert.Contains(field, response.Problem(HttpStatusCode.BadRequest, "solicitud.invalida").Text, StringComparison.Ordinal);
        Assert.Equal(3, await TestDatabase.ValueAsync<long>(program.Connection, "SELECT count(*) FROM rutas"));
    }

    [Fact]
    public async Task Eliminar_WithGrupos_IsRefused()
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        using var admin = await program.Api().SignedInAsync("ada");
        var ruta = (int)(await admin.PostAsync("/rutas", await NewRutaAsync(program))).Success("post", "/rutas").Data["ruta"]!["ruta_id"]!;

        (await admin.DeleteAsync("/rutas/1")).Problem(HttpStatusCode.Conflict, "ruta.con_grupos");
        (await admin.DeleteAsync($"/rutas/{ruta}")).Success("delete", "/rutas/{id}");

        (await admin.GetAsync($"/rutas/{ruta}")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
    }

    [Fact]
    public async Task Listar_AsSupervisor_HasTheirOwnRutasOnly()
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        var supervisor = await Personas.AgregarAsync(program.Connection, "sara", rol: 3);
        await TestDatabase.ExecuteAsync(program.Connection, $"UPDATE rutas SET usuario_id_supervisor = {supervisor} WHERE ruta_id = 3");
        using var api = await program.Api().SignedInAsync("sara");

        var rutas = (await api.GetAsync("/rutas")).Success("get", "/rutas").Data["rutas"]!.AsArray();

        Assert.Equal(3, (int)Assert.Single(rutas)!["ruta_id"]!);
        (await api.GetAsync("/rutas/1")).Problem(HttpStatusCode.NotFound, "ruta.no_encontrada");
    }

    [Fact]
    public async Task Listar_AsTitularWhoMay_HasTheRutasOfTheirGrupos()
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        var titular = await Personas.AgregarAsync(program.Connection, "tita", rol: 2);
        await TestDatabase.ExecuteAsync(program.Connection, $"UPDATE grupos SET usuario_id_titular = {titular} WHERE grupo_id = 2; INSERT INTO permisos (rol_id, accion_id) VALUES (2, 6)");
        using var tita = await program.Api().SignedInAsync("tita");

        var rutas = (await tita.GetAsync("/rutas")).Success("get", "/rutas").Data["rutas"]!.AsArray();

        Assert.Equal(2, (int)Assert.Single(rutas)!["ruta_id"]!);
    }

    [Fact]
    public async Task Page_ByName_HasPeopleAndGroupsOfTheRutasInScope()
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        using var admin = await program.Api().SignedInAsync("ada");
        (await admin.PostAsync("/rutas", await NewRutaAsync(program))).Success("post", "/rutas");
        using var saul = await program.Api().SignedInAsync("saul");

        var page = (await admin.GetAsync("/rutas/lista?per_page=1")).Success("get", "/rutas/lista").Data;
        var found = (await admin.GetAsync("/rutas/lista?q=TLAQUE")).Success("get", "/rutas/lista").Data["rutas"]!.AsArray();
        var own = (await saul.GetAsync("/rutas/lista")).Success("get", "/rutas/lista").Data["rutas"]!.AsArray();

        var norte = Assert.Single(page["rutas"]!.AsArray())!;
        Assert.Equal(("Norte", "N P", "N P", 0, 4), ((string?)norte["ruta"], (string?)norte["gerente"], (string?)norte["supervisor"], (int)norte["grupos"]!, (int)page["total_items"]!));
        Assert.Equal((3, "", 1), ((int)Assert.Single(found)!["ruta_id"]!, (string?)found[0]!["gerente"], (int)found[0]!["grupos"]!));
        Assert.Equal("Norte", (string?)Assert.Single(own)!["ruta"]);
    }

    private static async Task<JsonObject> NewRutaAsync(ProgramWithClock program) => new()
    {
        ["nombre_ruta"] = "Norte",
        ["usuario_id_gerente"] = await Personas.AgregarAsync(program.Connection, "gema", rol: 4),
        ["usuario_id_supervisor"] = await Personas.AgregarAsync(program.Connection, "saul", rol: 3),
    };
}
