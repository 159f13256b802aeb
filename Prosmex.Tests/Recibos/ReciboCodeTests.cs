using Prosmex.Domain.Recibos;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Recibos;

/// <summary>The code and the link of a receipt: the phone's page computes the same (Prosmex.Web/src/cobro/data/receipts.test.ts has the same vectors).</summary>
[Trait("Kind", "Unit")]
public sealed class ReciboCodeTests
{
    private static readonly ReciboKeys Keys = new(TestServer.Options(""));
    private static readonly byte[] VectorKey = [.. Enumerable.Range(0, 32).Select(n => (byte)n)];
    private static readonly ReciboKeyId Llave = new(7, new(2026, 11, 23));
    private static readonly DateTimeOffset Ocurrido = new(2026, 11, 23, 17, 2, 11, 345, TimeSpan.Zero);

    private static DatosDeRecibo Datos => new(Guid.Parse("2f6b9c01-77ad-4e30-9a77-000000000001"), 750.50m, Ocurrido);

    [Fact]
    public void Of_TheVector_IsThePhones() => Assert.Equal("1E53GVYJ7AMQC", ReciboCode.Of(VectorKey, Datos, 682));

    [Fact]
    public void Monto_OfWholePesos_HasTwoDecimals() => Assert.Equal("500.00", new DatosDeRecibo(Guid.Empty, 50_000, 0).Monto.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Of_AnyOtherContent_IsAnotherCode()
    {
        string[] codes =
        [
            ReciboCode.Of(Keys.Of(Llave), Datos, 682),
            ReciboCode.Of(Keys.Of(Llave), Datos, 683),
            ReciboCode.Of(Keys.Of(Llave), Datos with { Cents = 75051 }, 682),
            ReciboCode.Of(Keys.Of(Llave), Datos with { Milliseconds = Datos.Milliseconds + 1 }, 682),
            ReciboCode.Of(Keys.Of(Llave), Datos with { Clave = Guid.Parse("2f6b9c01-77ad-4e30-9a77-000000000002") }, 682),
            ReciboCode.Of(Keys.Of(Llave with { UsuarioId = 8 }), Datos, 682),
            ReciboCode.Of(Keys.Of(Llave with { Semana = new(2026, 11, 30) }), Datos, 682),
        ];

        Assert.Equal(codes.Length, codes.Distinct().Count());
    }

    [Theory]
    [InlineData("CAFECAFECAFEE")]
    [InlineData("cafe-cafe-cafe-e")]
    [InlineData(" CAFE CAFE CAFE E ")]
    public void TryRead_AsPeopleType_IsTheCode(string typed)
    {
        Assert.True(ReciboCode.TryRead(typed, out var code));
        Assert.Equal("CAFECAFECAFEE", code);
    }

    [Fact]
    public void TryRead_LettersThatLookLikeDigits_AreTheDigits()
    {
        Assert.True(ReciboCode.TryRead("0000000000011", out var code));
        foreach (var typed in (string[])["OOOOOOOOOOOII", "ooooooooooolL", "0o0o0o0o0o0iL"])
        {
            Assert.True(ReciboCode.TryRead(typed, out var same));
            Assert.Equal(code, same);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("CAFECAFECAFE")]
    [InlineData("CAFECAFECAFEEE")]
    [InlineData("CAFECAFECAFEF")]
    [InlineData("UAFECAFECAFEE")]
    [InlineData("CAFECAFECAF*E")]
    [InlineData("CAFÉCAFECAFEE")]
    public void TryRead_NoCode_IsRefused(string typed) => Assert.False(ReciboCode.TryRead(typed, out _));

    // What the check character is for: Crockford's promise.
    [Fact]
    public void TryRead_OneCharacterWrongOrTwoNeighboursSwapped_IsRefused()
    {
        for (var round = 0; round < 200; round++)
        {
            var code = ReciboCode.NewRandom();
            Assert.True(ReciboCode.TryRead(code, out var read));
            Assert.Equal(code, read);
            for (var i = 0; i < code.Length; i++)
            {
                var wrong = code.ToCharArray();
                wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
                Assert.False(ReciboCode.TryRead(new(wrong), out _), $"{code}, {i}");
                if (i > 0 && i < code.Length - 1 && code[i] != code[i - 1])
                {
                    var swapped = code.ToCharArray();
                    (swapped[i], swapped[i - 1]) = (swapped[i - 1], swapped[i]);
                    Assert.False(ReciboCode.TryRead(new(swapped), out _), $"{code}, {i}");
                }
            }
        }
    }

    [Fact]
    public void NewRandom_ManyTimes_UsesEverySymbolAndNeverRepeats()
    {
        var codes = Enumerable.Range(0, 10_000).Select(_ => ReciboCode.NewRandom()).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.Equal(32, codes.SelectMany(c => c[..12]).Distinct().Count());
        Assert.Equal(37, codes.Select(c => c[12]).Distinct().Count());
    }

    [Fact]
    public void Link_OfTheVector_IsThePhones() =>
        Assert.Equal("2f6b9c0177ad4e309a77000000000001.75050.1795453331345.7-20261123.c0RED24ZWfDT2htd", ReciboLink.Make(Datos, Llave, VectorKey).ToString());

    [Fact]
    public void Link_Written_IsReadAndWithAnyCharacterChangedProvesNothing()
    {
        var text = ReciboLink.Make(Datos, Llave, Keys.Of(Llave)).ToString();
        Assert.True(ReciboLink.TryRead(text, out var link));
        Assert.Equal((Datos, Llave, true), (link.Datos, link.Llave, link.Proves(Keys, Ocurrido)));

        for (var i = 0; i < text.Length; i++)
        {
            var wrong = text.ToCharArray();
            wrong[i] = wrong[i] == '1' ? '2' : '1';
            Assert.False(ReciboLink.TryRead(new(wrong), out var other) && other.Proves(Keys, Ocurrido), $"{new string(wrong)}, {i}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("a.b.c.d.e")]
    [InlineData("2f6b9c0177ad4e309a77000000000001.75050.1764000000000.7-20261123")]
    [InlineData("2f6b9c0177ad4e309a77000000000001.-1.1764000000000.7-20261123.AAAAAAAAAAAAAAAA")]
    [InlineData("2f6b9c0177ad4e309a77000000000001.99999999999999999999.1764000000000.7-20261123.AAAAAAAAAAAAAAAA")]
    public void Link_OfAnotherForm_IsNone(string text) => Assert.False(ReciboLink.TryRead(text, out _));

    [Theory]
    [InlineData("2f6b9c0177ad4e309a77000000000001.75050.1764000000000.7-20261123.")]
    [InlineData("2f6b9c0177ad4e309a77000000000001.9223372036854775807.9223372036854775807.7-00010101.AAAAAAAAAAAAAAAA")]
    [InlineData("2f6b9c0177ad4e309a77000000000001.75050.1764000000000.7-20261123.ññññññññññññññññ")]
    [InlineData("2f6b9c0177ad4e309a77000000000001.75050.1764000000000.2147483647-99991227.AAAAAAAAAAAAAAAA")]
    public void Link_ThatNoKeyMade_ProvesNothing(string text)
    {
        Assert.True(ReciboLink.TryRead(text, out var link));
        Assert.False(link.Proves(Keys, Ocurrido));
    }

    [Theory]
    [InlineData("2026-11-23T06:00:00Z", "2026-11-23T12:00:00Z", true)]
    [InlineData("2026-11-23T05:59:59Z", "2026-11-23T12:00:00Z", false)]
    [InlineData("2026-12-08T05:59:59Z", "2026-12-08T05:59:59Z", true)]
    [InlineData("2026-12-08T06:00:00Z", "2026-12-07T12:00:00Z", false)]
    [InlineData("2026-11-24T12:00:00Z", "2026-12-08T06:00:00Z", false)]
    public void Link_ByItself_ProvesFromTheMondayForFifteenDays(string ocurrido, string ahora, bool proves) =>
        Assert.Equal(proves, ReciboLink.Make(new(Guid.NewGuid(), 1, DateTimeOffset.Parse(ocurrido, null)), Llave, Keys.Of(Llave)).Proves(Keys, DateTimeOffset.Parse(ahora, null)));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(999_999_999, true)]
    [InlineData(1_000_000_000, false)]
    [InlineData(long.MaxValue, false)]
    public void Link_OfNoAmountThatAPaymentCanHave_ProvesNothing(long cents, bool proves) =>
        Assert.Equal(proves, ReciboLink.Make(new(Guid.NewGuid(), cents, Ocurrido.ToUnixTimeMilliseconds()), Llave, Keys.Of(Llave)).Proves(Keys, Ocurrido));
}
