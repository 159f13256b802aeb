using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Grupos;

namespace Prosmex.Domain.Verificacion;

/// <summary>
/// A group's figures of a closed week, so that reports over many weeks do not read the ledger of all of them. Written by the close, and by whatever
/// changes a closed week, in the same transaction (<see cref="Resumenes"/>). No row where the group had nothing in that week.
/// </summary>
public sealed class ResumenSemanal
{
    private ResumenSemanal()
    {
    }

    /// <summary>The Monday.</summary>
    public DateOnly Semana { get; private set; }

    /// <summary>The group that the clients belonged to at the end of the week.</summary>
    public int GrupoId { get; private set; }

    /// <summary>MXN; 0 in a week without collection.</summary>
    public decimal CobranzaIdeal { get; private set; }

    /// <summary>MXN, net of reversals.</summary>
    public decimal CobranzaReal { get; private set; }

    /// <summary>Open at the end of the week.</summary>
    public int PrestamosActivos { get; private set; }

    public int Faltas { get; private set; }
}

internal sealed class ResumenSemanalConfiguration : IEntityTypeConfiguration<ResumenSemanal>
{
    public void Configure(EntityTypeBuilder<ResumenSemanal> builder)
    {
        builder.ToTable("resumen_semanal", table => table.HasCheckConstraint("ck_resumen_semanal_semana", "extract(isodow FROM semana) = 1"));
        builder.HasKey(r => new { r.Semana, r.GrupoId });

        // Sums of amounts of the usual precision.
        builder.Property(r => r.CobranzaIdeal).HasPrecision(18, 2);
        builder.Property(r => r.CobranzaReal).HasPrecision(18, 2);
        builder.HasOne<Grupo>().WithMany().HasForeignKey(r => r.GrupoId);
    }
}
