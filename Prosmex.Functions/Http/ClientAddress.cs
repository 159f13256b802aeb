using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>
/// The client's address, for the bitácora. Behind the Functions host the connection is the host's own, so the setting names the trusted header;
/// without it no address is stored, which is better than a forged one.
/// </summary>
public sealed class ClientAddress
{
    /// <summary>The value for a program that clients connect to directly.</summary>
    public const string Connection = "conexion";

    private const string Setting = "Prosmex:DireccionDelCliente";

    private readonly string? _source;

    private ClientAddress(string? source) => _source = source;

    /// <exception cref="InvalidConfigurationException">The setting is neither <see cref="Connection"/> nor a header that can be trusted.</exception>
    public static ClientAddress Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var source = configuration[Setting]?.Trim();
        if (string.IsNullOrEmpty(source))
        {
            return new(null);
        }

        // The host replaces X-Forwarded-* by its own hop; without the host, the caller could forge them.
        return source.Contains("Forwarded", StringComparison.OrdinalIgnoreCase) || !source.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? throw new InvalidConfigurationException(
                $"{Setting} debe ser «{Connection}» o el nombre de una cabecera que la plataforma escriba siempre, como CLIENT-IP; X-Forwarded-For no sirve detrás del host.")
            : new(source);
    }

    /// <summary>Null where it is not certain.</summary>
    public string? Of(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var address = _source switch
        {
            null => null,
            Connection => http.Connection.RemoteIpAddress,
            _ => Parse(http.Request.Headers[_source]),
        };
        return (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
    }

    // One value, with or without a port. Several mean that the caller added one.
    private static IPAddress? Parse(IReadOnlyList<string?> values) =>
        values is [{ } value] && IPEndPoint.TryParse(value.Trim(), out var endpoint) ? endpoint.Address : null;
}
