using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Roles;

namespace Prosmex.Domain.Aprobaciones;

/// <summary>The kinds of work that may need another user's approval.</summary>
public enum TipoDeSolicitud
{
    /// <summary>Granting a loan above the limit, raising one above it, or giving one to another client.</summary>
    [Description("Préstamo mayor al límite")]
    PrestamoSobreLimite,

    /// <summary>Correcting or reversing a payment that a corte has counted, also one that was deleted since.</summary>
    [Description("Corrección de un pago con corte")]
    CorreccionTrasCorte,

    /// <summary>Writing off money por aclarar.</summary>
    [Description("Castigo de dinero por aclarar")]
    Castigo,

    [Description("Cambio de rol")]
    CambioDeRol,

    [Description("Cambio de un límite")]
    CambioDeLimite,

    /// <summary>CLABE or CURP of a client with an open loan.</summary>
    [Description("CLABE o CURP de un cliente con préstamo")]
    DatosDelCliente,
}

/// <summary>Who must approve a kind of work. Data, one row per kind; with no approvers the kind is off.</summary>
public sealed class ReglaDeAprobacion
{
    /// <summary>At most.</summary>
    public const int MaxAprobadores = 2;

    public required int Id { get; init; }

    public required TipoDeSolicitud Tipo { get; init; }

    /// <summary>How many users must approve, 0 to 2.</summary>
    public int Aprobadores { get; private set; }

    /// <summary>The roles of which they may be.</summary>
    public IReadOnlyList<RolId> Roles { get; private set; } = [];

    internal void Fijar(DatosDeRegla datos) => (Aprobadores, Roles) = (datos.Aprobadores, datos.Roles);
}

internal sealed class ReglaDeAprobacionConfiguration : IEntityTypeConfiguration<ReglaDeAprobacion>
{
    public void Configure(EntityTypeBuilder<ReglaDeAprobacion> builder)
    {
        builder.ToTable("reglas_de_aprobacion", table => table.HasCheckConstraint(
            "ck_reglas_de_aprobacion_aprobadores", $"aprobadores BETWEEN 0 AND {ReglaDeAprobacion.MaxAprobadores} AND (aprobadores = 0 OR cardinality(roles) > 0)"));
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.HasIndex(r => r.Tipo).IsUnique();
        builder.HasData(Enum.GetValues<TipoDeSolicitud>().Select((tipo, i) => new ReglaDeAprobacion { Id = i + 1, Tipo = tipo }));
    }
}
