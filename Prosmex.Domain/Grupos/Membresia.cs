using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Grupos;

/// <summary>
/// The days on which a client belonged to a group, maintained by triggers: the figures of a week use the group at its end. A client's first group has
/// no start, the present one no end.
/// </summary>
public sealed class Membresia
{
    public int ClienteId { get; private set; }

    public int GrupoId { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly Desde { get; private set; }

    /// <summary>The day after the last one.</summary>
    public DateOnly Hasta { get; private set; }
}

internal sealed class MembresiaConfiguration : IEntityTypeConfiguration<Membresia>
{
    // No foreign key to the client: the trigger deletes the rows of one that is deleted.
    public void Configure(EntityTypeBuilder<Membresia> builder)
    {
        builder.ToTable("membresias", table => table.HasCheckConstraint("ck_membresias_dias", "desde < hasta"));
        builder.HasKey(m => new { m.ClienteId, m.Desde });
        builder.HasOne<Grupo>().WithMany().HasForeignKey(m => m.GrupoId);
        builder.HasIndex(m => new { m.ClienteId, m.Hasta }).IsUnique();
    }
}
