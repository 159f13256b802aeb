using System.Security.Cryptography;
using System.Text;
using BCrypt.Net;

namespace Prosmex.Domain.Auth;

/// <summary>The result of comparing a password with a stored hash.</summary>
public enum PasswordMatch
{
    No,

    Yes,

    /// <summary>The hash, made by the replaced system, matches only the text as typed and not its normal form. It should be rehashed.</summary>
    AsTyped,
}

/// <summary>
/// Password policy, hashing (BCrypt) and comparison. A password is compared in its normal form (NFC), because keyboards compose accents differently.
/// </summary>
public static class Passwords
{
    /// <summary>log2 of BCrypt's rounds.</summary>
    public const int Cost = 12;

    private const string ProductName = "prosmex";
    private const int MinBytes = 8;
    private const int MinDistinctCharacters = 4;

    // BCrypt ignores everything beyond this.
    private const int MaxBytes = 72;

    // The hash of a random text that was not kept, of the same cost: an unknown user takes as much time as a wrong password.
    private const string Decoy = "$2a$12$YVdHoihIlzJEpdxLPE5z/uq8a5pGcwpACgmgwXTca/oIEojnY6vS.";

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>Why a new password is rejected, or null.</summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="usuario">The sign-in name, where it is known.</param>
    public static string? FindProblem(string contrasena, string? usuario = null)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        return !TryNormalize(contrasena, out contrasena) || contrasena.Contains('\0', StringComparison.Ordinal) ? "tiene caracteres que no se pueden usar."
            : Encoding.UTF8.GetByteCount(contrasena) is < MinBytes or > MaxBytes ? $"debe tener de {MinBytes} a {MaxBytes} bytes."
            : contrasena.EnumerateRunes().Distinct().Count() < MinDistinctCharacters ? $"debe tener al menos {MinDistinctCharacters} caracteres distintos."
            : string.Equals(contrasena.Trim(), usuario?.Trim(), StringComparison.OrdinalIgnoreCase) ? "no puede ser el nombre de usuario."
            : IsCommon(contrasena) ? "es demasiado común: cualquiera la probaría. Elija otra."
            : null;
    }

    /// <summary>A random password of 20 characters that are not easily confused when read aloud.</summary>
    public static string CreateRandom() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);

    /// <summary>Takes about a quarter of a second of CPU: requests use <see cref="PasswordHashQueue"/>.</summary>
    public static string Hash(string contrasena) => BCrypt.Net.BCrypt.HashPassword(TryNormalize(contrasena, out var normal) ? normal : contrasena, Cost);

    /// <summary>
    /// Compares in a time that does not reveal whether the user exists; it costs as much as <see cref="Hash"/>, or twice that where the text is not
    /// in its normal form.
    /// </summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="hash">Null where there is no such user.</param>
    public static PasswordMatch Compare(string contrasena, string? hash)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        if (!TryNormalize(contrasena, out var normal) || normal == contrasena)
        {
            return Matches(contrasena, hash) ? PasswordMatch.Yes : PasswordMatch.No;
        }

        // Both comparisons always run, so that the time is constant.
        var (deNormal, comoLlego) = (Matches(normal, hash), Matches(contrasena, hash));
        return deNormal ? PasswordMatch.Yes : comoLlego ? PasswordMatch.AsTyped : PasswordMatch.No;
    }

    private static bool Matches(string contrasena, string? hash)
    {
        var admisible = !contrasena.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(contrasena) <= MaxBytes;
        try
        {
            var coincide = BCrypt.Net.BCrypt.Verify(admisible ? contrasena : "", hash ?? Decoy);
            return coincide && admisible && hash is not null;
        }
        catch (Exception ex) when (ex is SaltParseException or ArgumentException)
        {
            // Rows adopted from the replaced system may hold a text that is no hash; such a user cannot sign in.
            BCrypt.Net.BCrypt.Verify("", Decoy);
            return false;
        }
    }

    // Noncharacters of Unicode have no normal form.
    private static bool TryNormalize(string text, out string normal)
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
        var minusculas = contrasena.ToLowerInvariant();
        var sinAdornos = string.Concat(minusculas.Where(char.IsLetter));
        return sinAdornos == ProductName || Common.Value.Contains(minusculas);
    }

    // The 8,000 most common ones of at least 8 characters from zxcvbn's list (MIT), and common Mexican ones.
    private static HashSet<string> ReadCommon()
    {
        using var resource = typeof(Passwords).Assembly.GetManifestResourceStream("Prosmex.Domain.Auth.contrasenas-comunes.txt")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }
}
