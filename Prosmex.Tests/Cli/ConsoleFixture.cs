using Moq;
using Spectre.Console;

namespace Prosmex.Tests.Cli;

/// <summary>A console whose text can be read.</summary>
internal sealed class ConsoleFixture(bool terminal) : IDisposable
{
    private readonly StringWriter _writer = new();

    public IAnsiConsole Console => field ??= AnsiConsole.Create(new()
    {
        Out = Mock.Of<IAnsiConsoleOutput>(o => o.Writer == _writer && o.IsTerminal == terminal && o.Width == 100 && o.Height == 40),
        Ansi = AnsiSupport.Yes,
        ColorSystem = ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
    });

    public IReadOnlyList<string> Lines => _writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void Dispose() => _writer.Dispose();
}
