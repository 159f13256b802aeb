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
public sealed class OpenApiTests(TestServer servidor)
{
    [Fact]
    public async Task File_OfTheFunctions_IsCurrentWithAnExampleOfEachResponse()
    {
        var connection = await servidor.NuevaBaseAsync();
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        var grabadora = new Recorder();
        await new Guion(grabadora, programa, connection).JugarAsync();

        var documento = OpenApiFile.Generar();
        var faltantes = Ejemplos.Faltantes(documento, grabadora.Grabados).ToList();
        Assert.True(faltantes.Count == 0, $"No example was recorded for:\n{string.Join('\n', faltantes)}");
        var actual = Ejemplos.Poner(documento, grabadora.Grabados)
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
        var leido = OpenApiDocument.Parse(Repository.Read("docs", "openapi.json"), "json");
        Assert.Empty(leido.Diagnostic!.Errors.Concat(leido.Diagnostic.Warnings).Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, leido.Diagnostic.SpecificationVersion);
        Assert.Equal(OpenApiFile.Generar()["paths"]!.AsObject().Count, leido.Document!.Paths.Count);
    }

    [Fact]
    public void File_EachExample_MatchesItsSchema()
    {
        var ejemplos = 0;
        foreach (var (_, operaciones) in JsonNode.Parse(Repository.Read("docs", "openapi.json"))!["paths"]!.AsObject())
        {
            foreach (var content in operaciones!.AsObject().SelectMany(o => o.Value!["responses"]!.AsObject()).Select(r => r.Value!["content"]?[ContentTypes.Json]).Where(c => c?["example"] is not null))
            {
                Contrato.Coincide(content!["example"], content["schema"]!);
                ejemplos++;
            }
        }

        Assert.True(ejemplos > 80, $"{ejemplos}");
    }

    [Fact]
    public void File_EveryRouteOfEveryFunction_IsInIt()
    {
        var rutas = OpenApiFile.Generar()["paths"]!.AsObject();
        foreach (var (nombre, metodo) in FunctionCatalog.Methods)
        {
            if (OpenApiFile.Disparador(metodo) is { Methods: { } verbos } http && !metodo.IsDefined(typeof(WebPageAttribute)))
            {
                var ruta = "/" + Regex.Replace(http.Route!, @":[^}]+\}", "}");
                Assert.All(verbos, verbo => Assert.Equal(nombre, (string?)rutas[ruta]![verbo]!["operationId"]));
            }
        }
    }
}
