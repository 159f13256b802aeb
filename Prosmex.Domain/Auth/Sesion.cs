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

    public DateTimeOffset? RevocadaEn { get; private set; }

    public static Sesion Abrir(int usuarioId, byte[] refreshHash, DateTimeOffset ahora, TimeSpan vida) => new()
    {
        Id = Guid.CreateVersion7(ahora),
        UsuarioId = usuarioId,
        CreadaEn = ahora,
        ExpiraEn = ahora + vida,
        RefreshHash = refreshHash,
    };

    /// <summary>Puts a new refresh token into force.</summary>
    /// <returns>What to remember of the one before: whoever shows that again holds a copy.</returns>
    public RefreshUsado Rotar(byte[] refreshHash, DateTimeOffset ahora)
    {
        var usado = new RefreshUsado(RefreshHash, Id, ahora);
        RefreshHash = refreshHash;
        return usado;
    }

    /// <summary>Random, for the client; and what is kept of it.</summary>
    public static (string Token, byte[] Hash) NuevoRefresh()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (token, HashDe(token));
    }

    public static byte[] HashDe(string refreshToken) => SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken));
}

/// <summary>A refresh token that was traded for the next one.</summary>
/// <param name="Hash">Its SHA-256.</param>
public sealed record RefreshUsado(byte[] Hash, Guid SesionId, DateTimeOffset UsadoEn);

internal static class ConsultasDeSesion
{
    /// <summary>The sessions that a request may come from.</summary>
    public static IQueryable<Sesion> EnVigor(this IQueryable<Sesion> sesiones, DateTimeOffset ahora) =>
        sesiones.Where(s => s.RevocadaEn == null && s.ExpiraEn > ahora && s.Usuario!.Activo);

    /// <summary>Ends them, inside the unit of work that is running.</summary>
    /// <returns>How many they were.</returns>
    public static Task<int> TerminarAsync(this IQueryable<Sesion> sesiones, DateTimeOffset ahora, CancellationToken cancellationToken) =>
        sesiones.Where(s => s.RevocadaEn == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevocadaEn, ahora), cancellationToken);
}

internal sealed class RefreshUsadoConfiguration : IEntityTypeConfiguration<RefreshUsado>
{
    public void Configure(EntityTypeBuilder<RefreshUsado> builder)
    {
        builder.ToTable("refresh_usados");
        builder.HasKey(r => r.Hash);
        builder.HasOne<Sesion>().WithMany().HasForeignKey(r => r.SesionId);
    }
}

internal sealed class SesionConfiguration : IEntityTypeConfiguration<Sesion>
{
    public void Configure(EntityTypeBuilder<Sesion> builder)
    {
        builder.ToTable("sesiones");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.HasIndex(s => s.RefreshHash).IsUnique();
        builder.HasIndex(s => s.ExpiraEn);
        builder.HasOne(s => s.Usuario).WithMany().HasForeignKey(s => s.UsuarioId);
    }
}
