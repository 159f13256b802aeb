using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Prosmex.Domain.Persistence;

namespace Prosmex.Functions;

/// <summary>Signs in to PostgreSQL as the Azure identity that the program runs as, so that no password is kept anywhere.</summary>
internal static class Identidad
{
    private static readonly TokenRequestContext Alcance = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>Null where the connection has a password, or no identity is configured.</summary>
    public static ContrasenaDeBase? ParaPostgres(IConfiguration configuration)
    {
        var conexion = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Prosmex"));
        var id = configuration["AZURE_CLIENT_ID"];
        if (!string.IsNullOrEmpty(conexion.Password) || !string.IsNullOrEmpty(conexion.Passfile) || (string.IsNullOrEmpty(id) && configuration["Prosmex:Base:Identidad"] != "true"))
        {
            return null;
        }

        // With a client id the app's own identity; without one whoever is signed in at the desk (az login). It keeps its token by itself.
        TokenCredential credencial = string.IsNullOrEmpty(id)
            ? new DefaultAzureCredential()
            : new ChainedTokenCredential(new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(id)), new DefaultAzureCredential());
        return async cancellationToken => (await credencial.GetTokenAsync(Alcance, cancellationToken)).Token;
    }
}
