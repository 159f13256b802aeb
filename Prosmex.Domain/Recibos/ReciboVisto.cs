using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Recibos;

/// <summary>A receipt that a client looked up by its link while its money was not here. It stays after the money came, and raises no sign then.</summary>
public sealed class ReciboVisto
{
    /// <summary>From then on it is a sign, and the page says that the office must be asked: counted from the receipt, or from the look-up where the phone's clock is ahead.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromHours(48);

    /// <summary>More cannot be collected in a week: what a stolen key can fill ends here.</summary>
    internal const int MaxPerKey = 1000;

    private ReciboVisto()
    {
    }

    /// <summary>Of the row.</summary>
    public Guid Clave { get; private set; }

    /// <summary>The collector whose key made the receipt.</summary>
    public int UsuarioId { get; private set; }

    /// <summary>The Monday of the sheet.</summary>
    public DateOnly Semana { get; private set; }

    /// <summary>MXN, as the receipt says.</summary>
    public decimal Monto { get; private set; }

    /// <summary>By the phone's clock.</summary>
    public DateTimeOffset OcurridoEn { get; private set; }

    /// <summary>The first time.</summary>
    public DateTimeOffset VistoEn { get; private set; }
}

internal sealed class ReciboVistoConfiguration : IEntityTypeConfiguration<ReciboVisto>
{
    public void Configure(EntityTypeBuilder<ReciboVisto> builder)
    {
        builder.ToTable("recibos_vistos", table => table.HasCheckConstraint("ck_recibos_vistos_monto", "monto > 0"));
        builder.HasKey(r => r.Clave);
        builder.Property(r => r.Clave).ValueGeneratedNever();
        builder.HasOne<Usuario>().WithMany().HasForeignKey(r => r.UsuarioId);
        builder.HasIndex(r => new { r.UsuarioId, r.Semana });
    }
}
