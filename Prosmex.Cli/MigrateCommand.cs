using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli;

internal static class MigrateCommand
{
    // LocalHost generated the administrator's password and keeps it only if it was used.
    private const string AdminCreatedKey = "Local:PrimerAdminCreado";

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("migrate", "Crea la base o la lleva a esta versión, y crea el primer administrador si no hay ninguno.");
        command.SetAction((_, cancellationToken) => runner.RunAsync(async services =>
        {
            await MigrateAsync(services, cancellationToken);
            await runner.Console.Output.WriteLineAsync("La base de datos está al día.");
            return 0;
        }));
        return command;
    }

    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken) is { } admin)
        {
            services.GetRequiredService<IConfiguration>()[AdminCreatedKey] = admin;
        }
    }
}
