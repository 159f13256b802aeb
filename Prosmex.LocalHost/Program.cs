using Prosmex.Cli;
using Prosmex.Cli.Demo;
using Prosmex.Functions;
using Prosmex.LocalHost.Runtime;

try
{
    var options = LocalOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(LocalOptions.Usage);
    }

    return options.Command.Count > 0
        ? await LocalCommand.RunAsync(options, settings => CommandLine.RunAsync(options.Command, settings, CommandConsole.System, options.Clock))
        : await Startup.RunAsync(
            () =>
            {
                var builder = new LocalRuntimeBuilder(options, typeof(WorkerApplicationBuilderExtensions).Assembly.GetTypes());
                builder.UseProsmex(builder.Configuration);
                return builder.Build();
            },
            (services, cancellationToken) => DemoCommand.FillAsync(services, CommandConsole.System, cancellationToken));
}
catch (LocalHostException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    return 1;
}
