using CsCheck;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;

namespace Prosmex.Tests.Clientes;

/// <summary>CURP, RFC and CLABE: structure, and what the check digit is able to notice.</summary>
/// <remarks>
/// A changed character is noticed where its value changes by a number that, times the weight of its place, is no multiple of the modulus:
/// <list type="bullet">
/// <item>CLABE (weights 3, 7, 1; modulus 10): always.</item>
/// <item>CURP (weights 18 to 1; modulus 10): always for a digit at a place with an odd weight other than 5 and 15; never at the first digit of the day (10).</item>
/// <item>RFC (weights 13 to 1; modulus 11): always for a digit; for a letter unless its value changes by 11, 22 or 33; never at the third letter (11).</item>
/// </list>
/// Two neighbours that changed places are noticed: in a CURP and an RFC unless their values are the same in the modulus, in a CLABE unless they differ by 5.
/// </remarks>
[Trait("Kind", "Unit")]
public sealed class ClavesTests
{
    private const int Iterations = 5000;

    [Theory]
    [InlineData("HEGG560427MVZRRL04", "1956-04-27", Sexo.Mujer, EntidadFederativa.Veracruz)]
    [InlineData("BOXW310820HNERXN09", "1931-08-20", Sexo.Hombre, null)]
    [InlineData("BOXW010820HNERXNA1", "2001-08-20", Sexo.Hombre, null)]
    public void Curp_Valid_StatesBirthAndSexo(string text, string nacimiento, Sexo sexo, EntidadFederativa? entidad) => AssertStates(text, nacimiento, sexo, entidad);

    // The last character is replaced by the right digit.
    [Theory]
    [InlineData("HEGG560427XDFRRL0_", "1956-04-27", Sexo.NoBinario, EntidadFederativa.CiudadDeMexico)]
    [InlineData("HEGG000229MMCRRLA_", "2000-02-29", Sexo.Mujer, EntidadFederativa.EstadoDeMexico)]
    [InlineData("HEGG991231MASXXX9_", "1999-12-31", Sexo.Mujer, EntidadFederativa.Aguascalientes)]
    [InlineData("HEGG000101MZSXXXZ_", "2000-01-01", Sexo.Mujer, EntidadFederativa.Zacatecas)]
    [InlineData("ÑEGÑ000101HNLÑXÑA_", "2000-01-01", Sexo.Hombre, EntidadFederativa.NuevoLeon)]
    public void Curp_EdgeCases_StateBirthAndSexo(string text, string nacimiento, Sexo sexo, EntidadFederativa? entidad) =>
        AssertStates(GeneratedClaves.Curp.Complete(text), nacimiento, sexo, entidad);

    [Theory]
    [InlineData("")]
    [InlineData("BOXW310820HNERXN08")]
    [InlineData("boxw310820hnerxn09")]
    [InlineData("BOXW310820HNERXN0")]
    [InlineData("BOXW310820HNERXN099")]
    [InlineData("BOXW310820HNERXN09\n")]
    [InlineData(" BOXW310820HNERXN09")]
    [InlineData("BOXW310820HNERXN0٩")]
    public void Curp_WrongDigitCaseOrLength_IsNull(string text) => Assert.Null(Curp.Read(text));

    // Only the structure is wrong: the last character is replaced by the right digit.
    [Theory]
    [InlineData("HEG1560427MVZRRL0_")]
    [InlineData("HE G560427MVZRRL0_")]
    [InlineData("HEGG560230MVZRRL0_")]
    [InlineData("HEGG561327MVZRRL0_")]
    [InlineData("HEGG560400MVZRRL0_")]
    [InlineData("HEGG000229MVZRRL0_")]
    [InlineData("HEGG010229MVZRRLA_")]
    [InlineData("HEGG56042AMVZRRL0_")]
    [InlineData("HEGG560427FVZRRL0_")]
    [InlineData("HEGG560427MXXRRL0_")]
    [InlineData("HEGG560427MMXRRL0_")]
    [InlineData("HEGG560427MVZRRA0_")]
    [InlineData("HEGG560427MVZ1RL0_")]
    [InlineData("HEGG560427MVZRRL&_")]
    public void Curp_WrongStructure_IsNull(string text) => Assert.Null(Curp.Read(GeneratedClaves.Curp.Complete(text)));

    [Theory]
    [InlineData("GODE561231GR8", true)]
    [InlineData("MHTR93041179A", true)]
    [InlineData("VACE460910SX6", false)]
    [InlineData("GODE561231GRZ", false)]
    [InlineData("GODE561231GR7", false)]
    public void Rfc_OfAPerson_IsValidWhateverItsDigit(string text, bool correct)
    {
        Assert.True(Rfc.IsValid(text));
        Assert.Equal(correct, Rfc.HasCorrectDigit(text));
    }

    [Theory]
    [InlineData("Ñ&ÑO000229AB0")]
    [InlineData("ÑUÑO991231000")]
    public void Rfc_WithÑAndAmpersand_HasADigit(string text) => Assert.True(Rfc.IsValid(text) && Rfc.HasCorrectDigit(GeneratedClaves.Rfc.Complete(text)));

    [Theory]
    [InlineData("")]
    [InlineData("gode561231gr8")]
    [InlineData("GODE561231GR")]
    [InlineData("GODE561231GR88")]
    [InlineData("GODE561231GR8\n")]
    [InlineData("GOD561231GR8")]
    [InlineData("GOD5561231GR8")]
    [InlineData("GO E561231GR8")]
    [InlineData("GODE560230GR8")]
    [InlineData("GODE010229GR8")]
    [InlineData("GODE561331GR8")]
    [InlineData("GODE561231&R8")]
    [InlineData("GODE561231Ñ08")]
    public void Rfc_WrongStructure_IsNotValid(string text) => Assert.False(Rfc.IsValid(text));

    [Theory]
    [InlineData("032180000118359719", true)]
    [InlineData("103150124152345786", true)]
    [InlineData("032180000118359718", false)]
    [InlineData("03218000011835971", false)]
    [InlineData("0321800001183597190", false)]
    [InlineData("03218000011835971A", false)]
    [InlineData("03218000011835971٩", false)]
    [InlineData("032180000118359719\n", false)]
    [InlineData("032 18000011835971", false)]
    [InlineData("", false)]
    public void Clabe_OfAnyText_IsValidWith18DigitsAndTheLastRight(string text, bool valid) => Assert.Equal(valid, Clabe.IsValid(text));

    [Fact]
    public void Claves_Generated_AreValid()
    {
        GeneratedClaves.Curps.Sample(text => Assert.NotNull(Curp.Read(text)), iter: Iterations);
        GeneratedClaves.Rfcs.Sample(text => Assert.True(Rfc.IsValid(text) && Rfc.HasCorrectDigit(GeneratedClaves.Rfc.Complete(text))), iter: Iterations);
        GeneratedClaves.Clabes.Sample(text => Assert.True(Clabe.IsValid(text)), iter: Iterations);
    }

    [Fact]
    public void Curp_AChangedCharacterThatCounts_IsNoticed() => GeneratedClaves.Curps.Changed(GeneratedClaves.Curp.Alphabet)
        .Where(c => GeneratedClaves.Curp.Notices(c.Text, c.Place, c.Other))
        .Sample(c => Assert.Null(Curp.Read(c.Text.With(c.Place, c.Other))), iter: Iterations);

    [Fact]
    public void Curp_SwappedNeighboursThatCount_AreNoticed() => GeneratedClaves.Curps.Swapped()
        .Where(c => GeneratedClaves.Curp.NoticesSwap(c.Text, c.Place))
        .Sample(c => Assert.Null(Curp.Read(c.Text.Swap(c.Place))), iter: Iterations);

    [Fact]
    public void Rfc_AChangedCharacterThatCounts_IsNoticed() => GeneratedClaves.Rfcs.Select(GeneratedClaves.Rfc.Complete).Changed(GeneratedClaves.Rfc.Alphabet)
        .Where(c => GeneratedClaves.Rfc.Notices(c.Text, c.Place, c.Other))
        .Sample(c => Assert.False(HasRightForm(c.Text.With(c.Place, c.Other))), iter: Iterations);

    [Fact]
    public void Rfc_SwappedNeighboursThatCount_AreNoticed() => GeneratedClaves.Rfcs.Select(GeneratedClaves.Rfc.Complete).Swapped()
        .Where(c => GeneratedClaves.Rfc.NoticesSwap(c.Text, c.Place))
        .Sample(c => Assert.False(HasRightForm(c.Text.Swap(c.Place))), iter: Iterations);

    [Fact]
    public void Clabe_AnyChangedDigit_IsNoticed() => GeneratedClaves.Clabes.Changed(GeneratedClaves.Clabe.Alphabet)
        .Sample(c => Assert.False(Clabe.IsValid(c.Text.With(c.Place, c.Other))), iter: Iterations);

    [Fact]
    public void Clabe_SwappedNeighboursNotFiveApart_AreNoticed() => GeneratedClaves.Clabes.Swapped()
        .Where(c => (c.Text[c.Place] - c.Text[c.Place + 1]) % 5 != 0)
        .Sample(c => Assert.False(Clabe.IsValid(c.Text.Swap(c.Place))), iter: Iterations);

    // Why no code may rely on more than the properties above.
    [Fact]
    public void Digits_WhereTheirWeightIsTheModulus_NoticeNothing()
    {
        Assert.NotNull(Curp.Read("HEGG560417MVZRRL04"));
        Assert.True(HasRightForm("GOXE561231GR8"));
        Assert.True(Clabe.IsValid(GeneratedClaves.Clabe.Complete("050000000000000000").Swap(0)));
    }

    [Fact]
    public void EntidadFederativa_All_HaveOneCurpCodeAndALabel()
    {
        Assert.Equal(32, Enum.GetValues<EntidadFederativa>().Length);
        Assert.Equal(Enum.GetValues<EntidadFederativa>(), EntidadesFederativas.ByCurpCode.Values.Order());
        Assert.Equal("ciudad_de_mexico", EnumNames.NameOf(EntidadFederativa.CiudadDeMexico));
        Assert.Equal("Ciudad de México", EnumNames.LabelOf(EntidadFederativa.CiudadDeMexico));
        Assert.All(Enum.GetValues<EntidadFederativa>(), e => Assert.Matches(@"^\p{Lu}\p{Ll}+( (de|\p{Lu}\p{Ll}+))*\z", EnumNames.LabelOf(e)));
        Assert.All(Enum.GetValues<EntidadFederativa>(), e => Assert.Equal(e, EnumNames.Parse<EntidadFederativa>(EnumNames.NameOf(e))));
    }

    private static bool HasRightForm(string rfc) => Rfc.IsValid(rfc) && Rfc.HasCorrectDigit(rfc);

    private static void AssertStates(string text, string nacimiento, Sexo sexo, EntidadFederativa? entidad)
    {
        var curp = Curp.Read(text);
        Assert.NotNull(curp);
        Assert.Equal(nacimiento, $"{curp.Value.FechaDeNacimiento:yyyy-MM-dd}");
        Assert.Equal((sexo, entidad), (curp.Value.Sexo, curp.Value.EntidadDeNacimiento));
    }
}
