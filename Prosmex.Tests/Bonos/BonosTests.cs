using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Bonos;

/// <summary>The brackets of the titulares' bonus, each answer held against the contract.</summary>
[Trait("Kind", "Integration")]
public sealed class BonosTests(TestServer servidor)
{
    [Fact]
    public async Task Bonos_ThatOverlap_AreRefusedAndOthersAreEdited()
    {
        await using var programa = await ProgramWithClock.IniciarConAdminAsync(servidor);
        using var admin = await programa.Api().EntradaAsync("ada");
        (await admin.PostAsync("/bonos/", Bono(13_500, 14_000))).Problema(HttpStatusCode.Conflict, "bono.traslape");
        (await admin.PostAsync("/bonos/", Bono(15_000, 14_000))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        var id = (int)(await admin.PostAsync("/bonos/", Bono(13_501, 14_000))).Exito("post", "/bonos").Data["bono"]!["id"]!;
        (await admin.PutAsync($"/bonos/{id}", new JsonObject { ["entrega_min"] = "13500.99" })).Problema(HttpStatusCode.Conflict, "bono.traslape");
        var editado = (await admin.PutAsync($"/bonos/{id}/", new JsonObject { ["entrega_max"] = "14500.50", ["fallas"] = "3" })).Exito("put", "/bonos/{id}");
        Assert.Equal("""{"monto":500.00,"entrega_min":13501.00,"entrega_max":14500.50,"fallas":3}""", SinId(editado.Data["bono"]!));
        Assert.Equal(6, (int)(await admin.GetAsync("/bonos/?per_page=2")).Exito("get", "/bonos").Data["total_items"]!);
        (await admin.GetAsync($"/bonos/{id}")).Exito("get", "/bonos/{id}");
        (await admin.DeleteAsync($"/bonos/{id}")).Exito("delete", "/bonos/{id}");
        (await admin.GetAsync($"/bonos/{id}")).Problema(HttpStatusCode.NotFound, "bono.no_encontrado");
    }

    private static JsonObject Bono(int min, int max) => new() { ["monto"] = 500, ["entrega_min"] = min, ["entrega_max"] = $"{max}", ["fallas"] = 2 };

    private static string SinId(JsonNode bono)
    {
        var copia = (JsonObject)bono.DeepClone();
        copia.Remove("id");
        return copia.ToJsonString();
    }
}
