using Microsoft.Extensions.Configuration;

namespace Prosmex.LocalHost.Runtime;

/// <summary>Runs a command of the program with LocalHost's defaults, without serving.</summary>
internal static class LocalCommand
{
    /// <param name="run">Reads the settings only if the command needs them; that starts the private database.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LocalOptions options, Func<Func<IConfiguration>, Task<int>> run)
    {
        // Standard output is reserved for the command's result.
        options = options with { Output = Console.Error };
        using var configuration = new ConfigurationManager();
        LocalDefaults? defaults = null;
        try
        {
            return await run(() =>
            {
                defaults = LocalDefaults.Configure(configuration, LocalFiles.Read(options.Root), options);
                return configuration;
            });
        }
        finally
        {
            if (defaults is not null)
            {
                defaults.ForgetUnusedSignIn(configuration);
                await defaults.DisposeAsync();
            }
        }
    }
}
