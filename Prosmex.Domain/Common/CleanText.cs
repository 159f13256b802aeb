using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Prosmex.Domain.Common;

/// <summary>Text that a person typed, in the one form in which it is stored, compared and measured.</summary>
public static partial class CleanText
{
    // Marks over a letter belong to it: a name of the allowed length may take several times as many code points, but not any number of them.
    private const int CodePointsPerCharacter = 4;
    private const int MinCodePoints = 400;

    /// <summary>The most code points of a text of this many characters; also the length of its column.</summary>
    public static int MaxCodePoints(int characters) => Math.Max(MinCodePoints, characters * CodePointsPerCharacter);

    /// <summary>Runs of blanks of any kind become one, at the ends none; composed (NFC).</summary>
    /// <exception cref="ArgumentException">There is half a surrogate pair or a noncharacter in it.</exception>
    public static string Of(string text) => Blanks().Replace(text, " ").Trim().Normalize();

    /// <summary>Without any blanks.</summary>
    public static string WithoutBlanks(string text) => Blanks().Replace(text, "");

    /// <summary>Why a text is rejected, or null.</summary>
    /// <param name="max">Characters as a person counts them.</param>
    public static string? FindProblem(string text, int max)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return FieldLabels.Missing;
        }

        if (!IsStorable(Blanks().Replace(text, " ")))
        {
            return "tiene caracteres que no se pueden guardar. Bórrelos y escriba de nuevo.";
        }

        var clean = Of(text);
        return new StringInfo(clean).LengthInTextElements > max ? $"use hasta {max} caracteres."
            : IsTooLarge(clean, MaxCodePoints(max)) ? "tiene demasiados signos sobre sus letras. Escriba de nuevo."
            : null;
    }

    // In bytes too: an index of PostgreSQL takes no more.
    private static bool IsTooLarge(string clean, int codePoints) => clean.EnumerateRunes().Count() > codePoints || Encoding.UTF8.GetByteCount(clean) > 2 * codePoints;

    // PostgreSQL stores no NUL, and UTF-8 has no unpaired surrogates. Invisible characters do not belong in a name either, nor noncharacters:
    // string.Normalize throws on them.
    private static bool IsStorable(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune == Rune.ReplacementChar || IsNoncharacter(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNoncharacter(Rune rune) => (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF;

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
