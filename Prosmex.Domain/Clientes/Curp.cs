using System.Globalization;
using System.Text.RegularExpressions;

namespace Prosmex.Domain.Clientes;

/// <summary>What a CURP (Clave Única de Registro de Población) states about its person.</summary>
/// <param name="EntidadDeNacimiento">Null for a person born abroad.</param>
internal readonly partial record struct Curp(DateOnly FechaDeNacimiento, Sexo Sexo, EntidadFederativa? EntidadDeNacimiento)
{
    /// <summary>A character's value is its index.</summary>
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ";

    /// <summary>
    /// Reads a CURP in upper case without blanks; null where its structure or its check digit is wrong. Whether the birth day is in the future or fits
    /// the person is for the caller to judge.
    /// </summary>
    public static Curp? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Structure().IsMatch(text) && text[17] == CheckDigit(text)
            && DateOnly.TryParseExact(Century(text[16]) + text[4..10], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var nacimiento)
            && TryReadEntidad(text[11..13], out var entidad)
            ? new(nacimiento, SexoOf(text[10]), entidad)
            : null;
    }

    private static char CheckDigit(string text) => (char)('0' + ((10 - (Enumerable.Range(0, 17).Sum(i => Alphabet.IndexOf(text[i], StringComparison.Ordinal) * (18 - i)) % 10)) % 10));

    // The first character of the homoclave is a digit for those born before 2000.
    private static string Century(char homoclave) => char.IsAsciiDigit(homoclave) ? "19" : "20";

    private static Sexo SexoOf(char letter) => letter switch
    {
        'M' => Sexo.Mujer,
        'H' => Sexo.Hombre,
        _ => Sexo.NoBinario,
    };

    private static bool TryReadEntidad(string code, out EntidadFederativa? entidad)
    {
        entidad = EntidadesFederativas.ByCurpCode.TryGetValue(code, out var found) ? found : null;
        return entidad is not null || code == EntidadesFederativas.BornAbroad;
    }

    // RENAPO writes X for Ñ today; the alphabet of the check digit still has it, and so may an old CURP.
    [GeneratedRegex(@"^[A-ZÑ]{4}[0-9]{6}[HMX][A-Z]{2}[B-DF-HJ-NÑP-TV-Z]{3}[A-Z0-9][0-9]\z", RegexOptions.CultureInvariant)]
    private static partial Regex Structure();
}
