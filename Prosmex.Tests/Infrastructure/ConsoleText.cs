using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Prosmex.Tests.Infrastructure;

/// <summary>The console of a program in the test's process: its lines, and its log through the formatter that the console has.</summary>
internal sealed class ConsoleText
{
    private readonly StringBuilder _text = new();

    public ConsoleText() => Writer = TextWriter.Synchronized(new StringWriter(_text));

    public TextWriter Writer { get; }

    /// <summary>Takes the place of the console in the log.</summary>
    public void AddTo(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(
            services => new Provider(services.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Simple), Writer));
        logging.Services.Configure<SimpleConsoleFormatterOptions>(options => options.ColorBehavior = LoggerColorBehavior.Disabled);
    }

    public override string ToString()
    {
        // The lock of a synchronized writer is itself.
        lock (Writer)
        {
            return _text.ToString();
        }
    }

    [ProviderAlias("Console")]
    private sealed class Provider(ConsoleFormatter formatter, TextWriter writer) : ILoggerProvider, ISupportExternalScope
    {
        public IExternalScopeProvider? Scopes { get; private set; }

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => Scopes = scopeProvider;

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void Write<TState>(in LogEntry<TState> entry)
        {
            using var line = new StringWriter();
            formatter.Write(entry, Scopes, line);
            writer.Write(line.ToString());
        }

        public void Dispose()
        {
        }
    }

    private sealed class Logger(Provider provider, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => provider.Scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter));
    }
}
