using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>The Bicep itself: compiles without a word, is formatted, says what everything is, gives no secret away.</summary>
[Trait("Kind", "Integration")]
public sealed class BicepTests(Templates plantillas)
{
    [Fact]
    public void Bicep_Build_HasNoErrorsOrWarnings()
    {
        Assert.NotEmpty(plantillas.Arm["resources"]!.AsObject());
        Assert.NotEmpty(plantillas.Dev);
        Assert.NotEmpty(plantillas.Prod);
    }

    [Fact]
    public void Bicep_Lint_HasNoFindings() => Assert.Equal("", plantillas.Correr("lint", "main.bicep").Trim());

    [Fact]
    public void Bicep_Format_ChangesNothing()
    {
        var formateados = plantillas.Formateados();
        Assert.Contains("main.bicep", formateados.Keys);
        Assert.Contains("prod.bicepparam", formateados.Keys);
        Assert.All(formateados, file => Assert.Equal(Repository.Read("infra", file.Key), file.Value));
    }

    [Fact]
    public void LinterRules_All_AreErrors()
    {
        var reglas = JsonNode.Parse(Repository.Read("infra", "bicepconfig.json"))!["analyzers"]!["core"]!["rules"]!.AsObject();
        Assert.NotEmpty(reglas);
        Assert.All(reglas, regla => Assert.Equal("error", (string?)regla.Value!["level"]));
    }

    [Fact]
    public void Modules_All_AreOfTheRepository() =>
        Assert.All(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.bicep*", SearchOption.AllDirectories),
            file => Assert.DoesNotMatch(@"'(br|ts)[/:]", File.ReadAllText(file)));

    [Fact]
    public void ParametersAndOutputs_All_AreDescribed()
    {
        foreach (var plantilla in Todas(plantillas.Arm))
        {
            Assert.NotNull((string?)plantilla["metadata"]?["description"]);
            foreach (var (nombre, value) in Miembros(plantilla["parameters"]).Concat(Miembros(plantilla["outputs"])))
            {
                Assert.False(string.IsNullOrWhiteSpace((string?)value!["metadata"]?["description"]), $"{nombre} no tiene descripción.");
            }
        }
    }

    [Fact]
    public void Outputs_None_IsSecret()
    {
        var salidas = Todas(plantillas.Arm).SelectMany(p => Miembros(p["outputs"])).ToList();
        Assert.NotEmpty(salidas);
        Assert.All(salidas, s => Assert.DoesNotMatch("(?i)secure", (string)s.Value!["type"]!));

        // A key that is never read cannot leak.
        Assert.DoesNotMatch(@"(?i)\blist(Keys|Secrets|Credentials|AccountSas|ServiceSas|ClusterAdminCredential)?\(", plantillas.Arm.ToJsonString());
    }

    [Fact]
    public void Secrets_All_AreSecureParameters()
    {
        foreach (var plantilla in Todas(plantillas.Arm))
        {
            foreach (var (nombre, value) in Miembros(plantilla["parameters"]))
            {
                Assert.Equal(Regex.IsMatch(nombre, "(?i)password|signingKey|receiptKey"), (string)value!["type"]! == "securestring" || (string)value["type"]! == "secureString");
            }
        }
    }

    /// <summary>A template and those nested in it.</summary>
    private static IEnumerable<JsonNode> Todas(JsonNode plantilla) => Miembros(plantilla["resources"])
        .Where(r => (string?)r.Value!["type"] == "Microsoft.Resources/deployments")
        .SelectMany(r => Todas(r.Value!["properties"]!["template"]!)).Prepend(plantilla);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Miembros(JsonNode? nodo) => nodo switch
    {
        JsonObject objeto => objeto,
        JsonArray lista => lista.Select((element, i) => KeyValuePair.Create($"{i}", element)),
        _ => [],
    };
}
