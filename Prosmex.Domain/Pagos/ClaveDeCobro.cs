using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Pagos;

/// <summary>A key that a client made for one row, by POST /pagos or on a sheet. One key is one row, for ever, whatever became of it.</summary>
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
    /// Takes keys for the transaction that is running, in one order everywhere and before any loan: whoever brings one of them at the same
    /// time waits until it is over, and then finds it used.
    /// </summary>
    /// <returns>Those that nobody had used.</returns>
    public static async Task<HashSet<Guid>> TomarClavesAsync(this ProsmexDbContext db, Guid[] claves, CancellationToken cancellationToken) => claves.Length == 0 ? []
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
