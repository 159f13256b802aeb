using System.Text.RegularExpressions;
using System.Xml.Linq;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>What the workflows promise the templates and scripts, and what GitHub and Azure would refuse or do otherwise.</summary>
[Trait("Kind", "Integration")]
public sealed class WorkflowsTests(Templates templates)
{
    private static readonly string Environment = Workflow("environment");
    private static readonly string Deploy = Workflow("deploy");
    private static readonly string Ci = Workflow("ci");

    // A job that waits for approval holds its place in its group: the run as a whole and the approval are in none.
    [Fact]
    public void Concurrency_OfDeployments_IsPerEnvironmentAndNotHeldByApproval()
    {
        Assert.DoesNotMatch("(?m)^ *concurrency:", Deploy);
        Assert.Matches(@"(?m)^    concurrency:\n      group: deploy-\$\{\{ inputs\.environment \}\}\n      cancel-in-progress: false$", Environment);
        Assert.Matches("(?s)\n  approve-prod:\n    needs: plan-prod\n.*\n    environment: prod-approval\n.*\n  prod:\n    needs: approve-prod\n", Deploy);
    }

    [Fact]
    public void Dispatch_ForProdAlone_SkipsDevAndNothingBehindIt()
    {
        Assert.Contains("        options: [dev and prod, prod]\n", Deploy, StringComparison.Ordinal);
        Assert.Contains("\n  dev:\n    needs: ci\n    if: inputs.only != 'prod'\n", Deploy, StringComparison.Ordinal);
        foreach (var (job, before) in new[] { ("plan-prod", "ci"), ("approve-prod", "plan-prod"), ("prod", "approve-prod") })
        {
            Assert.Matches($@"\n  {job}:\n    needs: .*\n    if: \$\{{\{{ !cancelled\(\) && needs\.{before}\.result == 'success'", Deploy);
        }
    }

    // An assertion of GitHub's lives five minutes, an access token an hour: AADSTS700024, Azure/azure-cli#28708.
    [Fact]
    public void SignIn_BeforeTheDatabaseAndAfterTheMigration_IsDoneAgain()
    {
        var steps = Regex.Matches(Environment, @"uses: azure/login|name: (Resources|Migrate, from here|Migrate, inside the network|Program)\n").Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(["", "Resources", "", "Migrate, from here", "Migrate, inside the network", "", "Program"], steps);
    }

    // A restore stops the app.
    [Fact]
    public void StoppedApp_BeforeItIsAskedForItsHealth_IsStarted() =>
        Assert.Matches(@"(?s)az functionapp start .*\n      - name: Program\n.*/health", Environment);

    [Fact]
    public void Variables_OfTheTemplates_AreSetWhereTheyAreDeployed()
    {
        foreach (var environment in new[] { "dev", "prod" })
        {
            var read = Regex.Matches(Repository.Read("infra", $"{environment}.bicepparam"), @"readEnvironmentVariable\('(\w+)'").Select(m => m.Groups[1].Value).ToList();
            Assert.NotEmpty(read);
            Assert.All(read, name => Assert.Matches($@"\b{name}(: |=)", Environment));
        }

        // The what-if uses the same values; keys and a first administrator are only set once.
        var ofProd = Regex.Matches(Repository.Read("infra", "prod.bicepparam"), @"readEnvironmentVariable\('(\w+)'").Select(m => m.Groups[1].Value);
        Assert.Equal(
            ["SIGNING_KEY", "RECEIPT_KEY", "PROSMEX_ADMIN_USUARIO", "PROSMEX_ADMIN_CONTRASENA"],
            ofProd.Where(name => !Regex.IsMatch(Deploy, $@"\b{name}(: |=)")));
    }

    [Theory]
    [InlineData("jwt-clave", "SIGNING_KEY")]
    [InlineData("recibos-clave", "RECEIPT_KEY")]
    public void Key_ThatTheVaultLacks_IsMaskedBeforeItIsPassedOn(string secret, string variable) =>
        Assert.Contains(
            $"""
                      key=$(infra/new-key.sh "$RESOURCE_GROUP" {secret})
                      if [ -n "$key" ]; then echo "::add-mask::$key"; echo "{variable}=$key" >> "$GITHUB_ENV"; fi

            """,
            Environment,
            StringComparison.Ordinal);

    // Azure returns API_URL as apI_URL: Azure/azure-dev#512.
    [Fact]
    public void Outputs_WhoseCaseAzureLoses_AreReadInUpperCase()
    {
        var outputs = templates.Arm["outputs"]!.AsObject().Select(output => output.Key).ToList();

        Assert.All(outputs, name => Assert.Matches("^[A-Z_]+$", name));
        Assert.Contains("ascii_upcase", Environment, StringComparison.Ordinal);
        string[] used = ["API_URL", "FUNCTION_APP_NAME", "DATABASE_HOST", "DATABASE_APP_ROLE", "DATABASE_APP_OBJECT_ID"];
        Assert.Empty(used.Except(outputs));
        Assert.All(used, name => Assert.Contains($"${name}", (Environment + Repository.Read("infra", "migrate", "migrate.sh")).Replace("{", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void Bicep_OfTheWorkflows_IsTheOneThatIsTested()
    {
        var tested = XDocument.Parse(Repository.Read("Prosmex.Tests", "Prosmex.Tests.csproj")).Descendants("BicepVersion").Single().Value;

        Assert.All(new[] { Environment, Deploy }, workflow => Assert.Contains($"az bicep install --version v{tested}", workflow, StringComparison.Ordinal));
    }

    [Fact]
    public void Actions_OfOthers_ArePinned()
    {
        var uses = Regex.Matches(Ci + Environment + Deploy, @"uses: (\S+)").Select(m => m.Groups[1].Value).Where(action => !action.StartsWith("./", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[\\w/-]+@[0-9a-f]{40}$", action));
    }

    [Fact]
    public void Environments_OfGitHub_AreThoseOfTheDocs()
    {
        var docs = Repository.Read("docs", "despliegue.md");

        Assert.All(new[] { "dev", "prod-plan", "prod-approval", "prod" }, name => Assert.Contains($"`{name}`", docs, StringComparison.Ordinal));
        Assert.All(
            Regex.Matches(Ci + Environment + Deploy, @"\bvars\.(\w+)").Select(m => m.Groups[1].Value).Distinct(), name => Assert.Contains($"`{name}`", docs, StringComparison.Ordinal));
    }

    // Its arguments changed what they mean in 2026: Azure/azure-cli#33343.
    [Fact]
    public void FirewallRules_InScriptsAndDocs_AreNotMadeByTheCommandThatChanged()
    {
        var texts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "infra"), "*.sh", SearchOption.AllDirectories).Select(File.ReadAllText)
            .Append(Ci + Environment + Deploy).Append(Repository.Read("docs", "despliegue.md")).Append(Repository.Read("docs", "runbook.md"));

        Assert.All(texts, text => Assert.DoesNotMatch("(?m)^(?!#).*flexible-server firewall-rule (create|delete|update)", text));
    }

    private static string Workflow(string name) => Repository.Read(".github", "workflows", $"{name}.yml");
}
