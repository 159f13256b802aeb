namespace Prosmex.Benchmarks.Medicion;

/// <summary>What was measured is not what it should be: the numbers would mean nothing.</summary>
#pragma warning disable CA1032 // Without saying what is wrong it means nothing.
internal sealed class MedicionFallidaException(string message) : Exception(message);
#pragma warning restore CA1032
