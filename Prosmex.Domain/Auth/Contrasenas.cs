using System.Security.Cryptography;
using System.Text;
using BCrypt.Net;

namespace Prosmex.Domain.Auth;

/// <summary>Passwords: what one must be like, its BCrypt hash, and the comparison.</summary>
public static class Contrasenas
{
    /// <summary>log2 of BCrypt's rounds.</summary>
    public const int Costo = 12;

    private const string Producto = "prosmex";
    private const int MinimoDeBytes = 8;
    private const int MinimoDeCaracteresDistintos = 4;

    // BCrypt reads no more; what came after would count for nothing.
    private const int MaximoDeBytes = 72;

    // The hash of a password that nobody knows: an unknown user costs as much time as a wrong password.
    private static readonly string Senuelo = BCrypt.Net.BCrypt.HashPassword(Guid.NewGuid().ToString(), Costo);

    private static readonly Lazy<HashSet<string>> Comunes = new(LeerComunes);

    /// <summary>What is wrong with a new password, or null.</summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="usuario">The sign-in name that it is for, where it is known.</param>
    public static string? Problema(string contrasena, string? usuario = null)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        return contrasena.Contains('\0', StringComparison.Ordinal) ? "tiene caracteres que no se pueden usar."
            : Encoding.UTF8.GetByteCount(contrasena) is < MinimoDeBytes or > MaximoDeBytes ? $"debe tener de {MinimoDeBytes} a {MaximoDeBytes} bytes."
            : contrasena.EnumerateRunes().Distinct().Count() < MinimoDeCaracteresDistintos ? $"debe tener al menos {MinimoDeCaracteresDistintos} caracteres distintos."
            : string.Equals(contrasena.Trim(), usuario?.Trim(), StringComparison.OrdinalIgnoreCase) ? "no puede ser el nombre de usuario."
            : EsComun(contrasena) ? "es demasiado común: cualquiera la probaría. Elija otra."
            : null;
    }

    /// <summary>A random password of 20 characters that nobody confuses when reading it aloud.</summary>
    public static string Aleatoria() => RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789", 20);

    /// <summary>Takes a processor for about a quarter of a second: requests go by <see cref="TrabajoDeContrasenas"/>.</summary>
    public static string Hash(string contrasena) => BCrypt.Net.BCrypt.HashPassword(contrasena, Costo);

    /// <summary>Compares in a time that does not tell whether the user exists; as costly as <see cref="Hash"/>.</summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="hash">Null where there is no such user.</param>
    public static bool Coincide(string contrasena, string? hash)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        var admisible = !contrasena.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(contrasena) <= MaximoDeBytes;
        try
        {
            var coincide = BCrypt.Net.BCrypt.Verify(admisible ? contrasena : "", hash ?? Senuelo);
            return coincide && admisible && hash is not null;
        }
        catch (Exception ex) when (ex is SaltParseException or ArgumentException)
        {
            // Rows adopted from the replaced system may hold something that is no hash; such a user cannot sign in.
            BCrypt.Net.BCrypt.Verify("", Senuelo);
            return false;
        }
    }

    // The product's name is the first thing to try, with whatever year or sign around it.
    private static bool EsComun(string contrasena)
    {
        var minusculas = contrasena.ToLowerInvariant();
        var sinAdornos = string.Concat(minusculas.Where(char.IsLetter));
        return sinAdornos == Producto || Comunes.Value.Contains(minusculas);
    }

    // The 8,000 most used of at least 8 characters from the list of zxcvbn (MIT), and what is tried first in Mexico.
    private static HashSet<string> LeerComunes()
    {
        using var recurso = typeof(Contrasenas).Assembly.GetManifestResourceStream("Prosmex.Domain.Auth.contrasenas-comunes.txt")!;
        using var lector = new StreamReader(recurso);
        return lector.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);
    }
}
