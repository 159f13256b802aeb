using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Prosmex.Benchmarks.Piso;

/// <summary>Whom a token names: to be looked up, nothing is known of him yet.</summary>
internal readonly record struct Ficha(int UsuarioId, Guid SesionId);

/// <summary>Access tokens by hand: the same HS256 JWTs as the product's, with the same checks of type, key, issuer, audience, times and signature.</summary>
internal sealed class Fichas(byte[] clave, TimeProvider clock)
{
    private const long Holgura = 30;

    private readonly string _kid = Convert.ToHexStringLower(SHA256.HashData(clave))[..12];

    /// <summary>Null where the header holds no token of ours in its time.</summary>
    public Ficha? Leer(string? header)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> token = stackalloc byte[2048];
        if (!Encoding.ASCII.TryGetBytes(header.AsSpan("Bearer ".Length).Trim(), token, out var largo))
        {
            return null;
        }

        token = token[..largo];
        var primero = token.IndexOf((byte)'.');
        var ultimo = token.LastIndexOf((byte)'.');
        if (primero < 0 || ultimo == primero)
        {
            return null;
        }

        Span<byte> esperada = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> firma = stackalloc byte[64];
        Span<byte> parte = stackalloc byte[1024];
        HMACSHA256.HashData(clave, token[..ultimo], esperada);
        return Decodificar(token[(ultimo + 1)..], firma, out var n) && CryptographicOperations.FixedTimeEquals(firma[..n], esperada)
            && Decodificar(token[..primero], parte, out n) && EsDeLosNuestros(parte[..n])
            && Decodificar(token[(primero + 1)..ultimo], parte, out n)
                ? Contenido(parte[..n])
                : null;
    }

    public string Emitir(Ficha ficha, TimeSpan vida)
    {
        var ahora = clock.GetUtcNow().ToUnixTimeSeconds();
        var fin = ahora + (long)vida.TotalSeconds;
        var body = Codificar($$"""{"alg":"HS256","kid":"{{_kid}}","typ":"at+jwt"}""") + "." + Codificar(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"aud":"prosmex-api","iss":"prosmex","exp":{{fin}},"iat":{{ahora}},"nbf":{{ahora}},"sub":"{{ficha.UsuarioId}}","sid":"{{ficha.SesionId}}","jti":"{{Guid.NewGuid()}}"}"""));
        return body + "." + Base64Url.EncodeToString(HMACSHA256.HashData(clave, Encoding.ASCII.GetBytes(body)));
    }

    private static string Codificar(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static bool Decodificar(ReadOnlySpan<byte> parte, Span<byte> destination, out int escritos) =>
        Base64Url.DecodeFromUtf8(parte, destination, out _, out escritos) == System.Buffers.OperationStatus.Done;

    private bool EsDeLosNuestros(ReadOnlySpan<byte> json)
    {
        var (tipo, algoritmo, key) = (false, false, false);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (typ, alg, kid) = (reader.ValueTextEquals("typ"u8), reader.ValueTextEquals("alg"u8), reader.ValueTextEquals("kid"u8));
            reader.Read();
            tipo |= typ && reader.ValueTextEquals("at+jwt"u8);
            algoritmo |= alg && reader.ValueTextEquals("HS256"u8);
            key |= kid && reader.ValueTextEquals(_kid);
        }

        return tipo && algoritmo && key;
    }

    private Ficha? Contenido(ReadOnlySpan<byte> json)
    {
        var (emisor, audiencia, usuario, sesion, desde, hasta) = (false, false, 0, Guid.Empty, long.MaxValue, 0L);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("iss"u8))
            {
                emisor = reader.Read() && reader.ValueTextEquals("prosmex"u8);
            }
            else if (reader.ValueTextEquals("aud"u8))
            {
                audiencia = reader.Read() && reader.ValueTextEquals("prosmex-api"u8);
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
                desde = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("exp"u8))
            {
                reader.Read();
                hasta = reader.GetInt64();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        var ahora = clock.GetUtcNow().ToUnixTimeSeconds();
        return emisor && audiencia && usuario > 0 && sesion != Guid.Empty && desde - Holgura <= ahora && ahora < hasta + Holgura ? new(usuario, sesion) : null;
    }
}
