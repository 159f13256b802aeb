using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using Prosmex.Benchmarks.Carga;

namespace Prosmex.Benchmarks.Informe;

/// <summary>Where it was measured.</summary>
/// <param name="Carga">Processes that wanted to run in the minute before: what else the machine was doing.</param>
internal sealed partial record Maquina(string Procesador, int Nucleos, double Memoria, string Sistema, string Runtime, string Postgres, string Carga)
{
    public static async Task<Maquina> MirarAsync(Servidor servidor) => new(
        NombreDelProcesador().Match(Leer("/proc/cpuinfo")) is { Success: true } m ? m.Groups[1].Value.Trim() : RuntimeInformation.ProcessArchitecture.ToString(),
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        await servidor.ValorAsync<string>("postgres", "SELECT current_setting('server_version')"),
        Leer("/proc/loadavg").Split(' ')[0]);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Procesador}, {Nucleos} cores, {Memoria:0} GB; {Sistema}; {Runtime}; PostgreSQL {Postgres}; load average at the start {Carga}");

    private static string Leer(string file) => File.Exists(file) ? File.ReadAllText(file) : "";

    [GeneratedRegex(@"model name\s*:\s*([^\n]+)")]
    private static partial Regex NombreDelProcesador();
}
