using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Prestamos;

/// <summary>Where a loan stands.</summary>
public enum StatusPrestamo
{
    Activo,

    /// <summary>Its last week ended unpaid; still open.</summary>
    Vencido,

    /// <summary>Paid in full.</summary>
    Liquidado,

    /// <summary>Closed by a renewal.</summary>
    Renovado,
}

/// <summary>A loan with the terms frozen at its grant. Amounts in MXN.</summary>
public sealed class Prestamo
{
    private Prestamo()
    {
    }

    public int PrestamoId { get; private set; }

    public int ClienteId { get; private set; }

    public Cliente? Cliente { get; private set; }

    /// <summary>Null only on an adopted exception.</summary>
    public int? AvalId { get; private set; }

    public int TipoPrestamoId { get; private set; }

    /// <summary>Day in Mexico City.</summary>
    public DateOnly FechaInicio { get; private set; }

    /// <summary>Nominal amount ("papel").</summary>
    public decimal MontoPrestamo { get; private set; }

    /// <summary>Really handed out: the nominal less what a renewal settled.</summary>
    public decimal MontoPrestamoReal { get; private set; }

    /// <summary>Total to pay.</summary>
    public decimal MontoUtilidad { get; private set; }

    /// <summary>Weekly amount.</summary>
    public decimal CobranzaIdeal { get; private set; }

    public int NumeroSemanas { get; private set; }

    /// <summary>Sum of the payments in force; set under the row's lock.</summary>
    public decimal Pagado { get; private set; }

    /// <summary>Number of collections in force, the renewal's settlement not counted; set under the row's lock.</summary>
    public int NumeroPagos { get; private set; }

    public StatusPrestamo Status { get; private set; }

    public bool Renovacion { get; private set; }

    /// <summary>The loan that this one renews.</summary>
    public int? RenuevaA { get; private set; }

    public DateTimeOffset FechaCreacion { get; private set; }

    /// <summary>When it was paid in full or renewed: the business instant of the entry that closed it.</summary>
    public DateTimeOffset? FechaCierre { get; private set; }

    /// <summary>Null on an adopted row.</summary>
    public int? RegistradoPor { get; private set; }

    /// <summary>Came from the replaced system breaking a rule of this one.</summary>
    public bool ExcepcionAdopcion { get; private set; }
}

internal sealed class PrestamoConfiguration : IEntityTypeConfiguration<Prestamo>
{
    public void Configure(EntityTypeBuilder<Prestamo> builder)
    {
        builder.ToTable("prestamos", tabla =>
        {
            tabla.HasCheckConstraint("ck_prestamos_terminos", "monto_prestamo > 0 AND monto_utilidad > 0 AND cobranza_ideal >= 0 AND numero_semanas > 0");
            tabla.HasCheckConstraint("ck_prestamos_monto_prestamo_real", "(monto_prestamo_real >= 0 AND monto_prestamo_real <= monto_prestamo) OR excepcion_adopcion");
            tabla.HasCheckConstraint("ck_prestamos_pagado", "(pagado >= 0 AND pagado <= monto_utilidad AND numero_pagos >= 0) OR excepcion_adopcion");
            tabla.HasCheckConstraint("ck_prestamos_cierre", "(status IN ('liquidado', 'renovado')) = (fecha_cierre IS NOT NULL)");
            tabla.HasCheckConstraint("ck_prestamos_saldado", "status NOT IN ('liquidado', 'renovado') OR pagado = monto_utilidad OR excepcion_adopcion");
            tabla.HasCheckConstraint("ck_prestamos_aval", "(aval_id IS NOT NULL AND aval_id <> cliente_id) OR excepcion_adopcion");
            tabla.HasCheckConstraint("ck_prestamos_renovacion", "renovacion = (renueva_a IS NOT NULL) OR excepcion_adopcion");
        });
        builder.HasOne(p => p.Cliente).WithMany().HasForeignKey(p => p.ClienteId);
        builder.HasOne<Cliente>().WithMany().HasForeignKey(p => p.AvalId);
        builder.HasOne<TipoPrestamo>().WithMany().HasForeignKey(p => p.TipoPrestamoId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(p => p.RegistradoPor);
        builder.HasOne<Prestamo>().WithOne().HasForeignKey<Prestamo>(p => p.RenuevaA);
        builder.HasIndex(p => p.ClienteId).HasDatabaseName("ix_prestamos_cliente_id");
        builder.HasIndex(p => p.ClienteId, "abierto").IsUnique().HasDatabaseName(BaseDeDatos.UnicoPrestamoAbierto)
            .HasFilter("status IN ('activo', 'vencido') AND NOT excepcion_adopcion");
    }
}
