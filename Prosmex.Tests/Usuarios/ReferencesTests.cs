using System.Net;
using Prosmex.Domain.Usuarios;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Usuarios;

/// <summary>A user who is referenced is deactivated, whatever it is that references them; all others are erased.</summary>
[Trait("Kind", "Integration")]
public sealed class ReferencesTests(TestServer server)
{
    [Fact]
    public async Task References_ThatAreLookedAt_AreTheForeignKeysOfTheDatabase()
    {
        await using var database = await server.BorrowAsync();
        await using var db = TestDatabase.Context(database.Connection);
        var keys = await TestDatabase.ValueAsync<string[]>(database.Connection, """
            SELECT array_agg(format('%s.%s', c.conrelid::regclass, a.attname))
            FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
            WHERE c.contype = 'f' AND c.confrelid = 'usuarios'::regclass AND c.conrelid <> 'sesiones'::regclass AND c.conparentid = 0
            """);

        var known = UserReferences.Of(db.Model).Select(r => $"{r.Table}.{r.Column}");

        var forgotten = keys.Except(known);
        Assert.True(!forgotten.Any(), $"A user behind {string.Join(", ", forgotten)} cannot be deactivated: map the foreign key with HasOne<Usuario>().");
        Assert.Equal(keys.Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("INSERT INTO recibos_vistos (clave, usuario_id, semana, monto, ocurrido_en, visto_en) VALUES (gen_random_uuid(), {0}, '2026-11-16', 5, now(), now())")]
    [InlineData("INSERT INTO senales_descartadas (regla, clave, nota, usuario_id, descartada_en) VALUES ('dia_ajeno', '1', 'x', {0}, now())")]
    [InlineData("INSERT INTO semanas_sin_cobranza (semana, motivo, usuario_id, declarada_en) VALUES ('2026-11-16', 'x', {0}, now())")]
    [InlineData("INSERT INTO bitacora (cuando, usuario_id, ruta, entidad, entidad_id, accion) VALUES (now(), {0}, 'x', 'ruta', 1, 'cambio')")]
    public async Task Eliminar_OneWhoIsReferencedOnlyThere_DeactivatesThemAndElseErases(string? reference)
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea", rol: 1);
        var id = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'bea'");
        if (reference is not null)
        {
            await TestDatabase.ExecuteAsync(d.Connection, string.Format(null, reference, id));
        }

        (await d.Admin.DeleteAsync($"/users/{id}")).Success("delete", "/users/{id}");

        Assert.Equal(reference is null ? "" : "false", await TestDatabase.ValueAsync<string>(d.Connection, $"SELECT coalesce((SELECT activo::text FROM usuarios WHERE id = {id}), '')"));
        (await bea.GetAsync("/grupos")).Problem(HttpStatusCode.Unauthorized, "auth.sin_sesion");
    }
}
