using Microsoft.Extensions.Configuration;

namespace Prosmex.LocalHost.Runtime;

/// <summary>host.json and local.settings.json of the project's root, read once at start as the host and Core Tools do.</summary>
internal sealed record LocalFiles
{
    /// <summary>The host's own default when host.json says nothing.</summary>
    public string RoutePrefix { get; private init; } = "api";

    /// <summary><c>Values</c> and <c>ConnectionStrings</c>, with <c>:</c> between the parts of a key.</summary>
    public IReadOnlyDictionary<string, string?> Values { get; private init; } = new Dictionary<string, string?>();

    public int? Port { get; private init; }

    public IReadOnlyList<string> Origins { get; private init; } = ["*"];

    public bool Credentials { get; private init; }

    /// <exception cref="LocalHostException">A file is not JSON or a value makes no sense.</exception>
    public static LocalFiles Read(string root)
    {
        var host = ReadJson(Path.Combine(root, "host.json"));
        var settings = ReadJson(Path.Combine(root, "local.settings.json"));
        var origins = (settings["Host:CORS"] ?? "*").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var credentials = string.Equals(settings["Host:CORSCredentials"], "true", StringComparison.OrdinalIgnoreCase);
        if (credentials && origins.Contains("*"))
        {
            throw new LocalHostException("local.settings.json: Host.CORSCredentials necesita orígenes concretos en Host.CORS, no «*».");
        }

        return new LocalFiles
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/'),
            Values = Flatten(settings, "Values")
                .Concat(Flatten(settings, "ConnectionStrings").Select(pair => KeyValuePair.Create($"ConnectionStrings:{pair.Key}", pair.Value)))
                .DistinctBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(),
            Port = settings["Host:LocalHttpPort"] is { } port ? LocalOptions.ParsePort(port) : null,
            Origins = origins,
            Credentials = credentials,
        };
    }

    private static IEnumerable<KeyValuePair<string, string?>> Flatten(IConfiguration settings, string section) =>
        settings.GetSection(section).AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), pair.Value));

    private static IConfiguration ReadJson(string path)
    {
        try
        {
            return new ConfigurationBuilder().AddJsonFile(path, optional: true).Build();
        }
        catch (InvalidDataException error)
        {
            throw new LocalHostException($"{path} no es JSON válido: {error.InnerException?.InnerException?.Message ?? error.Message}");
        }
    }
}
