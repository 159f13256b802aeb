using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Financieras;

/// <summary>The lenders that share the program, read again every few seconds: one that is new or changed is there without a restart.</summary>
public sealed class FinancieraDirectory(IServiceScopeFactory scopes, TimeProvider clock) : IDisposable
{
    /// <summary>A change takes at most so long to be seen, and a request with an unknown host name never reads the list by itself.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Listed? _listed;

    /// <summary>The active lender with this host name; null where there is none.</summary>
    public async Task<Financiera?> FindAsync(string host, CancellationToken cancellationToken) =>
        (await ListAsync(cancellationToken)).FirstOrDefault(f => string.Equals(f.Host, host, StringComparison.OrdinalIgnoreCase));

    /// <summary>The active lenders.</summary>
    public async Task<IReadOnlyList<Financiera>> ListAsync(CancellationToken cancellationToken)
    {
        if (_listed is { } known && clock.GetElapsedTime(known.At) < MaxAge)
        {
            return known.Financieras;
        }

        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_listed is not { } current || clock.GetElapsedTime(current.At) >= MaxAge)
            {
                var now = clock.GetTimestamp();
                await using var scope = scopes.CreateAsyncScope();
                var all = await scope.ServiceProvider.GetRequiredService<ProsmexDbContext>().ReadFinancierasAsync(cancellationToken);
                _listed = current = new(now, all.FindAll(f => f.Activa));
            }

            return current.Financieras;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private sealed record Listed(long At, IReadOnlyList<Financiera> Financieras);
}

internal static class FinancieraQueries
{
    /// <summary>The schema of the lender whose data this is; null for the only lender of a program.</summary>
    public static string? Schema(this ProsmexDbContext db) => new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()).SearchPath;

    /// <summary>All lenders, by schema.</summary>
    public static Task<List<Financiera>> ReadFinancierasAsync(this ProsmexDbContext db, CancellationToken cancellationToken) => db.Database
        .SqlQuery<Financiera>($"SELECT esquema AS schema, host, nombre, activa, ajustes::text AS settings FROM prosmex.financieras ORDER BY esquema")
        .ToListAsync(cancellationToken);
}
