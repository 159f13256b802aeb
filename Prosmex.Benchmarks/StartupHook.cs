using Prosmex.Benchmarks.Medicion;

/// <summary>The name, without a namespace, under which the runtime looks for what to run before a program's Main.</summary>
#pragma warning disable CA1050 // The runtime's rule.
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize() => Sonda.Contestar();
}
