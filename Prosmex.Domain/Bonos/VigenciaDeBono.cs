using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Prosmex.Domain.Bonos;

/// <summary>A bracket as it was on some days, maintained by a trigger: editing a bracket changes no past week. Amounts in MXN.</summary>
public sealed class VigenciaDeBono
{
    public int BonoId { get; private set; }

    /// <summary>The first day.</summary>
    public DateOnly VigenteDesde { get; private set; }

    /// <summary>The day after the last one.</summary>
    public DateOnly VigenteHasta { get; private set; }

    public decimal Monto { get; private set; }

    public decimal EntregaMin { get; private set; }

    public decimal EntregaMax { get; private set; }

    public int Fallas { get; private set; }
}

internal sealed class VigenciaDeBonoConfiguration : IEntityTypeConfiguration<VigenciaDeBono>
{
    // No foreign key: a deleted bracket stays in force in past weeks.
    public void Configure(EntityTypeBuilder<VigenciaDeBono> builder)
    {
        builder.ToTable("vigencias_de_bono", table => table.HasCheckConstraint("ck_vigencias_de_bono_dias", "vigente_desde < vigente_hasta"));
        builder.HasKey(v => new { v.BonoId, v.VigenteDesde });
    }
}
