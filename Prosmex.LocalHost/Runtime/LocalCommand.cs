using Microsoft.Extensions.Configuration;

namespace Prosmex.LocalHost.Runtime;

/// <summary>Runs a command of the program on what a bare machine lacks, without serving.</summary>
internal static class LocalCommand
{
    /// <param name="run">Asks for the settings if the command needs them; the private database starts then.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(LocalOptions options, Func<Func<IConfiguration>, Task<int>> run)
    {
        // Standard output is the command's answer alone.
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
