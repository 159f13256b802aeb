using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Hojas;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.PorAclarar;

/// <summary>The resolution of money por aclarar.</summary>
public enum EstadoPorAclarar
{
    Pendiente,

    /// <summary>Applied as a payment.</summary>
    Aplicado,

    /// <summary>Returned to the client.</summary>
    Devuelto,

    /// <summary>Written off.</summary>
    [Description("Dado de baja")]
    Castigado,
}

/// <summary>
/// Money that a collector received and that could not be applied. Amount and origin never change, and it is never deleted; only its resolution is
/// set, once, and taken back where the payment that it became is reversed: a trigger rejects anything else. It counts in the collector's custody whatever its resolution.
/// </summary>
public sealed class DineroPorAclarar
{
    private DineroPorAclarar()
    {
    }

    public int Id { get; private set; }

    /// <summary>The row of the sheet in which it was received.</summary>
    public Guid Clave { get; private set; }

    public EnvioFila? Fila { get; private set; }

    /// <summary>The collector who received it.</summary>
    public int UsuarioId { get; private set; }

    public int GrupoId { get; private set; }

    /// <summary>MXN, positive.</summary>
    public decimal Monto { get; private set; }

    public EstadoPorAclarar Estado { get; private set; }

    public int? ResueltoPor { get; private set; }

    public DateTimeOffset? ResueltoEn { get; private set; }

    /// <summary>The payment that it became; not counted again in the collector's custody.</summary>
    public int? PagoId { get; private set; }

    /// <summary>The reason for the return or the write-off.</summary>
    public string? Nota { get; private set; }

    internal static DineroPorAclarar De(EnvioFila fila, int grupoId, int usuarioId) =>
        new() { Fila = fila, Clave = fila.Clave, GrupoId = grupoId, UsuarioId = usuarioId, Monto = fila.Monto };

    /// <summary>To be asked before a loan is locked.</summary>
    /// <exception cref="DominioException">por_aclarar.ya_resuelto.</exception>
    internal void ExigirPendiente()
    {
        if (Estado != EstadoPorAclarar.Pendiente)
        {
            throw new DominioException(PorAclararErrores.YaResuelto(Estado));
        }
    }

    /// <summary>Resolves it as a payment of the whole amount.</summary>
    /// <exception cref="DominioException">por_aclarar.ya_resuelto.</exception>
    internal void Aplicar(Pago pago, WriteContext write)
    {
        Resolver(EstadoPorAclarar.Aplicado, write);
        PagoId = pago.PagoId;
    }

    /// <param name="estado">Devuelto or castigado.</param>
    /// <exception cref="DominioException">por_aclarar.ya_resuelto.</exception>
    internal void Cerrar(EstadoPorAclarar estado, string nota, WriteContext write)
    {
        Resolver(estado, write);
        Nota = nota;
    }

    /// <summary>Its payment was reversed: the cash is still there, so it needs a new resolution.</summary>
    internal void Reabrir() => (Estado, ResueltoPor, ResueltoEn, PagoId) = (EstadoPorAclarar.Pendiente, null, null, null);

    private void Resolver(EstadoPorAclarar estado, WriteContext write)
    {
        ExigirPendiente();
        (Estado, ResueltoPor, ResueltoEn) = (estado, write.UsuarioId, write.Now);
    }
}

internal sealed class DineroPorAclararConfiguration : IEntityTypeConfiguration<DineroPorAclarar>
{
    public void Configure(EntityTypeBuilder<DineroPorAclarar> builder)
    {
        builder.ToTable("por_aclarar", table =>
        {
            table.HasCheckConstraint("ck_por_aclarar_monto", "monto > 0");
            table.HasCheckConstraint("ck_por_aclarar_resuelto", "(estado = 'pendiente') = (resuelto_en IS NULL) AND (estado = 'pendiente') = (resuelto_por IS NULL)");
            table.HasCheckConstraint("ck_por_aclarar_pago", "(estado = 'aplicado') = (pago_id IS NOT NULL)");
            table.HasCheckConstraint("ck_por_aclarar_nota", "(estado IN ('devuelto', 'castigado')) = (nota IS NOT NULL)");
        });
        builder.Property(a => a.Nota).HasMaxLength(CleanText.MaxCodePoints(500));
        builder.HasOne(a => a.Fila).WithOne().HasForeignKey<DineroPorAclarar>(a => a.Clave);
        builder.HasOne<Pago>().WithOne().HasForeignKey<DineroPorAclarar>(a => a.PagoId);
        builder.HasOne<Grupo>().WithMany().HasForeignKey(a => a.GrupoId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(a => a.UsuarioId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(a => a.ResueltoPor);
        builder.HasIndex(a => new { a.UsuarioId, a.Id });
        builder.HasIndex(a => new { a.GrupoId, a.Estado, a.Id });
        builder.HasIndex(a => a.ResueltoPor);
    }
}
