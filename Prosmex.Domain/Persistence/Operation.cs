using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>
/// A unit of work that was committed: its row says so when the answer to COMMIT was lost. If its request carried an idempotency key,
/// also what was answered, for whoever asks again.
/// </summary>
public sealed class Operation
{
    private Operation()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Whose key it is: nobody else's request ever meets it.</summary>
    public int? UsuarioId { get; private set; }

    /// <summary>The idempotency key; null where the request had none.</summary>
    public string? Clave { get; private set; }

    /// <summary>HMAC-SHA256 of method, path, query and body.</summary>
    public byte[]? Huella { get; private set; }

    /// <summary>HTTP status of the answer.</summary>
    public int? Estado { get; private set; }

    /// <summary>The answer's JSON, to the letter.</summary>
    public string? Respuesta { get; private set; }

    public DateTimeOffset CreadaEn { get; private set; }
}

/// <summary>What makes two requests the same one.</summary>
/// <param name="Text">The key that the client made up.</param>
/// <param name="Fingerprint">HMAC of method, path, query and body, which may hold a password.</param>
/// <param name="PreviousFingerprint">The same under the signing key before the present one: a rotation may come between a request and its repetition.</param>
public sealed record IdempotencyKey(int UsuarioId, string Text, byte[] Fingerprint, byte[]? PreviousFingerprint = null)
{
    internal bool Matches(Operation operacion) =>
        operacion.Huella is { } fingerprint && (fingerprint.AsSpan().SequenceEqual(Fingerprint) || (PreviousFingerprint is not null && fingerprint.AsSpan().SequenceEqual(PreviousFingerprint)));
}

/// <summary>An answer as it was, or will be, sent.</summary>
/// <param name="IsReplay">It answers a request that was done before.</param>
public sealed record StoredResponse(int Status, string Json, bool IsReplay = false);

/// <summary>Refusals of idempotency keys.</summary>
public static class IdempotencyErrores
{
    public static readonly ErrorDeDominio OtroContenido =
        new(TipoDeError.OtroContenido, "idempotencia.otro_contenido", "Esa Idempotency-Key ya se usó con otra solicitud. Use una clave nueva para cada operación.");

    public static readonly ErrorDeDominio EnCurso =
        new(TipoDeError.Conflicto, "idempotencia.en_curso", "La misma solicitud se está procesando. Espere un momento y repítala con la misma clave.");
}

internal sealed class OperationConfiguration : IEntityTypeConfiguration<Operation>
{
    public void Configure(EntityTypeBuilder<Operation> builder)
    {
        builder.ToTable("operaciones");
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.Property(o => o.Clave).HasMaxLength(255);
        builder.Property(o => o.Respuesta).HasColumnType("text");
        builder.HasIndex(o => new { o.UsuarioId, o.Clave }).IsUnique().HasFilter("clave IS NOT NULL");
        builder.HasIndex(o => o.CreadaEn);
    }
}
