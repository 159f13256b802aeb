using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Prosmex.Functions.Http;
using Prosmex.Tests.Infraestructura;
using Prosmex.Tests.OpenApi;

namespace Prosmex.Tests.Arquitectura;

/// <summary>docs/openapi.json matches the functions, and its examples are real responses; <c>PROSMEX_ACTUALIZAR</c> regenerates it.</summary>
[Trait("Kind", "Integration")]
public sealed class OpenApiTests(TestServer servidor)
{
    [Fact]
    public async Task Archivo_EsLoQueDicenLasFunciones_ConUnEjemploDeCadaRespuesta()
    {
        var connection = await servidor.NuevaBaseAsync();
        await using var programa = await ProgramWithClock.IniciarAsync(connection);
        var grabadora = new Grabadora();
        await new Guion(grabadora, programa, connection).JugarAsync();

        var documento = DocumentoOpenApi.Generar();
        var faltantes = Ejemplos.Faltantes(documento, grabadora.Grabados).ToList();
        Assert.True(faltantes.Count == 0, $"No example was recorded for:\n{string.Join('\n', faltantes)}");
        var actual = Ejemplos.Poner(documento, grabadora.Grabados)
            .ToJsonString(new(ProsmexJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        if (Environment.GetEnvironmentVariable("PROSMEX_ACTUALIZAR") is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(Repository.Raiz, "docs", "openapi.json"), actual, TestContext.Current.CancellationToken);
        }

        Assert.Equal(Repository.Leer("docs", "openapi.json"), actual);
    }

    [Fact]
    public void Archivo_EsOpenApiLicito()
    {
        var leido = OpenApiDocument.Parse(Repository.Leer("docs", "openapi.json"), "json");
        Assert.Empty(leido.Diagnostic!.Errors.Concat(leido.Diagnostic.Warnings).Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, leido.Diagnostic.SpecificationVersion);
        Assert.Equal(DocumentoOpenApi.Generar()["paths"]!.AsObject().Count, leido.Document!.Paths.Count);
    }

    [Fact]
    public void Archivo_CadaEjemplo_EsComoDiceSuEsquema()
    {
        var ejemplos = 0;
        foreach (var (_, operaciones) in JsonNode.Parse(Repository.Leer("docs", "openapi.json"))!["paths"]!.AsObject())
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
    public void Archivo_TieneCadaRutaDeCadaFuncion()
    {
        var rutas = DocumentoOpenApi.Generar()["paths"]!.AsObject();
        foreach (var (nombre, metodo) in FunctionCatalog.Methods)
        {
            if (DocumentoOpenApi.Disparador(metodo) is { Methods: { } verbos } http && !metodo.IsDefined(typeof(WebPageAttribute)))
            {
                var ruta = "/" + http.Route!.Replace(":int}", "}", StringComparison.Ordinal);
                Assert.All(verbos, verbo => Assert.Equal(nombre, (string?)rutas[ruta]![verbo]!["operationId"]));
            }
        }
    }
}
