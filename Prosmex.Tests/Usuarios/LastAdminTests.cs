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
public sealed class LastAdminTests(TestServer servidor)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TwoAdmins_RemovingEachOtherAtOnce_OneRemains(bool borrando)
    {
        for (var vuelta = 0; vuelta < 10; vuelta++)
        {
            await using var database = await servidor.BorrowAsync();
            var connection = database.Connection;
            await Base.EjecutarAsync(connection, """
                INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
                SELECT 'N', 'P', 'M', 'admin' || n, '', 6, true, false FROM generate_series(1, 2) n
                """);
            var resultados = await Task.WhenAll(Quitar(connection, 1, 2, borrando), Quitar(connection, 2, 1, borrando));
            Assert.Equal(["hecho", "usuario.ultimo_admin"], resultados.Order());
            Assert.Equal(1L, await Base.ValorAsync<long>(connection, "SELECT count(*) FROM usuarios WHERE rol_id = 6 AND activo"));
        }
    }

    [Fact]
    public async Task User_DeactivatingOrChangingTheRoleOfThemselves_IsRefused()
    {
        await using var database = await servidor.BorrowAsync();
        var connection = database.Connection;
        await Base.EjecutarAsync(connection, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            SELECT 'N', 'P', 'M', 'admin' || n, '', 6, true, false FROM generate_series(1, 2) n
            """);
        Assert.Equal("usuario.uno_mismo", await Quitar(connection, 1, 1, borrando: true));
        Assert.Equal("usuario.uno_mismo", await Quitar(connection, 1, 1, borrando: false));
    }

    private static async Task<string> Quitar(string connection, int quien, int aQuien, bool borrando)
    {
        await using var db = Base.Contexto(connection);
        using var contrasenas = new PasswordHashQueue(new PasswordHasher());
        var usuarios = new UsuarioService(db, new UnitOfWork(db, TimeProvider.System), contrasenas, new FakeTimeProvider(), NullLogger<UsuarioService>.Instance);
        var currentUser = new CurrentUser(quien, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>());
        try
        {
            await (borrando
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
