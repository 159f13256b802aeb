namespace Prosmex.Benchmarks.Measuring;

/// <summary>A result is wrong, so its timings are meaningless.</summary>
#pragma warning disable CA1032 // Without saying what is wrong it means nothing.
internal sealed class MeasurementFailedException(string message) : Exception(message);
#pragma warning restore CA1032
