using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>A sign-in that lasts until it ends, is ended, or its time is over. Every request asks for it.</summary>
public sealed class Sesion
{
    private Sesion()
    {
    }

    public Guid Id { get; private set; }

    public int UsuarioId { get; private set; }

    public Usuario? Usuario { get; private set; }

    public DateTimeOffset CreadaEn { get; private set; }

    /// <summary>The end that no refresh moves.</summary>
    public DateTimeOffset ExpiraEn { get; private set; }

    /// <summary>SHA-256 of the refresh token in force.</summary>
    public byte[] RefreshHash { get; private set; } = [];

    /// <summary>SHA-256 of the one before it: whoever shows that one holds a copy.</summary>
    public byte[]? RefreshHashAnterior { get; private set; }

    public DateTimeOffset? RotadaEn { get; private set; }

    public DateTimeOffset? RevocadaEn { get; private set; }

    public static Sesion Abrir(int usuarioId, byte[] refreshHash, DateTimeOffset ahora, TimeSpan vida) => new()
    {
        Id = Guid.CreateVersion7(ahora),
        UsuarioId = usuarioId,
        CreadaEn = ahora,
        ExpiraEn = ahora + vida,
        RefreshHash = refreshHash,
    };

    /// <summary>Random, for the client; and what is kept of it.</summary>
    public static (string Token, byte[] Hash) NuevoRefresh()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (token, HashDe(token));
    }

    public static byte[] HashDe(string refreshToken) => SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken));
}

internal sealed class SesionConfiguration : IEntityTypeConfiguration<Sesion>
{
    public void Configure(EntityTypeBuilder<Sesion> builder)
    {
        builder.ToTable("sesiones");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.RefreshHash).IsUnique();
        builder.HasIndex(s => s.RefreshHashAnterior);
        builder.HasIndex(s => s.ExpiraEn);
        builder.HasOne(s => s.Usuario).WithMany().HasForeignKey(s => s.UsuarioId);
    }
}
