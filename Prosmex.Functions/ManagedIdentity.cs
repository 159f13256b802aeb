using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions;

/// <summary>Authenticates to PostgreSQL with the managed identity, so that no password is stored.</summary>
internal static class ManagedIdentity
{
    private static readonly TokenRequestContext Scope = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>Null where the connection has a password, or no identity is configured.</summary>
    /// <param name="credential">Null for that of the identity.</param>
    public static DatabasePassword? ForPostgres(IConfiguration configuration, TokenCredential? credential = null)
    {
        if (configuration["AZURE_CLIENT_ID"] is not { Length: > 0 } id || !DatabasePasswords.IsMissingIn(configuration.GetConnectionString("Prosmex")))
        {
            return null;
        }

        // It caches its token while it is valid.
        credential ??= new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id));
        return async cancellationToken => (await credential.GetTokenAsync(Scope, cancellationToken)).Token;
    }
}
