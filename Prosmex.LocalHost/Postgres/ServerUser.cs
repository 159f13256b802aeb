namespace Prosmex.LocalHost.Postgres;

/// <summary>The operating system user that runs PostgreSQL: the current user, except root, which PostgreSQL rejects.</summary>
internal sealed class ServerUser
{
    private readonly IReadOnlyList<string> _prefix;
    private readonly bool _throughShell;

    private ServerUser(string? name, IReadOnlyList<string> prefix, bool throughShell)
    {
        Name = name;
        _prefix = prefix;
        _throughShell = throughShell;
    }

    /// <summary>Null when commands run as the current user.</summary>
    public string? Name { get; }

    /// <summary>PostgreSQL must run as another user.</summary>
    public static bool IsNeeded => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    public static ServerUser Current { get; } = new(null, [], throughShell: false);

    /// <summary>The user to run as when the current user is root: the owner of an existing cluster, else <c>postgres</c>, else <c>nobody</c>.</summary>
    public static async Task<ServerUser> ForRootAsync(string dataDirectory, CancellationToken cancellationToken)
    {
        var name = Directory.Exists(dataDirectory) ? await OwnerAsync(dataDirectory, cancellationToken) : null;
        if (name is null)
        {
            name = await ExistsAsync("postgres", cancellationToken) ? "postgres" : "nobody";
        }

        if (Command.OnPath("runuser") is { } runuser)
        {
            return new ServerUser(name, [runuser, "-u", name, "--"], throughShell: false);
        }

        if (Command.OnPath("sudo") is { } sudo)
        {
            return new ServerUser(name, [sudo, "-n", "-u", name, "--"], throughShell: false);
        }

        return Command.OnPath("su") is { } su
            ? new ServerUser(name, [su, "-s", "/bin/sh", name, "-c"], throughShell: true)
            : throw new PrivatePostgresException("PostgreSQL no corre como root y no hay runuser, sudo ni su para usar otro usuario: ejecute el programa con un usuario normal.");
    }

    /// <summary>Runs a program as this user.</summary>
    public Task<CommandResult> RunAsync(
        string file, IReadOnlyList<string> arguments, CancellationToken cancellationToken, string? input = null, bool capture = true)
    {
        List<string> all = [.. _prefix];
        if (_throughShell)
        {
            all.Add("exec " + string.Join(' ', arguments.Prepend(file).Select(QuoteForShell)));
        }
        else
        {
            all.Add(file);
            all.AddRange(arguments);
        }

        return Command.RunAsync(all[0], all.Skip(1), cancellationToken, input, capture: capture);
    }

    /// <summary>Whether this user can go to the folder and create files in it.</summary>
    public async Task<bool> CanWriteInAsync(string folder, CancellationToken cancellationToken) =>
        (await RunAsync("test", ["-x", folder, "-a", "-w", folder], cancellationToken)).Succeeded;

    /// <summary>Makes this user the owner of a folder and what it holds. False where the file system does not allow it.</summary>
    public async Task<bool> OwnAsync(string path, CancellationToken cancellationToken) =>
        Name is null || (await Command.RunAsync("chown", ["-R", Name + ":", path], cancellationToken)).Succeeded;

    /// <summary>Quotes a word for <c>/bin/sh</c>.</summary>
    public static string QuoteForShell(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private static async Task<string?> OwnerAsync(string path, CancellationToken cancellationToken)
    {
        string[] format = OperatingSystem.IsLinux() ? ["-c", "%U"] : ["-f", "%Su"];
        var owner = await Command.RunAsync("stat", [.. format, path], cancellationToken);
        var name = owner.Output.Trim();
        return owner.Succeeded && name != "root" && await ExistsAsync(name, cancellationToken) ? name : null;
    }

    private static async Task<bool> ExistsAsync(string user, CancellationToken cancellationToken) =>
        (await Command.RunAsync("id", ["-u", user], cancellationToken)).Succeeded;
}
