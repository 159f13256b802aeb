using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Senales;

/// <summary>A sign that somebody looked into and found to be a false alarm.</summary>
public sealed class SenalDescartada
{
    public int Id { get; private set; }

    public ReglaDeSenal Regla { get; init; }

    /// <summary>What it is about, as the rule names it, such as the loans' ids; a later sign about the same is the same one.</summary>
    public string Clave { get; init; } = "";

    public string Nota { get; init; } = "";

    public int UsuarioId { get; init; }

    public DateTimeOffset DescartadaEn { get; init; }
}

internal sealed class SenalDescartadaConfiguration : IEntityTypeConfiguration<SenalDescartada>
{
    public void Configure(EntityTypeBuilder<SenalDescartada> builder)
    {
        builder.ToTable("senales_descartadas");
        builder.Property(s => s.Nota).HasMaxLength(CleanText.MaxCodePoints(SenalFields.MaximoDeNota));
        builder.HasIndex(s => new { s.Regla, s.Clave }).IsUnique().HasDatabaseName(ConstraintErrors.UnicaSenalDescartada);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(s => s.UsuarioId);
    }
}
