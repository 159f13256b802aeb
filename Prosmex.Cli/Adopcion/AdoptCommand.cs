using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace Prosmex.Cli.Adopcion;

internal static class AdoptCommand
{
    public static Command Create(CommandRunner runner)
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Ensaya y escribe el informe sin cambiar nada; es lo predeterminado." };
        var apply = new Option<bool>("--apply") { Description = "Adopta la base si nada lo detiene." };
        var undo = new Option<bool>("--undo") { Description = "Devuelve la base al sistema anterior." };
        var zone = new Option<string>("--zona-origen") { Description = "Zona horaria en que el sistema anterior escribió sus horas.", HelpName = "ZONA", DefaultValueFactory = _ => "UTC" };
        var gestores = new Option<string?>("--gestores") { Description = "CSV de grupos y sus gestores.", HelpName = "ARCHIVO" };
        var json = new Option<string?>("--json") { Description = "Escribe el informe también como JSON.", HelpName = "ARCHIVO" };
        var force = new Option<bool>("--force") { Description = "Con --undo: aunque se haya escrito desde la adopción; antes lo exporta." };
        var export = new Option<string?>("--exportar") { Description = "Con --undo --force: dónde queda lo que se pierde.", HelpName = "ARCHIVO" };
        var command = new Command("adopt", "Toma la base del sistema anterior. Sin --apply es un ensayo.") { dryRun, apply, undo, zone, gestores, json, force, export };

        zone.Validators.Add(result =>
        {
            if (result.Tokens is [.., { Value: var name }] && !IsIanaZone(name))
            {
                result.AddError($"No se conoce la zona horaria «{name}» (por ejemplo UTC o America/Mexico_City).");
            }
        });
        command.Validators.Add(result =>
        {
            // It takes over the schema public, where the other system's tables are.
            if (result.GetValue(runner.Lender) is not null)
            {
                result.AddError("adopt toma una base entera, la de una sola financiera: no va con --financiera.");
            }
            else if (new[] { dryRun, apply, undo }.Count(result.GetValue) > 1)
            {
                result.AddError("--dry-run, --apply y --undo se excluyen.");
            }
            else if ((result.GetValue(force) || result.GetResult(export) is not null) && !result.GetValue(undo))
            {
                result.AddError("--force y --exportar solo van con --undo.");
            }
        });
        command.SetAction((parsed, cancellationToken) => runner.RunAsync(parsed, services => AdoptAsync(
            services,
            runner.Console,
            new AdopcionCommand
            {
                Mode = parsed.GetValue(undo) ? AdopcionMode.Deshacer : parsed.GetValue(apply) ? AdopcionMode.Aplicar : AdopcionMode.Rehearse,
                SourceZone = parsed.GetRequiredValue(zone),
                Gestores = parsed.GetValue(gestores),
                Json = parsed.GetValue(json),
                Force = parsed.GetValue(force),
                Exportar = parsed.GetValue(export),
            },
            cancellationToken)));
        return command;
    }

    private static async Task<int> AdoptAsync(IServiceProvider services, CommandConsole console, AdopcionCommand orden, CancellationToken cancellationToken)
    {
        await using var progress = new CommandProgress(console.ErrorConsole, "{0,3} % {1}");
        try
        {
            if (orden.Mode == AdopcionMode.Deshacer)
            {
                await ActivatorUtilities.CreateInstance<DeshacerService>(services).DeshacerAsync(orden, console.Output, progress, cancellationToken);
                return 0;
            }

            return await ActivatorUtilities.CreateInstance<AdopcionService>(services).AdoptarAsync(orden, console.OutputConsole, progress, cancellationToken) ? 0 : 1;
        }
        catch (ImpossibleAdopcionException ex)
        {
            await progress.EndAsync();
            await console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    // Only IANA names: PostgreSQL parses other texts as POSIX zone specifications.
    private static bool IsIanaZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && (name == "UTC" || zone.HasIanaId);
}
