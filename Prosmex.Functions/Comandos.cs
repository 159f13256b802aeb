using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Adopcion;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Demo;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Functions;

/// <summary>What the program does besides serving. Only the first argument is looked at: the Functions host has arguments of its own.</summary>
public static class Comandos
{
    private const string PrimerAdminCreado = "Local:PrimerAdminCreado";

    /// <summary>Builds the program and does what the arguments say. What the person at the console can set right ends it with one line.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> EjecutarAsync(string[] args, Func<IHost> construir)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(construir);
        try
        {
            using var host = construir();
            return await EjecutarAsync(args, host);
        }
        catch (InvalidConfigurationException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
        catch (Exception ex) when (DatabaseHealth.Explain(ex) is { } explicacion)
        {
            await Console.Error.WriteLineAsync(explicacion);
            return 1;
        }
    }

    private static async Task<int> EjecutarAsync(string[] args, IHost host)
    {
        switch (args)
        {
            case ["migrate", ..]:
                await MigrarAsync(host);
                Console.WriteLine("La base de datos está al día.");
                return 0;
            case ["adopt", .. var resto]:
                return await AdoptarAsync(host, resto);
            case ["admin", "--restablecer", var usuario, ..]:
                return await RestablecerAsync(host, usuario);
            case [var palabra, ..] when !palabra.StartsWith('-'):
                await Console.Error.WriteLineAsync("Uso: sin argumentos para servir, «migrate», «adopt» o «admin --restablecer USUARIO».");
                return 1;
        }

        // Made now, so that a missing key stops the start and not the first sign-in.
        host.Services.GetRequiredService<AccessTokens>();
        var opciones = host.Services.GetRequiredService<ProsmexOptions>();
        if (opciones.MigrateAtStart)
        {
            await MigrarAsync(host);
        }

        if (opciones.Demo)
        {
            await EnAlcanceAsync<DemoService>(host, LlenarDemoAsync);
        }

        await host.RunAsync();
        return 0;
    }

    // Whoever made up the first administrator's password needs to know whether it was used.
    private static Task MigrarAsync(IHost host) => EnAlcanceAsync<DatabaseMigrator>(host, async migrador =>
    {
        if (await migrador.MigrateAsync(CancellationToken.None) is { } admin)
        {
            host.Services.GetRequiredService<IConfiguration>()[PrimerAdminCreado] = admin;
        }
    });

    private static async Task LlenarDemoAsync(DemoService demo) =>
        Console.WriteLine(await demo.LlenarAsync(Console.WriteLine, CancellationToken.None) is { } hecha
            ? $"Demo: usuarios {string.Join(", ", hecha.Usuarios)}; contraseña {hecha.Contrasena}"
            : "Demo: la base ya tiene datos y se queda como está.");

    // 0: done, or it can be done; 1: it cannot; 2: asked for in a way that nobody understands.
    private static async Task<int> AdoptarAsync(IHost host, string[] args)
    {
        var progreso = new Progreso(Console.Error, terminal: !Console.IsErrorRedirected);
        try
        {
            var orden = OrdenDeAdopcion.Leer(args);
            var puede = true;
            await (orden.Modo == ModoDeAdopcion.Deshacer
                ? EnAlcanceAsync<DeshacerService>(host, s => s.DeshacerAsync(orden, Console.Out, progreso, CancellationToken.None))
                : EnAlcanceAsync<AdopcionService>(host, async s => puede = await s.AdoptarAsync(orden, Console.Out, progreso, CancellationToken.None)));
            return puede ? 0 : 1;
        }
        catch (UsoDeAdopcionException ex)
        {
            await Console.Error.WriteLineAsync(ex.Message);
            return 2;
        }
        catch (AdopcionImposibleException ex)
        {
            progreso.Terminar();
            await Console.Error.WriteLineAsync(ex.Message);
            return 1;
        }
    }

    private static async Task<int> RestablecerAsync(IHost host, string usuario)
    {
        try
        {
            var nueva = "";
            await EnAlcanceAsync<UsuarioService>(host, async u => nueva = await u.RestablecerContrasenaAsync(RequestContext.System(), usuario, CancellationToken.None));
            Console.WriteLine($"Contraseña nueva de {usuario}: {nueva}");
            return 0;
        }
        catch (DominioException ex)
        {
            await Console.Error.WriteLineAsync(ex.Error.Mensaje);
            return 1;
        }
    }

    private static async Task EnAlcanceAsync<T>(IHost host, Func<T, Task> trabajo)
        where T : notnull
    {
        await using var alcance = host.Services.CreateAsyncScope();
        await trabajo(alcance.ServiceProvider.GetRequiredService<T>());
    }
}
