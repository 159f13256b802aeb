using System.Security.Cryptography;
using System.Text;

namespace Prosmex.LocalHost.Postgres;

/// <summary>The folder of the cluster, the downloaded binaries and the log, and the user that owns it. Only that user has access.</summary>
internal sealed class ServerHome
{
    private const string Elsewhere = "/var/lib/prosmex";
    private const string WorkPrefix = "nuevo-";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private ServerHome(string path, ServerUser user)
    {
        FolderPath = path;
        User = user;
    }

    public string FolderPath { get; }

    public ServerUser User { get; }

    /// <summary>The cluster. It exists only when complete: it is made in a work folder and moved here.</summary>
    public string DataDirectory => Path.Combine(FolderPath, "datos");

    /// <summary>The server's log since its last start.</summary>
    public string LogFile => Path.Combine(FolderPath, "servidor.log");

    /// <summary>
    /// Refuses a folder that pg_ctl would take for another: it puts its paths between double quotes on a line for the system's shell.
    /// </summary>
    public static void Check(string folder)
    {
        if (folder.IndexOfAny(OperatingSystem.IsWindows() ? ['%'] : ['$', '`', '"', '\\']) >= 0)
        {
            throw new PrivatePostgresException($"PostgreSQL no puede usar la carpeta {folder} por los signos de su nombre: muévala a otra sin $, %, comillas ni diagonales invertidas.");
        }
    }

    /// <summary>
    /// The home of the server of <paramref name="folder"/>: inside it, or below /var/lib when this is root and the user that runs the
    /// server cannot enter the folder (a clone below a private one). Where a cluster already exists is preferred, so that a change of
    /// permissions does not seem to lose the data.
    /// </summary>
    public static async Task<ServerHome> ChooseAsync(string folder, Action<string> report, CancellationToken cancellationToken)
    {
        var inside = Path.Combine(folder, "postgres");
        if (!ServerUser.IsNeeded)
        {
            CreatePrivate(inside);
            return new ServerHome(inside, ServerUser.Current);
        }

        var elsewhere = Path.Combine(Elsewhere, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16]);
        string[] places = HasCluster(elsewhere) && !HasCluster(inside) ? [elsewhere, inside] : [inside, elsewhere];
        foreach (var place in places)
        {
            var home = new ServerHome(place, await ServerUser.ForRootAsync(Path.Combine(place, "datos"), cancellationToken));
            if (await home.PrepareAsync(cancellationToken))
            {
                if (place == elsewhere)
                {
                    report($"La base de datos queda en {elsewhere}: como root, PostgreSQL corre con el usuario {home.User.Name}, que no puede entrar en {folder}.");
                }

                return home;
            }
        }

        throw new PrivatePostgresException($"Ningún usuario apto para PostgreSQL puede escribir en {inside} ni en {elsewhere}: ejecute el programa con un usuario normal.");
    }

    /// <summary>
    /// A new empty folder, owned by the user, for what must appear at its place complete or not at all. Its name is never used again: a
    /// killed program may have left an initdb that still writes into the last one.
    /// </summary>
    public async Task<string> CreateWorkFolderAsync(CancellationToken cancellationToken)
    {
        var work = Path.Combine(FolderPath, WorkPrefix + RandomNumberGenerator.GetHexString(12, lowercase: true));
        CreatePrivate(work);
        await User.OwnAsync(work, cancellationToken);
        return work;
    }

    /// <summary>Removes the leftovers of killed programs. Requires the lock.</summary>
    public void RemoveWorkFolders()
    {
        foreach (var work in Directory.EnumerateDirectories(FolderPath, WorkPrefix + "*").ToList())
        {
            try
            {
                Directory.Delete(work, recursive: true);
            }
            catch (IOException)
            {
                // Another process still writes to it: a later start removes it.
            }
        }
    }

    /// <summary>The path without symbolic links, so that each folder has exactly one name.</summary>
    public static string RealPath(string path)
    {
        var full = Path.GetFullPath(path);
        var real = Path.GetPathRoot(full)!;
        foreach (var part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, part);
            var target = new DirectoryInfo(next).LinkTarget;
            real = target is null ? next : RealPath(Path.Combine(real, target));
        }

        return real;
    }

    private static bool HasCluster(string place) => Directory.Exists(Path.Combine(place, "datos"));

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            // Folders above it get the usual mode: the server's user must pass through them.
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.CreateDirectory(folder, Private);
        }
    }

    private async Task<bool> PrepareAsync(CancellationToken cancellationToken)
    {
        var existed = Directory.Exists(FolderPath);
        CreatePrivate(FolderPath);
        if (await User.CanWriteInAsync(FolderPath, cancellationToken)
            || (await User.OwnAsync(FolderPath, cancellationToken) && await User.CanWriteInAsync(FolderPath, cancellationToken)))
        {
            return true;
        }

        if (!existed)
        {
            Directory.Delete(FolderPath);
        }

        return false;
    }
}
