using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Rutas;

[Trait("Kind", "Integration")]
public sealed class RutasTests(TestServer servidor)
{
    [Theory]
    [InlineData("usuario_id_gerente")]
    [InlineData("usuario_id_supervisor")]
    public async Task Crear_WithSomeoneOfAnotherRole_IsRefused(string field)
    {
        await using var program = await ProgramWithClock.IniciarConAdminAsync(servidor);
        using var admin = await program.Api().EntradaAsync("ada");
        var ruta = await NewRutaAsync(program);
        ruta[field] = await Personas.AgregarAsync(program.Connection, "tita", rol: 2);

        var response = await admin.PostAsync("/rutas", ruta);

        Assert.Contains(field, response.Problema(HttpStatusCode.BadRequest, "solicitud.invalida").Texto, StringComparison.Ordinal);
        Assert.Equal(3, await Base.ValorAsync<long>(program.Connection, "SELECT count(*) FROM rutas"));
    }

    [Fact]
    public async Task Eliminar_WithGrupos_IsRefused()
    {
        await using var program = await ProgramWithClock.IniciarConAdminAsync(servidor);
        using var admin = await program.Api().EntradaAsync("ada");
        var ruta = (int)(await admin.PostAsync("/rutas", await NewRutaAsync(program))).Exito("post", "/rutas").Data["ruta"]!["ruta_id"]!;

        (await admin.DeleteAsync("/rutas/1")).Problema(HttpStatusCode.Conflict, "ruta.con_grupos");
        (await admin.DeleteAsync($"/rutas/{ruta}")).Exito("delete", "/rutas/{id}");

        (await admin.GetAsync($"/rutas/{ruta}")).Problema(HttpStatusCode.NotFound, "ruta.no_encontrada");
    }

    [Fact]
    public async Task Listar_AsSupervisor_HasTheirOwnRutasOnly()
    {
        await using var program = await ProgramWithClock.IniciarConAdminAsync(servidor);
        var supervisor = await Personas.AgregarAsync(program.Connection, "sara", rol: 3);
        await Base.EjecutarAsync(program.Connection, $"UPDATE rutas SET usuario_id_supervisor = {supervisor} WHERE ruta_id = 3");
        using var api = await program.Api().EntradaAsync("sara");

        var rutas = (await api.GetAsync("/rutas")).Exito("get", "/rutas").Data["rutas"]!.AsArray();

        Assert.Equal(3, (int)Assert.Single(rutas)!["ruta_id"]!);
        (await api.GetAsync("/rutas/1")).Problema(HttpStatusCode.NotFound, "ruta.no_encontrada");
    }

    [Fact]
    public async Task Listar_AsTitularWhoMay_HasTheRutasOfTheirGrupos()
    {
        await using var program = await ProgramWithClock.IniciarConAdminAsync(servidor);
        var titular = await Personas.AgregarAsync(program.Connection, "tita", rol: 2);
        await Base.EjecutarAsync(program.Connection, $"UPDATE grupos SET usuario_id_titular = {titular} WHERE grupo_id = 2; INSERT INTO permisos (rol_id, accion_id) VALUES (2, 6)");
        using var tita = await program.Api().EntradaAsync("tita");

        var rutas = (await tita.GetAsync("/rutas")).Exito("get", "/rutas").Data["rutas"]!.AsArray();

        Assert.Equal(2, (int)Assert.Single(rutas)!["ruta_id"]!);
    }

    [Fact]
    public async Task Page_ByName_HasPeopleAndGroupsOfTheRutasInScope()
    {
        await using var program = await ProgramWithClock.IniciarConAdminAsync(servidor);
        using var admin = await program.Api().EntradaAsync("ada");
        (await admin.PostAsync("/rutas", await NewRutaAsync(program))).Exito("post", "/rutas");
        using var saul = await program.Api().EntradaAsync("saul");

        var page = (await admin.GetAsync("/rutas/lista?per_page=1")).Exito("get", "/rutas/lista").Data;
        var found = (await admin.GetAsync("/rutas/lista?q=TLAQUE")).Exito("get", "/rutas/lista").Data["rutas"]!.AsArray();
        var own = (await saul.GetAsync("/rutas/lista")).Exito("get", "/rutas/lista").Data["rutas"]!.AsArray();

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
