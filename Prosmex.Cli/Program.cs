using Microsoft.Extensions.Configuration;
using Prosmex.Cli;

return await CommandLine.RunAsync(args, () => new ConfigurationBuilder().AddEnvironmentVariables().Build(), CommandConsole.System);
