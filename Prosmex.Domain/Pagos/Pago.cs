using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Pagos;

/// <summary>What an entry of <c>pagos</c> is.</summary>
public enum TipoPago
{
    /// <summary>Cash collected (0 records a visit).</summary>
    Cobro,

    /// <summary>The opposite of another entry, which counts as if it had never been.</summary>
    Reversa,

    /// <summary>What a renewal settled of the old loan; not cash.</summary>
    LiquidacionPorRenovacion,
}

/// <summary>An entry of the append-only ledger of a loan. Never changed, never erased: a trigger refuses it.</summary>
public sealed class Pago
{
    private Pago()
    {
    }

    public int PagoId { get; private set; }

    public int PrestamoId { get; private set; }

    public Prestamo? Prestamo { get; private set; }

    public TipoPago Tipo { get; private set; }

    /// <summary>The business instant; a reversal carries that of the entry it reverses.</summary>
    public DateTimeOffset FechaPago { get; private set; }

    /// <summary>MXN; negative on a reversal.</summary>
    public decimal MontoPagado { get; private set; }

    /// <summary>The entry that this reversal undoes; each can be undone once.</summary>
    public int? ReversaDe { get; private set; }

    /// <summary>Why it was reversed, if somebody said so.</summary>
    public string? Motivo { get; private set; }

    /// <summary>Null on an adopted row.</summary>
    public int? RegistradoPor { get; private set; }

    /// <summary>
    /// Who got the cash and has to hand it over: whoever registered it. A reversal and a correction stay with who got it, whoever writes them.
    /// Null where nobody holds it: a settlement, money that was counted as por aclarar already, and everything of before custody was kept.
    /// </summary>
    public int? CustodioId { get; private set; }

    /// <summary>When this system took it in.</summary>
    public DateTimeOffset RecibidoEn { get; private set; }

    /// <summary>Made by the client that registered it, unique for ever: the same row sent again is the same payment. Null where it made none.</summary>
    public Guid? Clave { get; private set; }

    /// <summary>Came from the replaced system breaking a rule of this one.</summary>
    public bool ExcepcionAdopcion { get; private set; }

    internal static Pago Cobro(Prestamo prestamo, decimal monto, DateTimeOffset fecha, WriteContext write)
    {
        var cobro = Nuevo(prestamo.PrestamoId, TipoPago.Cobro, monto, fecha, write);
        cobro.CustodioId = write.UsuarioId;
        return cobro;
    }

    /// <summary>Gives the new payment the key that its client made for it.</summary>
    internal void Marcar(Guid clave) => Clave = clave;

    /// <summary>The id that the database gave.</summary>
    internal void Numerar(int id) => PagoId = id;

    /// <summary>The cash of the new payment is with somebody else than who registers it, or was counted before.</summary>
    internal void Custodiar(int? usuarioId) => CustodioId = usuarioId;

    internal static Pago Liquidacion(Prestamo prestamo, decimal monto, DateTimeOffset fecha, WriteContext write) =>
        Nuevo(prestamo.PrestamoId, TipoPago.LiquidacionPorRenovacion, monto, fecha, write);

    internal static Pago Reversa(Pago original, string? motivo, WriteContext write)
    {
        var reversa = Nuevo(original.PrestamoId, TipoPago.Reversa, -original.MontoPagado, original.FechaPago, write);
        reversa.ReversaDe = original.PagoId;
        reversa.CustodioId = original.CustodioId;
        reversa.Motivo = motivo;

        // What undoes an adopted negative entry is positive.
        reversa.ExcepcionAdopcion = original.ExcepcionAdopcion;
        return reversa;
    }

    private static Pago Nuevo(int prestamoId, TipoPago tipo, decimal monto, DateTimeOffset fecha, WriteContext write) => new()
    {
        PrestamoId = prestamoId,
        Tipo = tipo,
        FechaPago = fecha,
        MontoPagado = monto,
        RegistradoPor = write.UsuarioId,
        RecibidoEn = write.Now,
    };
}

internal sealed class PagoConfiguration : IEntityTypeConfiguration<Pago>
{
    public void Configure(EntityTypeBuilder<Pago> builder)
    {
        builder.ToTable("pagos", table =>
        {
            table.HasCheckConstraint("ck_pagos_reversa", "(tipo = 'reversa') = (reversa_de IS NOT NULL)");
            table.HasCheckConstraint(
                "ck_pagos_monto", "(tipo = 'reversa' AND monto_pagado <= 0) OR (tipo <> 'reversa' AND monto_pagado >= 0) OR excepcion_adopcion");
        });
        builder.Property(p => p.Motivo).HasMaxLength(500);
        builder.HasOne(p => p.Prestamo).WithMany().HasForeignKey(p => p.PrestamoId);
        builder.HasOne<Pago>().WithOne().HasForeignKey<Pago>(p => p.ReversaDe);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(p => p.RegistradoPor);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(p => p.CustodioId);
        builder.HasIndex(p => new { p.CustodioId, p.PagoId });
        builder.HasIndex(p => new { p.PrestamoId, p.FechaPago, p.PagoId });
        builder.HasIndex(p => p.FechaPago);
        builder.HasIndex(p => p.Clave).IsUnique().HasFilter("clave IS NOT NULL").HasDatabaseName(ConstraintErrors.UnicaClaveDePago);
    }
}
