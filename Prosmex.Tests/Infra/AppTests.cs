using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Architecture;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Infra;

/// <summary>The function app as deployed: the settings that Flex Consumption accepts, and those that the program reads.</summary>
[Trait("Kind", "Integration")]
public sealed class AppTests(Templates templates)
{
    // Made by the host, the platform or the migration job, not by the app's settings.
    private static readonly string[] NotOfTheApp = ["ConnectionStrings:ProsmexDuenio", "PROSMEX_ADMIN_USUARIO", "PROSMEX_ADMIN_CONTRASENA"];

    // Connections that the machines of the parameters take, less the 15 that the platform keeps:
    // learn.microsoft.com/azure/postgresql/configure-maintain/concepts-limits
    private static readonly Dictionary<string, int> UsableConnections = new() { ["Standard_B1ms"] = 35, ["Standard_D2ds_v5"] = 844 };

    // The migration, people with psql and a second deployment of the app that is on its way.
    private const int ConnectionsOfOthers = 10;

    public static TheoryData<string> Environments => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void Site_Reached_ByTls12OnlyAndPublishedWithoutPasswords(string environment)
    {
        var site = Site(environment);

        Assert.True((bool)site["httpsOnly"]!);
        Assert.Equal("1.2", (string?)site["siteConfig"]!["minTlsVersion"]);
        Assert.Equal("1.2", (string?)site["siteConfig"]!["scmMinTlsVersion"]);
        var policy = templates.Only(environment, "Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.EndsWith("/scm", (string?)policy["name"], StringComparison.Ordinal);
        Assert.False((bool)policy["properties"]!["allow"]!);
    }

    // Others are refused by name (error 51021), not everywhere yet: Azure/terraform-azurerm-avm-res-web-site#345 and #360 list them.
    [Theory]
    [MemberData(nameof(Environments))]
    public void SiteConfig_OnFlex_HasOnlyPropertiesThatAreTaken(string environment) =>
        Assert.Equal(
            ["appSettings", "cors", "http20Enabled", "minTlsVersion", "scmMinTlsVersion"],
            Site(environment)["siteConfig"]!.AsObject().Select(property => property.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Site_Runs_IsolatedDotnet10OnFlex(string environment)
    {
        Assert.Equal("FlexConsumption", (string?)templates.Only(environment, "Microsoft.Web/serverfarms")["sku"]!["tier"]);
        Assert.Equal("api", (string?)templates.Only(environment, "Microsoft.Web/sites")["tags"]!["azd-service-name"]);
        var config = Site(environment)["functionAppConfig"]!;
        Assert.Equal(("dotnet-isolated", "10.0"), ((string?)config["runtime"]!["name"], (string?)config["runtime"]!["version"]));
        Assert.Equal("UserAssignedIdentity", (string?)config["deployment"]!["storage"]!["authentication"]!["type"]);
        Assert.True((int)config["scaleAndConcurrency"]!["triggers"]!["http"]!["perInstanceConcurrency"]! > 0);
        Assert.Equal(environment == "prod" ? 1 : 0, AlwaysReady(environment));
        Assert.Contains("<TargetFramework>net10.0</TargetFramework>", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public void Cors_AnsweredByThePlatform_WithoutCredentials(string environment)
    {
        var cors = Site(environment)["siteConfig"]!["cors"]!;

        Assert.Equal(["*"], cors["allowedOrigins"]!.AsArray().Select(origin => (string?)origin));
        Assert.False((bool)cors["supportCredentials"]!);
    }

    // A separate resource for the settings would restart the app once more.
    [Theory]
    [MemberData(nameof(Environments))]
    public void Settings_OfADeployment_AreOneUpdateWithTheSite(string environment) => Assert.Empty(templates.All(environment, "Microsoft.Web/sites/config"));

    [Theory]
    [MemberData(nameof(Environments))]
    public void Settings_ThatTheCodeReads_AreSet(string environment)
    {
        var set = templates.Settings(environment).Keys.Select(name => name.Replace("__", ":", StringComparison.Ordinal)).ToList();
        var infra = Repository.Read("infra", "main.bicep") + Repository.Read("infra", "modules", "migration.bicep") + Repository.Read("infra", "migrate", "migrate.sh");
        var read = Repository.ReadSettings().Where(a => !a.StartsWith("Prosmex:Local:", StringComparison.Ordinal)).Except(ConfigurationTests.SoloDeLocalHost).ToList();

        // Only while a rotation is under way, and only where there is a replica or a collector.
        string[] sometimes = ["Prosmex:Jwt:ClaveAnterior", "ConnectionStrings:ProsmexLectura", "OTEL_EXPORTER_OTLP_ENDPOINT"];
        Assert.Empty(read.Except(NotOfTheApp).Except(sometimes).Except(set));
        Assert.All(read, name => Assert.Contains(name.Replace(":", "__", StringComparison.Ordinal), infra, StringComparison.Ordinal));
        Assert.Empty(set.Where(s => s.StartsWith("Prosmex:", StringComparison.Ordinal) || s.StartsWith("ConnectionStrings:", StringComparison.Ordinal)).Except(read));
    }

    // Flex takes the runtime from functionAppConfig and drops or refuses these; a time zone breaks its timers
    // (learn.microsoft.com/azure/azure-functions/functions-app-settings, Flex Consumption plan deprecations).
    [Theory]
    [MemberData(nameof(Environments))]
    public void Settings_OnFlex_HaveNoneOfTheOlderPlans(string environment) =>
        Assert.Empty(templates.Settings(environment).Keys.Intersect(
            [
                "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_WORKER_RUNTIME_VERSION", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_TIME_ZONE", "TZ",
                "AzureWebJobsStorage", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTSHARE", "SCM_DO_BUILD_DURING_DEPLOYMENT", "ENABLE_ORYX_BUILD",
                "WEBSITE_MAX_DYNAMIC_APPLICATION_SCALE_OUT",
            ]));

    [Theory]
    [MemberData(nameof(Environments))]
    public void RequestBodies_BeforeTheHostParsesThem_AreLimited(string environment) =>
        Assert.Equal("2097152", templates.Settings(environment)["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]);

    [Theory]
    [MemberData(nameof(Environments))]
    public void Settings_Readable_HoldNoSecret(string environment)
    {
        var settings = templates.Settings(environment);

        Assert.All(settings.Values, value => Assert.DoesNotMatch("(?i)password|pwd|AccountKey|SharedAccess", value));
        Assert.Matches(@"^@Microsoft\.KeyVault\(.*;SecretName=jwt-clave\)$", settings["Prosmex__Jwt__Clave"]);
        Assert.Matches(@"^@Microsoft\.KeyVault\(.*;SecretName=recibos-clave\)$", settings["Prosmex__Recibos__Clave"]);
        Assert.DoesNotContain("Prosmex__Jwt__ClaveAnterior", settings.Keys);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Contains("SSL Mode=VerifyFull", settings["ConnectionStrings__Prosmex"], StringComparison.Ordinal);
        Assert.Contains($"'id-prosmex-{environment}-app'", settings["ConnectionStrings__Prosmex"], StringComparison.Ordinal);
    }

    // maximumInstanceCount is of on-demand instances and per scale group: Azure/azure-rest-api-specs#45083.
    [Theory]
    [MemberData(nameof(Environments))]
    public void Connections_OfAllInstances_FitTheDatabase(string environment)
    {
        var timers = Timers();
        Assert.True(timers > 0);

        var instances = MaximumInstances(environment) + AlwaysReady(environment) + timers;

        Assert.InRange(instances * PoolSize(environment), 1, Usable(environment) - ConnectionsOfOthers);
    }

    // A burst of HTTP went to 30 to 60 instances where 1 was the maximum: Azure/azure-functions-host#11790.
    [Fact]
    public void Connections_OfABurstInProd_FitTheDatabase()
    {
        var instances = (3 * MaximumInstances("prod")) + AlwaysReady("prod") + Timers();

        Assert.InRange(instances * PoolSize("prod"), 1, Usable("prod") - ConnectionsOfOthers);
    }

    private static int Timers() => Repository.Sources("Prosmex.Functions").Sum(file => Regex.Count(File.ReadAllText(file), @"\[TimerTrigger\("));

    private int MaximumInstances(string environment) => (int)Site(environment)["functionAppConfig"]!["scaleAndConcurrency"]!["maximumInstanceCount"]!;

    private int AlwaysReady(string environment) => Site(environment)["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]!.AsArray().Sum(group => (int)group!["instanceCount"]!);

    private int PoolSize(string environment) =>
        int.Parse(Regex.Match(templates.Settings(environment)["ConnectionStrings__Prosmex"], @"(\d+)\)\]$").Groups[1].Value, CultureInfo.InvariantCulture);

    private int Usable(string environment) => UsableConnections[(string)templates.Only(environment, "Microsoft.DBforPostgreSQL/flexibleServers")["sku"]!["name"]!];

    private JsonNode Site(string environment) => templates.Only(environment, "Microsoft.Web/sites")["properties"]!;
}
