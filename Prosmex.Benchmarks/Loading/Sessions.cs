using Npgsql;
using Prosmex.Domain.Auth;

namespace Prosmex.Benchmarks.Loading;

/// <summary>A signed-in user.</summary>
internal sealed record SignedInUser(int Id, string Usuario, string Token);

/// <summary>Opens sessions as a sign-in does, without the quarter of a second of BCrypt.</summary>
internal static class Sessions
{
    public static async Task<SignedInUser> OpenSessionAsync(BenchmarkServer server, string database, string usuario, AnchoredClock clock)
    {
        await using var connection = await server.OpenAsync(database);
        await using var find = new NpgsqlCommand("SELECT id FROM usuarios WHERE usuario = $1", connection) { Parameters = { new() { Value = usuario } } };
        var id = (int)(await find.ExecuteScalarAsync() ?? throw new InvalidOperationException($"There is no user {usuario}."));
        var options = LenderLoader.CreateOptions("");
        var sesion = Sesion.Abrir(id, Sesion.NuevoRefresh().Hash, clock.GetUtcNow(), options.SessionLifetime);
        await using var insert = new NpgsqlCommand("INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) VALUES ($1, $2, $3, $4, $5)", connection)
        {
            Parameters =
            {
                new() { Value = sesion.Id }, new() { Value = id }, new() { Value = sesion.CreadaEn.UtcDateTime }, new() { Value = sesion.ExpiraEn.UtcDateTime },
                new() { Value = sesion.RefreshHash },
            },
        };
        await insert.ExecuteNonQueryAsync();
        return new(id, usuario, new AccessTokens(options, clock).Issue(sesion));
    }
}
