using Microsoft.Extensions.Time.Testing;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Auth;

public sealed class SesionServiceTests(ServidorDePruebas servidor)
{
    [Fact]
    public async Task Identificar_ConSesionEnVigor_EsExactamenteUnaSentencia()
    {
        var conexion = await servidor.NuevaBaseAsync();
        await Base.EjecutarAsync(conexion, """
            INSERT INTO usuarios (nombre, apellido_paterno, apellido_materno, usuario, contrasena, rol_id, activo, excepcion_adopcion)
            VALUES ('N', 'P', 'M', 'admin', '', 6, true, false)
            """);
        var reloj = new FakeTimeProvider(new(2026, 11, 18, 18, 0, 0, TimeSpan.Zero));
        var opciones = ServidorDePruebas.Opciones(conexion);
        var tokens = new TokenDeAcceso(opciones, reloj);
        var contador = new ContadorDeSentencias();
        await using var db = Base.Contexto(conexion, contador);
        var unidad = new UnidadDeTrabajo(db);
        var sesion = await unidad.EjecutarAsync(_ => Task.FromResult(db.Sesiones.Add(Sesion.Abrir(1, Sesion.NuevoRefresh().Hash, reloj.GetUtcNow(), opciones.VidaDeSesion)).Entity), TestContext.Current.CancellationToken);

        var antes = contador.Cuenta;
        var llamante = await new SesionService(db, unidad, tokens, opciones, reloj).IdentificarAsync(tokens.Emitir(sesion), TestContext.Current.CancellationToken);
        Assert.Equal(1, contador.Cuenta - antes);
        Assert.Equal((1, RolId.Admin, 14), (llamante.UsuarioId, llamante.Rol, llamante.Acciones.Count));
    }
}
