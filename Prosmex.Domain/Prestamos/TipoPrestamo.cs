using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Prestamos;

/// <summary>A loan product. Editing one never changes granted loans.</summary>
public sealed class TipoPrestamo
{
    // A weekly rate with 6 decimals is off by this at most: 1.3 over 12 weeks is 0.108333 a week.
    private const decimal MaximumRounding = 0.0000005m;

    public int TipoPrestamoId { get; private set; }

    internal static TipoPrestamo De(DatosDeTipo datos)
    {
        var tipo = new TipoPrestamo();
        tipo.Editar(datos);
        return tipo;
    }

    /// <summary>Sets the fields that are present.</summary>
    /// <exception cref="DominioException">solicitud.invalida where the weeks do not pay capital and interest.</exception>
    public void Editar(DatosDeTipo datos)
    {
        ArgumentNullException.ThrowIfNull(datos);
        Nombre = datos.Nombre.GetValueOrDefault(Nombre)!;
        NumeroSemanas = datos.NumeroSemanas.GetValueOrDefault(NumeroSemanas);
        PorcentajeSemanal = datos.PorcentajeSemanal.GetValueOrDefault(PorcentajeSemanal);
        IncumplimientosTolerados = datos.IncumplimientosTolerados.GetValueOrDefault(IncumplimientosTolerados);
        PenaIncumplimiento = datos.PenaIncumplimiento.GetValueOrDefault(PenaIncumplimiento);
        LimitePenalizaciones = datos.LimitePenalizaciones.GetValueOrDefault(LimitePenalizaciones);
        Interes = datos.Interes.GetValueOrDefault(Interes);
        if (PorcentajeSemanal == 0 || Math.Abs((NumeroSemanas * PorcentajeSemanal) - (1 + Interes)) > NumeroSemanas * MaximumRounding)
        {
            throw new DominioException(ErroresComunes.Invalido("porcentaje_semanal", "Los pagos no suman el total: semanas por porcentaje semanal debe dar 100% más el interés (14 × 10% = 140% para un interés de 40%)."));
        }
    }

    public string Nombre { get; private set; } = "";

    public int NumeroSemanas { get; private set; }

    /// <summary>Fraction of the nominal amount to be paid each week (0.1 = 10 %).</summary>
    public decimal PorcentajeSemanal { get; private set; }

    /// <summary>Fraction of the nominal amount added over the whole plan (0.4 = 40 %).</summary>
    public decimal Interes { get; private set; }

    public int IncumplimientosTolerados { get; private set; }

    public decimal PenaIncumplimiento { get; private set; }

    public int LimitePenalizaciones { get; private set; }
}

internal sealed class TipoPrestamoConfiguration : IEntityTypeConfiguration<TipoPrestamo>
{
    public void Configure(EntityTypeBuilder<TipoPrestamo> builder)
    {
        builder.ToTable("tipos_prestamo", table =>
        {
            table.HasCheckConstraint(
                "ck_tipos_prestamo_producto",
                "numero_semanas > 0 AND porcentaje_semanal > 0 AND interes >= 0 AND abs(numero_semanas * porcentaje_semanal - 1 - interes) <= numero_semanas * 0.0000005");
            table.HasCheckConstraint(
                "ck_tipos_prestamo_incumplimientos", "incumplimientos_tolerados >= 0 AND pena_incumplimiento >= 0 AND limite_penalizaciones >= 0");
        });
        builder.Property(t => t.PorcentajeSemanal).HasPrecision(9, 6);
        builder.Property(t => t.Interes).HasPrecision(9, 6);
        builder.Property<uint>("Version").IsRowVersion();
        builder.HasData(
            Tipo(1, 14, 0.10m, 0.40m, 1.0m, 1),
            Tipo(34, 20, 0.07m, 0.40m, 1.0m, 4),
            Tipo(35, 30, 0.05m, 0.50m, 2.0m, 4),
            Tipo(36, 11, 0.10m, 0.10m, 1.0m, 4),
            Tipo(37, 13, 0.10m, 0.30m, 1.0m, 4));
    }

    private static object Tipo(int id, int semanas, decimal semanal, decimal interes, decimal pena, int limit) => new
    {
        TipoPrestamoId = id,
        Nombre = $"Préstamo Tipo {semanas} semanas",
        NumeroSemanas = semanas,
        PorcentajeSemanal = semanal,
        Interes = interes,
        IncumplimientosTolerados = 1,
        PenaIncumplimiento = pena,
        LimitePenalizaciones = limit,
    };
}
