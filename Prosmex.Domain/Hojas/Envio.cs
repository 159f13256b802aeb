using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Pagos;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Hojas;

/// <summary>What the collector met at a client's.</summary>
public enum Visita
{
    /// <summary>The client paid; 0 is a visit that counts, as with any payment.</summary>
    Pago,

    NoEstaba,

    NoQuiso,

    Prometio,
}

/// <summary>What became of a row when it came in.</summary>
public enum EstadoDeFila
{
    /// <summary>It is a payment, or a visit that was noted.</summary>
    Aplicado,

    /// <summary>Its money could not be applied and waits for somebody to decide.</summary>
    PorAclarar,
}

/// <summary>Rows of a sheet that a phone sent in one piece. Never changed, never erased: a trigger refuses it.</summary>
public sealed class Envio
{
    private Envio()
    {
    }

    /// <summary>Made on the phone.</summary>
    public Guid EnvioId { get; private set; }

    public int GrupoId { get; private set; }

    /// <summary>Who sent it.</summary>
    public int UsuarioId { get; private set; }

    public int ControlFilas { get; private set; }

    public decimal ControlTotal { get; private set; }

    /// <summary>SHA-256 of what it says, in whatever order.</summary>
    public byte[] Huella { get; private set; } = [];

    public DateTimeOffset RecibidoEn { get; private set; }

    /// <summary>By the phone's clock.</summary>
    public DateTimeOffset? EnviadoEn { get; private set; }
}

/// <summary>A row of a sheet as it came in, once for its key, and what became of it then. Never changed, never erased: a trigger refuses it.</summary>
public sealed class EnvioFila
{
    private EnvioFila()
    {
    }

    /// <summary>Made on the phone.</summary>
    public Guid Clave { get; private set; }

    /// <summary>The first that it came in.</summary>
    public Guid EnvioId { get; private set; }

    /// <summary>As the phone says; no foreign key, because there may be no such loan.</summary>
    public int PrestamoId { get; private set; }

    /// <summary>MXN.</summary>
    public decimal Monto { get; private set; }

    /// <summary>By the phone's clock.</summary>
    public DateTimeOffset OcurridoEn { get; private set; }

    /// <summary>By the server's.</summary>
    public DateTimeOffset RecibidoEn { get; private set; }

    public Visita Visita { get; private set; }

    public string? Nota { get; private set; }

    public EstadoDeFila Estado { get; private set; }

    /// <summary>Why it was not applied, as an error's code; null where it was.</summary>
    public string? Codigo { get; private set; }

    /// <summary>The same for people.</summary>
    public string? Motivo { get; private set; }

    /// <summary>The phone's clock was more than ten minutes off.</summary>
    public bool Desfase { get; private set; }

    public int? PagoId { get; private set; }

    /// <summary>What happened longer before it came in than this, or after it, did not happen when the phone says.</summary>
    internal static readonly TimeSpan Plazo = TimeSpan.FromHours(72);

    /// <summary>It happened when the phone says, as far as anybody can tell.</summary>
    internal bool EsCreible => (OcurridoEn - RecibidoEn).Duration() <= Plazo;

    internal static EnvioFila De(DatosDeFila datos, DatosDeEnvio envio, DateTimeOffset recibidoEn, JuicioDeFila juicio) => new()
    {
        Clave = datos.Clave,
        EnvioId = envio.EnvioId,
        PrestamoId = datos.PrestamoId,
        Monto = datos.Monto,
        OcurridoEn = datos.OcurridoEn,
        RecibidoEn = recibidoEn,
        Visita = datos.Visita,
        Nota = datos.Nota,
        Estado = juicio.Error is not null && datos.Monto > 0 ? EstadoDeFila.PorAclarar : EstadoDeFila.Aplicado,
        Codigo = juicio.Error?.Codigo,
        Motivo = juicio.Error?.Mensaje,
        Desfase = juicio.Desfase,
        PagoId = juicio.Pago?.PagoId,
    };
}

internal sealed class EnvioConfiguration : IEntityTypeConfiguration<Envio>
{
    public void Configure(EntityTypeBuilder<Envio> builder)
    {
        builder.ToTable("envios");
        builder.Property(e => e.EnvioId).ValueGeneratedNever();
        builder.HasOne<Grupo>().WithMany().HasForeignKey(e => e.GrupoId);
        builder.HasOne<Usuario>().WithMany().HasForeignKey(e => e.UsuarioId);
    }
}

internal sealed class EnvioFilaConfiguration : IEntityTypeConfiguration<EnvioFila>
{
    public void Configure(EntityTypeBuilder<EnvioFila> builder)
    {
        builder.ToTable("envio_filas", table =>
        {
            table.HasCheckConstraint("ck_envio_filas_monto", "monto >= 0 AND (monto = 0 OR visita = 'pago')");
            table.HasCheckConstraint("ck_envio_filas_por_aclarar", "(estado = 'por_aclarar') = (monto > 0 AND pago_id IS NULL)");
            table.HasCheckConstraint("ck_envio_filas_motivo", "(codigo IS NULL) = (motivo IS NULL) AND (estado <> 'por_aclarar' OR codigo IS NOT NULL)");
        });
        builder.HasKey(f => f.Clave);
        builder.Property(f => f.Clave).ValueGeneratedNever();
        builder.Property(f => f.Nota).HasMaxLength(500);
        builder.Property(f => f.Motivo).HasMaxLength(500);
        builder.HasOne<ClaveDeCobro>().WithOne().HasForeignKey<EnvioFila>(f => f.Clave);
        builder.HasOne<Envio>().WithMany().HasForeignKey(f => f.EnvioId);
        builder.HasOne<Pago>().WithOne().HasForeignKey<EnvioFila>(f => f.PagoId);
        builder.HasIndex(f => f.PrestamoId);
    }
}
