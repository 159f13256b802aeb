using System.Globalization;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Prosmex.Domain.Persistence;

namespace Prosmex.Domain.Auth;

/// <summary>Claims of an access token.</summary>
public sealed record AccessToken(int UsuarioId, Guid SesionId);

/// <summary>
/// Creates and reads access tokens: HS256 JWTs that name a user and their session, and nothing that may change during their lifetime. Tokens signed
/// with the previous key are still accepted, so the key can be rotated without ending sessions.
/// </summary>
public sealed class AccessTokens
{
    private const string TokenType = "at+jwt";
    private const string Issuer = "prosmex";
    private const string Audience = "prosmex-api";
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };

    private readonly ProsmexOptions _options;
    private readonly TimeProvider _clock;
    private readonly SymmetricSecurityKey _key;
    private readonly TokenValidationParameters _parameters;

    /// <exception cref="InvalidConfigurationException">A key is missing or short: the program must not serve.</exception>
    public AccessTokens(ProsmexOptions options, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _clock = clock;
        _key = CreateKey("Prosmex:Jwt:Clave", options.JwtKey);
        _parameters = CreateParameters(_key, options.PreviousJwtKey is { } anterior ? CreateKey("Prosmex:Jwt:ClaveAnterior", anterior) : null, clock);
    }

    public string Issue(Sesion sesion)
    {
        ArgumentNullException.ThrowIfNull(sesion);
        var ahora = _clock.GetUtcNow();
        var fin = ahora + _options.TokenLifetime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = ahora.UtcDateTime,
            NotBefore = ahora.UtcDateTime,
            Expires = (fin < sesion.ExpiraEn ? fin : sesion.ExpiraEn).UtcDateTime,
            SigningCredentials = new(_key, SecurityAlgorithms.HmacSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = sesion.UsuarioId.ToString(CultureInfo.InvariantCulture),
                [JwtRegisteredClaimNames.Sid] = sesion.Id.ToString(),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            },
        });
    }

    /// <summary>Null where the token is invalid or expired.</summary>
    public async Task<AccessToken?> ReadAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _parameters);
        return result.IsValid
            && result.SecurityToken is JsonWebToken jwt
            && int.TryParse(jwt.Subject, NumberStyles.None, CultureInfo.InvariantCulture, out var usuario)
            && jwt.TryGetPayloadValue<string>(JwtRegisteredClaimNames.Sid, out var sid)
            && Guid.TryParse(sid, out var sesion)
                ? new(usuario, sesion)
                : null;
    }

    private static TokenValidationParameters CreateParameters(SymmetricSecurityKey clave, SymmetricSecurityKey? anterior, TimeProvider clock) => new()
    {
        ValidTypes = [TokenType],
        ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKeyResolver = (_, _, kid, _) => kid == clave.KeyId ? [clave] : kid == anterior?.KeyId && kid is not null ? [anterior] : [],
        TryAllIssuerSigningKeys = false,
        RequireExpirationTime = true,
        LifetimeValidator = (desde, hasta, _, _) => desde is { } d && hasta is { } h && IsInForce(d, h, clock.GetUtcNow().UtcDateTime),
    };

    private static bool IsInForce(DateTime desde, DateTime hasta, DateTime ahora) => desde - ClockSkew <= ahora && ahora < hasta + ClockSkew;

    // Derived from the key, so that it changes with the key and reveals nothing about it.
    private static SymmetricSecurityKey CreateKey(string ajuste, byte[] clave) =>
        new(Secrets.Require(ajuste, clave)) { KeyId = Convert.ToHexStringLower(SHA256.HashData(clave))[..12] };
}
