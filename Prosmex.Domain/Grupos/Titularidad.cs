using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Grupos;

/// <summary>The days on which a user was titular of a group, maintained by a trigger: the bono of a week is of the titular at its end.</summary>
public sealed class Titularidad
{
    public int GrupoId { get; private set; }

    /// <summary>Null while the group had none.</summary>
    public int? UsuarioId { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly Desde { get; private set; }

    /// <summary>The day after the last one.</summary>
    public DateOnly Hasta { get; private set; }
}

internal sealed class TitularidadConfiguration : IEntityTypeConfiguration<Titularidad>
{
    // No foreign key to the group: the trigger deletes the rows of one that is deleted.
    public void Configure(EntityTypeBuilder<Titularidad> builder)
    {
        builder.ToTable("titularidades", table => table.HasCheckConstraint("ck_titularidades_dias", "desde < hasta"));
        builder.HasKey(t => new { t.GrupoId, t.Desde });
        builder.HasOne<Usuario>().WithMany().HasForeignKey(t => t.UsuarioId);
    }
}
