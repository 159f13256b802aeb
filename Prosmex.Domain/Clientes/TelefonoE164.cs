using System.Text.RegularExpressions;
using PhoneNumbers;

namespace Prosmex.Domain.Clientes;

/// <summary>A person's phone number in the international form E.164, such as <c>+523312345678</c>.</summary>
internal static partial class TelefonoE164
{
    private const string Region = "MX";
    private const int CountryCode = 52;

    /// <summary>Reads a number as people write it, in Mexico unless it has another country code; null where no such number can exist. An extension is dropped.</summary>
    public static string? Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = PhoneNumberUtil.GetInstance();
        try
        {
            var number = numbers.Parse(text, Region);
            if (number.CountryCode == CountryCode && BeforeAugust2019().Match(numbers.GetNationalSignificantNumber(number)) is { Success: true } old)
            {
                number = numbers.Parse(old.Groups["number"].Value, Region);
            }

            return numbers.IsValidNumber(number) ? numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    // 01 for another city, 044 and 045 for a mobile phone, 1 for it from abroad: gone from the numbering plan and from the library, still in many an
    // address book. WhatsApp goes on with +521.
    [GeneratedRegex(@"^(?:01|04[45]|1)(?<number>[0-9]{10})\z", RegexOptions.CultureInvariant)]
    private static partial Regex BeforeAugust2019();
}
