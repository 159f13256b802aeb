using Prosmex.Domain.Clientes;

namespace Prosmex.Tests.Clientes;

[Trait("Kind", "Unit")]
public sealed class TelefonoE164Tests
{
    [Theory]
    [InlineData("3312345678")]
    [InlineData("33 1234 5678")]
    [InlineData("(33) 1234-5678")]
    [InlineData("+52 33 1234 5678")]
    [InlineData("0052 33 1234 5678")]
    [InlineData("33 1234 5678 ext. 12")]
    public void Read_ANumberOfTenDigits_IsMexican(string text) => Assert.Equal("+523312345678", TelefonoE164.Read(text));

    [Theory]
    [InlineData("+5215512345678")]
    [InlineData("+52 1 55 1234 5678")]
    [InlineData("1 55 1234 5678")]
    [InlineData("01 55 1234 5678")]
    [InlineData("044 55 1234 5678")]
    [InlineData("045 55 1234 5678")]
    [InlineData("+52 (044) 55 1234 5678")]
    public void Read_WithAPrefixFromBeforeAugust2019_IsTodaysNumber(string text) => Assert.Equal("+525512345678", TelefonoE164.Read(text));

    [Fact]
    public void Read_WithAnotherCountryCode_IsOfThatCountry() => Assert.Equal("+12133734253", TelefonoE164.Read("+1 213 373 4253"));

    [Theory]
    [InlineData("")]
    [InlineData("no tiene")]
    [InlineData("12345678")]
    [InlineData("331234567")]
    [InlineData("33123456789")]
    [InlineData("0000000000")]
    [InlineData("1111111111")]
    [InlineData("911")]
    [InlineData("02 33 1234 5678")]
    [InlineData("+52 2 33 1234 5678")]
    [InlineData("+1 000 000 0000")]
    [InlineData("33 1234 5678 / 33 8765 4321")]
    public void Read_NoSuchNumber_IsNull(string text) => Assert.Null(TelefonoE164.Read(text));
}
