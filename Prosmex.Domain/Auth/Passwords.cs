using System.Security.Cryptography;
using System.Text;
using BCrypt.Net;

namespace Prosmex.Domain.Auth;

/// <summary>How a typed password compares with a stored hash.</summary>
public enum PasswordMatch
{
    No,

    Yes,

    /// <summary>The hash fits only the text as it was typed, not its normal form: the replaced system made it. It is to be replaced by a new one.</summary>
    AsTyped,
}

/// <summary>Passwords: what one must be like, its BCrypt hash, and the comparison. A password is its normal form (NFC): keyboards differ in how they compose an accent.</summary>
public static class Passwords
{
    /// <summary>log2 of BCrypt's rounds.</summary>
    public const int Cost = 12;

    private const string ProductName = "prosmex";
    private const int MinBytes = 8;
    private const int MinDistinctCharacters = 4;

    // BCrypt reads no more; what came after would count for nothing.
    private const int MaxBytes = 72;

    // The hash of a random text that was not kept, of the same cost: an unknown user takes as much time as a wrong password.
    private const string Decoy = "$2a$12$YVdHoihIlzJEpdxLPE5z/uq8a5pGcwpACgmgwXTca/oIEojnY6vS.";

    private static readonly Lazy<HashSet<string>> Common = new(ReadCommon);

    /// <summary>What is wrong with a new password, or null.</summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="usuario">The sign-in name that it is for, where it is known.</param>
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

    /// <summary>Takes a processor for about a quarter of a second: requests go by <see cref="PasswordHashQueue"/>.</summary>
    public static string Hash(string contrasena) => BCrypt.Net.BCrypt.HashPassword(TryNormalize(contrasena, out var normal) ? normal : contrasena, Cost);

    /// <summary>Compares in a time that does not tell whether the user exists; as costly as <see cref="Hash"/>, or twice that where the text is not in its normal form.</summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="hash">Null where there is no such user.</param>
    public static PasswordMatch Compare(string contrasena, string? hash)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        if (!TryNormalize(contrasena, out var normal) || normal == contrasena)
        {
            return Matches(contrasena, hash) ? PasswordMatch.Yes : PasswordMatch.No;
        }

        // Both, whatever the first says: the time is the same for everyone.
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
            // Rows adopted from the replaced system may hold something that is no hash; such a user cannot sign in.
            BCrypt.Net.BCrypt.Verify("", Decoy);
            return false;
        }
    }

    // Text that Unicode calls no character has no normal form.
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

    // The product's name is the first thing to try, with whatever year or sign around it.
    private static bool IsCommon(string contrasena)
    {
        var minusculas = contrasena.ToLowerInvariant();
        var sinAdornos = string.Concat(minusculas.Where(char.IsLetter));
        return sinAdornos == ProductName || Common.Value.Contains(minusculas);
    }

    // The 8,000 most used of at least 8 characters from the list of zxcvbn (MIT), and what is tried first in Mexico.
    private static HashSet<string> ReadCommon()
    {
        using var resource = typeof(Passwords).Assembly.GetManifestResourceStream("Prosmex.Domain.Auth.contrasenas-comunes.txt")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }
}
