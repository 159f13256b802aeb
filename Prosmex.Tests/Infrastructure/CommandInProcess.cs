using Microsoft.Extensions.Configuration;
using Prosmex.Cli;

namespace Prosmex.Tests.Infrastructure;

/// <summary>Runs a command of Prosmex.Cli in the test's process: the executable adds only its arguments and its environment, and seconds.</summary>
internal static class CommandInProcess
{
    /// <returns>The exit code, and output and errors together.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string connection, params string[] arguments) => RunAsync(connection, null, arguments);

    /// <param name="now">Null is the system's clock.</param>
    /// <returns>The exit code, and output and errors together.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string connection, DateTimeOffset? now, params string[] arguments) =>
        RunAsync(ProgramSettings.Of(connection), now, arguments);

    /// <inheritdoc cref="RunAsync(string, DateTimeOffset?, string[])"/>
    public static async Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string?> settings, DateTimeOffset? now, params string[] arguments)
    {
        await using var text = new StringWriter();
        var writer = TextWriter.Synchronized(text);
        var code = await CommandLine.RunAsync(
            arguments,
            () => new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            new CommandConsole(writer, writer),
            now is null ? null : new TestClock(now));
        return (code, text.ToString());
    }
}
