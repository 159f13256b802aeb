using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Prosmex.LocalHost.Postgres;

/// <summary>The content of a server's postmaster.pid, and whether that server is still running.</summary>
internal sealed record PostmasterFile(int ProcessId, int Port, bool Ready, ServerLife Life)
{
    private const int PortLine = 3;
    private const int StatusLine = 7;

    public static string PathIn(string dataDirectory) => Path.Combine(dataDirectory, "postmaster.pid");

    /// <summary>Null when there is no file, or it is incomplete.</summary>
    public static PostmasterFile? Read(string dataDirectory)
    {
        string[] lines;
        try
        {
            using var file = new FileStream(PathIn(dataDirectory), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(file);
            lines = reader.ReadToEnd().Split('\n');
        }
        catch (IOException)
        {
            return null;
        }

        if (lines.Length <= PortLine
            || !int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            || !int.TryParse(lines[PortLine], NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }

        var ready = lines.Length > StatusLine && lines[StatusLine].Trim() == "ready";
        return new PostmasterFile(id, port, ready, LifeOf(id, dataDirectory));
    }

    // After a restart of the machine or of a container the process id may belong to any other process.
    private static ServerLife LifeOf(int id, string dataDirectory)
    {
        if (OperatingSystem.IsLinux())
        {
            return LifeOnLinux(id, dataDirectory);
        }

        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName.Contains("postgres", StringComparison.OrdinalIgnoreCase) ? ServerLife.Alive : ServerLife.Another;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return ServerLife.Dead;
        }
    }

    private static ServerLife LifeOnLinux(int id, string dataDirectory)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (IOException)
        {
            return ServerLife.Dead;
        }

        // "123 (postgres) S 1 ..."
        var end = stat.LastIndexOf(')');
        if (end < 0 || end + 2 >= stat.Length || stat[end + 2] is 'Z' or 'X')
        {
            return ServerLife.Zombie;
        }

        // The server's current folder is its data directory; a container may keep root from seeing it.
        var folder = new DirectoryInfo($"/proc/{id}/cwd").LinkTarget;
        return stat[..end].Contains("(postgres", StringComparison.Ordinal) && (folder is null || folder == ServerHome.RealPath(dataDirectory))
            ? ServerLife.Alive
            : ServerLife.Another;
    }
}

/// <summary>The state of the process named in postmaster.pid.</summary>
internal enum ServerLife
{
    Alive,

    /// <summary>No such process: PostgreSQL itself detects this.</summary>
    Dead,

    /// <summary>A zombie process (PID 1 of many containers does not reap): PostgreSQL takes it for alive.</summary>
    Zombie,

    /// <summary>The process id belongs to another program now: PostgreSQL takes it for alive.</summary>
    Another,
}
