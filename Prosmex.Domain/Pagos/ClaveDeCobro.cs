using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Pagos;

/// <summary>A client-generated key of one row, sent by POST /pagos or on a sheet. A key identifies one row permanently, whatever its result.</summary>
public sealed class ClaveDeCobro
{
    private ClaveDeCobro()
    {
    }

    public Guid Clave { get; private set; }
}

internal static class ClavesDeCobro
{
    /// <summary>
    /// Claims keys for the current transaction, in one order everywhere and before any loan is locked: a concurrent request with the same key waits
    /// until this transaction ends, and then finds the key used.
    /// </summary>
    /// <returns>The keys that were not used before.</returns>
    public static async Task<HashSet<Guid>> ClaimClavesAsync(this ProsmexDbContext db, Guid[] claves, CancellationToken cancellationToken) => claves.Length == 0 ? []
        : [.. await db.Database.SqlQuery<Guid>($"""
            INSERT INTO claves_de_cobro (clave)
            SELECT c FROM unnest({claves}) c ORDER BY c
            ON CONFLICT DO NOTHING
            RETURNING clave AS "Value"
            """).ToListAsync(cancellationToken)];
}

internal sealed class ClaveDeCobroConfiguration : IEntityTypeConfiguration<ClaveDeCobro>
{
    public void Configure(EntityTypeBuilder<ClaveDeCobro> builder)
    {
        builder.ToTable("claves_de_cobro");
        builder.HasKey(c => c.Clave);
        builder.Property(c => c.Clave).ValueGeneratedNever();
    }
}
