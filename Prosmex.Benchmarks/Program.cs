using Prosmex.Benchmarks;
using Prosmex.Benchmarks.Floor;
using Prosmex.Benchmarks.Measuring;

// The floor is this program too, started as a separate process.
if (args is ["floor", var connection, var hours])
{
    await FloorServer.RunAsync(connection, hours);
    return 0;
}

try
{
    return await BenchmarkRun.RunAsync(Arguments.Parse(args));
}
catch (FormatException ex)
{
    await Console.Error.WriteLineAsync($"{ex.Message}\n{Arguments.HelpText}");
    return 2;
}
catch (MeasurementFailedException ex)
{
    await Console.Error.WriteLineAsync($"FALLA: {ex.Message}");
    return 1;
}
