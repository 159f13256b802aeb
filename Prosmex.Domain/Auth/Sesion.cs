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

    /// <summary>SHA-256 of the newest refresh token, which was not used yet.</summary>
    public byte[] RefreshHash { get; private set; } = [];

    /// <summary>SHA-256 of the token that the newest one was given for: it may come again, since that answer may have been lost. Null before the first refresh.</summary>
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
    /// Gives a new refresh token for the one presented. The newest one is used by that; the one before it may be presented again as long as its
    /// successor was not used, and that successor dies.
    /// </summary>
    /// <param name="presentado">SHA-256 of the token presented.</param>
    /// <param name="nuevo">SHA-256 of the new one.</param>
    /// <returns>What to remember of the token that is dead from here on, if any: presenting it means that a copy exists. Null where the presented token is not good.</returns>
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

    /// <summary>The refresh token behind this hash may still be presented.</summary>
    public bool EsDe(byte[] refreshHash) => refreshHash.AsSpan().SequenceEqual(RefreshHash) || (RefreshAnterior is { } anterior && refreshHash.AsSpan().SequenceEqual(anterior));

    public void Terminar(DateTimeOffset ahora) => RevocadaEn ??= ahora;

    /// <summary>Random, for the client; and what is kept of it.</summary>
    public static (string Token, byte[] Hash) NuevoRefresh()
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (token, HashDe(token));
    }

    public static byte[] HashDe(string refreshToken) => SHA256.HashData(Encoding.UTF8.GetBytes(refreshToken));
}

/// <summary>A refresh token that is dead: its successor was used, or it was itself replaced before it was used.</summary>
/// <param name="Hash">Its SHA-256.</param>
public sealed record DeadRefreshToken(byte[] Hash, Guid SesionId, DateTimeOffset UsadoEn);

internal static class SessionQueries
{
    /// <summary>The sessions that a request may come from.</summary>
    public static IQueryable<Sesion> InForce(this IQueryable<Sesion> sesiones, DateTimeOffset ahora) =>
        sesiones.Where(s => s.RevocadaEn == null && s.ExpiraEn > ahora && s.Usuario!.Activo);

    /// <summary>Ends them, inside the unit of work that is running.</summary>
    /// <returns>How many they were.</returns>
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
