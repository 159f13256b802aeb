using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Domain.Usuarios;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Usuarios;

[Trait("Kind", "Integration")]
public sealed class LastAdminTests(TestServer server)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoAdmins_RemovingEachOtherAtOnce_OneRemains(bool deleting)
    {
        for (var round = 0; round < 10; round++)
        {
            await using var database = await server.BorrowAsync();
            var connection = database.Connection;
            await TestDatabase.ExecuteAsync(connection, """
                INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
                SELECT 'N', 'P', 'M', 'admin' || n, '', 6, true, false FROM generate_series(1, 2) n
                """);
            var resultados = await Task.WhenAll(Quitar(connection, 1, 2, deleting), Quitar(connection, 2, 1, deleting));
            Assert.Equal(["hecho", "usuario.ultimo_admin"], resultados.Order());
            Assert.Equal(1L, await TestDatabase.ValueAsync<long>(connection, "SELECT count(*) FROM usuarios WHERE rol_id = 6 AND activo"));
        }
    }

    [Fact]
    public async Task User_DeactivatingOrChangingTheRoleOfThemselves_IsRefused()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            SELECT 'N', 'P', 'M', 'admin' || n, '', 6, true, false FROM generate_series(1, 2) n
            """);
        Assert.Equal("usuario.uno_mismo", await Quitar(connection, 1, 1, deleting: true));
        Assert.Equal("usuario.uno_mismo", await Quitar(connection, 1, 1, deleting: false));
    }

    private static async Task<string> Quitar(string connection, int quien, int aQuien, bool deleting)
    {
        await using var db = TestDatabase.Context(connection);
        using var contrasenas = new PasswordHashQueue(new PasswordHasher());
        var usuarios = new UsuarioService(db, new UnitOfWork(db, TimeProvider.System), contrasenas, new FakeTimeProvider(), NullLogger<UsuarioService>.Instance);
        var currentUser = new CurrentUser(quien, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>());
        try
        {
            await (deleting
                ? usuarios.EliminarAsync(RequestContext.SystemFor(currentUser), aQuien, CancellationToken.None)
                : usuarios.EditarAsync(RequestContext.SystemFor(currentUser), aQuien, new(new DatosDeUsuario { RolId = Optional<RolId>.Of(RolId.Director) }, Hash: null), CancellationToken.None));
            return "hecho";
        }
        catch (DominioException ex)
        {
            return ex.Error.Codigo;
        }
    }
}
