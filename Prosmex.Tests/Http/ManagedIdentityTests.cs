using Azure.Core;
using Microsoft.Extensions.Configuration;
using Moq;
using Prosmex.Functions;

namespace Prosmex.Tests.Http;

/// <summary>Which connections take the identity's token as their password.</summary>
[Trait("Kind", "Unit")]
public sealed class ManagedIdentityTests
{
    private const string WithoutPassword = "Host=db;Username=prosmex-app";

    [Fact]
    public async Task ForPostgres_ConnectionWithoutPassword_GivesTheTokenForTheDatabase()
    {
        var credential = new Mock<TokenCredential>(MockBehavior.Strict);
        credential
            .Setup(c => c.GetTokenAsync(It.Is<TokenRequestContext>(r => r.Scopes.Single() == "https://ossrdbms-aad.database.windows.net/.default"), TestContext.Current.CancellationToken))
            .ReturnsAsync(new AccessToken("token", DateTimeOffset.MaxValue));

        var password = ManagedIdentity.ForPostgres(Settings(WithoutPassword, "client"), credential.Object);

        Assert.Equal("token", await password!(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(WithoutPassword + ";Password=x", "client")]
    [InlineData(WithoutPassword, null)]
    [InlineData(WithoutPassword, "")]
    public void ForPostgres_PasswordOrNoIdentity_IsNull(string connection, string? clientId) =>
        Assert.Null(ManagedIdentity.ForPostgres(Settings(connection, clientId), Mock.Of<TokenCredential>()));

    private static IConfiguration Settings(string connection, string? clientId) => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?> { ["ConnectionStrings:Prosmex"] = connection, ["AZURE_CLIENT_ID"] = clientId }).Build();
}
