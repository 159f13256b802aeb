using System.Buffers.Binary;
using System.IO.Pipes;

namespace Prosmex.Benchmarks.Medicion;

/// <summary>What a process has allocated, in bytes, and how long it has computed, since it started.</summary>
internal readonly record struct Gasto(long Bytes, TimeSpan Procesador)
{
    public static Gasto operator -(Gasto a, Gasto b) => new(a.Bytes - b.Bytes, a.Procesador - b.Procesador);

    public static Gasto operator +(Gasto a, Gasto b) => new(a.Bytes + b.Bytes, a.Procesador + b.Procesador);
}

/// <summary>
/// Asks a measured process what it has spent. The runtime loads this assembly into it by itself (DOTNET_STARTUP_HOOKS), so that the product
/// needs to know nothing of being measured.
/// </summary>
internal static class Sonda
{
    private const string Variable = "PROSMEX_SONDA";
    private const int Largo = 2 * sizeof(long);

    /// <summary>Puts the probe into a process that is about to start.</summary>
    /// <returns>What to ask it by.</returns>
    public static string Poner(IDictionary<string, string?> environment)
    {
        var tubo = $"prosmex-sonda-{Guid.NewGuid():N}";
        environment["DOTNET_STARTUP_HOOKS"] = typeof(Sonda).Assembly.Location;
        environment[Variable] = tubo;
        return tubo;
    }

    public static Gasto Preguntar(string tubo)
    {
        using var cliente = new NamedPipeClientStream(".", tubo, PipeDirection.In);
        cliente.Connect(TimeSpan.FromSeconds(30));
        Span<byte> response = stackalloc byte[Largo];
        cliente.ReadExactly(response);
        return new(BinaryPrimitives.ReadInt64LittleEndian(response), new(BinaryPrimitives.ReadInt64LittleEndian(response[sizeof(long)..])));
    }

    /// <summary>In the measured process: answers as long as it lives.</summary>
    public static void Contestar()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } tubo)
        {
            new Thread(() => Contestar(tubo)) { IsBackground = true, Name = "Sonda" }.Start();
        }
    }

    private static void Contestar(string tubo)
    {
        using var servidor = new NamedPipeServerStream(tubo, PipeDirection.Out);
        Span<byte> response = stackalloc byte[Largo];
        while (true)
        {
            servidor.WaitForConnection();
            BinaryPrimitives.WriteInt64LittleEndian(response, GC.GetTotalAllocatedBytes());
            BinaryPrimitives.WriteInt64LittleEndian(response[sizeof(long)..], Environment.CpuUsage.TotalTime.Ticks);
            servidor.Write(response);
            servidor.Disconnect();
        }
    }
}
