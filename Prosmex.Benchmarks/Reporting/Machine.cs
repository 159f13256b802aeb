using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Prosmex.Benchmarks.Loading;

namespace Prosmex.Benchmarks.Reporting;

/// <summary>The machine of a run.</summary>
/// <param name="Load">The load average of the last minute, which shows other work on the machine.</param>
internal sealed partial record Machine(string Cpu, int Cores, double Memory, string OperatingSystem, string Runtime, string Postgres, string Load)
{
    public static async Task<Machine> DescribeAsync(BenchmarkServer server) => new(
        CpuName().Match(Read("/proc/cpuinfo")) is { Success: true } m ? m.Groups[1].Value.Trim() : RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        await server.ScalarAsync<string>("postgres", "SELECT current_setting('server_version')"),
        Read("/proc/loadavg").Split(' ')[0]);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Cpu}, {Cores} cores, {Memory:0} GB; {OperatingSystem}; {Runtime}; PostgreSQL {Postgres}; load average at the start {Load}");

    private static string Read(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    [GeneratedRegex(@"model name\s*:\s*([^\n]+)")]
    private static partial Regex CpuName();
}
