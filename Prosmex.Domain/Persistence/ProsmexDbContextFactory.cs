using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Prosmex.Domain.Persistence;

/// <summary>For dotnet-ef alone: makes the model without a database at hand.</summary>
internal sealed class ProsmexDbContextFactory : IDesignTimeDbContextFactory<ProsmexDbContext>
{
    public ProsmexDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<ProsmexDbContext>().UseProsmex("Host=localhost;Database=prosmex").Options);
}
