using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli;

internal static class MigrateCommand
{
    // LocalHost generated the administrator's password and keeps it only if it was used.
    internal const string AdminCreatedKey = "Local:PrimerAdminCreado";

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("migrate", "Crea la base o la lleva a esta versión, y crea el primer administrador si no hay ninguno. Donde varias financieras comparten el programa, todas.");
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(runner.Lender) is null
            ? runner.RunForProgramAsync(services => FinancieraSettings.AreShared(services.GetRequiredService<IConfiguration>())
                ? FinancieraCommand.MigrateAllAsync(services, runner.Console, cancellationToken)
                : MigrateAsync(services, runner.Console, cancellationToken))
            : runner.RunAsync(parsed, services => MigrateAsync(services, runner.Console, cancellationToken)));
        return command;
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, CommandConsole console, CancellationToken cancellationToken)
    {
        await MigrateAsync(services, cancellationToken);
        await console.Output.WriteLineAsync("La base de datos está al día.");
        return 0;
    }

    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken) is { } admin)
        {
            services.GetRequiredService<IConfiguration>()[AdminCreatedKey] = admin;
        }
    }
}
