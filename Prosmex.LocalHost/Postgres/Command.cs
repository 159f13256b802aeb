using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Prosmex.LocalHost.Postgres;

/// <summary>A finished command; <paramref name="Output"/> holds what it wrote to both streams.</summary>
internal sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>The last line with text, to be quoted in a one-line message.</summary>
    public string LastLine => Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
}

/// <summary>Runs the commands of PostgreSQL, npm and the system.</summary>
internal static class Command
{
    private const int CouldNotBeRun = 127;

    // A process left running by the command may hold its pipes open: once the command has exited, the rest of its output gets this long.
    private static readonly TimeSpan _grace = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Runs a command to its end, never waiting for what it leaves behind. A program that does not exist is exit code 127, not an
    /// exception. Cancelling kills the command and its children. Not to <c>capture</c> is for a command that leaves a server behind on
    /// Windows, where the server would inherit the pipes.
    /// </summary>
    public static async Task<CommandResult> RunAsync(
        string file,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken,
        string? input = null,
        string? workingDirectory = null,
        bool capture = true)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            UseShellExecute = false,
            // A console of its own on Windows: Ctrl+C must reach only this program, which then stops the server in order.
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
            // The server's user may have no access to the current folder.
            WorkingDirectory = workingDirectory ?? (OperatingSystem.IsWindows() ? "" : "/"),
        };
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new CommandResult(CouldNotBeRun, e.Message);
        }

        var output = new StringBuilder();
        var readers = capture
            ? Task.WhenAll(CollectAsync(process.StandardOutput, output), CollectAsync(process.StandardError, output))
            : Task.CompletedTask;
        try
        {
            await WriteAsync(process.StandardInput, input);
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        await Task.WhenAny(readers, Task.Delay(_grace, CancellationToken.None));
        lock (output)
        {
            return new CommandResult(process.ExitCode, output.ToString());
        }
    }

    /// <summary>Full path of a program found on PATH, or null.</summary>
    public static string? OnPath(string program) =>
        PathFolders().Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The accessible folders of PATH, in order; entries relative to the current folder are left out.</summary>
    public static IEnumerable<string> PathFolders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified);

    private static async Task WriteAsync(StreamWriter writer, string? input)
    {
        try
        {
            if (input is not null)
            {
                await writer.WriteAsync(input);
            }

            writer.Close();
        }
        catch (IOException)
        {
            // The command exited without reading; its exit code says why.
        }
    }

    private static async Task CollectAsync(StreamReader reader, StringBuilder output)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                lock (output)
                {
                    output.Append(line).Append('\n');
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The pipe was closed after the command exited; what was read is enough.
        }
    }
}
