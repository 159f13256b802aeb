using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Prosmex.Domain.Common;

/// <summary>A JSON number or string as it was sent, because for money <c>1e3</c> and <c>1.100</c> must not be accepted as 1000 and 1.1.</summary>
[JsonConverter(typeof(NumberTextConverter))]
public sealed partial record NumberText(string Text)
{
    // The maximum of a corte's column.
    private const decimal MaximoDeCorte = 9_999_999_999.99m;

    /// <summary>An amount as people type it: digits and at most two decimals, from 0 to <see cref="Dinero.Maximo"/>; else null.</summary>
    public decimal? Monto() =>
        DigitosYCentavos().IsMatch(Text) && decimal.TryParse(Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var monto) && monto <= Dinero.Maximo
            ? monto
            : null;

    /// <summary>A rate as people type it: a fraction of at most six decimals, from 0 to 100; else null.</summary>
    public decimal? Tasa() =>
        DigitosYSeisDecimales().IsMatch(Text) && decimal.TryParse(Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var tasa) && tasa <= 100
            ? tasa
            : null;

    /// <summary>A floating point number computed by a client, exponent included, rounded to the cent; null where it is not finite or too large.</summary>
    public decimal? Calculado() =>
        decimal.TryParse(Text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value)
        && Math.Abs(Dinero.Redondear(value)) <= MaximoDeCorte
            ? Dinero.Redondear(value)
            : null;

    [GeneratedRegex(@"^[0-9]{1,12}(\.[0-9]{1,2})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigitosYCentavos();

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,6})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigitosYSeisDecimales();

    private sealed class NumberTextConverter : JsonConverter<NumberText>
    {
        public override NumberText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number => new(Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.String => new(reader.GetString()!),
            _ => throw new JsonException(),
        };

        public override void Write(Utf8JsonWriter writer, NumberText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }
}
