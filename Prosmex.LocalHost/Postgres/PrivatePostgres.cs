using System.Globalization;

namespace Prosmex.LocalHost.Postgres;

/// <summary>
/// A PostgreSQL server for one folder, on loopback, without setup: its binaries are found or downloaded, and the cluster is created and started.
/// Programs with the same folder share it, and the last one stops it. A killed program leaves it running for the next one.
/// </summary>
internal sealed class PrivatePostgres : IAsyncDisposable
{
    // The first start of another program may be downloading binaries.
    private static readonly TimeSpan _patienceToStart = TimeSpan.FromMinutes(15);

    // A program that holds the lock for this long is starting the server.
    private static readonly TimeSpan _patienceToLeave = TimeSpan.FromSeconds(30);

    private readonly FolderLocks _locks;
    private readonly Cluster _cluster;
    private readonly IDisposable _use;
    private readonly Lazy<Task> _leaving;

    private PrivatePostgres(FolderLocks locks, Cluster cluster, IDisposable use)
    {
        _locks = locks;
        _cluster = cluster;
        _use = use;
        _leaving = new Lazy<Task>(() => LeaveAsync(_locks, _cluster, _use));
    }

    /// <summary>The connection string. The database <c>prosmex</c> may not exist yet: the migrator creates it.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The data folder.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Where initdb, pg_ctl and postgres were found.</summary>
    public required string BinariesDirectory { get; init; }

    /// <summary>Starts the server of the folder, or joins the programs that already use it.</summary>
    /// <exception cref="PrivatePostgresException">It cannot run here; the message says what to do.</exception>
    public static async Task<PrivatePostgres> StartAsync(PrivatePostgresOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var folder = ServerHome.RealPath(options.Folder);
            ServerHome.Check(folder);
            Directory.CreateDirectory(folder);
            return await StartInAsync(options with { Folder = folder }, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException($"No se puede usar la carpeta {options.Folder} para la base de datos ({e.Message.ReplaceLineEndings(" ")}): revise sus permisos y el espacio en disco.");
        }
    }

    /// <summary>Leaves the server, and stops it if no other program uses it. Can be called any number of times, from any thread.</summary>
    public async ValueTask DisposeAsync() => await _leaving.Value;

    private static async Task<PrivatePostgres> StartInAsync(PrivatePostgresOptions options, CancellationToken cancellationToken)
    {
        var locks = new FolderLocks(options.Folder);
        using var turn = await locks.TakeTurnAsync(options.Report, _patienceToStart, cancellationToken);
        var home = await ServerHome.ChooseAsync(options.Folder, options.Report, cancellationToken);
        home.RemoveWorkFolders();
        var major = Cluster.MajorOf(home);
        var binaries = await PostgresBinaries.FindAsync(options.Binaries, major, home, options.Report, cancellationToken);
        var cluster = new Cluster(home, binaries, options);
        var alone = !locks.InUse();
        var password = await PreparePasswordAsync(cluster, options, isNew: major is null, alone, cancellationToken);
        var use = locks.Use();
        try
        {
            var port = await cluster.StartAsync(alone, cancellationToken);
            return new PrivatePostgres(locks, cluster, use)
            {
                ConnectionString = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Host=127.0.0.1;Port={port};Database=prosmex;Username={Cluster.Role};Password={password}"),
                DataDirectory = home.DataDirectory,
                BinariesDirectory = binaries.Folder,
            };
        }
        catch
        {
            use.Dispose();
            if (alone)
            {
                await cluster.StopAsync();
            }

            throw;
        }
    }

    /// <summary>
    /// Creates the cluster when there is none. If the password was lost (its folder was deleted while the cluster is elsewhere) a new one is set: the
    /// data is kept.
    /// </summary>
    private static async Task<string> PreparePasswordAsync(
        Cluster cluster, PrivatePostgresOptions options, bool isNew, bool alone, CancellationToken cancellationToken)
    {
        var file = Path.Combine(options.Folder, "postgres-clave");
        var password = PasswordFile.Read(file);
        if (isNew)
        {
            if (password is null)
            {
                password = PasswordFile.NewPassword();
                PasswordFile.Write(file, password);
            }

            await cluster.CreateAsync(password, cancellationToken);
        }
        else if (password is null)
        {
            if (!alone)
            {
                throw new PrivatePostgresException($"Falta {file} y otro programa usa la base de datos: ciérrelo y vuelva a intentar.");
            }

            options.Report("Falta la contraseña de la base de datos privada; se pone una nueva.");
            await cluster.StopAsync();
            password = PasswordFile.NewPassword();
            await cluster.ResetPasswordAsync(password, cancellationToken);
            PasswordFile.Write(file, password);
        }

        return password;
    }

    private static async Task LeaveAsync(FolderLocks locks, Cluster cluster, IDisposable use)
    {
        try
        {
            using var turn = await locks.TakeTurnAsync(_ => { }, _patienceToLeave, CancellationToken.None);
            use.Dispose();
            if (!locks.InUse())
            {
                await cluster.StopAsync();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PrivatePostgresException)
        {
            // The folder is gone, or its lock cannot be taken: a server without its data directory stops itself, and one left running is used by the
            // next start.
            use.Dispose();
        }
    }
}
