using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Prosmex.Tests.Arquitectura;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Infra;

/// <summary>What would be deployed: who may do what, what can be reached, and what the program is told.</summary>
public sealed class DespliegueTests(Plantillas plantillas)
{
    private const string App = "id-prosmex-{0}-app";
    private const string Migracion = "id-prosmex-{0}-migrate";

    // Made by the host, the platform or the workflow's job, not by the app's settings.
    private static readonly string[] FueraDeLaApp = ["ConnectionStrings:ProsmexDuenio", "PROSMEX_ADMIN_USUARIO", "PROSMEX_ADMIN_CONTRASENA"];

    // Connections of the machines that the parameters name, less those that the platform keeps.
    private static readonly Dictionary<string, int> Conexiones = new() { ["Standard_B1ms"] = 35, ["Standard_D2ds_v5"] = 844 };

    public static TheoryData<string> Ambientes => ["dev", "prod"];

    [Fact]
    public void Base_EnProd_NoTieneRedPublica()
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
    public void Base_EnDev_SoloLaAlcanzanServiciosDeAzure()
    {
        Assert.Equal("Enabled", (string?)Uno("dev", "Microsoft.DBforPostgreSQL/flexibleServers")["properties"]!["network"]!["publicNetworkAccess"]);
        var regla = Uno("dev", "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules")["properties"]!;
        Assert.Equal(("0.0.0.0", "0.0.0.0"), ((string?)regla["startIpAddress"], (string?)regla["endIpAddress"]));
        Assert.Empty(Todos("dev", "Microsoft.Network/virtualNetworks"));
        Assert.Empty(Todos("dev", "Microsoft.App/jobs"));
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Base_NoConoceContrasenas(string ambiente)
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
    [MemberData(nameof(Ambientes))]
    public void Base_SusAdministradores_SonLosDeLaLista(string ambiente)
    {
        var administradores = Todos(ambiente, "Microsoft.DBforPostgreSQL/flexibleServers/administrators")
            .Select(a => ((string?)a["properties"]!["principalName"], (string?)a["properties"]!["principalType"]));

        Assert.Equal(
            ambiente == "prod" ? [("Administradores", "Group"), (Nombre(Migracion, ambiente), "ServicePrincipal")] : [("Administradores", "User")], administradores);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Almacen_SinClavesCompartidas(string ambiente)
    {
        var cuenta = Uno(ambiente, "Microsoft.Storage/storageAccounts")["properties"]!;

        Assert.False((bool)cuenta["allowSharedKeyAccess"]!);
        Assert.False((bool)cuenta["allowBlobPublicAccess"]!);
        Assert.True((bool)cuenta["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string?)cuenta["minimumTlsVersion"]);
        Assert.Equal("None", (string?)Uno(ambiente, "Microsoft.Storage/storageAccounts/blobServices/containers")["properties"]!["publicAccess"]);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void App_SoloHttpsConTls12YSinContrasenasDePublicacion(string ambiente)
    {
        var app = Uno(ambiente, "Microsoft.Web/sites")["properties"]!;

        Assert.True((bool)app["httpsOnly"]!);
        Assert.Equal("1.2", (string?)app["siteConfig"]!["minTlsVersion"]);
        Assert.Equal("1.2", (string?)app["siteConfig"]!["scmMinTlsVersion"]);
        Assert.Equal("Disabled", (string?)app["siteConfig"]!["ftpsState"]);
        var politicas = Todos(ambiente, "Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(["ftp", "scm"], politicas.Select(p => ((string)p["name"]!).Split('/')[1]));
        Assert.All(politicas, p => Assert.False((bool)p["properties"]!["allow"]!));
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void App_EsFlexConDotnetAisladoDiez(string ambiente)
    {
        Assert.Equal("FlexConsumption", (string?)Uno(ambiente, "Microsoft.Web/serverfarms")["sku"]!["tier"]);
        var app = Uno(ambiente, "Microsoft.Web/sites");
        Assert.Equal("api", (string?)app["tags"]!["azd-service-name"]);
        var config = app["properties"]!["functionAppConfig"]!;
        Assert.Equal(("dotnet-isolated", "10.0"), ((string?)config["runtime"]!["name"], (string?)config["runtime"]!["version"]));
        Assert.Equal("UserAssignedIdentity", (string?)config["deployment"]!["storage"]!["authentication"]!["type"]);
        Assert.True((int)config["scaleAndConcurrency"]!["triggers"]!["http"]!["perInstanceConcurrency"]! > 0);
        Assert.Equal(ambiente == "prod", config["scaleAndConcurrency"]!["alwaysReady"]!.AsArray().Any(a => (string?)a!["name"] == "http"));
        Assert.Contains("<TargetFramework>net10.0</TargetFramework>", Repositorio.Leer("Directory.Build.props"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void App_CorsLoContestaLaPlataformaSinCredenciales(string ambiente)
    {
        var cors = Uno(ambiente, "Microsoft.Web/sites")["properties"]!["siteConfig"]!["cors"]!;

        Assert.Equal(["*"], cors["allowedOrigins"]!.AsArray().Select(o => (string?)o));
        Assert.False((bool)cors["supportCredentials"]!);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Telemetria_NadieEscribeConClave(string ambiente)
    {
        var insights = Uno(ambiente, "Microsoft.Insights/components")["properties"]!;

        Assert.True((bool)insights["DisableLocalAuth"]!);
        Assert.NotNull((string?)insights["WorkspaceResourceId"]);
        Assert.True((bool)Uno(ambiente, "Microsoft.OperationalInsights/workspaces")["properties"]!["features"]!["disableLocalAuth"]!);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Claves_SeLeenPorRolYNoSeBorran(string ambiente)
    {
        var boveda = Uno(ambiente, "Microsoft.KeyVault/vaults")["properties"]!;

        Assert.True((bool)boveda["enableRbacAuthorization"]!);
        Assert.True((bool)boveda["enableSoftDelete"]!);
        Assert.Null(boveda["accessPolicies"]);
        Assert.Equal(ambiente == "prod", (bool?)boveda["enablePurgeProtection"] == true);

        // Without a key there is nothing to write: what the vault has stays.
        Assert.Equal("[not(empty(parameters('signingKey')))]", (string?)Uno(ambiente, "Microsoft.KeyVault/vaults/secrets")["condition"]);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Identidades_SonLasDeLaLista(string ambiente)
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
    [MemberData(nameof(Ambientes))]
    public void Permisos_SonLosDeLaLista(string ambiente)
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
            ("Microsoft.KeyVault/vaults", "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", Plantillas.Administrador), // Key Vault Secrets Officer
        ];
        if (ambiente == "prod")
        {
            lista.Add(("Microsoft.ContainerRegistry/registries", "7f951dda-4ed3-4680-a7ca-43fe172d538d", Nombre(Migracion, ambiente))); // AcrPull
        }

        Assert.Equal(lista.Order(), dados.Order());
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Ajustes_QueLeeElCodigo_LosTieneLaApp(string ambiente)
    {
        var puestos = Ajustes(ambiente).Select(a => a.Key.Replace("__", ":", StringComparison.Ordinal)).ToList();
        var bicep = Repositorio.Leer("infra", "main.bicep") + Repositorio.Leer("infra", "modules", "migration.bicep") + Repositorio.Leer("infra", "migrate", "migrate.sh");
        var leidos = Repositorio.AjustesLeidos().Where(a => !a.StartsWith("Prosmex:Local:", StringComparison.Ordinal)).Except(ConfiguracionTests.SoloDeLocalHost).ToList();

        // Only while a rotation is under way, and only where there is a collector.
        string[] aVeces = ["Prosmex:Jwt:ClaveAnterior", "OTEL_EXPORTER_OTLP_ENDPOINT"];
        Assert.Empty(leidos.Except(FueraDeLaApp).Except(aVeces).Except(puestos));
        Assert.All(leidos, ajuste => Assert.Contains(ajuste.Replace(":", "__", StringComparison.Ordinal), bicep, StringComparison.Ordinal));
        Assert.Empty(puestos.Where(p => p.StartsWith("Prosmex:", StringComparison.Ordinal) || p.StartsWith("ConnectionStrings:", StringComparison.Ordinal)).Except(leidos));

        // Flex takes the runtime from functionAppConfig and refuses these; a time zone breaks its timers.
        Assert.Empty(puestos.Intersect(["FUNCTIONS_WORKER_RUNTIME", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_TIME_ZONE", "TZ", "AzureWebJobsStorage", "FUNCTIONS_EXTENSION_VERSION"]));
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Ajustes_NingunoEsUnSecreto(string ambiente)
    {
        var ajustes = Ajustes(ambiente).ToDictionary(a => a.Key, a => (string)a.Value!);

        Assert.All(ajustes.Values, valor => Assert.DoesNotMatch("(?i)password|pwd|AccountKey|SharedAccess", valor));
        Assert.StartsWith("@Microsoft.KeyVault(", ajustes["Prosmex__Jwt__Clave"], StringComparison.Ordinal);
        Assert.DoesNotContain("Prosmex__Jwt__ClaveAnterior", ajustes.Keys);
        Assert.Equal("managedidentity", ajustes["AzureWebJobsStorage__credential"]);
        Assert.Contains("SSL Mode=VerifyFull", ajustes["ConnectionStrings__Prosmex"], StringComparison.Ordinal);
        Assert.Contains($"'{Nombre(App, ambiente)}'", ajustes["ConnectionStrings__Prosmex"], StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ambientes))]
    public void Conexiones_DeTodasLasInstancias_CabenEnLaBase(string ambiente)
    {
        var escala = Uno(ambiente, "Microsoft.Web/sites")["properties"]!["functionAppConfig"]!["scaleAndConcurrency"]!;
        var porInstancia = int.Parse(
            Regex.Match((string)Ajustes(ambiente)["ConnectionStrings__Prosmex"]!, @"(\d+)\)\]$").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange((int)escala["maximumInstanceCount"]! * porInstancia, 1, Conexiones[(string)Uno(ambiente, "Microsoft.DBforPostgreSQL/flexibleServers")["sku"]!["name"]!]);
    }

    [Fact]
    public void Avisos_EnProd_SonLosDeLaListaYLleganAAlguien()
    {
        var avisos = Recursos("prod").Where(r => (string?)r["type"] is "Microsoft.Insights/scheduledQueryRules" or "Microsoft.Insights/metricAlerts").ToList();

        Assert.Equal(
            ["5xx", "base-cpu", "base-disco", "health", "no-cuadra", "semana-sin-cerrar"],
            avisos.Select(a => ((string)a["name"]!).Replace("alert-prosmex-prod-", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(avisos, a => Assert.Contains("/actionGroups/ag-prosmex-prod", a["properties"]!["actions"]!.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(2, Uno("prod", "Microsoft.Insights/actionGroups")["properties"]!["emailReceivers"]!.AsArray().Count);
        Assert.Contains("/health", (string?)Uno("prod", "Microsoft.Insights/webtests")["properties"]!["Request"]!["RequestUrl"], StringComparison.Ordinal);
    }

    [Fact]
    public void Avisos_SobreMensajes_BuscanLosQueElProgramaEscribe()
    {
        var programa = string.Concat(Repositorio.Fuentes("Prosmex.Functions").Select(File.ReadAllText));
        var buscados = Todos("prod", "Microsoft.Insights/scheduledQueryRules")
            .SelectMany(a => Regex.Matches((string)a["properties"]!["criteria"]!["allOf"]![0]!["query"]!, "Message startswith \"([^\"]+)\"")).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(2, buscados.Count);
        Assert.All(buscados, mensaje => Assert.Contains($"\"{mensaje}", programa, StringComparison.Ordinal));
    }

    private IReadOnlyList<JsonNode> Recursos(string ambiente) => ambiente == "prod" ? plantillas.Prod : plantillas.Dev;

    private List<JsonNode> Todos(string ambiente, string tipo) => [.. Recursos(ambiente).Where(r => (string?)r["type"] == tipo)];

    private JsonNode Uno(string ambiente, string tipo) => Assert.Single(Todos(ambiente, tipo));

    private JsonObject Ajustes(string ambiente) => Uno(ambiente, "Microsoft.Web/sites/config")["properties"]!.AsObject();

    private static string Nombre(string formato, string ambiente) => formato.Replace("{0}", ambiente, StringComparison.Ordinal);

    // What only Azure knows stays an expression, which names the identity.
    private static string Quien(string principal) => Regex.Match(principal, @"userAssignedIdentities/([\w-]+)'.*\.principalId\)?\]$") is { Success: true } m ? m.Groups[1].Value : principal;
}
