using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions;

/// <summary>Signs in to PostgreSQL as the Azure identity that the program runs as, so that no password is kept anywhere.</summary>
internal static class ManagedIdentity
{
    private static readonly TokenRequestContext Scope = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>Null where the connection has a password, or no identity is configured.</summary>
    public static DatabasePassword? ForPostgres(IConfiguration configuration)
    {
        if (configuration["AZURE_CLIENT_ID"] is not { Length: > 0 } id || !DatabasePasswords.IsMissingIn(configuration.GetConnectionString("Prosmex")))
        {
            return null;
        }

        // It keeps its token by itself as long as that is good.
        var credential = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id));
        return async cancellationToken => (await credential.GetTokenAsync(Scope, cancellationToken)).Token;
    }
}
