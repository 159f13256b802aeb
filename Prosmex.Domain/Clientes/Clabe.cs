using System.Text.RegularExpressions;

namespace Prosmex.Domain.Clientes;

/// <summary>The CLABE, the number of a bank account: bank, place, account and a control digit.</summary>
internal static partial class Clabe
{
    private static readonly int[] Weights = [3, 7, 1];

    /// <summary>18 digits, the last of them the right control digit. Banks and places come and go: any is accepted.</summary>
    public static bool IsValid(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // The control digit fills the sum up to a multiple of 10; its own weight is 1.
        return EighteenDigits().IsMatch(text) && text.Select((digit, i) => (digit - '0') * Weights[i % 3] % 10).Sum() % 10 == 0;
    }

    [GeneratedRegex(@"^[0-9]{18}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EighteenDigits();
}
