using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Persistence;

/// <summary>Marks a database adopted from the system being replaced, whose tables are in the schema <c>flask</c>. At most one row.</summary>
public sealed class AdopcionHecha
{
    private AdopcionHecha()
    {
    }

    public int Id { get; private set; }

    public DateTimeOffset HechaEn { get; private set; }

    /// <summary>The database role that did it.</summary>
    public string HechaPor { get; private set; } = "";

    /// <summary>The time zone in which naive timestamps were read.</summary>
    public string ZonaOrigen { get; private set; } = "";

    /// <summary>The last entry of the bitácora that the adoption wrote: later entries are normal work.</summary>
    public long BitacoraId { get; private set; }
}

internal sealed class AdopcionHechaConfiguration : IEntityTypeConfiguration<AdopcionHecha>
{
    public void Configure(EntityTypeBuilder<AdopcionHecha> builder)
    {
        builder.ToTable("adopcion", table => table.HasCheckConstraint("ck_adopcion_una", "id = 1"));
        builder.Property(a => a.Id).ValueGeneratedNever();
    }
}
