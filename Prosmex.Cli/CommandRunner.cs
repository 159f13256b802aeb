using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli;

/// <summary>Creates the services for a command. A failure that the user can correct is printed in one line.</summary>
internal sealed class CommandRunner(Func<IConfiguration> configure, CommandConsole console, TimeProvider clock)
{
    private const int Failed = 1;

    public CommandConsole Console => console;

    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(Func<IServiceProvider, Task<int>> work) => RunAsync(_ => { }, work);

    /// <param name="adjust">Changes settings before they are read.</param>
    /// <param name="work">Returns the exit code.</param>
    public async Task<int> RunAsync(Action<IConfiguration> adjust, Func<IServiceProvider, Task<int>> work)
    {
        try
        {
            var configuration = configure();
            adjust(configuration);
            await using var services = CreateServices(configuration);
            await using var scope = services.CreateAsyncScope();
            return await work(scope.ServiceProvider);
        }
        catch (Exception ex) when (Explain(ex) is { } explanation)
        {
            await console.Error.WriteLineAsync(explanation);
            return Failed;
        }
    }

    private static string? Explain(Exception ex) => ex switch
    {
        InvalidConfigurationException => ex.Message,
        DominioException { Error: var error } => error.Mensaje,
        OperationCanceledException => "Interrumpido.",
        _ => DatabaseHealth.Explain(ex),
    };

    private ServiceProvider CreateServices(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging
            .AddConfiguration(configuration.GetSection("Logging"))
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System", LogLevel.Warning)
            .AddSimpleConsole(console => console.SingleLine = true));

        // Standard output is reserved for the command's result.
        services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        services.AddSingleton(configuration);
        services.AddSingleton(clock);
        services.AddProsmex(configuration);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
