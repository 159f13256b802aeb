using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Recibos;

namespace Prosmex.Functions;

/// <summary>Prepares the program and serves, in the Functions worker and in LocalHost alike.</summary>
public static class Startup
{
    /// <summary>The user of the first administrator that the start created. LocalHost generated their password and keeps it only if it was used.</summary>
    public const string AdminCreatedKey = "Local:PrimerAdminCreado";

    /// <summary>Runs until the host stops. A failure that the user can correct is printed in one line.</summary>
    /// <param name="fillDemo">Fills the database for <c>Prosmex:Demo</c>; null where that setting is refused.</param>
    /// <param name="error">Where a failure is printed. Null is the standard error stream.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<IHost> build, Func<IServiceProvider, CancellationToken, Task>? fillDemo = null, TextWriter? error = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        try
        {
            using var host = build();
            await PrepareAsync(host.Services, fillDemo);
            await host.RunAsync();
            return 0;
        }
        catch (Exception ex) when ((ex is InvalidConfigurationException ? ex.Message : DatabaseHealth.Explain(ex)) is { } explanation)
        {
            await (error ?? Console.Error).WriteLineAsync(explanation);
            return 1;
        }
    }

    private static async Task PrepareAsync(IServiceProvider services, Func<IServiceProvider, CancellationToken, Task>? fillDemo)
    {
        // Created now, so that a missing key stops the start and not the first request.
        services.GetRequiredService<AccessTokens>();
        services.GetRequiredService<ReciboKeys>();
        var options = services.GetRequiredService<ProsmexOptions>();
        if (options.Demo && fillDemo is null)
        {
            throw new InvalidConfigurationException("Prosmex:Demo solo lo atiende LocalHost, con --demo. Para otra base: Prosmex.Cli demo.");
        }

        if (options.MigrateAtStart)
        {
            await using var scope = services.CreateAsyncScope();
            var configuration = services.GetRequiredService<IConfiguration>();
            if (FinancieraSettings.AreShared(configuration))
            {
                await scope.ServiceProvider.GetRequiredService<FinancieraService>().MigrateAsync(Require, CancellationToken.None);
            }
            else
            {
                configuration[AdminCreatedKey] = await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
            }
        }

        if (options.Demo)
        {
            await fillDemo!(services, CancellationToken.None);
        }
    }

    private static void Require(Financiera migrated, Exception? failure)
    {
        if (failure is not null)
        {
            throw new InvalidConfigurationException($"La financiera «{migrated.Schema}» no quedó al día: {DatabaseHealth.Explain(failure) ?? failure.Message}");
        }
    }
}
