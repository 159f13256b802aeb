using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>The switch for a second server that reads.</summary>
[Trait("Kind", "Integration")]
public sealed class ReplicaTests(Templates templates)
{
    private const string Server = "Microsoft.DBforPostgreSQL/flexibleServers";

    [Fact]
    public void ReadReplica_NotAskedFor_IsNotThere()
    {
        Assert.Single(templates.All("prod", Server));
        Assert.DoesNotContain("ConnectionStrings__ProsmexLectura", templates.Settings("prod").Keys);
    }

    // Burstable machines can have none: learn.microsoft.com/azure/postgresql/flexible-server/concepts-read-replicas. Of the same size it takes as many
    // connections, which the budget of the server counts (AppTests).
    [Fact]
    public void ReadReplica_AskedFor_IsAMachineOfTheSameKindBesideTheServer()
    {
        var (server, replica) = Servers();

        Assert.Equal("Replica", (string?)replica["properties"]!["createMode"]);
        Assert.Equal((string?)server["id"], (string?)replica["properties"]!["sourceServerResourceId"]);
        Assert.NotEqual("Burstable", (string?)replica["sku"]!["tier"]);
        foreach (var alike in new Func<JsonNode, JsonNode?>[] { s => s["sku"], s => s["location"], s => s["properties"]!["network"], s => s["properties"]!["storage"] })
        {
            Assert.Equal(alike(server)!.ToJsonString(), alike(replica)!.ToJsonString());
        }
    }

    [Fact]
    public void ReadReplica_OnABurstableMachine_IsLeftOut()
    {
        var main = Repository.Read("infra", "main.bicep");

        Assert.Contains("var hasReplica = readReplica && databaseTier != 'Burstable'", main, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(main, @"\breadReplica &&"));
    }

    [Fact]
    public void Connection_ToTheReplica_IsLikeThatToTheServer()
    {
        var settings = Settings();
        var (server, replica) = Servers();

        Assert.Equal("10", settings["Prosmex__Lectura__AtrasoMaximo"]);
        Assert.Equal(
            settings["ConnectionStrings__Prosmex"].Replace((string)server["name"]!, (string)replica["name"]!, StringComparison.Ordinal), settings["ConnectionStrings__ProsmexLectura"]);
    }

    // Each instance keeps as many connections to the replica as to the server.
    [Fact]
    public void ConnectionBudget_InTheDocs_IsThatOfTheTemplates()
    {
        var row = Regex.Match(Repository.Read("docs", "escala.md"), @"\| prod \| (\d+) \+ 1 \+ 4 \| (\d+) \| (\d+) \| (\d+) \|");
        Assert.True(row.Success, "docs/escala.md has no row for prod: instances, pool, together, what the machine takes.");
        var numbers = row.Groups.Values.Skip(1).Select(g => int.Parse(g.Value, CultureInfo.InvariantCulture)).ToList();
        var param = Repository.Read("infra", "prod.bicepparam");

        Assert.Equal([Parameter("maximumInstances"), Parameter("maximumPoolSize"), (numbers[0] + 1 + 4) * numbers[1], Parameter("databaseConnections")], numbers);
        Assert.True(numbers[2] <= numbers[3]);
        Assert.EndsWith($"{numbers[1]})]", Settings()["ConnectionStrings__ProsmexLectura"], StringComparison.Ordinal);

        int Parameter(string name) => int.Parse(Regex.Match(param, $@"^param {name} = (\d+)$", RegexOptions.Multiline).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private (JsonNode Server, JsonNode Replica) Servers()
    {
        var servers = templates.ProdWithReplica.Where(r => (string?)r["type"] == Server).ToList();
        Assert.Equal(2, servers.Count);
        return (servers.Single(s => s["properties"]!["createMode"] is null), servers.Single(s => s["properties"]!["createMode"] is not null));
    }

    private Dictionary<string, string> Settings() => templates.ProdWithReplica.Single(r => (string?)r["type"] == "Microsoft.Web/sites")["properties"]!["siteConfig"]!["appSettings"]!
        .AsArray().ToDictionary(setting => (string)setting!["name"]!, setting => (string)setting!["value"]!);
}
