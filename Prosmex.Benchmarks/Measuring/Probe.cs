using System.Buffers.Binary;
using System.IO.Pipes;

namespace Prosmex.Benchmarks.Measuring;

/// <summary>Bytes allocated and CPU time used by a process since its start.</summary>
internal readonly record struct Usage(long Bytes, TimeSpan Cpu)
{
    public static Usage operator -(Usage a, Usage b) => new(a.Bytes - b.Bytes, a.Cpu - b.Cpu);

    public static Usage operator +(Usage a, Usage b) => new(a.Bytes + b.Bytes, a.Cpu + b.Cpu);
}

/// <summary>
/// Reads the resource usage of a measured process. The runtime loads this assembly into the process (DOTNET_STARTUP_HOOKS), so that the product needs
/// no code for it.
/// </summary>
internal static class Probe
{
    private const string Variable = "PROSMEX_SONDA";
    private const int Length = 2 * sizeof(long);

    /// <summary>Adds the probe to the environment of a process.</summary>
    /// <returns>The name of the pipe to query.</returns>
    public static string Inject(IDictionary<string, string?> environment)
    {
        var pipeName = $"prosmex-sonda-{Guid.NewGuid():N}";
        environment["DOTNET_STARTUP_HOOKS"] = typeof(Probe).Assembly.Location;
        environment[Variable] = pipeName;
        return pipeName;
    }

    public static Usage Query(string pipeName)
    {
        using var client = new NamedPipeClientStream(".", pipeName, PipeDirection.In);
        client.Connect(TimeSpan.FromSeconds(30));
        Span<byte> response = stackalloc byte[Length];
        client.ReadExactly(response);
        return new(BinaryPrimitives.ReadInt64LittleEndian(response), new(BinaryPrimitives.ReadInt64LittleEndian(response[sizeof(long)..])));
    }

    /// <summary>Runs in the measured process: serves the pipe until the process ends.</summary>
    public static void Serve()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } pipeName)
        {
            new Thread(() => Serve(pipeName)) { IsBackground = true, Name = "Sonda" }.Start();
        }
    }

    private static void Serve(string pipeName)
    {
        using var server = new NamedPipeServerStream(pipeName, PipeDirection.Out);
        Span<byte> response = stackalloc byte[Length];
        while (true)
        {
            server.WaitForConnection();
            BinaryPrimitives.WriteInt64LittleEndian(response, GC.GetTotalAllocatedBytes());
            BinaryPrimitives.WriteInt64LittleEndian(response[sizeof(long)..], Environment.CpuUsage.TotalTime.Ticks);
            server.Write(response);
            server.Disconnect();
        }
    }
}
