using Microsoft.Extensions.Configuration;
using Npgsql;
using Prosmex.Domain.Financieras;
using Prosmex.Domain.Persistence;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Financieras;

/// <summary>What of a program's settings a lender gets, and what is its own.</summary>
[Trait("Kind", "Unit")]
public sealed class FinancieraSettingsTests
{
    private static readonly string[] Keys = ["Prosmex:Jwt:Clave", "Prosmex:Recibos:Clave"];

    private static readonly Financiera North = Lender("norte");

    [Fact]
    public void Keys_OfLendersAndPurposes_AreAllDifferent()
    {
        var program = Program();

        var all = Keys.SelectMany(key => new[] { program[key], Of(North)[key], Of(Lender("sur"))[key] }).ToList();

        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, key => Assert.True(key!.Length >= 32));
    }

    // So that the program's key can be replaced while sessions last.
    [Fact]
    public void KeyBefore_OfALender_IsTheOneThatItHad()
    {
        var replaced = Program(("Prosmex:Jwt:Clave", "una-clave-nueva-de-al-menos-32-bytes"), ("Prosmex:Jwt:ClaveAnterior", TestServer.JwtKey));

        Assert.Equal(Of(North)["Prosmex:Jwt:Clave"], FinancieraSettings.Of(replaced, North)["Prosmex:Jwt:ClaveAnterior"]);
    }

    [Fact]
    public void Keys_OfAProgramWithoutAny_AreMissingToo() =>
        Assert.All(Keys, key => Assert.Null(FinancieraSettings.Of(new ConfigurationBuilder().Build(), North)[key]));

    [Fact]
    public void Connections_All_LeadToTheSchema()
    {
        string[] names = ["Prosmex", "ProsmexDuenio", "ProsmexLectura"];
        var program = Program([.. names.Select(n => ($"ConnectionStrings:{n}", $"Host={n};Database=d;Username=u;Search Path=otro"))]);

        var own = FinancieraSettings.Of(program, North);

        Assert.All(names, n => Assert.Equal(
            (n, "norte"), (new NpgsqlConnectionStringBuilder(own.GetConnectionString(n)).Host, new NpgsqlConnectionStringBuilder(own.GetConnectionString(n)).SearchPath)));
    }

    [Fact]
    public void Settings_StoredAndOfTheSection_WinInThatOrder()
    {
        var lender = North.With([new("Prestamos:Limite", "700"), new("Sesion:Horas", "4")]);
        var program = Program(("Prosmex:Prestamos:Limite", "9000"), ("Prosmex:Financieras:norte:Sesion:Horas", "6"), ("Prosmex:Financieras:norte:Recibos:Clave", "propia"));

        var own = FinancieraSettings.Of(program, lender);

        Assert.Equal(("700", "6", "propia", "Financiera norte"), (own["Prosmex:Prestamos:Limite"], own["Prosmex:Sesion:Horas"], own["Prosmex:Recibos:Clave"], own["Prosmex:Financiera:Nombre"]));
        Assert.Equal("9000", FinancieraSettings.Of(program, Lender("sur"))["Prosmex:Prestamos:Limite"]);
    }

    [Fact]
    public void FirstAdministrator_OfTheProgram_IsNoLenders()
    {
        var options = ProsmexOptions.Read(Of(North));

        Assert.Equal((null, null), (options.AdminUserName, options.AdminPassword));
    }

    [Fact]
    public void With_AnEmptyValue_TakesTheSettingAway() =>
        Assert.Equal("{}", North.With([new("Sesion:Horas", "4")]).With([new("Sesion:Horas", "")]).Settings);

    // Neither secrets, which the database does not keep, nor what is the program's.
    [Theory]
    [InlineData("Jwt:Clave")]
    [InlineData("Recibos:Clave")]
    [InlineData("MigrarAlIniciar")]
    [InlineData("SesionHoras")]
    [InlineData("")]
    public void With_WhatIsNotStored_SaysWhatIs(string name) =>
        Assert.Contains("Prosmex:Financieras:ESQUEMA", Assert.Throws<InvalidConfigurationException>(() => North.With([new(name, "x")])).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("norte", true)]
    [InlineData("f_2", true)]
    [InlineData("", false)]
    [InlineData("2f", false)]
    [InlineData("Norte", false)]
    [InlineData("nor-te", false)]
    [InlineData("norte\n", false)]
    [InlineData("ñorte", false)]
    [InlineData("pg_norte", false)]
    [InlineData("public", false)]
    [InlineData("prosmex", false)]
    [InlineData("a234567890123456789012345678901234567890", true)]
    [InlineData("a2345678901234567890123456789012345678901", false)]
    [InlineData("norte; DROP SCHEMA sur", false)]
    public void IsSchema_OfAName_SaysWhetherItNeedsNoQuotes(string name, bool expected) => Assert.Equal(expected, Financiera.IsSchema(name));

    [Theory]
    [InlineData("norte.ejemplo.mx", true)]
    [InlineData("localhost", true)]
    [InlineData("xn--crditos-bza.mx", true)]
    [InlineData("", false)]
    [InlineData("Norte.ejemplo.mx", false)]
    [InlineData("norte.ejemplo.mx:443", false)]
    [InlineData("norte..mx", false)]
    [InlineData("-norte.mx", false)]
    [InlineData("norte-.mx", false)]
    [InlineData("norte.mx.", false)]
    [InlineData("norte.mx\n", false)]
    public void IsHost_OfAName_SaysWhetherItIsOne(string name, bool expected) => Assert.Equal(expected, Financiera.IsHost(name));

    private static Financiera Lender(string schema) => new(schema, $"{schema}.example", $"Financiera {schema}", Activa: true, Settings: "{}");

    private static IConfiguration Of(Financiera lender) => FinancieraSettings.Of(Program(), lender);

    private static IConfiguration Program(params (string Name, string Value)[] more) =>
        new ConfigurationBuilder().AddInMemoryCollection(ProgramSettings.Of("Host=h;Database=d;Username=u", more)).Build();
}
