using CsCheck;
using Prosmex.Domain.Clientes;

namespace Prosmex.Tests.Clientes;

/// <summary>A kind of clave whose weighted sum, check digit included, is a multiple of <see cref="Modulus"/>.</summary>
/// <param name="Alphabet">A character's value is its index.</param>
/// <param name="Weights">One per character; that of the check digit is 1.</param>
internal sealed record CheckedClave(string Alphabet, IReadOnlyList<int> Weights, int Modulus)
{
    public int Length => Weights.Count;

    public int Value(char c) => Alphabet.IndexOf(c, StringComparison.Ordinal);

    /// <summary>Replaces the last character by the right check digit.</summary>
    public string Complete(string text)
    {
        var rest = text[..(Length - 1)];
        var missing = -rest.Select((c, i) => Value(c) * Weights[i]).Sum() % Modulus;
        return rest + Alphabet[(missing + Modulus) % Modulus];
    }

    /// <summary>Whether the check digit notices this character at this place.</summary>
    public bool Notices(string text, int place, char c) => (Value(c) - Value(text[place])) * Weights[place] % Modulus != 0;

    /// <summary>Whether the check digit notices that this character and the next changed places.</summary>
    public bool NoticesSwap(string text, int place) => (Value(text[place]) - Value(text[place + 1])) * (Weights[place] - Weights[place + 1]) % Modulus != 0;
}

/// <summary>Claves as the authorities write them, and with mistakes.</summary>
internal static class GeneratedClaves
{
    public static readonly CheckedClave Curp = new("0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ", [.. Enumerable.Range(1, 18).Reverse()], 10);

    public static readonly CheckedClave Rfc = new("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ", [.. Enumerable.Range(1, 13).Reverse()], 11);

    public static readonly CheckedClave Clabe = new("0123456789", [.. Enumerable.Range(0, 18).Select(i => new[] { 3, 7, 1 }[i % 3])], 10);

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Consonants = "BCDFGHJKLMNPQRSTVWXYZ";
    private const string Digits = "0123456789";

    private static readonly IReadOnlyList<string> Entidades = [.. EntidadesFederativas.ByCurpCode.Keys, "NE"];

    private static readonly Gen<DateOnly> Days = Gen.Int[0, new DateOnly(2026, 12, 31).DayNumber - new DateOnly(1900, 1, 1).DayNumber].Select(new DateOnly(1900, 1, 1).AddDays);

    private static readonly Gen<string> Initials = Gen.Select(Text(Letters, 1), Text("AEIOUX", 1), Text(Letters, 2), (first, second, rest) => first + second + rest);

    public static readonly Gen<string> Curps =
        from initials in Initials
        from day in Days
        from sexo in Text("HMX", 1)
        from entidad in Gen.Int[0, Entidades.Count - 1].Select(i => Entidades[i])
        from consonants in Text(Consonants, 3)
        from homoclave in Text(day.Year < 2000 ? Digits : Letters, 1)
        select Curp.Complete($"{initials}{day:yyMMdd}{sexo}{entidad}{consonants}{homoclave}0");

    /// <summary>One of ten has a wrong digit.</summary>
    public static readonly Gen<string> Rfcs =
        from letters in Gen.OneOf(Initials, Text(Letters + "Ñ&", 4))
        from day in Days
        from homoclave in Text(Digits + Letters, 3)
        from wrong in Gen.Int[1, 10]
        let text = $"{letters}{day:yyMMdd}{homoclave}"
        select wrong == 1 ? text : Rfc.Complete(text);

    public static readonly Gen<string> Clabes = Text(Digits, 18).Select(Clabe.Complete);

    /// <summary>A clave with one other character at a place.</summary>
    public static Gen<(string Text, int Place, char Other)> Changed(this Gen<string> claves, string alphabet) =>
        from text in claves
        from place in Gen.Int[0, text.Length - 1]
        from other in Gen.Char[alphabet].Where(c => c != text[place])
        select (text, place, other);

    /// <summary>A clave and a place in it that another character follows.</summary>
    public static Gen<(string Text, int Place)> Swapped(this Gen<string> claves) => from text in claves from place in Gen.Int[0, text.Length - 2] select (text, place);

    public static string With(this string text, int place, char other) => text[..place] + other + text[(place + 1)..];

    public static string Swap(this string text, int place) => text.With(place, text[place + 1]).With(place + 1, text[place]);

    private static Gen<string> Text(string characters, int length) => Gen.Char[characters].Array[length].Select(c => new string(c));
}
