using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Cobro;

/// <summary>What a phone may do, by its user and by the session that it was last registered with.</summary>
public enum EstadoDeTelefono
{
    /// <summary>Its session is in force.</summary>
    Vigente,

    /// <summary>Its session ended by time alone: it goes on collecting, and asks to sign in again to send.</summary>
    Vencida,

    /// <summary>Its session was ended or is gone, or its user is inactive: it drops its key and empties itself.</summary>
    Terminada,
}

/// <summary>
/// A phone that collects, for one user. It is never deleted: what it has not sent is encrypted with its key, and it may come back after any time.
/// </summary>
public sealed class Telefono
{
    /// <summary>Bytes of <see cref="Clave"/>: a key of AES-256.</summary>
    internal const int BytesDeClave = 32;

    private Telefono()
    {
    }

    public int Id { get; private set; }

    public int UsuarioId { get; private set; }

    public Usuario? Usuario { get; private set; }

    /// <summary>SHA-256 of the UUID that the phone made for itself. That is a secret, and kept nowhere.</summary>
    public byte[] Huella { get; private set; } = [];

    /// <summary>The key with which the phone encrypts what it keeps; always the same. Only its user's sign-in on this phone gets it.</summary>
    public byte[] Clave { get; private set; } = [];

    /// <summary>What the phone calls itself.</summary>
    public string Nombre { get; private set; } = "";

    /// <summary>Of the page.</summary>
    public string Version { get; private set; } = "";

    /// <summary>The session that it was last registered with; null once that was deleted.</summary>
    public Guid? SesionId { get; private set; }

    public Sesion? Sesion { get; private set; }

    public DateTimeOffset RegistradoEn { get; private set; }

    public DateTimeOffset UltimoContacto { get; private set; }

    /// <summary>Rows that it had not sent at its last contact.</summary>
    public int PorEnviarFilas { get; private set; }

    /// <summary>Their money, MXN.</summary>
    public decimal PorEnviarTotal { get; private set; }

    /// <summary>When the office last ended its session.</summary>
    public DateTimeOffset? TerminadoEn { get; private set; }

    /// <summary>When the office gave up the rows that it never sent.</summary>
    public DateTimeOffset? DescartarPedidoEn { get; private set; }

    /// <summary>Why.</summary>
    public string? DescartarNota { get; private set; }

    /// <summary>How many rows waited then, as far as the office knew.</summary>
    public int? DescartarFilas { get; private set; }

    /// <summary>Their money, MXN.</summary>
    public decimal? DescartarTotal { get; private set; }

    /// <summary>When the phone said that it has none left; null until then.</summary>
    public DateTimeOffset? DescartadoEn { get; private set; }

    internal static EstadoDeTelefono EstadoDe(bool activo, DateTimeOffset? revocadaEn, DateTimeOffset? expiraEn, DateTimeOffset ahora) =>
        !activo || expiraEn is null || revocadaEn is not null ? EstadoDeTelefono.Terminada
        : expiraEn > ahora ? EstadoDeTelefono.Vigente
        : EstadoDeTelefono.Vencida;

    internal void Terminar(DateTimeOffset ahora) => TerminadoEn = ahora;

    /// <exception cref="DominioException">telefono.sesion_vigente: it may still send them.</exception>
    internal void Descartar(string nota, DateTimeOffset ahora)
    {
        if (EstadoDe(Usuario!.Activo, Sesion?.RevocadaEn, Sesion?.ExpiraEn, ahora) == EstadoDeTelefono.Vigente)
        {
            throw new DominioException(TelefonoErrores.SesionVigente);
        }

        (DescartarPedidoEn, DescartarNota, DescartarFilas, DescartarTotal) = (ahora, nota, PorEnviarFilas, PorEnviarTotal);
        DescartadoEn = null;
    }
}

internal sealed class TelefonoConfiguration : IEntityTypeConfiguration<Telefono>
{
    public void Configure(EntityTypeBuilder<Telefono> builder)
    {
        builder.ToTable("telefonos", table =>
        {
            table.HasCheckConstraint("ck_telefonos_clave", $"octet_length(clave) = {Telefono.BytesDeClave}");
            table.HasCheckConstraint("ck_telefonos_por_enviar", "por_enviar_filas >= 0 AND por_enviar_total >= 0");
            table.HasCheckConstraint(
                "ck_telefonos_descartar",
                "num_nulls(descartar_pedido_en, descartar_nota, descartar_filas, descartar_total) IN (0, 4) AND (descartado_en IS NULL OR descartar_pedido_en IS NOT NULL)");
        });
        builder.HasIndex(t => t.Huella).IsUnique();
        builder.Property(t => t.DescartarNota).HasMaxLength(CleanText.MaxCodePoints(500));
        builder.HasOne(t => t.Usuario).WithMany().HasForeignKey(t => t.UsuarioId);
        builder.HasOne(t => t.Sesion).WithMany().HasForeignKey(t => t.SesionId);
    }
}
