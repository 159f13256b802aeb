using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions;

/// <summary>Opens a connection and builds EF's model before the first request, whose time is limited. A database that is away stops nothing.</summary>
internal sealed class WarmUp(IServiceScopeFactory scopes) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseHealth>().IsAvailableAsync(cancellationToken);
        if (scope.ServiceProvider.GetService<ReadReplica>() is { } replica)
        {
            await replica.WarmUpAsync(cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
