using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Usuarios;

namespace Prosmex.Domain.Auth;

/// <summary>A sign-in, in force until it expires or is revoked. Every request checks it.</summary>
public sealed class Sesion
{
    private Sesion()
    {
    }

    public Guid Id { get; private set; }

    public int UsuarioId { get; private set; }

    public Usuario? Usuario { get; private set; }

    public DateTimeOffset CreadaEn { get; private set; }

    /// <summary>The absolute end; refreshing does not extend it.</summary>
    public DateTimeOffset ExpiraEn { get; private set; }

    /// <summary>SHA-256 of the newest refresh token, not used yet.</summary>
    public byte[] RefreshHash { get; private set; } = [];

    /// <summary>
    /// SHA-256 of the token that the newest one replaced: it may be presented again, because that response may have been lost. Null before the first
    /// refresh.
    /// </summary>
    public byte[]? RefreshAnterior { get; private set; }

    public DateTimeOffset? RevocadaEn { get; private set; }

    public static Sesion Abrir(int usuarioId, byte[] refreshHash, DateTimeOffset ahora, TimeSpan vida) => new()
    {
        Id = Guid.CreateVersion7(ahora),
        UsuarioId = usuarioId,
        CreadaEn = ahora,
        ExpiraEn = ahora + vida,
        RefreshHash = refreshHash,
    };

    /// <summary>
    /// Issues a refresh token for the one presented. Presenting the newest one uses it; the one before it may be presented again as long as its
    /// successor was not used, which then becomes void.
    /// </summary>
    /// <param name="presentado">SHA-256 of the token presented.</param>
    /// <param name="nuevo">SHA-256 of the new one.</param>
    /// <returns>
    /// The token that is dead from here on, if any, to be remembered: presenting it means that a copy exists. Null where the presented token is not
    /// valid.
    /// </returns>
    public IReadOnlyList<DeadRefreshToken>? Renovar(byte[] presentado, byte[] nuevo, DateTimeOffset ahora)
    {
        ArgumentNullException.ThrowIfNull(presentado);
        ArgumentNullException.ThrowIfNull(nuevo);
        if (RefreshAnterior is { } anterior && presentado.AsSpan().SequenceEqual(anterior))
        {
            var muerto = RefreshHash;
            RefreshHash = nuevo;
            return [new(muerto, Id, ahora)];
        }

        if (!presentado.AsSpan().SequenceEqual(RefreshHash))
        {
            return null;
        }

        IReadOnlyList<DeadRefreshToken> muertos = RefreshAnterior is { } usado ? [new(usado, Id, ahora)] : [];
        (RefreshAnterior, RefreshHash) = (RefreshHash, nuevo);
        return muertos;
    }

    /// <summary>The refresh token with this hash may still be presented.</summary>
    public bool EsDe(byte[] refreshHash) => refreshHash.AsSpan().SequenceEqual(RefreshHash) || (RefreshAnterior is { } anterior && refreshHash.AsSpan().SequenceEqual(anterior));

    public void Terminar(DateTimeOffset ahora) => RevocadaEn ??= ahora;

    /// <summary>A random token for the client, and the hash of it that is stored.</summary>
    public static (string Token, byte[] Hash) NuevoRefresh()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (token, HashDe(token));
    }

    public static byte[] HashDe(string refreshToken) => SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken));
}

/// <summary>A dead refresh token: its successor was used, or it was replaced before it was used.</summary>
/// <param name="Hash">Its SHA-256.</param>
public sealed record DeadRefreshToken(byte[] Hash, Guid SesionId, DateTimeOffset UsadoEn);

internal static class SessionQueries
{
    /// <summary>Sessions in force.</summary>
    public static IQueryable<Sesion> InForce(this IQueryable<Sesion> sesiones, DateTimeOffset ahora) =>
        sesiones.Where(s => s.RevocadaEn == null && s.ExpiraEn > ahora && s.Usuario!.Activo);

    /// <summary>Ends them, in the current unit of work.</summary>
    /// <returns>The number of sessions ended.</returns>
    public static Task<int> EndAsync(this IQueryable<Sesion> sesiones, DateTimeOffset ahora, CancellationToken cancellationToken) =>
        sesiones.Where(s => s.RevocadaEn == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevocadaEn, ahora), cancellationToken);
}

internal sealed class DeadRefreshTokenConfiguration : IEntityTypeConfiguration<DeadRefreshToken>
{
    public void Configure(EntityTypeBuilder<DeadRefreshToken> builder)
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
        builder.HasIndex(s => s.RefreshAnterior).IsUnique();
        builder.HasIndex(s => s.ExpiraEn);
        builder.HasOne(s => s.Usuario).WithMany().HasForeignKey(s => s.UsuarioId);
    }
}
