using System.Security.Cryptography;
using System.Text;

namespace Prosmex.Domain.Auth;

/// <summary>Which passwords are accepted. See <see cref="PasswordHasher"/> for how they are stored.</summary>
public static class Passwords
{
    private const string ProductName = "prosmex";
    private const int MinBytes = 8;
    private const int MinDistinctCharacters = 4;

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>Why a new password is rejected, or null.</summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="usuario">The sign-in name, where it is known.</param>
    public static string? FindProblem(string contrasena, string? usuario = null)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        return !TryNormalize(contrasena, out contrasena) || contrasena.Contains('\0', StringComparison.Ordinal) ? "tiene caracteres que no se pueden usar. Elija otra."
            : Encoding.UTF8.GetByteCount(contrasena) is < MinBytes or > PasswordHasher.MaxBytes ? $"use de {MinBytes} a {PasswordHasher.MaxBytes} caracteres (las letras con acento y la ñ cuentan doble)."
            : contrasena.EnumerateRunes().Distinct().Count() < MinDistinctCharacters ? $"use al menos {MinDistinctCharacters} caracteres distintos."
            : string.Equals(contrasena.Trim(), usuario?.Trim(), StringComparison.OrdinalIgnoreCase) ? "no puede ser igual al nombre de usuario. Elija otra."
            : IsCommon(contrasena) ? "es demasiado común y cualquiera la probaría. Elija otra."
            : null;
    }

    /// <summary>A random password of 20 characters that are not easily confused when read aloud.</summary>
    public static string CreateRandom() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);

    // Noncharacters of Unicode have no normal form.
    internal static bool TryNormalize(string text, out string normal)
    {
        try
        {
            normal = text.Normalize();
            return true;
        }
        catch (ArgumentException)
        {
            normal = text;
            return false;
        }
    }

    // The product's name is the first guess, with any year or sign around it.
    private static bool IsCommon(string contrasena)
    {
        var lowercase = contrasena.ToLowerInvariant();
        var sinAdornos = string.Concat(lowercase.Where(char.IsLetter));
        return sinAdornos == ProductName || Common.Value.Contains(lowercase);
    }

    // The 8,000 most common ones of at least 8 characters from zxcvbn's list (MIT), and common Mexican ones.
    private static HashSet<string> ReadCommon()
    {
        using var resource = typeof(Passwords).Assembly.GetManifestResourceStream("Prosmex.Domain.Auth.contrasenas-comunes.txt")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }
}
