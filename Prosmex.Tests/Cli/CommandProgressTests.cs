using Prosmex.Cli;

namespace Prosmex.Tests.Cli;

[Trait("Kind", "Unit")]
public sealed class CommandProgressTests
{
    [Fact]
    public async Task Report_NoTerminal_WritesALinePerStep()
    {
        using var output = new ConsoleFixture(terminal: false);
        await using var progress = new CommandProgress(output.Console, "{0,3} % {1}");

        progress.Report(50, "Mitad");
        progress.Report(60, null);
        await progress.EndAsync();
        progress.Report(100, "Listo");

        Assert.Equal([" 50 % Mitad", "100 % Listo"], output.Lines);
    }

    [Fact]
    public async Task Report_Terminal_DrawsABarAndLeavesItAtTheEnd()
    {
        using var output = new ConsoleFixture(terminal: true);
        await using var progress = new CommandProgress(output.Console, "{0,3} % {1}");

        progress.Report(40, "Copiar [1]");
        progress.Report(50, null);
        await progress.EndAsync();
        var ended = output.Lines;
        progress.Report(100, "Listo");

        Assert.Contains(ended, line => line.Contains("50% Copiar [1]", StringComparison.Ordinal));
        Assert.Equal(ended, output.Lines);
    }
}
