using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions.Http;

/// <summary>
/// Where a request comes from, for the bitácora. Behind the Functions host the connection is the host's own, so the setting says what to trust;
/// without it no address is known, and none is better than a wrong one.
/// </summary>
public sealed class ClientAddress
{
    /// <summary>The setting's value for a program that clients connect to directly.</summary>
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

        // The host replaces X-Forwarded-* by its own hop; before it, the caller may have written into them.
        return source.Contains("Forwarded", StringComparison.OrdinalIgnoreCase) || !source.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')
            ? throw new InvalidConfigurationException(
                $"{Setting} debe ser «{Connection}» o el nombre de una cabecera que la plataforma escriba siempre, como CLIENT-IP; X-Forwarded-For no sirve detrás del host.")
            : new(source);
    }

    /// <summary>Null where it is not known for certain.</summary>
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

    // One value, with or without a port. More than one means that the caller sent one too.
    private static IPAddress? Parse(IReadOnlyList<string?> values) =>
        values is [{ } value] && IPEndPoint.TryParse(value.Trim(), out var endpoint) ? endpoint.Address : null;
}
