using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Cli;

internal static class AdminCommand
{
    public static Command Create(CommandRunner runner)
    {
        var userName = new Option<string>("--restablecer")
        {
            Description = "Pone una contraseña nueva al azar, la escribe en la salida y termina las sesiones del usuario.",
            HelpName = "USUARIO",
            Required = true,
        };
        var command = new Command("admin", "Restablece la contraseña de un usuario.") { userName };
        command.SetAction((parsed, cancellationToken) => runner.RunAsync(parsed, async services =>
        {
            var user = parsed.GetRequiredValue(userName);
            var password = await services.GetRequiredService<UsuarioService>().RestablecerContrasenaAsync(RequestContext.System(), user, cancellationToken);
            await runner.Console.Error.WriteLineAsync($"Contraseña nueva de {user}:");

            // On its own, so that a script can read it.
            await runner.Console.Output.WriteLineAsync(password);
            return 0;
        }));
        return command;
    }
}
