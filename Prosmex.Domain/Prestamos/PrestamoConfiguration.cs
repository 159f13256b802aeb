using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Prestamos;

internal sealed class PrestamoConfiguration : IEntityTypeConfiguration<Prestamo>
{
    public void Configure(EntityTypeBuilder<Prestamo> builder)
    {
        builder.ToTable("prestamos", table =>
        {
            table.HasCheckConstraint("ck_prestamos_terminos", "monto_prestamo > 0 AND monto_utilidad > 0 AND cobranza_ideal >= 0 AND numero_semanas > 0");
            table.HasCheckConstraint("ck_prestamos_monto_prestamo_real", "(monto_prestamo_real >= 0 AND monto_prestamo_real <= monto_prestamo) OR excepcion_adopcion");
            table.HasCheckConstraint("ck_prestamos_pagado", "(pagado >= 0 AND pagado <= monto_utilidad AND numero_pagos >= 0) OR excepcion_adopcion");
            table.HasCheckConstraint("ck_prestamos_cierre", "(status IN ('liquidado', 'renovado')) = (fecha_cierre IS NOT NULL)");
            table.HasCheckConstraint("ck_prestamos_saldado", "status NOT IN ('liquidado', 'renovado') OR pagado = monto_utilidad OR excepcion_adopcion");
            table.HasCheckConstraint("ck_prestamos_aval", "(aval_id IS NOT NULL AND aval_id <> cliente_id) OR excepcion_adopcion");
            table.HasCheckConstraint("ck_prestamos_renovacion", "renovacion = (renueva_a IS NOT NULL) OR excepcion_adopcion");
        });
        builder.HasOne(p => p.Cliente).WithMany().HasForeignKey(p => p.ClienteId);
        builder.HasOne<Cliente>().WithMany().HasForeignKey(p => p.AvalId);
        builder.HasOne<TipoPrestamo>().WithMany().HasForeignKey(p => p.TipoPrestamoId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(p => p.RegistradoPor);
        builder.HasOne<Prestamo>().WithOne().HasForeignKey<Prestamo>(p => p.RenuevaA);
        builder.HasIndex(p => p.ClienteId).HasDatabaseName("ix_prestamos_cliente_id");
        builder.HasIndex(p => p.ClienteId, "abierto").IsUnique().HasDatabaseName(ConstraintErrors.UnicoPrestamoAbierto)
            .HasFilter("status IN ('activo', 'vencido') AND NOT excepcion_adopcion");
    }
}
