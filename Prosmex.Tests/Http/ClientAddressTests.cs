using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;
using Prosmex.Functions.Http;

namespace Prosmex.Tests.Http;

[Trait("Kind", "Unit")]
public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7:49828", "203.0.113.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]:49828", "2001:db8::7")]
    [InlineData("[::ffff:203.0.113.7]:49828", "203.0.113.7")]
    public void Of_TrustedHeader_IsItsAddressWithoutThePort(string header, string expected)
    {
        var http = Request(("CLIENT-IP", header));

        Assert.Equal(expected, Address("CLIENT-IP").Of(http));
    }

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("unknown")]
    [InlineData("198.51.100.1, 203.0.113.7:49828")]
    [InlineData("198.51.100.1", "203.0.113.7")]
    public void Of_TrustedHeaderWithoutOneAddress_IsUnknown(params string[] values)
    {
        var http = Request([.. values.Select(value => ("CLIENT-IP", value))]);

        Assert.Null(Address("CLIENT-IP").Of(http));
    }

    [Fact]
    public void Of_Connection_IsItsOtherEndWhateverHeadersSay()
    {
        var http = Request(("CLIENT-IP", "203.0.113.7"), ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal("127.0.0.1", Address("conexion").Of(http));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Of_NothingConfigured_IsUnknown(string? setting)
    {
        var http = Request(("CLIENT-IP", "203.0.113.7"));

        Assert.Null(Address(setting).Of(http));
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("forwarded")]
    [InlineData("la conexión")]
    public void Read_SettingThatCannotBeTrusted_IsRefused(string setting) =>
        Assert.Throws<InvalidConfigurationException>(() => Address(setting));

    private static ClientAddress Address(string? setting) =>
        ClientAddress.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Prosmex:DireccionDelCliente", setting)]).Build());

    private static DefaultHttpContext Request(params (string Name, string Value)[] headers)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Loopback } };
        foreach (var (name, value) in headers)
        {
            http.Request.Headers.Append(name, value);
        }

        return http;
    }
}
