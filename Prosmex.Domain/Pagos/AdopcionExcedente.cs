using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Prestamos;

namespace Prosmex.Domain.Pagos;

/// <summary>
/// The part of an adopted payment beyond its loan's total. It is in no balance and no report: the payment was adopted with the rest of its amount, so
/// that the loan owes exactly nothing. The lender decides what happens with the money.
/// </summary>
public sealed class AdopcionExcedente
{
    private AdopcionExcedente()
    {
    }

    public int PagoId { get; private set; }

    public int PrestamoId { get; private set; }

    /// <summary>MXN; this plus the amount in <c>pagos</c> is the original amount to the cent.</summary>
    public decimal Monto { get; private set; }
}

internal sealed class AdopcionExcedenteConfiguration : IEntityTypeConfiguration<AdopcionExcedente>
{
    public void Configure(EntityTypeBuilder<AdopcionExcedente> builder)
    {
        builder.ToTable("adopcion_excedente", table => table.HasCheckConstraint("ck_adopcion_excedente_monto", "monto > 0"));
        builder.HasKey(e => e.PagoId);
        builder.HasOne<Pago>().WithMany().HasForeignKey(e => e.PagoId);
        builder.HasOne<Prestamo>().WithMany().HasForeignKey(e => e.PrestamoId);
    }
}
