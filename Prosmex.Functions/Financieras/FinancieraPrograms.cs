using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Financieras;

/// <summary>
/// Each lender's services, made when it is first asked for: nothing is shared between lenders but the clock, the log, how passwords are hashed, and the
/// identity that signs in to the server. So there is no cache, key, limit or connection of one that another could meet.
/// </summary>
internal sealed class FinancieraPrograms(IServiceProvider program, IConfiguration configuration) : IAsyncDisposable
{
    // One whose settings changed is another: the services of before serve the requests that have them, and are idle after that.
    private readonly ConcurrentDictionary<Financiera, Lazy<ServiceProvider>> _programs = new();

    /// <summary>The services for one request or run.</summary>
    /// <exception cref="InvalidConfigurationException">A setting of the lender's section is invalid.</exception>
    public AsyncServiceScope CreateScope(Financiera financiera) => _programs.GetOrAdd(financiera, f => new(() => Create(f))).Value.CreateAsyncScope();

    public async ValueTask DisposeAsync()
    {
        foreach (var made in _programs.Values.Where(made => made.IsValueCreated))
        {
            await made.Value.DisposeAsync();
        }
    }

    private ServiceProvider Create(Financiera financiera)
    {
        var services = new ServiceCollection();
        services.AddSingleton(program.GetRequiredService<TimeProvider>());
        services.AddSingleton(program.GetRequiredService<ILoggerFactory>());
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        if (program.GetService<DatabasePassword>() is { } contrasena)
        {
            services.AddSingleton(contrasena);
        }

        services.AddProgram(FinancieraSettings.Of(configuration, financiera));
        services.AddSingleton(program.GetRequiredService<PasswordHasher>());
        return services.BuildServiceProvider(validateScopes: true);
    }
}
