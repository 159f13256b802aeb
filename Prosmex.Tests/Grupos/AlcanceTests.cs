using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Grupos;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Grupos;

[Trait("Kind", "Integration")]
public sealed class AlcanceTests(TestServer server)
{
    [Theory]
    [InlineData(RolId.Gestor, false, new[] { 1 })]
    [InlineData(RolId.Gestor, true, new[] { 1, 3 })]
    [InlineData(RolId.Titular, true, new[] { 2 })]
    [InlineData(RolId.Supervisor, true, new[] { 2 })]
    [InlineData(RolId.Gerente, true, new[] { 3 })]
    [InlineData(RolId.Director, false, new[] { 1, 2, 3 })]
    [InlineData(RolId.Admin, false, new[] { 1, 2, 3 })]
    public async Task EnAlcance_EachRole_SeesTheSameGroupsInLinqAndSql(RolId rol, bool seesWithoutGestor, int[] expected)
    {
        // Of the seeded three groups, each on a route of its own, user 1 has one in every charge.
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO usuarios (id, nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            SELECT n, 'N', 'P', 'M', 'u' || n, '', 6, true, false FROM generate_series(1, 2) n;
            UPDATE rutas SET usuario_id_supervisor = CASE ruta_id WHEN 2 THEN 1 ELSE 2 END, usuario_id_gerente = CASE ruta_id WHEN 3 THEN 1 ELSE 2 END;
            UPDATE grupos SET ruta_id = grupo_id, usuario_id_gestor = CASE grupo_id WHEN 1 THEN 1 WHEN 2 THEN 2 END, usuario_id_titular = CASE grupo_id WHEN 2 THEN 1 ELSE 2 END
            """);
        var user = new CurrentUser(1, Guid.NewGuid(), rol, new HashSet<AccionId>()) { SeesGroupsWithoutGestor = seesWithoutGestor };
        await using var db = TestDatabase.Context(connection);

        var inLinq = await db.Grupos.EnAlcance(user).Select(g => g.GrupoId).Order().ToArrayAsync(TestContext.Current.CancellationToken);
        var inSql = await db.Database.SqlQuery<int>(Sql.Combine(
            $"SELECT g.grupo_id AS \"Value\" FROM grupos g JOIN rutas r USING (ruta_id) WHERE {Alcance.Condicion(user)} ORDER BY 1"))
            .ToArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, inLinq);
        Assert.Equal(expected, inSql);
    }
}
