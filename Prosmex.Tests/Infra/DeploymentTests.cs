using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prosmex.Tests.Infra;

/// <summary>What would be deployed: who may do what, and what can be reached. The app is in AppTests, the alerts in AlertsTests.</summary>
[Trait("Kind", "Integration")]
public sealed class DeploymentTests(Templates templates)
{
    private const string App = "id-prosmex-{0}-app";
    private const string Migration = "id-prosmex-{0}-migrate";

    public static TheoryData<string> Environments => ["dev", "prod"];

    [Fact]
    public void Database_InProd_HasNoPublicNetwork()
    {
        var red = Uno("prod", "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]!["network"]!;

        Assert.Equal("Disabled", (string?)red["publicNetworkAccess"]);
        Assert.EndsWith("/subnets/database", (string?)red["delegatedSubnetResourceId"], StringComparison.Ordinal);
        Assert.EndsWith(".private.postgres.database.azure.com", (string?)red["privateDnsZoneArmResourceId"], StringComparison.Ordinal);
        Assert.Empty(All("prod", "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules"));

        var subnets = Uno("prod", "Microsoft.Network/virtualNetworks")["properties"]!["subnets"]!.AsArray()
            .Select(s => ((string?)s!["name"], (string?)s["properties"]!["delegations"]![0]!["properties"]!["serviceName"]));
        Assert.Equal(
            [("app", "Microsoft.App/environments"), ("jobs", "Microsoft.App/environments"), ("database", "Microsoft.DBforPostgreSQL/flexibleServers")], subnets);
        Assert.EndsWith("/subnets/app", (string?)Uno("prod", "Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"], StringComparison.Ordinal);
        Assert.EndsWith(
            "/subnets/jobs", (string?)Uno("prod", "Microsoft.App/managedEnvironments")["properties"]!["vnetConfiguration"]!["infrastructureSubnetId"], StringComparison.Ordinal);
        Assert.True((bool)Uno("prod", "Microsoft.App/managedEnvironments")["properties"]!["vnetConfiguration"]!["internal"]!);
    }

    [Fact]
    public void Database_InDev_IsReachedByAzureServicesOnly()
    {
        Assert.Equal("Enabled", (string?)Uno("dev", "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]!["network"]!["publicNetworkAccess"]);
        var regla = Uno("dev", "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules")["properties"]!;
        Assert.Equal(("0.0.0.0", "0.0.0.0"), ((string?)regla["startIpAddress"], (string?)regla["endIpAddress"]));
        Assert.Empty(All("dev", "Microsoft.Network/virtualNetworks"));
        Assert.Empty(All("dev", "Microsoft.App/jobs"));
    }

    [Theory]
    [InlineData("", 64)]
    [InlineData("0", 64)]
    [InlineData("32", 64)]
    [InlineData("128", 128)]
    public void DatabaseDisk_OfProd_IsNeverAskedToShrink(string live, int expected)
    {
        var resources = live switch
        {
            "" => templates.Prod,
            "128" => templates.ProdOtherwise,
            _ => templates.Evaluate("prod", ("DATABASE_STORAGE_GB", live)),
        };

        var server = Assert.Single(resources, r => (string?)r["type"] == "Microsoft.DBforPostgreSQL/flexibleServers");

        Assert.Equal(expected, (int)server["properties"]!["storage"]!["storageSizeGB"]!);
        Assert.Equal("Enabled", (string?)server["properties"]!["storage"]!["autoGrow"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Database_Always_KnowsNoPasswords(string environment)
    {
        var server = Uno(environment, "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]!;

        Assert.Equal("Disabled", (string?)server["authConfig"]!["passwordAuth"]);
        Assert.Equal("Enabled", (string?)server["authConfig"]!["activeDirectoryAuth"]);
        Assert.Null(server["administratorLogin"]);
        Assert.Null(server["administratorLoginPassword"]);
        Assert.InRange(int.Parse((string)server["version"]!, System.Globalization.CultureInfo.InvariantCulture), 15, 17);
        var tls = Uno(environment, "Microsoft.DBforPostgreSQL/flexibleServers/configurations");
        Assert.EndsWith("/ssl_min_protocol_version", (string?)tls["name"], StringComparison.Ordinal);
        Assert.Equal("TLSv1.2", (string?)tls["properties"]!["value"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Database_Administrators_AreThoseOfTheList(string environment)
    {
        var administrators = All(environment, "Microsoft.DBforPostgreSQL/flexibleServers/administrators")
            .Select(a => ((string?)a["properties"]!["principalName"], (string?)a["properties"]!["principalType"]));

        Assert.Equal(
            environment == "prod" ? [("Administradores", "Group"), (Name(Migration, environment), "ServicePrincipal")] : [("Administradores", "User")], administrators);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Storage_Always_HasNoSharedKeys(string environment)
    {
        var cuenta = Uno(environment, "Microsoft.Storage/storageAccounts")["properties"]!;

        Assert.False((bool)cuenta["allowSharedKeyAccess"]!);
        Assert.False((bool)cuenta["allowBlobPublicAccess"]!);
        Assert.True((bool)cuenta["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)cuenta["minimumTlsVersion"]);
        Assert.Equal("None", (string?)Uno(environment, "Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Telemetry_WithAKey_IsNotTaken(string environment)
    {
        var insights = Uno(environment, "Microsoft.Insights/components")["properties"]!;

        Assert.True((bool)insights["DisableLocalAuth"]!);
        Assert.NotNull((string?)insights["WorkspaceResourceId"]);
        Assert.True((bool)Uno(environment, "Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void KeyVault_Always_IsReadByRoleAndNotPurged(string environment)
    {
        var vault = Uno(environment, "Microsoft.KeyVault/vaults")["properties"]!;

        Assert.True((bool)vault["enableRbacAuthorization"]!);
        Assert.True((bool)vault["enableSoftDelete"]!);
        Assert.Null(vault["accessPolicies"]);
        Assert.Equal(environment == "prod", (bool?)vault["enablePurgeProtection"] == true);

        var audit = Assert.Single(
            All(environment, "Microsoft.Insights/diagnosticSettings"), d => ((string)d["id"]!).Contains("/Microsoft.KeyVault/vaults/", StringComparison.Ordinal));
        Assert.Equal("AuditEvent", (string?)audit["properties"]!["logs"]![0]!["category"]);
        Assert.Equal("Dedicated", (string?)audit["properties"]!["logAnalyticsDestinationType"]);
    }

    // Without a key there is nothing to write: what the vault has stays, whether or not the other key is written.
    [Theory]
    [InlineData("dev", "jwt-clave", "signingKey")]
    [InlineData("dev", "recibos-clave", "receiptKey")]
    [InlineData("prod", "jwt-clave", "signingKey")]
    [InlineData("prod", "recibos-clave", "receiptKey")]
    public void Secret_OfTheVault_IsWrittenOnlyWhenItsOwnKeyIsGiven(string environment, string name, string parameter)
    {
        var secrets = All(environment, "Microsoft.KeyVault/vaults/secrets");

        Assert.Equal(2, secrets.Count);
        var secret = Assert.Single(secrets, s => ((string)s["name"]!).EndsWith($"/{name}", StringComparison.Ordinal));
        Assert.Equal($"[not(empty(parameters('{parameter}')))]", (string?)secret["condition"]);
        Assert.Equal($"[parameters('{parameter}')]", (string?)secret["properties"]!["value"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Identities_All_AreThoseOfTheList(string environment)
    {
        string[] deProd = [Name(App, environment), Name(Migration, environment)];
        Assert.Equal(environment == "prod" ? deProd : deProd[..1], All(environment, "Microsoft.ManagedIdentity/userAssignedIdentities").Select(i => (string?)i["name"]));

        var owners = Resources(environment).Where(r => r["identity"] is not null).Select(r => (
            (string?)r["type"], (string?)r["identity"]!["type"], string.Join(' ', r["identity"]!["userAssignedIdentities"]!.AsObject().Select(i => i.Key.Split('/')[^1]))));
        Assert.Equal(
            environment == "prod"
                ? [("Microsoft.App/jobs", "UserAssigned", Name(Migration, environment)), ("Microsoft.Web/sites", "UserAssigned", Name(App, environment))]
                : [("Microsoft.Web/sites", "UserAssigned", Name(App, environment))],
            owners.Order());
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void RoleAssignments_All_AreThoseOfTheList(string environment)
    {
        var dados = All(environment, "Microsoft.Authorization/roleAssignments").Select(p => (
            Sobre: Regex.Match((string)p["id"]!, "providers/([^/]+/[^/]+)/[^/]+/providers/Microsoft.Authorization").Groups[1].Value,
            Rol: ((string)p["properties"]!["roleDefinitionId"]!).Split('/')[^1],
            Quien: Quien((string)p["properties"]!["principalId"]!)));

        List<(string, string, string)> lista =
        [
            ("Microsoft.Storage/storageAccounts", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", Name(App, environment)), // Storage Blob Data Owner
            ("Microsoft.Storage/storageAccounts", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", Name(App, environment)), // Storage Table Data Contributor
            ("Microsoft.KeyVault/vaults", "4633458b-17de-408a-b874-0445c86b69e6", Name(App, environment)), // Key Vault Secrets User
            ("Microsoft.Insights/components", "3913510d-42f4-4e42-8a64-420c390055eb", Name(App, environment)), // Monitoring Metrics Publisher
            ("Microsoft.KeyVault/vaults", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", Templates.Administrator), // Key Vault Secrets Officer
        ];
        if (environment == "prod")
        {
            lista.Add(("Microsoft.ContainerRegistry/registries", "7f951dda-4ed3-4680-a7ca-43fe172d538d", Name(Migration, environment))); // AcrPull
        }

        Assert.Equal(lista.Order(), dados.Order());
    }

    private IReadOnlyList<JsonNode> Resources(string environment) => templates.Resources(environment);

    private List<JsonNode> All(string environment, string type) => templates.All(environment, type);

    private JsonNode Uno(string environment, string type) => templates.Only(environment, type);

    private static string Name(string format, string environment) => format.Replace("{0}", environment, StringComparison.Ordinal);

    // What only Azure knows stays an expression, which names the identity.
    private static string Quien(string principal) => Regex.Match(principal, @"userAssignedIdentities/([\w-]+)'.*\.principalId\)?\]$") is { Success: true } m ? m.Groups[1].Value : principal;
}
