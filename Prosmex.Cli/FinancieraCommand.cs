using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;

namespace Prosmex.Cli;

/// <summary>Lenders that share a program and a database.</summary>
internal static class FinancieraCommand
{
    private const int Failed = 1;

    public static Command Create(CommandRunner runner) => new("financiera", "Financieras que comparten el programa y la base, cada una con su esquema y su nombre de host.")
    {
        CreateNew(runner), Change(runner), List(runner), Migrate(runner), Distribute(runner),
    };

    /// <summary>Migrates all lenders and says how each went.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> MigrateAllAsync(IServiceProvider services, CommandConsole console, CancellationToken cancellationToken)
    {
        var failed = await services.GetRequiredService<FinancieraService>().MigrateAsync(
            (financiera, failure) => console.Output.WriteLine(failure is null ? $"{financiera.Schema}: al día" : $"{financiera.Schema}: {DatabaseHealth.Explain(failure) ?? failure.Message}"),
            cancellationToken);
        if (failed == 0)
        {
            await console.Output.WriteLineAsync("Las financieras están al día.");
            return 0;
        }

        await console.Error.WriteLineAsync($"{failed} no quedaron al día: corrija lo que dicen y repita el comando, que sigue con ellas.");
        return Failed;
    }

    private static Command CreateNew(CommandRunner runner)
    {
        var (schema, host, nombre, settings) = (Schema(), Host(), Nombre(), Settings());
        (host.Required, nombre.Required) = (true, true);
        var command = new Command("crear", "Crea una financiera: su esquema, su primer administrador (PROSMEX_ADMIN_USUARIO y PROSMEX_ADMIN_CONTRASENA) y su lugar en la lista. Si se interrumpe, se repite.")
        {
            schema, host, nombre, settings,
        };
        command.SetAction((parsed, cancellationToken) => runner.RunForProgramAsync(async services =>
        {
            var nueva = new Financiera(parsed.GetRequiredValue(schema), parsed.GetRequiredValue(host), parsed.GetRequiredValue(nombre), Activa: true, Settings: "{}")
                .With(Read(parsed.GetValue(settings)));
            var admin = await services.GetRequiredService<FinancieraService>().CrearAsync(nueva, cancellationToken);
            services.GetRequiredService<IConfiguration>()[MigrateCommand.AdminCreatedKey] = admin;
            await runner.Console.Output.WriteLineAsync(admin is null
                ? $"La financiera «{nueva.Schema}» quedó en {nueva.Host}; ya tenía administrador."
                : $"La financiera «{nueva.Schema}» quedó en {nueva.Host}, con el administrador {admin}.");
            return 0;
        }));
        return command;
    }

    private static Command Change(CommandRunner runner)
    {
        var (schema, host, nombre, settings) = (Schema(), Host(), Nombre(), Settings());
        var active = new Option<bool?>("--activa") { Description = "Si se atiende; false la apaga sin borrar nada.", HelpName = "true|false" };
        var command = new Command("cambiar", "Cambia una financiera; lo que no se diga queda igual. El programa lo nota en unos segundos.") { schema, host, nombre, settings, active };
        command.SetAction((parsed, cancellationToken) => runner.RunForProgramAsync(async services =>
        {
            var service = services.GetRequiredService<FinancieraService>();
            var before = await service.ObtenerAsync(parsed.GetRequiredValue(schema), cancellationToken);
            var changed = before.With(Read(parsed.GetValue(settings)));
            await service.CambiarAsync(
                changed with { Host = parsed.GetValue(host) ?? before.Host, Nombre = parsed.GetValue(nombre) ?? before.Nombre, Activa = parsed.GetValue(active) ?? before.Activa },
                cancellationToken);
            await runner.Console.Output.WriteLineAsync($"La financiera «{before.Schema}» cambió.");
            return 0;
        }));
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("listar", "Las financieras: esquema, host, nombre, si se atiende y sus ajustes.");
        command.SetAction((_, cancellationToken) => runner.RunForProgramAsync(async services =>
        {
            foreach (var f in await services.GetRequiredService<FinancieraService>().ListarAsync(cancellationToken))
            {
                var settings = FinancieraSettings.StoredSettings(f).Select(s => $"{s.Key}={s.Value}");
                await runner.Console.Output.WriteLineAsync(string.Join('\t', [f.Schema, f.Host, f.Nombre, f.Activa ? "activa" : "apagada", .. settings]));
            }

            return 0;
        }));
        return command;
    }

    private static Command Migrate(CommandRunner runner)
    {
        var command = new Command("migrar", "Lleva todas a esta versión, una tras otra. La que falla no detiene a las demás; al repetir se sigue con ella.");
        command.SetAction((_, cancellationToken) => runner.RunForProgramAsync(services => MigrateAllAsync(services, runner.Console, cancellationToken)));
        return command;
    }

    private static Command Distribute(CommandRunner runner)
    {
        var schema = Schema();
        var command = new Command("distribuir", "En un clúster con la extensión citus, mueve una financiera a uno de sus servidores.") { schema };
        command.SetAction((parsed, cancellationToken) => runner.RunForProgramAsync(async services =>
        {
            var service = services.GetRequiredService<FinancieraService>();
            var financiera = await service.ObtenerAsync(parsed.GetRequiredValue(schema), cancellationToken);
            await service.DistributeAsync(financiera, cancellationToken);
            await runner.Console.Output.WriteLineAsync($"La financiera «{financiera.Schema}» quedó distribuida.");
            return 0;
        }));
        return command;
    }

    private static Argument<string> Schema() => new("esquema") { Description = "El esquema de la financiera.", HelpName = "ESQUEMA" };

    private static Option<string> Host() => new("--host") { Description = "El nombre que llaman sus usuarios, como norte.ejemplo.mx.", HelpName = "NOMBRE" };

    private static Option<string> Nombre() => new("--nombre") { Description = "Como lo dicen sus papeles.", HelpName = "TEXTO" };

    private static Option<string[]> Settings()
    {
        var option = new Option<string[]>("--ajuste")
        {
            Description = "Un ajuste propio, por su nombre después de Prosmex: (Sesion:Horas=8); sin valor, se quita. Puede repetirse.",
            HelpName = "NOMBRE=VALOR",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(t => t.Value.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
            {
                result.AddError($"«{wrong.Value}» no es NOMBRE=VALOR.");
            }
        });
        return option;
    }

    private static IEnumerable<KeyValuePair<string, string>> Read(string[]? settings) =>
        (settings ?? []).Select(s => s.Split('=', 2)).Select(parts => new KeyValuePair<string, string>(parts[0], parts[1]));
}
