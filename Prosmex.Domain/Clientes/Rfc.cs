using System.Globalization;
using System.Text.RegularExpressions;

namespace Prosmex.Domain.Clientes;

/// <summary>A person's RFC (Registro Federal de Contribuyentes), in upper case without blanks. Companies, whose RFC has 12 characters, do not borrow.</summary>
internal static partial class Rfc
{
    /// <summary>A character's value is its index.</summary>
    private const string Alphabet = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";

    private const string Digits = "0123456789A";

    /// <summary>Four letters, a real day and a homoclave of three characters. The check digit may be wrong: see <see cref="HasCorrectDigit"/>.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // The century is unknown. A day that exists in any exists in 20yy: 2000 is a leap year.
        return Structure().IsMatch(text)
            && DateOnly.TryParseExact("20" + text[4..10], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
    }

    /// <summary>False is worth a warning and no more: the SAT has issued keys with a wrong digit, and they are in use.</summary>
    /// <param name="valid">An RFC that <see cref="IsValid"/> accepts.</param>
    public static bool HasCorrectDigit(string valid)
    {
        ArgumentNullException.ThrowIfNull(valid);
        return valid[12] == Digits[(11 - (Enumerable.Range(0, 12).Sum(i => Alphabet.IndexOf(valid[i], StringComparison.Ordinal) * (13 - i)) % 11)) % 11];
    }

    [GeneratedRegex(@"^[A-ZÑ&]{4}[0-9]{6}[A-Z0-9]{3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Structure();
}
