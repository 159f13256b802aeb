using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Prosmex.Cli.Demo;

public static class DemoCommand
{
    internal static Command Create(CommandRunner runner)
    {
        var command = new Command("demo", "Crea la base si hace falta y, si está vacía, la llena con una financiera inventada. Su nombre debe terminar en _demo.");
        command.SetAction((parsed, cancellationToken) => runner.RunAsync(
            parsed,
            settings => settings["Prosmex:Demo"] = "true",
            async services =>
            {
                await MigrateCommand.MigrateAsync(services, cancellationToken);
                await FillAsync(services, runner.Console, cancellationToken);
                return 0;
            }));
        return command;
    }

    /// <summary>Fills the database with an invented lender while it is empty, and says how to sign in.</summary>
    /// <param name="services">Those of the domain.</param>
    /// <param name="console">Where it writes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task FillAsync(IServiceProvider services, CommandConsole console, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(console);
        await using var scope = services.CreateAsyncScope();
        await using var progress = new CommandProgress(console.OutputConsole, "{1}");
        var hecha = await ActivatorUtilities.CreateInstance<DemoService>(scope.ServiceProvider).FillAsync(progress, cancellationToken);
        await progress.EndAsync();
        await console.Output.WriteLineAsync(hecha is null
            ? "Demo: la base ya tiene datos y se queda como está."
            : $"Demo: usuarios {string.Join(", ", hecha.Usuarios)}; contraseña {hecha.Contrasena}");
    }
}
