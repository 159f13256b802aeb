using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>The Bicep itself: compiles without a word, is formatted, says what everything is, gives no secret away.</summary>
[Trait("Kind", "Integration")]
public sealed class BicepTests(Templates templates)
{
    [Fact]
    public void Bicep_Build_HasNoErrorsOrWarnings()
    {
        Assert.NotEmpty(templates.Arm["resources"]!.AsObject());
        Assert.NotEmpty(templates.Dev);
        Assert.NotEmpty(templates.Prod);
    }

    [Fact]
    public void Bicep_Lint_HasNoFindings() => Assert.Equal("", templates.Run("lint", "main.bicep").Trim());

    [Fact]
    public void Bicep_Format_ChangesNothing()
    {
        var formatted = templates.Formatted();
        Assert.Contains("main.bicep", formatted.Keys);
        Assert.Contains("prod.bicepparam", formatted.Keys);
        Assert.All(formatted, file => Assert.Equal(Repository.Read("infra", file.Key), file.Value));
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
        foreach (var template in Todas(templates.Arm))
        {
            Assert.NotNull((string?)template["metadata"]?["description"]);
            foreach (var (name, value) in Miembros(template["parameters"]).Concat(Miembros(template["outputs"])))
            {
                Assert.False(string.IsNullOrWhiteSpace((string?)value!["metadata"]?["description"]), $"{name} no tiene descripción.");
            }
        }
    }

    [Fact]
    public void Outputs_None_IsSecret()
    {
        var outputs = Todas(templates.Arm).SelectMany(p => Miembros(p["outputs"])).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, s => Assert.DoesNotMatch("(?i)secure", (string)s.Value!["type"]!));

        // A key that is never read cannot leak.
        Assert.DoesNotMatch(@"(?i)\blist(Keys|Secrets|Credentials|AccountSas|ServiceSas|ClusterAdminCredential)?\(", templates.Arm.ToJsonString());
    }

    [Fact]
    public void Secrets_All_AreSecureParameters()
    {
        foreach (var template in Todas(templates.Arm))
        {
            foreach (var (name, value) in Miembros(template["parameters"]))
            {
                Assert.Equal(Regex.IsMatch(name, "(?i)password|signingKey|receiptKey"), (string)value!["type"]! == "securestring" || (string)value["type"]! == "secureString");
            }
        }
    }

    /// <summary>A template and those nested in it.</summary>
    private static IEnumerable<JsonNode> Todas(JsonNode template) => Miembros(template["resources"])
        .Where(r => (string?)r.Value!["type"] == "Microsoft.Resources/deployments")
        .SelectMany(r => Todas(r.Value!["properties"]!["template"]!)).Prepend(template);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Miembros(JsonNode? node) => node switch
    {
        JsonObject jsonObject => jsonObject,
        JsonArray lista => lista.Select((element, i) => KeyValuePair.Create($"{i}", element)),
        _ => [],
    };
}
