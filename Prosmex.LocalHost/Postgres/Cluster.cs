using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Prosmex.LocalHost.Postgres;

/// <summary>The data of one private server: creates it, starts a server on it and stops that. Every method requires the lock.</summary>
internal sealed class Cluster(ServerHome home, PostgresBinaries binaries, PrivatePostgresOptions options)
{
    public const string Role = "prosmex";

    private const int LaunchesAtMost = 8;
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _recovery = TimeSpan.FromMinutes(3);

    private string PortFile => Path.Combine(options.Folder, "postgres-puerto");

    /// <summary>The major version of the cluster of a home; null when there is none yet.</summary>
    /// <exception cref="PrivatePostgresException">There is something else at its place.</exception>
    public static int? MajorOf(ServerHome home)
    {
        if (!Directory.Exists(home.DataDirectory) || !Directory.EnumerateFileSystemEntries(home.DataDirectory).Any())
        {
            return null;
        }

        var file = Path.Combine(home.DataDirectory, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var major)
            ? major
            : throw new PrivatePostgresException($"La carpeta {home.DataDirectory} no es una base de datos de PostgreSQL: muévala a otro lugar para empezar con una vacía.");
    }

    /// <summary>Makes a cluster with this password. A killed initdb leaves only a work folder, never half a cluster.</summary>
    public async Task CreateAsync(string password, CancellationToken cancellationToken)
    {
        options.Report("Se crea la base de datos privada.");
        var work = await home.CreateWorkFolderAsync(cancellationToken);
        try
        {
            var passwordFile = Path.Combine(work, "clave");
            PasswordFile.Write(passwordFile, password);
            await home.User.OwnAsync(passwordFile, cancellationToken);
            var data = Path.Combine(work, "datos");
            List<string> arguments =
                ["-D", data, "-U", Role, "-A", "scram-sha-256", "--pwfile=" + passwordFile, "-E", "UTF8", "--locale=C", "--data-checksums"];
            if (options.ServerSettings.TryGetValue("fsync", out var fsync) && fsync == "off")
            {
                arguments.Add("--no-sync");
            }

            var made = await home.User.RunAsync(binaries.Program("initdb"), arguments, cancellationToken);
            if (!made.Succeeded)
            {
                throw new PrivatePostgresException($"No se pudo crear la base de datos en {home.FolderPath}: {Reason(made.Output)}");
            }

            if (Directory.Exists(home.DataDirectory))
            {
                Directory.Delete(home.DataDirectory);
            }

            Directory.Move(data, home.DataDirectory);
        }
        finally
        {
            home.RemoveWorkFolders();
        }
    }

    /// <summary>Sets a new password without knowing the old one, in a single-user server that accepts no connections.</summary>
    public async Task ResetPasswordAsync(string password, CancellationToken cancellationToken)
    {
        var answer = await home.User.RunAsync(
            binaries.Program("postgres"),
            ["--single", "-D", home.DataDirectory, "postgres"],
            cancellationToken,
            input: $"ALTER ROLE {Role} PASSWORD '{password}'\n");
        if (!answer.Succeeded || answer.Output.Contains("ERROR:", StringComparison.Ordinal))
        {
            throw new PrivatePostgresException($"No se pudo renovar la contraseña de la base de {home.DataDirectory}: {Reason(answer.Output)}");
        }
    }

    /// <summary>
    /// The port of this cluster's server: the one already running (also one left by a killed program), or a new one. <c>alone</c> says that no other
    /// program uses the server.
    /// </summary>
    public async Task<int> StartAsync(bool alone, CancellationToken cancellationToken)
    {
        var waiting = Stopwatch.StartNew();
        for (var launches = 0; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var server = PostmasterFile.Read(home.DataDirectory);
            if (server is { Life: ServerLife.Alive })
            {
                if (server.Ready)
                {
                    return server.Port;
                }

                // The server is recovering from a crash, or stopping.
                if (waiting.Elapsed > _recovery)
                {
                    throw new PrivatePostgresException($"El servidor PostgreSQL (proceso {server.ProcessId}) no termina de arrancar: vea {home.LogFile}");
                }

                await Task.Delay(_pause, cancellationToken);
                continue;
            }

            // Other users of the server may have started it in another container, where its process is not visible from here.
            if (server?.Life == ServerLife.Zombie || (server?.Life == ServerLife.Another && alone))
            {
                File.Delete(PostmasterFile.PathIn(home.DataDirectory));
            }

            launches++;
            var said = await TryLaunchAsync();
            if (PostmasterFile.Read(home.DataDirectory) is not { Life: ServerLife.Alive })
            {
                // Retry after a port that was just taken, or while processes of a killed server are still ending; other failures do not pass.
                var passing = said.Contains("in use", StringComparison.Ordinal) || said.Contains("already exists", StringComparison.Ordinal);
                if (!passing || launches == LaunchesAtMost)
                {
                    throw new PrivatePostgresException($"PostgreSQL no arrancó: {Reason(said)} (más en {home.LogFile})");
                }

                await Task.Delay(_pause * launches, cancellationToken);
            }
        }
    }

    /// <summary>Stops the server, if there is one, cutting its connections.</summary>
    public async Task StopAsync()
    {
        foreach (var mode in (string[])["fast", "immediate"])
        {
            if (PostmasterFile.Read(home.DataDirectory) is not { Life: ServerLife.Alive })
            {
                return;
            }

            await home.User.RunAsync(
                binaries.Program("pg_ctl"), ["stop", "-s", "-D", home.DataDirectory, "-m", mode, "-w", "-t", "30"], CancellationToken.None);
        }
    }

    /// <summary>
    /// Tries to start a server and returns its output and that of pg_ctl; the postmaster file shows whether it runs. Never cancelled: that would
    /// leave a server half started.
    /// </summary>
    private async Task<string> TryLaunchAsync()
    {
        var settings = new Dictionary<string, string>(options.ServerSettings)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = ChoosePort().ToString(CultureInfo.InvariantCulture),
            ["unix_socket_directories"] = "",
        };
        settings.TryAdd("max_connections", "200");

        // Deleting instead of emptying follows no link that the server's user might have put there.
        File.Delete(home.LogFile);
        var launched = await home.User.RunAsync(
            binaries.Program("pg_ctl"),
            ["start", "-s", "-D", home.DataDirectory, "-l", home.LogFile, "-w", "-t", "60", "-o", string.Join(' ', settings.Select(AsOption))],
            CancellationToken.None,
            capture: !OperatingSystem.IsWindows());
        return (File.Exists(home.LogFile) ? File.ReadAllText(home.LogFile) : "") + launched.Output;
    }

    // pg_ctl hands its -o to the system's shell.
    private static string AsOption(KeyValuePair<string, string> setting)
    {
        var word = $"{setting.Key}={setting.Value}";
        return "-c " + (OperatingSystem.IsWindows() ? $"\"{word}\"" : ServerUser.QuoteForShell(word));
    }

    /// <summary>The port of the last start while it is free, so that a tool pointed at the database keeps working.</summary>
    private int ChoosePort()
    {
        if (File.Exists(PortFile)
            && int.TryParse(File.ReadAllText(PortFile), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var last)
            && last is > 0 and <= ushort.MaxValue
            && TryBind(last) is not null)
        {
            return last;
        }

        var port = TryBind(0) ?? throw new PrivatePostgresException("No hay ningún puerto libre en 127.0.0.1 para la base de datos.");
        File.WriteAllText(PortFile, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }

    private static int? TryBind(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>The line of the output that names the cause.</summary>
    private static string Reason(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.LastOrDefault(l => l.Contains("FATAL:", StringComparison.Ordinal) || l.Contains("error:", StringComparison.OrdinalIgnoreCase))
            ?? lines.FirstOrDefault()
            ?? "no dijo por qué";
    }
}
