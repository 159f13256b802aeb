using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>What a token of ours says.</summary>
public sealed record TokenLeido(int UsuarioId, Guid SesionId);

/// <summary>
/// Makes and reads access tokens: HS256 JWTs that name a user and his session, and nothing that may change while they live. The key before
/// the present one is still good for reading, so that a key can be changed without ending anybody's session.
/// </summary>
public sealed class TokenDeAcceso
{
    private const string Tipo = "at+jwt";
    private const string Emisor = "prosmex";
    private const string Audiencia = "prosmex-api";
    private const int MinimoDeBytesDeClave = 32;
    private static readonly TimeSpan Holgura = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    private readonly OpcionesProsmex _opciones;
    private readonly TimeProvider _reloj;
    private readonly SymmetricSecurityKey _clave;
    private readonly TokenValidationParameters _validacion;

    /// <exception cref="ConfiguracionInvalidaException">A key is missing or short: the program must not serve.</exception>
    public TokenDeAcceso(OpcionesProsmex opciones, TimeProvider reloj)
    {
        ArgumentNullException.ThrowIfNull(opciones);
        _opciones = opciones;
        _reloj = reloj;
        _clave = Clave("Prosmex:Jwt:Clave", opciones.ClaveJwt);
        _validacion = Validacion(_clave, opciones.ClaveJwtAnterior is { } anterior ? Clave("Prosmex:Jwt:ClaveAnterior", anterior) : null, reloj);
    }

    public string Emitir(Sesion sesion)
    {
        ArgumentNullException.ThrowIfNull(sesion);
        var ahora = _reloj.GetUtcNow();
        var fin = ahora + _opciones.VidaDeToken;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Tipo,
            Issuer = Emisor,
            Audience = Audiencia,
            IssuedAt = ahora.UtcDateTime,
            NotBefore = ahora.UtcDateTime,
            Expires = (fin < sesion.ExpiraEn ? fin : sesion.ExpiraEn).UtcDateTime,
            SigningCredentials = new(_clave, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = sesion.UsuarioId.ToString(CultureInfo.InvariantCulture),
                [JwtRegisteredClaimNames.Sid] = sesion.Id.ToString(),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            },
        });
    }

    /// <summary>Null where it is not one of ours in its time.</summary>
    public async Task<TokenLeido?> LeerAsync(string token)
    {
        var resultado = await _handler.ValidateTokenAsync(token, _validacion);
        return resultado.IsValid
            && resultado.SecurityToken is JsonWebToken jwt
            && int.TryParse(jwt.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var usuario)
            && jwt.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
            && Guid.TryParse(sid, out var sesion)
                ? new(usuario, sesion)
                : null;
    }

    private static TokenValidationParameters Validacion(SymmetricSecurityKey clave, SymmetricSecurityKey? anterior, TimeProvider reloj) => new()
    {
        ValidTypes = [Tipo],
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidIssuer = Emisor,
        ValidAudience = Audiencia,
        IssuerSigningKeyResolver = (_, _, kid, _) => kid == clave.KeyId ? [clave] : kid == anterior?.KeyId && kid is not null ? [anterior] : [],
        TryAllIssuerSigningKeys = false,
        RequireExpirationTime = true,
        LifetimeValidator = (desde, hasta, _, _) => desde is { } d && hasta is { } h && EnVigor(d, h, reloj.GetUtcNow().UtcDateTime),
    };

    private static bool EnVigor(DateTime desde, DateTime hasta, DateTime ahora) => desde - Holgura <= ahora && ahora < hasta + Holgura;

    // The id is told from the key, so that it changes with it and says nothing about it.
    private static SymmetricSecurityKey Clave(string ajuste, byte[] clave) =>
        clave.Length < MinimoDeBytesDeClave ? throw new ConfiguracionInvalidaException(
            $"{ajuste} falta o es corta: una clave que firma tokens debe tener al menos {MinimoDeBytesDeClave} bytes.")

        // What the platform leaves where it could not read the secret: long enough, and known to everybody.
        : clave.AsSpan().StartsWith("@Microsoft.KeyVault("u8) ? throw new ConfiguracionInvalidaException(
            $"{ajuste} es una referencia a Key Vault que no se pudo leer: revise el secreto y el permiso de la identidad.")
        : new(clave) { KeyId = Convert.ToHexStringLower(SHA256.HashData(clave))[..12] };
}
