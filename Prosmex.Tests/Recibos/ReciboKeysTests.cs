using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Recibos;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Recibos;

[Trait("Kind", "Unit")]
public sealed class ReciboKeysTests
{
    private static readonly ReciboKeyId Llave = new(7, new DateOnly(2026, 11, 23));

    [Theory]
    [InlineData("")]
    [InlineData("treinta-y-un-bytes-no-bastan-00")]
    [InlineData("@Microsoft.KeyVault(VaultName=kv-prosmex;SecretName=recibos-clave)")]
    public void ReciboKeys_SecretThatIsNone_IsRefusedByItsSetting(string secret)
    {
        var error = Assert.Throws<InvalidConfigurationException>(() => Keys(secret));

        Assert.Contains("Prosmex:Recibos:Clave", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReciboKeys_SecretOf32Bytes_IsTaken() => Assert.Equal(32, Keys("treinta-y-dos-bytes-si-bastan-00").Of(Llave).Length);

    [Fact]
    public void Of_SameUserAndWeek_IsTheSameKey() => Assert.Equal(Keys(TestServer.ReciboKey).Of(Llave), Keys(TestServer.ReciboKey).Of(Llave));

    [Fact]
    public void Of_AnotherUserWeekOrSecret_IsAnotherKey()
    {
        var keys = Keys(TestServer.ReciboKey);
        byte[][] all =
        [
            keys.Of(Llave),
            keys.Of(Llave with { UsuarioId = 8 }),
            keys.Of(Llave with { Semana = new DateOnly(2026, 11, 30) }),
            Keys("otro-secreto-de-recibos-de-prueba").Of(Llave),
        ];

        Assert.Equal(all.Length, all.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void ForHoja_OfAWeek_NamesTheKeyThatItCarries()
    {
        var keys = Keys(TestServer.ReciboKey);

        var recibos = keys.ForHoja(7, Semana.De(Llave.Semana));

        Assert.Equal(new ReciboKeyDto("7-20261123", Convert.ToBase64String(keys.Of(Llave))), recibos);
    }

    [Fact]
    public void TryParse_AsItIsWritten_IsTheSame()
    {
        Assert.Equal("7-20261123", Llave.ToString());
        Assert.True(ReciboKeyId.TryParse("7-20261123", out var read));
        Assert.Equal(Llave, read);
    }

    [Theory]
    [InlineData("7-20261124")] // a Tuesday
    [InlineData("07-20261123")]
    [InlineData("0-20261123")]
    [InlineData("7-2026-11-23")]
    [InlineData("7-20261123 ")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("-20261123")]
    [InlineData("99999999999-20261123")]
    public void TryParse_WrittenOtherwise_IsRefused(string text) => Assert.False(ReciboKeyId.TryParse(text, out _));

    private static ReciboKeys Keys(string secret) => new(TestServer.Options("") with { ReciboKey = System.Text.Encoding.UTF8.GetBytes(secret) });
}
