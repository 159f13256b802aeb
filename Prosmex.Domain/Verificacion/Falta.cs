using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Verificacion;

/// <summary>A week in which a loan fell short; at most one per loan and week.</summary>
public sealed class Falta
{
    private Falta()
    {
    }

    public int Id { get; private set; }

    public int PrestamoId { get; private set; }

    /// <summary>The Sunday of the week, Mexico City.</summary>
    public DateOnly Fecha { get; private set; }

    /// <summary>What was paid in that week, MXN.</summary>
    public decimal MontoAbonado { get; private set; }
}

internal sealed class FaltaConfiguration : IEntityTypeConfiguration<Falta>
{
    public void Configure(EntityTypeBuilder<Falta> builder)
    {
        builder.ToTable("falta", table => table.HasCheckConstraint("ck_falta_fecha", "extract(isodow FROM fecha) = 7"));
        builder.HasOne<Prestamo>().WithMany().HasForeignKey(f => f.PrestamoId);
        builder.HasIndex(f => new { f.PrestamoId, f.Fecha }).IsUnique();
        builder.HasIndex(f => f.Fecha);
    }
}
