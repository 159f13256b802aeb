using Spectre.Console;

namespace Prosmex.Cli;

/// <summary>Where a command writes: its result to the output, everything else to the errors.</summary>
public sealed class CommandConsole(TextWriter output, TextWriter error)
{
    /// <summary>The process's own.</summary>
    public static CommandConsole System => new(Console.Out, Console.Error);

    public TextWriter Output => output;

    public TextWriter Error => error;

    internal IAnsiConsole OutputConsole => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(output) });

    internal IAnsiConsole ErrorConsole => AnsiConsole.Create(new() { Out = new AnsiConsoleOutput(error) });
}
