using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infra;
using Prosmex.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(Templates))]

namespace Prosmex.Tests.Infra;

/// <summary>infra/ as the Bicep CLI understands it. It needs neither Azure nor a network.</summary>
public sealed class Templates : IDisposable
{
    public const string Administrator = "00000000-0000-0000-0000-00000000000a";

    private static readonly string? Program =
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "Bicep")?.Value;

    private readonly string _folder = Directory.CreateTempSubdirectory("prosmex-infra-").FullName;
    private readonly Lazy<JsonNode> _arm;
    private readonly Lazy<IReadOnlyList<JsonNode>> _dev;
    private readonly Lazy<IReadOnlyList<JsonNode>> _prod;
    private readonly Lazy<IReadOnlyList<JsonNode>> _prodWithReplica;
    private readonly Lazy<IReadOnlyList<JsonNode>> _prodOtherwise;

    public Templates()
    {
        _arm = new(() => JsonNode.Parse(Run("build", "main.bicep", "--stdout"))!);
        _dev = new(() => Evaluate("dev"));
        _prod = new(() => Evaluate("prod"));
        _prodWithReplica = new(() => Evaluate("prod", ("READ_REPLICA", "true")));
        _prodOtherwise = new(() => Evaluate("prod", ("CUSTOM_DOMAIN", "api.example.com"), ("DATABASE_STORAGE_GB", "128"), ("BUDGET_START", "")));
        Copy("");
    }

    /// <summary>main.bicep compiled.</summary>
    public JsonNode Arm => _arm.Value;

    /// <summary>What dev.bicepparam would deploy, every expression evaluated that does not ask Azure.</summary>
    public IReadOnlyList<JsonNode> Dev => _dev.Value;

    /// <summary>What prod.bicepparam would deploy, likewise.</summary>
    public IReadOnlyList<JsonNode> Prod => _prod.Value;

    /// <summary>The same with the read replica switched on.</summary>
    public IReadOnlyList<JsonNode> ProdWithReplica => _prodWithReplica.Value;

    /// <summary>The same with the lender's own host name, a disk that has grown, and no start of the budget.</summary>
    public IReadOnlyList<JsonNode> ProdOtherwise => _prodOtherwise.Value;

    public IReadOnlyList<JsonNode> Resources(string environment) => environment == "prod" ? Prod : Dev;

    public List<JsonNode> All(string environment, string type) => [.. Resources(environment).Where(r => (string?)r["type"] == type)];

    public JsonNode Only(string environment, string type) => Assert.Single(All(environment, type));

    /// <summary>The app settings by name; what only Azure knows stays an expression.</summary>
    public IReadOnlyDictionary<string, string> Settings(string environment) => Only(environment, "Microsoft.Web/sites")["properties"]!["siteConfig"]!["appSettings"]!
        .AsArray().ToDictionary(setting => (string)setting!["name"]!, setting => (string)setting!["value"]!);

    /// <summary>What an environment's parameters would deploy, every expression evaluated that does not ask Azure, where these variables are set too.</summary>
    public IReadOnlyList<JsonNode> Evaluate(string environment, params (string Name, string Value)[] variables)
    {
        var folder = Copy($"{environment}-{Guid.NewGuid():N}");
        Run(
            folder, variables, "snapshot", $"{environment}.bicepparam", "--mode", "overwrite", "--deployment-name", "main", "--resource-group", "rg", "--location", "mexicocentral",
            "--subscription-id", "00000000-0000-0000-0000-000000000001", "--tenant-id", "00000000-0000-0000-0000-000000000002");
        return [.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{environment}.snapshot.json")))!["predictedResources"]!.AsArray().Select(r => r!)];
    }

    /// <summary>The Bicep files, relative to infra/, as the formatter would have them.</summary>
    public IReadOnlyDictionary<string, string> Formatted()
    {
        var copy = Copy("formateados");
        Run("format", "--pattern", "formateados/**/*.bicep*");
        return Directory.EnumerateFiles(copy, "*.bicep*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(copy, f), File.ReadAllText);
    }

    /// <summary>What the CLI writes; it must find nothing to say, since it reports wrong types as mere warnings and ends with 0.</summary>
    public string Run(params string[] arguments) => Run(_folder, [], arguments);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Run(string folder, (string Name, string Value)[] variables, params string[] arguments)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64, "La CLI de Bicep que trae NuGet es un programa de linux-x64.");
        var startInfo = new ProcessStartInfo(Program!, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ADMINISTRATOR_ID"] = Administrator,
                ["ADMINISTRATOR_NAME"] = "Administradores",
                ["ALERT_EMAILS"] = "guardia@example.com,otra@example.com",
                ["MIGRATION_IMAGE"] = "prosmex-migrate:1",
                ["PROSMEX_ADMIN_USUARIO"] = "",
                ["PROSMEX_ADMIN_CONTRASENA"] = "",
                ["SIGNING_KEY"] = "",
                ["RECEIPT_KEY"] = "",
                ["DATABASE_SERVER"] = "",
                ["MONTHLY_BUDGET"] = "600",
                ["BUDGET_START"] = "2026-11-01",
            },
        };
        foreach (var (name, value) in variables)
        {
            startInfo.Environment[name] = value;
        }

        using var process = Process.Start(startInfo)!;
        var errores = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal("", errores.GetAwaiter().GetResult().Trim());
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private string Copy(string folder)
    {
        var origen = Path.Combine(Repository.Root, "infra");
        var destination = Path.Combine(_folder, folder);
        foreach (var file in Directory.EnumerateFiles(origen, "*.bicep*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(destination, Path.GetRelativePath(origen, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        File.Copy(Path.Combine(origen, "bicepconfig.json"), Path.Combine(destination, "bicepconfig.json"));
        return destination;
    }
}
