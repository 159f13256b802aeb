using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Prestamos;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

[Trait("Kind", "Integration")]
public sealed class BusquedaTests(TestServer server)
{
    private static readonly CurrentUser Titular = Reportes.Oficina.Como(2, RolId.Titular);

    [Theory]
    [InlineData("jose", "José María Núñez Peña", "Pepe Josefino Ruiz Paz")]
    [InlineData("JOSÉ MARÍA", "José María Núñez Peña")]
    [InlineData("maria jose", "José María Núñez Peña")]
    [InlineData("nunez jo", "José María Núñez Peña")]
    [InlineData("NÚÑEZ", "José María Núñez Peña")]
    [InlineData("mari anu", "José María Núñez Peña")]
    [InlineData("ruiz", "Ruiza Ángel Zapata Li", "Pepe Josefino Ruiz Paz")]
    [InlineData("nupj 850412", "José María Núñez Peña")]
    [InlineData("nupj85041214h100", "José María Núñez Peña")]
    [InlineData("50%", "Ana 50% Off")]
    [InlineData("a_a")]
    [InlineData("a\\a")]
    [InlineData("nadie")]
    public async Task Buscar_Text_FindsClientesBestFirst(string q, params string[] nombres)
    {
        await using var oficina = await SetUpAsync();

        var hallazgos = await BuscarAsync(oficina, Reportes.Oficina.Admin, q);

        Assert.Equal(nombres, hallazgos.Where(h => h.Tipo == TipoDeHallazgo.Cliente).Select(h => h.Cliente));
    }

    [Fact]
    public async Task Buscar_Name_HasTheOpenPrestamosAfterTheClientes()
    {
        await using var oficina = await SetUpAsync();
        var prestamo = (await oficina.ConcederAsync(Reportes.Oficina.Prestamo(101, 102, 1, 1000)))[0];
        await oficina.PagarAsync(Reportes.Oficina.Pago(prestamo, 150));

        var hallazgos = await BuscarAsync(oficina, Reportes.Oficina.Admin, "jose");

        Assert.Equal(
            [
                new(TipoDeHallazgo.Cliente, 101, 101, "José María Núñez Peña", "Grupo Uno", null, 1250),
                new(TipoDeHallazgo.Cliente, 102, 102, "Pepe Josefino Ruiz Paz", "Grupo Uno", null, 0),
                new(TipoDeHallazgo.Prestamo, prestamo, 101, "José María Núñez Peña", "Grupo Uno", StatusPrestamo.Activo, 1250),
            ],
            hallazgos);
    }

    [Fact]
    public async Task Buscar_Number_FindsTheClienteAndThePrestamoAlsoIfClosed()
    {
        await using var oficina = await SetUpAsync();
        await TestDatabase.ExecuteAsync(oficina.Connection, "ALTER TABLE prestamos ALTER prestamo_id RESTART WITH 102");
        var prestamo = (await oficina.ConcederAsync(Reportes.Oficina.Prestamo(101, 102, 1, 1000)))[0];
        await oficina.PagarAsync(Reportes.Oficina.Pago(prestamo, 1400));

        var hallazgos = await BuscarAsync(oficina, Reportes.Oficina.Admin, "102");

        Assert.Equal(
            [(TipoDeHallazgo.Cliente, 102, 102, null), (TipoDeHallazgo.Prestamo, 102, 101, StatusPrestamo.Liquidado)],
            hallazgos.Select(h => (h.Tipo, h.Id, h.ClienteId, h.Status)));
    }

    [Fact]
    public async Task Buscar_Name_LeavesClosedPrestamosOut()
    {
        await using var oficina = await SetUpAsync();
        var prestamo = (await oficina.ConcederAsync(Reportes.Oficina.Prestamo(101, 102, 1, 1000)))[0];
        await oficina.PagarAsync(Reportes.Oficina.Pago(prestamo, 1400));

        var hallazgos = await BuscarAsync(oficina, Reportes.Oficina.Admin, "jose");

        Assert.All(hallazgos, h => Assert.Equal(TipoDeHallazgo.Cliente, h.Tipo));
    }

    [Theory]
    [InlineData("201")]
    [InlineData("zapata")]
    [InlineData("ZALI85041214H100")]
    public async Task Buscar_OfAForeignGrupo_FindsNothing(string q)
    {
        await using var oficina = await SetUpAsync();

        Assert.Empty(await BuscarAsync(oficina, Titular, q));
        Assert.Equal(201, Assert.Single(await BuscarAsync(oficina, Reportes.Oficina.Admin, q)).Id);
    }

    [Fact]
    public async Task Buscar_AForeignPrestamoByNumber_FindsNothing()
    {
        await using var oficina = await SetUpAsync();
        await TestDatabase.ExecuteAsync(oficina.Connection, "ALTER TABLE prestamos ALTER prestamo_id RESTART WITH 7000");
        await oficina.ConcederAsync(Reportes.Oficina.Prestamo(201, 202, 1, 1000));

        Assert.Empty(await BuscarAsync(oficina, Titular, "7000"));
        Assert.Equal(7000, Assert.Single(await BuscarAsync(oficina, Reportes.Oficina.Admin, "7000")).Id);
    }

    [Fact]
    public async Task Buscar_ManyOfThatName_AreTheFirstTwenty()
    {
        await using var oficina = await SetUpAsync();

        var hallazgos = await BuscarAsync(oficina, Titular, "muchos");

        Assert.Equal(Enumerable.Range(1, 20).Select(n => $"Muchos {n:00} X Y"), hallazgos.Select(h => h.Cliente));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ab")]
    [InlineData("a b")]
    [InlineData("-1")]
    [InlineData("0")]
    public async Task Buscar_LessThanThreeLetters_IsInvalid(string? q)
    {
        await using var db = TestDatabase.Context("Host=x");

        var ex = await Assert.ThrowsAsync<DominioException>(() => new BusquedaService(db).BuscarAsync(Reportes.Oficina.Admin, q, CancellationToken.None));

        Assert.Equal("solicitud.invalida", ex.Error.Codigo);
        Assert.Contains("tres letras", ex.Error.Mensaje, StringComparison.Ordinal);
    }

    // The titular sees group 1.
    private async Task<Reportes.Oficina> SetUpAsync()
    {
        var oficina = await Reportes.Oficina.OpenAsync(server, new(2026, 11, 18), new(12, 0));
        await TestDatabase.ExecuteAsync(oficina.Connection, """
            UPDATE grupos SET nombre_grupo = 'Grupo Uno' WHERE grupo_id = 1;
            INSERT INTO clientes_avales (cliente_id, nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
            SELECT id, nombre, paterno, materno, 'C', '01000', ine, 'viudo', 0, 'rentada', true, grupo
            FROM (VALUES (101, 'José María', 'Núñez', 'Peña', 'NUPJ85041214H100', 1), (102, 'Pepe Josefino', 'Ruiz', 'Paz', 'x', 1), (103, 'Ana', '50%', 'Off', 'x', 1),
                         (201, 'Ruiza Ángel', 'Zapata', 'Li', 'zali85041214h100', 2), (202, 'Otra', 'Persona', 'Más', 'x', 2)) c (id, nombre, paterno, materno, ine, grupo)
            UNION ALL
            SELECT 300 + n, 'Muchos ' || to_char(n, 'FM00'), 'X', 'Y', 'C', '01000', 'x', 'viudo', 0, 'rentada', true, 1 FROM generate_series(1, 25) n
            """);
        return oficina;
    }

    private static async Task<IReadOnlyList<HallazgoDeBusquedaDto>> BuscarAsync(Reportes.Oficina oficina, CurrentUser currentUser, string q) =>
        (await oficina.AskAsync(db => new BusquedaService(db).BuscarAsync(currentUser, q, CancellationToken.None))).Resultados;
}
