using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Verificacion;

/// <summary>A closed week.</summary>
public sealed class SemanaCierre
{
    private SemanaCierre()
    {
    }

    internal static SemanaCierre De(Semana semana, int prestamos, int faltas, int vencidos, DateTimeOffset inicio, DateTimeOffset fin) => new()
    {
        Semana = semana.Lunes,
        Prestamos = prestamos,
        Faltas = faltas,
        Vencidos = vencidos,
        Inicio = inicio,
        Fin = fin,
    };

    /// <summary>Its Monday, Mexico City.</summary>
    public DateOnly Semana { get; private set; }

    /// <summary>Loans seen.</summary>
    public int Prestamos { get; private set; }

    /// <summary>Faltas written.</summary>
    public int Faltas { get; private set; }

    /// <summary>Loans that became vencido.</summary>
    public int Vencidos { get; private set; }

    public DateTimeOffset Inicio { get; private set; }

    public DateTimeOffset Fin { get; private set; }

    /// <summary>Closed by taking over an existing database: never evaluated.</summary>
    public bool Adoptada { get; private set; }
}

internal sealed class SemanaCierreConfiguration : IEntityTypeConfiguration<SemanaCierre>
{
    public void Configure(EntityTypeBuilder<SemanaCierre> builder)
    {
        builder.ToTable("semana_cierre", table => table.HasCheckConstraint("ck_semana_cierre_semana", "extract(isodow FROM semana) = 1"));
        builder.HasKey(s => s.Semana);
    }
}
