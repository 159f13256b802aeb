using System.Text.Json.Nodes;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Http;

[Trait("Kind", "Integration")]
public sealed class FinancieraTests(TestServer server)
{
    private const string Logo = "data:image/png;base64,iVBORw0KGgo=";

    [Fact]
    public async Task Obtener_WithSettings_IsTheLetterhead()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await Personas.AgregarAsync(connection, "gina", rol: 1);
        await using var program = await ProgramWithClock.StartAsync(
            connection, ("Prosmex:Financiera:Nombre", "Crédito Vecinal"), ("Prosmex:Financiera:Telefono", "33 1234 5678"), ("Prosmex:Financiera:Logo", Logo));
        using var gestora = await program.Api().SignedInAsync("gina");

        var financiera = (await gestora.GetAsync("/financiera")).Data;

        var expected = new JsonObject { ["nombre"] = "Crédito Vecinal", ["direccion"] = null, ["telefono"] = "33 1234 5678", ["logo"] = Logo };
        Assert.True(JsonNode.DeepEquals(expected, financiera), financiera.ToJsonString());
    }
}
