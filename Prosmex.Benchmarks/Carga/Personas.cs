using Npgsql;
using Prosmex.Domain.Auth;

namespace Prosmex.Benchmarks.Carga;

/// <summary>Somebody with a session.</summary>
internal sealed record Persona(int Id, string Usuario, string Token);

/// <summary>Opens sessions as a sign-in would, but for the quarter of a second that BCrypt takes.</summary>
internal static class Personas
{
    public static async Task<Persona> AbrirSesionAsync(Servidor servidor, string base_, string usuario, Ancla ancla)
    {
        await using var connection = await servidor.AbrirAsync(base_);
        await using var buscar = new NpgsqlCommand("SELECT id FROM usuarios WHERE usuario = $1", connection) { Parameters = { new() { Value = usuario } } };
        var id = (int)(await buscar.ExecuteScalarAsync() ?? throw new InvalidOperationException($"There is no user {usuario}."));
        var options = Financiera.Opciones("");
        var sesion = Sesion.Abrir(id, Sesion.NuevoRefresh().Hash, ancla.GetUtcNow(), options.SessionLifetime);
        await using var abrir = new NpgsqlCommand("INSERT INTO sesiones (id, usuario_id, creada_en, expira_en, refresh_hash) VALUES ($1, $2, $3, $4, $5)", connection)
        {
            Parameters =
            {
                new() { Value = sesion.Id }, new() { Value = id }, new() { Value = sesion.CreadaEn.UtcDateTime }, new() { Value = sesion.ExpiraEn.UtcDateTime },
                new() { Value = sesion.RefreshHash },
            },
        };
        await abrir.ExecuteNonQueryAsync();
        return new(id, usuario, new AccessTokens(options, ancla).Issue(sesion));
    }
}
