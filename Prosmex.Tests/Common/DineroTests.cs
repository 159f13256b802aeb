using CsCheck;
using Prosmex.Domain.Common;

namespace Prosmex.Tests.Common;

[Trait("Kind", "Unit")]
public sealed class DineroTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("007.5", "7.5")]
    [InlineData("1.10", "1.1")]
    [InlineData("9999999.99", "9999999.99")]
    public void Monto_DigitsAndUpToTwoDecimals_IsRead(string text, string monto) => Assert.Equal(Decimal(monto), new NumberText(text).Monto());

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1\n")]
    [InlineData("-1")]
    [InlineData("-0")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1.100")]
    [InlineData("1.005")]
    [InlineData("1,5")]
    [InlineData("1,000.00")]
    [InlineData("1e3")]
    [InlineData("1E-2")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("$5")]
    [InlineData("\u0661\u0662")]
    [InlineData("10000000")]
    [InlineData("9999999.991")]
    [InlineData("9999999999999999999999999999999999")]
    public void Monto_AnythingElse_IsNull(string text) => Assert.Null(new NumberText(text).Monto());

    [Theory]
    [InlineData("1e3", "1000")]
    [InlineData("1234.5649999999999", "1234.56")]
    [InlineData("0.005", "0.01")]
    [InlineData("-0.005", "-0.01")]
    [InlineData("-12.5E1", "-125")]
    [InlineData("1e-300", "0")]
    [InlineData("9999999999.99", "9999999999.99")]
    public void Calculado_ComputedByAClient_IsRoundedToTheCentavo(string text, string value) => Assert.Equal(Decimal(value), new NumberText(text).Calculado());

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e400")]
    [InlineData("1e10")]
    [InlineData("-10000000000")]
    [InlineData("9999999999.995")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("uno")]
    public void Calculado_NotFiniteOrTooLarge_IsNull(string text) => Assert.Null(new NumberText(text).Calculado());

    [Fact]
    public void Monto_AnyCentavo_RoundTrips() =>
        Gen.Int[0, 999_999_999].Sample(c => Assert.Equal(c / 100m, new NumberText((c / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)).Monto()), iter: 2000);

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
