using System.Text;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;

namespace Prosmex.Tests.Persistence;

[Trait("Kind", "Unit")]
public sealed class FinancieraOptionsTests
{
    private const string Pixel = "data:image/png;base64,iVBORw0KGgo=";

    public static readonly TheoryData<string> Pictures = [Pixel, Svg("<svg/>"), "data:image/jpeg;base64,/9j/4A==", Largest(FinancieraOptions.MaxLogo)];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Read_ALogo_IsTakenAsItIs(string logo)
    {
        var financiera = Read(("Logo", $" {logo}\n"));

        Assert.Equal(logo, financiera.Logo);
    }

    [Fact]
    public void Read_Nothing_HasOnlyTheDefaultName()
    {
        var financiera = Read(("Nombre", " "), ("Direccion", ""), ("Logo", " "));

        Assert.Equal(new FinancieraOptions { Nombre = "Prosmex", Direccion = null, Telefono = null, Logo = null }, financiera);
    }

    [Fact]
    public void Read_Texts_AreClean()
    {
        var financiera = Read(("Nombre", " Crédito  Vecinal "), ("Direccion", "Av. Juárez 100,\nCentro"), ("Telefono", "33 1234 5678"));

        Assert.Equal(("Crédito Vecinal", "Av. Juárez 100, Centro", "33 1234 5678"), (financiera.Nombre, financiera.Direccion, financiera.Telefono));
    }

    [Theory]
    [InlineData("Direccion", "a\u0000b", "Prosmex:Financiera:Direccion: tiene caracteres")]
    [InlineData("Telefono", "0123456789012345678901234567890", "Prosmex:Financiera:Telefono: use hasta 30")]
    [InlineData("Logo", "https://example.com/logo.png", "data:image/png;base64")]
    [InlineData("Logo", "data:image/gif;base64,R0lGODlh", "data:image/png;base64")]
    [InlineData("Logo", "data:text/html;base64,PGI+", "data:image/png;base64")]
    [InlineData("Logo", "data:image/svg+xml,<svg onload=\"alert(1)\"/>", "data:image/png;base64")]
    [InlineData("Logo", "data:image/png;base64,", "data:image/png;base64")]
    [InlineData("Logo", "data:image/png;base64,iVBOR", "data:image/png;base64")]
    [InlineData("Logo", "data:image/png;base64,iVBORw0KGgo=\" onerror=\"", "data:image/png;base64")]
    public void Read_NotAdmissible_StopsTheStartAndIsNamed(string name, string value, string says)
    {
        var ex = Assert.Throws<InvalidConfigurationException>(() => Read((name, value)));

        Assert.Contains(says, ex.Message, StringComparison.Ordinal);
        Assert.Contains($"Prosmex:Financiera:{name}", ex.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ALogoThatIsTooLarge_StopsTheStart()
    {
        var logo = Largest(FinancieraOptions.MaxLogo) + "AAAA";

        var ex = Assert.Throws<InvalidConfigurationException>(() => Read(("Logo", logo)));

        Assert.Contains($"puede medir {FinancieraOptions.MaxLogo}", ex.Message, StringComparison.Ordinal);
    }

    private static string Svg(string text) => $"data:image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";

    /// <summary>The longest logo of at most so many characters.</summary>
    private static string Largest(int characters)
    {
        const string Prefix = "data:image/png;base64,";
        return Prefix + new string('A', (characters - Prefix.Length) / 4 * 4);
    }

    private static FinancieraOptions Read(params (string Name, string Value)[] settings) => ProsmexOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
        settings.Select(a => KeyValuePair.Create($"Prosmex:Financiera:{a.Name}", (string?)a.Value)).Append(new("ConnectionStrings:Prosmex", "Host=x"))).Build()).Financiera;
}
