using Prosmex.Benchmarks.Measuring;

/// <summary>The runtime looks for this type, without a namespace, before it runs a program's Main.</summary>
#pragma warning disable CA1050 // The runtime's rule.
internal static class StartupHook
#pragma warning restore CA1050
{
    public static void Initialize() => Probe.Serve();
}
