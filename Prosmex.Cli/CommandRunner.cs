using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Prosmex.Domain.Common;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli;

/// <summary>Creates the services for a command. A failure that the user can correct is printed in one line.</summary>
internal sealed class CommandRunner(Func<IConfiguration> configure, CommandConsole console, TimeProvider clock)
{
    private const int Failed = 1;

    public CommandConsole Console => console;

    /// <summary>The lender that a command is for, where several share the program.</summary>
    public Option<string> Lender { get; } = new("--financiera")
    {
        Description = "De varias que comparten el programa, cuál: su esquema.",
        HelpName = "ESQUEMA",
        Recursive = true,
    };

    /// <summary>Runs a command for one lender.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(ParseResult parsed, Func<IServiceProvider, Task<int>> work) => RunAsync(parsed, _ => { }, work);

    /// <param name="parsed">The command's arguments.</param>
    /// <param name="adjust">Changes settings before they are read.</param>
    /// <param name="work">Returns the exit code.</param>
    public Task<int> RunAsync(ParseResult parsed, Action<IConfiguration> adjust, Func<IServiceProvider, Task<int>> work) => RunAsync(adjust, async (services, configuration) =>
    {
        if (parsed.GetValue(Lender) is { } schema)
        {
            var financiera = await services.GetRequiredService<FinancieraService>().ObtenerAsync(schema, CancellationToken.None);
            await using var own = CreateServices(FinancieraSettings.Of(configuration, financiera));
            await using var scope = own.CreateAsyncScope();
            return await work(scope.ServiceProvider);
        }

        return FinancieraSettings.AreShared(configuration)
            ? throw new InvalidConfigurationException("Varias financieras comparten este programa: diga cuál con --financiera ESQUEMA («financiera listar» las muestra).")
            : await work(services);
    });

    /// <summary>Runs a command for the whole program, however many lenders share it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunForProgramAsync(Func<IServiceProvider, Task<int>> work) => RunAsync(_ => { }, (services, _) => work(services));

    private async Task<int> RunAsync(Action<IConfiguration> adjust, Func<IServiceProvider, IConfiguration, Task<int>> work)
    {
        try
        {
            var configuration = configure();
            adjust(configuration);
            await using var services = CreateServices(configuration);
            await using var scope = services.CreateAsyncScope();
            return await work(scope.ServiceProvider, configuration);
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
        services.AddFinancieras();
        return services.BuildServiceProvider(validateScopes: true);
    }
}
