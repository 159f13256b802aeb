using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>The alerts, and that the metrics and messages they look for exist.</summary>
[Trait("Kind", "Integration")]
public sealed class AlertsTests(Templates templates)
{
    private const string LogAlert = "Microsoft.Insights/scheduledQueryRules";
    private const string MetricAlert = "Microsoft.Insights/metricAlerts";

    [Fact]
    public void Alerts_OfProd_AreTheseAndReachPeople()
    {
        var alerts = templates.All("prod", LogAlert).Concat(templates.All("prod", MetricAlert)).ToList();

        Assert.Equal(
            ["5xx", "base-conexiones", "base-cpu", "base-disco", "base-viva", "health", "logs-topados", "migracion", "no-cuadra", "semana-sin-cerrar"],
            alerts.Select(Name).Order(StringComparer.Ordinal));
        Assert.All(alerts, alert => Assert.Contains("/actionGroups/ag-prosmex-prod", alert["properties"]!["actions"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(2, templates.Only("prod", "Microsoft.Insights/actionGroups")["properties"]!["emailReceivers"]!.AsArray().Count);
    }

    [Fact]
    public void Alerts_OfProd_AreInTheRunbook() =>
        Assert.All(
            templates.All("prod", LogAlert).Concat(templates.All("prod", MetricAlert)),
            alert => Assert.Contains($"`{Name(alert)}`", Repository.Read("docs", "runbook.md"), StringComparison.Ordinal));

    [Fact]
    public void Health_OfProd_IsAskedForFromOutside() =>
        Assert.Contains("/health", (string?)templates.Only("prod", "Microsoft.Insights/webtests")["properties"]!["Request"]!["RequestUrl"], StringComparison.Ordinal);

    // The test then watches the certificate of that name as well.
    [Fact]
    public void Health_WithTheLendersOwnName_IsAskedForThere()
    {
        var test = Assert.Single(templates.ProdOtherwise, r => (string?)r["type"] == "Microsoft.Insights/webtests");

        Assert.Equal("https://api.example.com/health", (string?)test["properties"]!["Request"]!["RequestUrl"]);
    }

    // "Auto mitigation must be disabled when action suppression is set" (Azure/azure-powershell#22583), and only these durations are taken.
    [Fact]
    public void LogAlerts_ThatDoNotResolve_AreMutedForATime()
    {
        string[] durations = ["PT5M", "PT10M", "PT15M", "PT30M", "PT45M", "PT1H", "PT2H", "PT3H", "PT4H", "PT5H", "PT6H", "P1D", "P2D"];
        Assert.All(templates.All("prod", LogAlert), alert =>
        {
            var muted = (string?)alert["properties"]!["muteActionsDuration"];
            Assert.Equal(muted is null, (bool)alert["properties"]!["autoMitigate"]!);
            Assert.True(muted is null || durations.Contains(muted), $"{Name(alert)}: {muted}");
        });
        Assert.Equal(
            ["logs-topados", "migracion", "semana-sin-cerrar"],
            templates.All("prod", LogAlert).Where(alert => !(bool)alert["properties"]!["autoMitigate"]!).Select(Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("dev", 28)]
    [InlineData("prod", 675)]
    public void DatabaseConnections_AtFourFifths_AreAnAlert(string environment, int threshold)
    {
        var criterion = Criterion(environment, "base-conexiones");

        Assert.Equal(("active_connections", "GreaterThan", threshold), ((string?)criterion["metricName"], (string?)criterion["operator"], (int)criterion["threshold"]!));
    }

    [Fact]
    public void Database_DeadForAWholeWindow_IsAnAlert()
    {
        var criterion = Criterion("prod", "base-viva");

        Assert.Equal("is_db_alive", (string?)criterion["metricName"]);
        Assert.Equal("LessThan", (string?)criterion["operator"]);
        Assert.Equal(1, (int)criterion["threshold"]!);
        Assert.Equal("Maximum", (string?)criterion["timeAggregation"]);
    }

    [Fact]
    public void LogAlerts_AboutMessages_LookForThoseThatAreWritten()
    {
        var written = string.Concat(Repository.Sources("Prosmex.Functions").Select(File.ReadAllText)) + Repository.Read("infra", "migrate", "migrate.sh");
        var sought = templates.All("prod", LogAlert)
            .SelectMany(a => Regex.Matches((string)a["properties"]!["criteria"]!["allOf"]![0]!["query"]!, "(?:Message|Log) startswith \"([^\"]+)\"")).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(3, sought.Count);
        Assert.All(sought, message => Assert.Contains($"\"{message}", written, StringComparison.Ordinal));
    }

    [Fact]
    public void Budget_OfProd_TellsTheSamePeople()
    {
        var budget = templates.Only("prod", "Microsoft.Consumption/budgets")["properties"]!;

        Assert.Equal((600, "2026-11-01"), ((int)budget["amount"]!, (string?)budget["timePeriod"]!["startDate"]));
        Assert.All(
            budget["notifications"]!.AsObject(),
            n => Assert.Equal(["guardia@example.com", "otra@example.com"], n.Value!["contactEmails"]!.AsArray().Select(email => (string?)email)));
    }

    // Its start cannot be changed later, so there is no default.
    [Fact]
    public void Budget_WithoutStart_IsNotMade() =>
        Assert.DoesNotContain(templates.ProdOtherwise, r => (string?)r["type"] == "Microsoft.Consumption/budgets");

    [Fact]
    public void Budget_WithoutAmount_IsNotMade() =>
        Assert.DoesNotContain(templates.Evaluate("prod", ("MONTHLY_BUDGET", "0")), r => (string?)r["type"] == "Microsoft.Consumption/budgets");

    // An empty text would be a receiver that Azure refuses.
    [Fact]
    public void Addresses_None_AreNoReceiversAndNoBudget()
    {
        var resources = templates.Evaluate("prod", ("ALERT_EMAILS", ""));

        var group = Assert.Single(resources, r => (string?)r["type"] == "Microsoft.Insights/actionGroups");

        Assert.Empty(group["properties"]!["emailReceivers"]!.AsArray());
        Assert.DoesNotContain(resources, r => (string?)r["type"] == "Microsoft.Consumption/budgets");
    }

    private JsonNode Criterion(string environment, string name) =>
        Assert.Single(templates.All(environment, MetricAlert), alert => Name(alert) == name)["properties"]!["criteria"]!["allOf"]![0]!;

    private static string Name(JsonNode alert) => Regex.Replace((string)alert["name"]!, "^alert-prosmex-(dev|prod)-", "");
}
