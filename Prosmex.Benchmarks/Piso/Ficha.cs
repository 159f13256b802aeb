using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Prosmex.Benchmarks.Piso;

/// <summary>Whom a token names: to be looked up, nothing is known of him yet.</summary>
internal readonly record struct Ficha(int UsuarioId, Guid SesionId);

/// <summary>Access tokens by hand: the same HS256 JWTs as the product's, with the same checks of type, key, issuer, audience, times and signature.</summary>
internal sealed class Fichas(byte[] clave, TimeProvider reloj)
{
    private const long Holgura = 30;

    private readonly string _kid = Convert.ToHexStringLower(SHA256.HashData(clave))[..12];

    /// <summary>Null where the header holds no token of ours in its time.</summary>
    public Ficha? Leer(string? cabecera)
    {
        if (cabecera is null || !cabecera.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Span<byte> token = stackalloc byte[2048];
        if (!Encoding.ASCII.TryGetBytes(cabecera.AsSpan("Bearer ".Length).Trim(), token, out var largo))
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
        var ahora = reloj.GetUtcNow().ToUnixTimeSeconds();
        var fin = ahora + (long)vida.TotalSeconds;
        var cuerpo = Codificar($$"""{"alg":"HS256","kid":"{{_kid}}","typ":"at+jwt"}""") + "." + Codificar(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"aud":"prosmex-api","iss":"prosmex","exp":{{fin}},"iat":{{ahora}},"nbf":{{ahora}},"sub":"{{ficha.UsuarioId}}","sid":"{{ficha.SesionId}}","jti":"{{Guid.NewGuid()}}"}"""));
        return cuerpo + "." + Base64Url.EncodeToString(HMACSHA256.HashData(clave, Encoding.ASCII.GetBytes(cuerpo)));
    }

    private static string Codificar(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static bool Decodificar(ReadOnlySpan<byte> parte, Span<byte> destino, out int escritos) =>
        Base64Url.DecodeFromUtf8(parte, destino, out _, out escritos) == System.Buffers.OperationStatus.Done;

    private bool EsDeLosNuestros(ReadOnlySpan<byte> json)
    {
        var (tipo, algoritmo, llave) = (false, false, false);
        var lector = new Utf8JsonReader(json);
        lector.Read();
        while (lector.Read() && lector.TokenType == JsonTokenType.PropertyName)
        {
            var (typ, alg, kid) = (lector.ValueTextEquals("typ"u8), lector.ValueTextEquals("alg"u8), lector.ValueTextEquals("kid"u8));
            lector.Read();
            tipo |= typ && lector.ValueTextEquals("at+jwt"u8);
            algoritmo |= alg && lector.ValueTextEquals("HS256"u8);
            llave |= kid && lector.ValueTextEquals(_kid);
        }

        return tipo && algoritmo && llave;
    }

    private Ficha? Contenido(ReadOnlySpan<byte> json)
    {
        var (emisor, audiencia, usuario, sesion, desde, hasta) = (false, false, 0, Guid.Empty, long.MaxValue, 0L);
        var lector = new Utf8JsonReader(json);
        lector.Read();
        while (lector.Read() && lector.TokenType == JsonTokenType.PropertyName)
        {
            if (lector.ValueTextEquals("iss"u8))
            {
                emisor = lector.Read() && lector.ValueTextEquals("prosmex"u8);
            }
            else if (lector.ValueTextEquals("aud"u8))
            {
                audiencia = lector.Read() && lector.ValueTextEquals("prosmex-api"u8);
            }
            else if (lector.ValueTextEquals("sub"u8))
            {
                lector.Read();
                _ = int.TryParse(lector.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out usuario);
            }
            else if (lector.ValueTextEquals("sid"u8))
            {
                lector.Read();
                _ = lector.TryGetGuid(out sesion);
            }
            else if (lector.ValueTextEquals("nbf"u8))
            {
                lector.Read();
                desde = lector.GetInt64();
            }
            else if (lector.ValueTextEquals("exp"u8))
            {
                lector.Read();
                hasta = lector.GetInt64();
            }
            else
            {
                lector.Read();
                lector.Skip();
            }
        }

        var ahora = reloj.GetUtcNow().ToUnixTimeSeconds();
        return emisor && audiencia && usuario > 0 && sesion != Guid.Empty && desde - Holgura <= ahora && ahora < hasta + Holgura ? new(usuario, sesion) : null;
    }
}
