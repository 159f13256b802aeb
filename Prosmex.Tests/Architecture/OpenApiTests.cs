using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infrastructure;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Architecture;

/// <summary>docs/openapi.json matches the functions, and its examples are real responses; <c>PROSMEX_ACTUALIZAR</c> regenerates it.</summary>
[Trait("Kind", "Integration")]
public sealed class OpenApiTests(TestServer server)
{
    [Fact]
    public async Task File_OfTheFunctions_IsCurrentWithAnExampleOfEachResponse()
    {
        var connection = await server.NewDatabaseAsync();
        await using var program = await ProgramWithClock.StartAsync(connection);
        var recorder = new Recorder();
        await new ContractScenario(recorder, program, connection).PlayAsync();

        var document = OpenApiFile.Generate();
        var missing = Examples.Missing(document, recorder.Recorded).ToList();
        Assert.True(missing.Count == 0, $"No example was recorded for:\n{string.Join('\n', missing)}");
        var actual = Examples.Poner(document, recorder.Recorded)
            .ToJsonString(new(ProsmexJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        if (Environment.GetEnvironmentVariable("PROSMEX_ACTUALIZAR") is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Root, "docs", "openapi.json"), actual, TestContext.Current.CancellationToken);
        }

        Assert.True(Repository.Read("docs", "openapi.json") == actual, "docs/openapi.json is stale: run PROSMEX_ACTUALIZAR=1 dotnet test --filter Architecture, and look at what changes.");
    }

    [Fact]
    public void File_AsAWhole_IsValidOpenApi()
    {
        var read = OpenApiDocument.Parse(Repository.Read("docs", "openapi.json"), "json");
        Assert.Empty(read.Diagnostic!.Errors.Concat(read.Diagnostic.Warnings).Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
        Assert.Equal(OpenApiFile.Generate()["paths"]!.AsObject().Count, read.Document!.Paths.Count);
    }

    [Fact]
    public void File_EachExample_MatchesItsSchema()
    {
        var examples = 0;
        foreach (var (_, operations) in JsonNode.Parse(Repository.Read("docs", "openapi.json"))!["paths"]!.AsObject())
        {
            foreach (var content in operations!.AsObject().SelectMany(o => o.Value!["responses"]!.AsObject()).Select(r => r.Value!["content"]?[ContentTypes.Json]).Where(c => c?["example"] is not null))
            {
                Contract.AssertMatches(content!["example"], content["schema"]!);
                examples++;
            }
        }

        Assert.True(examples > 80, $"{examples}");
    }

    [Fact]
    public void File_EveryRouteOfEveryFunction_IsInIt()
    {
        var rutas = OpenApiFile.Generate()["paths"]!.AsObject();
        foreach (var (name, method) in FunctionCatalog.Methods)
        {
            if (OpenApiFile.Trigger(method) is { Methods: { } verbs } http && !method.IsDefined(typeof(WebPageAttribute)))
            {
                var path = "/" + Regex.Replace(http.Route!, @":[^}]+\}", "}");
                Assert.All(verbs, verb => Assert.Equal(name, (string?)rutas[path]![verb]!["operationId"]));
            }
        }
    }
}
