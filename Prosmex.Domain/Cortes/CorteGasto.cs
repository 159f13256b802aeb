using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Cortes;

/// <summary>An expense that a corte deducts from the cash. Append-only, as the corte is.</summary>
public sealed class CorteGasto
{
    private CorteGasto()
    {
    }

    public int Id { get; private set; }

    public int CorteId { get; private set; }

    public string Concepto { get; private set; } = "";

    /// <summary>MXN, positive.</summary>
    public decimal Monto { get; private set; }

    internal static CorteGasto De(DatosDeGasto gasto) => new() { Concepto = gasto.Concepto, Monto = gasto.Monto };
}

/// <summary>An expense in a request.</summary>
public sealed record CorteGastoRequest
{
    /// <summary>What it was for.</summary>
    public Optional<string> Concepto { get; init; }

    /// <summary>MXN, more than zero.</summary>
    public Optional<NumberText> Monto { get; init; }

    internal static DatosDeGasto Read(Validation v, CorteGastoRequest request)
    {
        var (concepto, monto) = (v.Text("concepto", request.Concepto), v.Monto("monto", request.Monto, positivo: true));
        return new(concepto.GetValueOrDefault(null) ?? "", monto.GetValueOrDefault(0));
    }
}

/// <summary>An expense in responses, MXN.</summary>
public sealed record CorteGastoDto(string Concepto, decimal Monto);

/// <summary>A validated expense, MXN.</summary>
public sealed record DatosDeGasto(string Concepto, decimal Monto);

internal sealed class CorteGastoConfiguration : IEntityTypeConfiguration<CorteGasto>
{
    public void Configure(EntityTypeBuilder<CorteGasto> builder)
    {
        builder.ToTable("corte_gasto", table => table.HasCheckConstraint("ck_corte_gasto_monto", "monto > 0"));
        builder.HasOne<Corte>().WithMany(c => c.Gastos).HasForeignKey(g => g.CorteId);
    }
}
