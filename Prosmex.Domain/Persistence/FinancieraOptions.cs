using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Common;

namespace Prosmex.Domain.Persistence;

/// <summary>The lender's letterhead: what papers and spreadsheets say about who issues them.</summary>
public sealed partial record FinancieraOptions
{
    /// <summary>Characters of the logo's URI at most: it travels with every page that is printed, and is an environment variable in Azure.</summary>
    public const int MaxLogo = 48 * 1024;

    private const int MaxNombre = 100;
    private const int MaxDireccion = 200;
    private const int MaxTelefono = 30;

    public string Nombre { get; init; } = "Prosmex";

    /// <summary>Null where none is set; so are the telephone and the logo.</summary>
    public string? Direccion { get; init; }

    public string? Telefono { get; init; }

    /// <summary>A picture as a <c>data:</c> URI.</summary>
    public string? Logo { get; init; }

    /// <exception cref="InvalidConfigurationException">A setting is invalid.</exception>
    internal static FinancieraOptions Read(IConfiguration configuration)
    {
        var porOmision = new FinancieraOptions();
        return new()
        {
            Nombre = ReadText(configuration, "Prosmex:Financiera:Nombre", MaxNombre) ?? porOmision.Nombre,
            Direccion = ReadText(configuration, "Prosmex:Financiera:Direccion", MaxDireccion),
            Telefono = ReadText(configuration, "Prosmex:Financiera:Telefono", MaxTelefono),
            Logo = ReadLogo(configuration, "Prosmex:Financiera:Logo"),
        };
    }

    private static string? ReadText(IConfiguration configuration, string nombre, int max) =>
        configuration[nombre] is not { } text || string.IsNullOrWhiteSpace(text) ? null
        : CleanText.FindProblem(text, max) is { } problem ? throw new InvalidConfigurationException($"{nombre}: {problem}")
        : CleanText.Of(text);

    private static string? ReadLogo(IConfiguration configuration, string nombre)
    {
        if (configuration[nombre]?.Trim() is not { Length: > 0 } uri)
        {
            return null;
        }

        if (uri.Length > MaxLogo)
        {
            throw new InvalidConfigurationException($"{nombre} mide {uri.Length} caracteres y puede medir {MaxLogo}: use una imagen más pequeña.");
        }

        return Picture().Match(uri) is { Success: true } picture && Convert.TryFromBase64String(picture.Groups[1].Value, new byte[uri.Length], out _)
            ? uri
            : throw new InvalidConfigurationException(
                $"{nombre} debe ser una imagen PNG, JPEG o SVG en base64: data:image/png;base64,… (o image/jpeg, image/svg+xml).");
    }

    [GeneratedRegex(@"^data:image/(?:png|jpeg|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Picture();
}
