using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Bonos;

/// <summary>A bracket of a titular's weekly bonus; brackets do not overlap. Amounts in MXN.</summary>
public sealed class Bono
{
    private Bono()
    {
    }

    internal static Bono De(DatosDeBono datos)
    {
        var bono = new Bono();
        bono.Editar(datos);
        return bono;
    }

    /// <summary>Sets the fields that are present.</summary>
    /// <exception cref="DominioException">solicitud.invalida where the range ends before it begins.</exception>
    public void Editar(DatosDeBono datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        Monto = datos.Monto.GetValueOrDefault(Monto);
        EntregaMin = datos.EntregaMin.GetValueOrDefault(EntregaMin);
        EntregaMax = datos.EntregaMax.GetValueOrDefault(EntregaMax);
        Fallas = datos.Fallas.GetValueOrDefault(Fallas);
        if (EntregaMax < EntregaMin)
        {
            throw new DominioException(ErroresComunes.Invalido("entrega_max", "escriba la misma cantidad que en «Cobranza desde», o más."));
        }
    }

    public int Id { get; private set; }

    public decimal Monto { get; private set; }

    /// <summary>Cash collected from here …</summary>
    public decimal EntregaMin { get; private set; }

    /// <summary>… to below this plus one peso.</summary>
    public decimal EntregaMax { get; private set; }

    /// <summary>Maximum number of faltas.</summary>
    public int Fallas { get; private set; }
}

internal sealed class BonoConfiguration : IEntityTypeConfiguration<Bono>
{
    public void Configure(EntityTypeBuilder<Bono> builder)
    {
        builder.ToTable("bono", table => table.HasCheckConstraint(
            "ck_bono", "monto >= 0 AND entrega_min >= 0 AND entrega_max >= entrega_min AND fallas >= 0"));
        builder.HasData(
            new { Id = 1, Monto = 150m, EntregaMin = 5000m, EntregaMax = 5999m, Fallas = 0 },
            new { Id = 2, Monto = 200m, EntregaMin = 6000m, EntregaMax = 7499m, Fallas = 0 },
            new { Id = 3, Monto = 250m, EntregaMin = 7500m, EntregaMax = 8499m, Fallas = 1 },
            new { Id = 4, Monto = 300m, EntregaMin = 8500m, EntregaMax = 9999m, Fallas = 2 },
            new { Id = 5, Monto = 400m, EntregaMin = 10000m, EntregaMax = 13500m, Fallas = 2 });
    }
}
