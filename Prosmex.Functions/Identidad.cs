using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions;

/// <summary>Signs in to PostgreSQL as the Azure identity that the program runs as, so that no password is kept anywhere.</summary>
internal static class Identidad
{
    private static readonly TokenRequestContext Alcance = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>Null where the connection has a password, or no identity is configured.</summary>
    public static ContrasenaDeBase? ParaPostgres(IConfiguration configuration)
    {
        if (configuration["AZURE_CLIENT_ID"] is not { Length: > 0 } id || !ContrasenasDeBase.FaltaEn(configuration.GetConnectionString("Prosmex")))
        {
            return null;
        }

        // It keeps its token by itself as long as that is good.
        var credencial = new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id));
        return async cancellationToken => (await credencial.GetTokenAsync(Alcance, cancellationToken)).Token;
    }
}
