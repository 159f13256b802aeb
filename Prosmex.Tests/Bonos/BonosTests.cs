using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Bonos;

/// <summary>The brackets of the titulares' bonus, each answer held against the contract.</summary>
[Trait("Kind", "Integration")]
public sealed class BonosTests(TestServer server)
{
    [Fact]
    public async Task Bonos_ThatOverlap_AreRefusedAndOthersAreEdited()
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        using var admin = await program.Api().SignedInAsync("ada");
        (await admin.PostAsync("/bonos/", Bono(13_500, 14_000))).Problem(HttpStatusCode.Conflict, "bono.traslape");
        (await admin.PostAsync("/bonos/", Bono(15_000, 14_000))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        var id = (int)(await admin.PostAsync("/bonos/", Bono(13_501, 14_000))).Success("post", "/bonos").Data["bono"]!["id"]!;
        (await admin.PutAsync($"/bonos/{id}", new JsonObject { ["entrega_min"] = "13500.99" })).Problem(HttpStatusCode.Conflict, "bono.traslape");
        var editado = (await admin.PutAsync($"/bonos/{id}/", new JsonObject { ["entrega_max"] = "14500.50", ["fallas"] = "3" })).Success("put", "/bonos/{id}");
        Assert.Equal("""{"monto":500.00,"entrega_min":13501.00,"entrega_max":14500.50,"fallas":3}""", SinId(editado.Data["bono"]!));
        Assert.Equal(6, (int)(await admin.GetAsync("/bonos/?per_page=2")).Success("get", "/bonos").Data["total_items"]!);
        (await admin.GetAsync($"/bonos/{id}")).Success("get", "/bonos/{id}");
        (await admin.DeleteAsync($"/bonos/{id}")).Success("delete", "/bonos/{id}");
        (await admin.GetAsync($"/bonos/{id}")).Problem(HttpStatusCode.NotFound, "bono.no_encontrado");
    }

    private static JsonObject Bono(int min, int max) => new() { ["monto"] = 500, ["entrega_min"] = min, ["entrega_max"] = $"{max}", ["fallas"] = 2 };

    private static string SinId(JsonNode bono)
    {
        var copy = (JsonObject)bono.DeepClone();
        copy.Remove("id");
        return copy.ToJsonString();
    }
}
