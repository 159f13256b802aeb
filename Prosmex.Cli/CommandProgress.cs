using System.Globalization;
using Spectre.Console;

namespace Prosmex.Cli;

/// <summary>Shows the progress of a long command: a bar on a terminal, a line per step elsewhere.</summary>
/// <param name="lineFormat">Of a line; {0} is the percentage, {1} the step.</param>
internal sealed class CommandProgress(IAnsiConsole console, string lineFormat) : IAsyncDisposable
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _live;
    private ProgressTask? _bar;

    /// <param name="percent">Of the whole, 0 to 100.</param>
    /// <param name="step">Null: the step continues.</param>
    public void Report(int percent, string? step)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            if (step is not null)
            {
                console.Profile.Out.Writer.WriteLine(string.Format(CultureInfo.InvariantCulture, lineFormat, percent, step));
            }
        }
        else if (!_end.Task.IsCompleted)
        {
            _bar ??= StartBar();
            _bar.Value = percent;
            if (step is not null)
            {
                _bar.Description = Markup.Escape(step);
            }
        }
    }

    /// <summary>Stops drawing the bar: other output would break it.</summary>
    public async Task EndAsync()
    {
        _end.TrySetResult();
        if (_live is not null)
        {
            await _live;
        }
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private ProgressTask StartBar()
    {
        // On another thread: the caller waits for its start.
        var started = new TaskCompletionSource<ProgressTask>(TaskCreationOptions.RunContinuationsAsynchronously);
        _live = Task.Run(() => console.Progress()
            .Columns(new ProgressBarColumn(), new PercentageColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .StartAsync(async context =>
            {
                started.SetResult(context.AddTask("…"));
                await _end.Task;
            }));
        Task.WhenAny(started.Task, _live).Unwrap().GetAwaiter().GetResult();
        return started.Task.Result;
    }
}
