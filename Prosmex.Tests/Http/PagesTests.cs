using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Http;

/// <summary>A page beyond the end of a list is empty, and says how long the list is.</summary>
[Trait("Kind", "Integration")]
public sealed class PagesTests(TestServer server)
{
    // Lists beside the rows that are the same on every page: the steps of the settings.
    private static readonly string[] OfThePageItself = ["pasos"];

    [Fact]
    public async Task Page_PastTheEndOfAnyList_IsEmptyAndTellsTheTotal()
    {
        await using var d = await Despacho.OpenAsync(server);
        await d.NuevoPrestamoAsync();
        await d.Admin.PostAsync("/verificacion/semanal");
        var listas = OpenApiFile.Generate()["paths"]!.AsObject()
            .Where(r => r.Value!["get"]?["parameters"]?.AsArray() is { } p && p.Any(x => (string)x!["name"]! == "page") && !p.Any(x => (bool)x!["required"]!))
            .Select(r => r.Key).ToList();
        Assert.Contains("/bonos", listas);
        foreach (var lista in listas)
        {
            var ultima = (await d.Admin.GetAsync($"{lista}?page=1000")).Success("get", lista).Data.AsObject();
            var primera = (await d.Admin.GetAsync(lista)).Success("get", lista).Data.AsObject();
            foreach (var (fieldName, value) in primera.Where(c => c.Key != "page"))
            {
                Assert.True(value is JsonArray && !OfThePageItself.Contains(fieldName) ? ultima[fieldName]!.AsArray().Count == 0 : JsonNode.DeepEquals(value, ultima[fieldName]), $"{lista}: {fieldName} {ultima[fieldName]}");
            }
        }
    }
}
