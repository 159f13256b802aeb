using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Prosmex.Benchmarks.Floor;

/// <summary>The user and session that a token names, not checked yet.</summary>
internal readonly record struct TokenSubject(int UsuarioId, Guid SesionId);

/// <summary>Reads access tokens without a library: the same HS256 JWTs as the product's, with the same checks of type, key, issuer, audience, times and signature.</summary>
internal sealed class TokenReader(byte[] jwtKey, TimeProvider clock)
{
    private const long ToleranceSeconds = 30;

    private readonly string _kid = Convert.ToHexStringLower(SHA256.HashData(jwtKey))[..12];

    /// <summary>Null where the token is invalid or expired.</summary>
    public TokenSubject? Read(string? header)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> token = stackalloc byte[2048];
        if (!Encoding.ASCII.TryGetBytes(header.AsSpan("Bearer ".Length).Trim(), token, out var length))
        {
            return null;
        }

        token = token[..length];
        var first = token.IndexOf((byte)'.');
        var last = token.LastIndexOf((byte)'.');
        if (first < 0 || last == first)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> signature = stackalloc byte[64];
        Span<byte> part = stackalloc byte[1024];
        HMACSHA256.HashData(jwtKey, token[..last], expected);
        return Decode(token[(last + 1)..], signature, out var n) && CryptographicOperations.FixedTimeEquals(signature[..n], expected)
            && Decode(token[..first], part, out n) && HasExpectedHeader(part[..n])
            && Decode(token[(first + 1)..last], part, out n)
                ? ReadClaims(part[..n])
                : null;
    }

    private static bool Decode(ReadOnlySpan<byte> part, Span<byte> destination, out int written) =>
        Base64Url.DecodeFromUtf8(part, destination, out _, out written) == System.Buffers.OperationStatus.Done;

    private bool HasExpectedHeader(ReadOnlySpan<byte> json)
    {
        var (type, algorithm, key) = (false, false, false);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (typ, alg, kid) = (reader.ValueTextEquals("typ"u8), reader.ValueTextEquals("alg"u8), reader.ValueTextEquals("kid"u8));
            reader.Read();
            type |= typ && reader.ValueTextEquals("at+jwt"u8);
            algorithm |= alg && reader.ValueTextEquals("HS256"u8);
            key |= kid && reader.ValueTextEquals(_kid);
        }

        return type && algorithm && key;
    }

    private TokenSubject? ReadClaims(ReadOnlySpan<byte> json)
    {
        var (issuer, audience, usuario, sesion, start, expires) = (false, false, 0, Guid.Empty, long.MaxValue, 0L);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("iss"u8))
            {
                issuer = reader.Read() && reader.ValueTextEquals("prosmex"u8);
            }
            else if (reader.ValueTextEquals("aud"u8))
            {
                audience = reader.Read() && reader.ValueTextEquals("prosmex-api"u8);
            }
            else if (reader.ValueTextEquals("sub"u8))
            {
                reader.Read();
                _ = int.TryParse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out usuario);
            }
            else if (reader.ValueTextEquals("sid"u8))
            {
                reader.Read();
                _ = reader.TryGetGuid(out sesion);
            }
            else if (reader.ValueTextEquals("nbf"u8))
            {
                reader.Read();
                start = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("exp"u8))
            {
                reader.Read();
                expires = reader.GetInt64();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        var now = clock.GetUtcNow().ToUnixTimeSeconds();
        return issuer && audience && usuario > 0 && sesion != Guid.Empty && start - ToleranceSeconds <= now && now < expires + ToleranceSeconds ? new(usuario, sesion) : null;
    }
}
