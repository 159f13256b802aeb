using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Prosmex.Tests.Infra;

/// <summary>What would be deployed: who may do what, and what can be reached. The app is in AppTests, the alerts in AlertsTests.</summary>
[Trait("Kind", "Integration")]
public sealed class DeploymentTests(Templates plantillas)
{
    private const string App = "id-prosmex-{0}-app";
    private const string Migracion = "id-prosmex-{0}-migrate";

    public static TheoryData<string> Environments => ["dev", "prod"];

    [Fact]
    public void Database_InProd_HasNoPublicNetwork()
    {
        var red = Uno("prod", "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]!["network"]!;

        Assert.Equal("Disabled", (string?)red["publicNetworkAccess"]);
        Assert.EndsWith("/subnets/database", (string?)red["delegatedSubnetResourceId"], StringComparison.Ordinal);
        Assert.EndsWith(".private.postgres.database.azure.com", (string?)red["privateDnsZoneArmResourceId"], StringComparison.Ordinal);
        Assert.Empty(Todos("prod", "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules"));

        var subredes = Uno("prod", "Microsoft.Network/virtualNetworks")["properties"]!["subnets"]!.AsArray()
            .Select(s => ((string?)s!["name"], (string?)s["properties"]!["delegations"]![0]!["properties"]!["serviceName"]));
        Assert.Equal(
            [("app", "Microsoft.App/environments"), ("jobs", "Microsoft.App/environments"), ("database", "Microsoft.DBforPostgreSQL/flexibleServers")], subredes);
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
        Assert.Empty(Todos("dev", "Microsoft.Network/virtualNetworks"));
        Assert.Empty(Todos("dev", "Microsoft.App/jobs"));
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
            "" => plantillas.Prod,
            "128" => plantillas.ProdOtherwise,
            _ => plantillas.Evaluate("prod", ("DATABASE_STORAGE_GB", live)),
        };

        var server = Assert.Single(resources, r => (string?)r["type"] == "Microsoft.DBforPostgreSQL/flexibleServers");

        Assert.Equal(expected, (int)server["properties"]!["storage"]!["storageSizeGB"]!);
        Assert.Equal("Enabled", (string?)server["properties"]!["storage"]!["autoGrow"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Database_Always_KnowsNoPasswords(string ambiente)
    {
        var servidor = Uno(ambiente, "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]!;

        Assert.Equal("Disabled", (string?)servidor["authConfig"]!["passwordAuth"]);
        Assert.Equal("Enabled", (string?)servidor["authConfig"]!["activeDirectoryAuth"]);
        Assert.Null(servidor["administratorLogin"]);
        Assert.Null(servidor["administratorLoginPassword"]);
        Assert.InRange(int.Parse((string)servidor["version"]!, System.Globalization.CultureInfo.InvariantCulture), 15, 17);
        var tls = Uno(ambiente, "Microsoft.DBforPostgreSQL/flexibleServers/configurations");
        Assert.EndsWith("/ssl_min_protocol_version", (string?)tls["name"], StringComparison.Ordinal);
        Assert.Equal("TLSv1.2", (string?)tls["properties"]!["value"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Database_Administrators_AreThoseOfTheList(string ambiente)
    {
        var administradores = Todos(ambiente, "Microsoft.DBforPostgreSQL/flexibleServers/administrators")
            .Select(a => ((string?)a["properties"]!["principalName"], (string?)a["properties"]!["principalType"]));

        Assert.Equal(
            ambiente == "prod" ? [("Administradores", "Group"), (Nombre(Migracion, ambiente), "ServicePrincipal")] : [("Administradores", "User")], administradores);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Storage_Always_HasNoSharedKeys(string ambiente)
    {
        var cuenta = Uno(ambiente, "Microsoft.Storage/storageAccounts")["properties"]!;

        Assert.False((bool)cuenta["allowSharedKeyAccess"]!);
        Assert.False((bool)cuenta["allowBlobPublicAccess"]!);
        Assert.True((bool)cuenta["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)cuenta["minimumTlsVersion"]);
        Assert.Equal("None", (string?)Uno(ambiente, "Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Telemetry_WithAKey_IsNotTaken(string ambiente)
    {
        var insights = Uno(ambiente, "Microsoft.Insights/components")["properties"]!;

        Assert.True((bool)insights["DisableLocalAuth"]!);
        Assert.NotNull((string?)insights["WorkspaceResourceId"]);
        Assert.True((bool)Uno(ambiente, "Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void KeyVault_Always_IsReadByRoleAndNotPurged(string ambiente)
    {
        var boveda = Uno(ambiente, "Microsoft.KeyVault/vaults")["properties"]!;

        Assert.True((bool)boveda["enableRbacAuthorization"]!);
        Assert.True((bool)boveda["enableSoftDelete"]!);
        Assert.Null(boveda["accessPolicies"]);
        Assert.Equal(ambiente == "prod", (bool?)boveda["enablePurgeProtection"] == true);

        var auditoria = Assert.Single(
            Todos(ambiente, "Microsoft.Insights/diagnosticSettings"), d => ((string)d["id"]!).Contains("/Microsoft.KeyVault/vaults/", StringComparison.Ordinal));
        Assert.Equal("AuditEvent", (string?)auditoria["properties"]!["logs"]![0]!["category"]);
        Assert.Equal("Dedicated", (string?)auditoria["properties"]!["logAnalyticsDestinationType"]);
    }

    // Without a key there is nothing to write: what the vault has stays, whether or not the other key is written.
    [Theory]
    [InlineData("dev", "jwt-clave", "signingKey")]
    [InlineData("dev", "recibos-clave", "receiptKey")]
    [InlineData("prod", "jwt-clave", "signingKey")]
    [InlineData("prod", "recibos-clave", "receiptKey")]
    public void Secret_OfTheVault_IsWrittenOnlyWhenItsOwnKeyIsGiven(string ambiente, string nombre, string parameter)
    {
        var secretos = Todos(ambiente, "Microsoft.KeyVault/vaults/secrets");

        Assert.Equal(2, secretos.Count);
        var secreto = Assert.Single(secretos, s => ((string)s["name"]!).EndsWith($"/{nombre}", StringComparison.Ordinal));
        Assert.Equal($"[not(empty(parameters('{parameter}')))]", (string?)secreto["condition"]);
        Assert.Equal($"[parameters('{parameter}')]", (string?)secreto["properties"]!["value"]);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Identities_All_AreThoseOfTheList(string ambiente)
    {
        string[] deProd = [Nombre(App, ambiente), Nombre(Migracion, ambiente)];
        Assert.Equal(ambiente == "prod" ? deProd : deProd[..1], Todos(ambiente, "Microsoft.ManagedIdentity/userAssignedIdentities").Select(i => (string?)i["name"]));

        var duenios = Recursos(ambiente).Where(r => r["identity"] is not null).Select(r => (
            (string?)r["type"], (string?)r["identity"]!["type"], string.Join(' ', r["identity"]!["userAssignedIdentities"]!.AsObject().Select(i => i.Key.Split('/')[^1]))));
        Assert.Equal(
            ambiente == "prod"
                ? [("Microsoft.App/jobs", "UserAssigned", Nombre(Migracion, ambiente)), ("Microsoft.Web/sites", "UserAssigned", Nombre(App, ambiente))]
                : [("Microsoft.Web/sites", "UserAssigned", Nombre(App, ambiente))],
            duenios.Order());
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void RoleAssignments_All_AreThoseOfTheList(string ambiente)
    {
        var dados = Todos(ambiente, "Microsoft.Authorization/roleAssignments").Select(p => (
            Sobre: Regex.Match((string)p["id"]!, "providers/([^/]+/[^/]+)/[^/]+/providers/Microsoft.Authorization").Groups[1].Value,
            Rol: ((string)p["properties"]!["roleDefinitionId"]!).Split('/')[^1],
            Quien: Quien((string)p["properties"]!["principalId"]!)));

        List<(string, string, string)> lista =
        [
            ("Microsoft.Storage/storageAccounts", "b7e6dc6d-f1e8-4753-8033-0f276bb0955b", Nombre(App, ambiente)), // Storage Blob Data Owner
            ("Microsoft.Storage/storageAccounts", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", Nombre(App, ambiente)), // Storage Table Data Contributor
            ("Microsoft.KeyVault/vaults", "4633458b-17de-408a-b874-0445c86b69e6", Nombre(App, ambiente)), // Key Vault Secrets User
            ("Microsoft.Insights/components", "3913510d-42f4-4e42-8a64-420c390055eb", Nombre(App, ambiente)), // Monitoring Metrics Publisher
            ("Microsoft.KeyVault/vaults", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", Templates.Administrador), // Key Vault Secrets Officer
        ];
        if (ambiente == "prod")
        {
            lista.Add(("Microsoft.ContainerRegistry/registries", "7f951dda-4ed3-4680-a7ca-43fe172d538d", Nombre(Migracion, ambiente))); // AcrPull
        }

        Assert.Equal(lista.Order(), dados.Order());
    }

    private IReadOnlyList<JsonNode> Recursos(string ambiente) => plantillas.Resources(ambiente);

    private List<JsonNode> Todos(string ambiente, string tipo) => plantillas.All(ambiente, tipo);

    private JsonNode Uno(string ambiente, string tipo) => plantillas.Only(ambiente, tipo);

    private static string Nombre(string format, string ambiente) => format.Replace("{0}", ambiente, StringComparison.Ordinal);

    // What only Azure knows stays an expression, which names the identity.
    private static string Quien(string principal) => Regex.Match(principal, @"userAssignedIdentities/([\w-]+)'.*\.principalId\)?\]$") is { Success: true } m ? m.Groups[1].Value : principal;
}
