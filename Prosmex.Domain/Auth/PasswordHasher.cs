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

/// <summary>Hashes passwords with BCrypt, and compares them. Each takes about a quarter of a second of CPU: requests use <see cref="PasswordHashQueue"/>.</summary>
/// <param name="cost">log2 of BCrypt's rounds.</param>
public sealed class PasswordHasher(int cost = PasswordHasher.DefaultCost)
{
    public const int DefaultCost = 12;

    // BCrypt ignores everything beyond this.
    internal const int MaxBytes = 72;

    // The hash of a random text that was not kept, of the same cost: an unknown user takes as much time as a wrong password.
    private readonly string _decoy = $"$2a${cost:00}$YVdHoihIlzJEpdxLPE5z/uq8a5pGcwpACgmgwXTca/oIEojnY6vS.";

    /// <param name="contrasena">As typed. Its normal form (NFC) is hashed, because keyboards compose accents differently.</param>
    public string Hash(string contrasena) => BCrypt.Net.BCrypt.HashPassword(Passwords.TryNormalize(contrasena, out var normal) ? normal : contrasena, cost);

    /// <summary>
    /// Compares in a time that does not reveal whether the user exists; it costs as much as <see cref="Hash"/>, or twice that where the text is not
    /// in its normal form.
    /// </summary>
    /// <param name="contrasena">As typed.</param>
    /// <param name="hash">Null where there is no such user.</param>
    public PasswordMatch Compare(string contrasena, string? hash)
    {
        ArgumentNullException.ThrowIfNull(contrasena);
        if (!Passwords.TryNormalize(contrasena, out var normal) || normal == contrasena)
        {
            return Matches(contrasena, hash) ? PasswordMatch.Yes : PasswordMatch.No;
        }

        // Both comparisons always run, so that the time is constant.
        var (deNormal, comoLlego) = (Matches(normal, hash), Matches(contrasena, hash));
        return deNormal ? PasswordMatch.Yes : comoLlego ? PasswordMatch.AsTyped : PasswordMatch.No;
    }

    private bool Matches(string contrasena, string? hash)
    {
        var admisible = !contrasena.Contains('\0', StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(contrasena) <= MaxBytes;
        try
        {
            var coincide = BCrypt.Net.BCrypt.Verify(admisible ? contrasena : "", hash ?? _decoy);
            return coincide && admisible && hash is not null;
        }
        catch (Exception ex) when (ex is SaltParseException or ArgumentException)
        {
            // Rows adopted from the replaced system may hold a text that is no hash; such a user cannot sign in.
            BCrypt.Net.BCrypt.Verify("", _decoy);
            return false;
        }
    }
}
