using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Persistence;

/// <summary>A connection string without a password, and a provider of passwords.</summary>
[Trait("Kind", "Integration")]
public sealed class DatabasePasswordTests(TestServer server)
{
    [Fact]
    public async Task Connection_WithoutPassword_RequestsOneForMigrationAndForRequests()
    {
        var completa = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync());
        var contrasena = completa.Password!;
        completa.Password = null;
        var pedidas = 0;
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton(TimeProvider.System).AddSingleton<DatabasePassword>(_ =>
        {
            Interlocked.Increment(ref pedidas);
            return new(contrasena);
        });
        services.AddProsmex(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Prosmex"] = completa.ConnectionString }).Build());
        await using var todo = services.BuildServiceProvider();
        await using var alcance = todo.CreateAsyncScope();

        await alcance.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, pedidas);
        Assert.Equal(6, await alcance.ServiceProvider.GetRequiredService<ProsmexDbContext>().Roles.CountAsync(TestContext.Current.CancellationToken));
        Assert.Equal(2, pedidas);
    }
}
