using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Cortes;

/// <summary>A cash cut as the client computes it. Amounts in MXN; the total is normally negative.</summary>
public sealed class Corte
{
    private Corte()
    {
    }

    public static Corte Hacer(DatosDeCorte datos, int usuarioId, DateTimeOffset ahora)
    {
        var corte = new Corte { UsuarioId = usuarioId, Fecha = ahora };
        corte.Editar(datos);
        return corte;
    }

    /// <summary>Takes the fields that are present.</summary>
    public void Editar(DatosDeCorte datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        CorteTotal = datos.CorteTotal.Sobre(CorteTotal);
        TotalGastos = datos.TotalGastos.Sobre(TotalGastos);
        Semilla = datos.Semilla.Sobre(Semilla);
    }

    public int Id { get; private set; }

    public int UsuarioId { get; private set; }

    public DateTimeOffset Fecha { get; private set; }

    public decimal CorteTotal { get; private set; }

    public decimal TotalGastos { get; private set; }

    public decimal Semilla { get; private set; }
}

internal sealed class CorteConfiguration : IEntityTypeConfiguration<Corte>
{
    public void Configure(EntityTypeBuilder<Corte> builder)
    {
        builder.ToTable("corte");
        builder.HasOne<Usuario>().WithMany().HasForeignKey(c => c.UsuarioId);
    }
}
