using System.Text;
using Spectre.Console;

namespace Prosmex.Tests.Cli;

/// <summary>A console whose text can be read.</summary>
internal sealed class ConsoleFixture(bool terminal) : IAnsiConsoleOutput, IDisposable
{
    private readonly StringWriter _writer = new();

    public IAnsiConsole Console => field ??= AnsiConsole.Create(new() { Out = this, Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes });

    public TextWriter Writer => _writer;

    public bool IsTerminal => terminal;

    public int Width => 100;

    public int Height => 40;

    public IReadOnlyList<string> Lines => _writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    public void SetEncoding(Encoding encoding)
    {
    }

    public void Dispose() => _writer.Dispose();
}
