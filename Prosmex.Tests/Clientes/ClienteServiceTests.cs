using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infraestructura;

namespace Prosmex.Tests.Clientes;

public sealed class ClienteServiceTests(ServidorDePruebas servidor)
{
    private static readonly Llamante Admin = new(1, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>());

    [Fact]
    public async Task Listas_DeDiezODeDoscientos_MandanLasMismasSentencias()
    {
        var conexion = await servidor.NuevaBaseAsync();
        await Base.EjecutarAsync(conexion, """
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1 + n % 3 FROM generate_series(1, 500) n
            """);
        var contador = new ContadorDeSentencias();
        await using var db = Base.Contexto(conexion, contador);
        var clientes = new ClienteService(db, new UnidadDeTrabajo(db));
        var supervisor = Admin with { Rol = RolId.Supervisor };
        foreach (var llamante in new[] { Admin, supervisor })
        {
            List<int> cuentas = [];
            foreach (var porPagina in new[] { 10, 200 })
            {
                var antes = contador.Cuenta;
                await clientes.ListarAsync(llamante, new(null, null), new(1, porPagina), TestContext.Current.CancellationToken);
                await clientes.AvalesAsync(llamante, new(null, "n1"), new(2, porPagina), TestContext.Current.CancellationToken);
                cuentas.Add(contador.Cuenta - antes);
            }

            Assert.Equal([4, 4], cuentas);
        }
    }

    [Fact]
    public async Task Editar_LoQueOtroCambioEntretanto_EsConflicto()
    {
        var conexion = await servidor.NuevaBaseAsync();
        await Base.EjecutarAsync(conexion, """
            INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            VALUES ('N', 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, 1)
            """);
        // One request has read the row when another changes it; what it then saves would undo the other's change unseen.
        await using var lenta = Base.Contexto(conexion);
        await using var rapida = Base.Contexto(conexion);
        var ex = await Assert.ThrowsAsync<DominioException>(() => new UnidadDeTrabajo(lenta).EjecutarAsync(
            async token =>
            {
                var cliente = await lenta.Clientes.AsTracking().SingleAsync(token);
                await new ClienteService(rapida, new UnidadDeTrabajo(rapida)).EditarAsync(Admin, 1, new ClienteRequest { Nombre = Opcional<string>.De("Rápida") }, token);
                cliente.Editar(new DatosDeCliente { Nombre = Opcional<string>.De("Lenta") });
                return cliente;
            },
            CancellationToken.None));
        Assert.Equal("conflicto.cambio_simultaneo", ex.Error.Codigo);
        Assert.Equal("Rápida", await Base.ValorAsync<string>(conexion, "SELECT nombre FROM clientes_avales"));
    }
}
