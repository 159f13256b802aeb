using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Reportes;

namespace Prosmex.Tests.Reportes;

/// <summary>The setting with what a lender does about loans that are late.</summary>
[Trait("Kind", "Unit")]
public sealed class PasosDeAtrasoTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Read_NotSet_IsTheDefault(string? value) => Assert.Same(PasosDeAtraso.Default, Read(value));

    [Fact]
    public void Read_Steps_AreThoseByDays()
    {
        var pasos = Read(" 3 Tocar  la puerta; 10 Avisar al aval ;");

        Assert.Equal([new(3, "Tocar la puerta"), new(10, "Avisar al aval")], pasos.All);
        Assert.Equal([3, 10], pasos.Dias);
        Assert.Equal("Avisar al aval", pasos.Of(10)?.Paso);
        Assert.Null(pasos.Of(9));
        Assert.Null(pasos.Of(null));
    }

    [Theory]
    [InlineData(";")]
    [InlineData("Llamar")]
    [InlineData("1")]
    [InlineData("0 Llamar")]
    [InlineData("-1 Llamar")]
    [InlineData("10000 Llamar")]
    [InlineData("8 Visitar; 8 Llamar")]
    [InlineData("8 Visitar; 1 Llamar")]
    [InlineData("1 2345678901234567890123456789012345678901234567890123456789012")]
    [InlineData("1 a;2 a;3 a;4 a;5 a;6 a;7 a;8 a;9 a;10 a;11 a;12 a;13 a;14 a;15 a;16 a;17 a;18 a;19 a;20 a;21 a")]
    public void Read_WhatIsNoListOfSteps_PreventsTheStart(string value)
    {
        var refusal = Assert.Throws<InvalidConfigurationException>(() => Read(value));

        Assert.StartsWith("Prosmex:Atrasos:Pasos", refusal.Message, StringComparison.Ordinal);
    }

    private static PasosDeAtraso Read(string? value) => ProsmexOptions.Read(new ConfigurationBuilder()
        .AddInMemoryCollection([new("ConnectionStrings:Prosmex", "Host=localhost;Database=x"), new("Prosmex:Atrasos:Pasos", value)]).Build()).PasosDeAtraso;
}
