using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Rutas;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Verificacion;

/// <summary>
/// The declaration that a week has no collection, such as Christmas: no falta in it, and no loan becomes vencido by it. Taking it back deletes the
/// row; the bitácora keeps both.
/// </summary>
public sealed class SemanaSinCobranza
{
    public int Id { get; private set; }

    /// <summary>Its Monday, Mexico City.</summary>
    public DateOnly Semana { get; private set; }

    /// <summary>It was declared for the groups of this route; null with <see cref="GrupoId"/> null for all groups.</summary>
    public int? RutaId { get; private set; }

    /// <summary>It was declared for this group alone.</summary>
    public int? GrupoId { get; private set; }

    public string Motivo { get; private set; } = "";

    public int UsuarioId { get; private set; }

    public DateTimeOffset DeclaradaEn { get; private set; }
}

/// <summary>A group in a declared week, fixed when the week was declared: groups that are created or join the route later are not among them.</summary>
public sealed class GrupoSinCobranza
{
    /// <summary>The Monday. Of a group and week there is one declaration at most.</summary>
    public DateOnly Semana { get; private set; }

    public int GrupoId { get; private set; }

    public int DeclaracionId { get; private set; }
}

internal sealed class SemanaSinCobranzaConfiguration : IEntityTypeConfiguration<SemanaSinCobranza>, IEntityTypeConfiguration<GrupoSinCobranza>
{
    public void Configure(EntityTypeBuilder<SemanaSinCobranza> builder)
    {
        builder.ToTable("semanas_sin_cobranza", table =>
        {
            table.HasCheckConstraint("ck_semanas_sin_cobranza_semana", "extract(isodow FROM semana) = 1");
            table.HasCheckConstraint("ck_semanas_sin_cobranza_alcance", "ruta_id IS NULL OR grupo_id IS NULL");
        });
        builder.Property(s => s.Motivo).HasMaxLength(CleanText.MaxCodePoints(SemanaSinCobranzaRequest.MaximoDeMotivo));
        builder.HasOne<Ruta>().WithMany().HasForeignKey(s => s.RutaId);
        builder.HasOne<Grupo>().WithMany().HasForeignKey(s => s.GrupoId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(s => s.UsuarioId);
        builder.HasIndex(s => new { s.Semana, s.Id });
    }

    public void Configure(EntityTypeBuilder<GrupoSinCobranza> builder)
    {
        builder.ToTable("grupos_sin_cobranza", table => table.HasCheckConstraint("ck_grupos_sin_cobranza_semana", "extract(isodow FROM semana) = 1"));
        builder.HasKey(g => new { g.Semana, g.GrupoId });
        builder.HasOne<Grupo>().WithMany().HasForeignKey(g => g.GrupoId);
        builder.HasOne<SemanaSinCobranza>().WithMany().HasForeignKey(g => g.DeclaracionId);
    }
}
