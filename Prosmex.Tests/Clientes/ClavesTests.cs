using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;

namespace Prosmex.Tests.Clientes;

/// <summary>CURP, RFC, CLABE and phone numbers: their structure and their check digits.</summary>
[Trait("Kind", "Unit")]
public sealed class ClavesTests
{
    [Theory]
    [InlineData("HEGG560427MVZRRL04", "1956-04-27", Sexo.Mujer, EntidadFederativa.Veracruz)]
    [InlineData("BOXW310820HNERXN09", "1931-08-20", Sexo.Hombre, null)]
    [InlineData("BOXW010820HNERXNA1", "2001-08-20", Sexo.Hombre, null)]
    public void Curp_Valid_StatesBirthAndSexo(string text, string nacimiento, Sexo sexo, EntidadFederativa? entidad)
    {
        var curp = Curp.Read(text)!.Value;
        Assert.Equal(nacimiento, $"{curp.FechaDeNacimiento:yyyy-MM-dd}");
        Assert.Equal((sexo, entidad), (curp.Sexo, curp.EntidadDeNacimiento));
    }

    [Theory]
    [InlineData("GODE561231GR8", true)]
    [InlineData("MHTR93041179A", true)]
    [InlineData("VACE460910SX6", false)]
    public void Rfc_InUse_IsValidWhateverItsDigit(string text, bool correct)
    {
        Assert.True(Rfc.IsValid(text));
        Assert.Equal(correct, Rfc.HasCorrectDigit(text));
    }

    [Theory]
    [InlineData("032180000118359719")]
    [InlineData("103150124152345786")]
    public void Clabe_OfAnAccount_IsValid(string text) => Assert.True(Clabe.IsValid(text));

    [Theory]
    [InlineData("3312345678", "+523312345678")]
    [InlineData("+52 33 1234 5678", "+523312345678")]
    [InlineData("(55) 1234-5678", "+525512345678")]
    [InlineData("+52 1 55 1234 5678", "+525512345678")]
    [InlineData("+5215512345678", "+525512345678")]
    [InlineData("044 55 1234 5678", "+525512345678")]
    [InlineData("01 33 1234 5678", "+523312345678")]
    [InlineData("0052 33 1234 5678", "+523312345678")]
    [InlineData("1 55 1234 5678", "+525512345678")]
    [InlineData("33 1234 5678 ext. 12", "+523312345678")]
    [InlineData("+1 213 373 4253", "+12133734253")]
    public void Telefono_AsWritten_IsE164(string text, string e164) => Assert.Equal(e164, TelefonoE164.Read(text));

    [Fact]
    public void EntidadFederativa_Names() => Assert.Equal("ciudad_de_mexico", EnumNames.NameOf(EntidadFederativa.CiudadDeMexico));
}
