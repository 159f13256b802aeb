using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Prosmex.Domain.Persistence;

/// <summary>For dotnet-ef: builds the model without a database.</summary>
internal sealed class ProsmexDbContextFactory : IDesignTimeDbContextFactory<ProsmexDbContext>
{
    public ProsmexDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ProsmexDbContext>().UseProsmex("Host=localhost;Database=prosmex").Options);
}
