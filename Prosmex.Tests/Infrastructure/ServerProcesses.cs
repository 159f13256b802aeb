using System.Diagnostics;
using System.Globalization;
using Prosmex.LocalHost.Postgres;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The processes of a PostgreSQL server, on Linux.</summary>
internal static class ServerProcesses
{
    /// <summary>The server's first process, then everything that it started.</summary>
    public static List<int> Of(string dataDirectory)
    {
        var first = PostmasterFile.Read(dataDirectory)!.ProcessId;
        return
        [
            first,
            .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
                .Select(name => int.TryParse(name, out var id) ? id : 0)
                .Where(id => id > 0 && Parent(id) == first),
        ];
    }

    public static async Task SignalAsync(string signal, List<int> processes)
    {
        using var kill = Process.Start("kill", [signal, .. processes.Select(p => $"{p}")]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    private static int Parent(int process)
    {
        try
        {
            // "123 (postgres) S 1 ..."
            var state = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(state[(state.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
