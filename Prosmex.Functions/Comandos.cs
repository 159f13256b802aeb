using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Functions;

/// <summary>What the program does besides serving. Only the first argument is looked at: the Functions host has arguments of its own.</summary>
internal static class Comandos
{
    /// <returns>The exit code.</returns>
    public static async Task<int> EjecutarAsync(string[] args, IHost host)
    {
        switch (args)
        {
            case ["migrate", ..]:
                await EnAlcanceAsync<Migrador>(host, m => m.MigrarAsync(CancellationToken.None));
                Console.WriteLine("La base de datos está al día.");
                return 0;
            case ["admin", "--restablecer", var usuario]:
                return await RestablecerAsync(host, usuario);
            case ["admin", ..]:
                await Console.Error.WriteLineAsync("Uso: admin --restablecer USUARIO");
                return 1;
        }

        if (host.Services.GetRequiredService<OpcionesProsmex>().MigrarAlIniciar)
        {
            await EnAlcanceAsync<Migrador>(host, m => m.MigrarAsync(CancellationToken.None));
        }

        await host.RunAsync();
        return 0;
    }

    private static async Task<int> RestablecerAsync(IHost host, string usuario)
    {
        try
        {
            var nueva = "";
            await EnAlcanceAsync<UsuarioService>(host, async u => nueva = await u.RestablecerContrasenaAsync(usuario, CancellationToken.None));
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
