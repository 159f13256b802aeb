using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Clientes;

/// <summary>What the office decided about two clients who look like one person.</summary>
public enum DecisionDePar
{
    [Description("La misma persona")]
    Misma,
    [Description("Personas distintas")]
    Distinta,
}

/// <summary>Two clients about whom it was decided whether they are one person. A later decision replaces it; the bitácora keeps all.</summary>
public sealed class ParDeClientes
{
    /// <summary>The lower of the two ids.</summary>
    public int ClienteId { get; init; }

    public int OtroId { get; init; }

    public DecisionDePar Decision { get; private set; }

    public string Nota { get; private set; } = "";

    public int UsuarioId { get; private set; }

    public DateTimeOffset DecididoEn { get; private set; }

    internal void Decidir(DecisionDePar decision, string nota, int usuarioId, DateTimeOffset ahora) => (Decision, Nota, UsuarioId, DecididoEn) = (decision, nota, usuarioId, ahora);
}

internal sealed class ParDeClientesConfiguration : IEntityTypeConfiguration<ParDeClientes>
{
    public void Configure(EntityTypeBuilder<ParDeClientes> builder)
    {
        builder.ToTable("pares_de_clientes", table => table.HasCheckConstraint("ck_pares_de_clientes_orden", "cliente_id < otro_id"));
        builder.HasKey(p => new { p.ClienteId, p.OtroId });
        builder.Property(p => p.Nota).HasMaxLength(CleanText.MaxCodePoints(500));
        builder.HasOne<Cliente>().WithMany().HasForeignKey(p => p.ClienteId);
        builder.HasOne<Cliente>().WithMany().HasForeignKey(p => p.OtroId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(p => p.UsuarioId);
    }
}
