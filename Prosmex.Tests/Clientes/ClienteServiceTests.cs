using Microsoft.EntityFrameworkCore;
using Prosmex.Domain.Auth;
using Prosmex.Domain.Clientes;
using Prosmex.Domain.Common;
using Prosmex.Domain.Persistence;
using Prosmex.Domain.Roles;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Clientes;

[Trait("Kind", "Integration")]
public sealed class ClienteServiceTests(TestServer server)
{
    private const string Cuentas = "coalesce(string_agg(concat_ws(':', grupo_id, clientes, avales), ' ' ORDER BY grupo_id), '')";

    private static readonly CurrentUser Admin = new(1, Guid.NewGuid(), RolId.Admin, new HashSet<AccionId>());

    [Fact]
    public async Task Lists_OfTenOrTwoHundred_SendTheSameStatements()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, Altas(500, "1 + n % 3"));
        var counter = new StatementCounter();
        await using var db = TestDatabase.Context(connection, counter);
        var clientes = new ClienteQueries(db, new(db));
        var supervisor = Admin with { Rol = RolId.Supervisor };
        foreach (var currentUser in new[] { Admin, supervisor })
        {
            List<int> cuentas = [];
            foreach (var perPage in new[] { 10, 200 })
            {
                var before = counter.Count;
                await clientes.ListarAsync(RequestContext.SystemFor(currentUser), new(null, null), new(1, perPage), TestContext.Current.CancellationToken);
                await clientes.AvalesAsync(RequestContext.SystemFor(currentUser), new(null, "n1"), new(1, perPage), TestContext.Current.CancellationToken);
                cuentas.Add(counter.Count - before);
            }

            Assert.Equal([2, 2], cuentas);
        }
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(2, 0, 2)]
    [InlineData(9, 0, 2)]
    public async Task Listar_AnyPage_TellsTheTotal(int page, int filas, int total)
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await using var db = TestDatabase.Context(connection);
        var clientes = new ClienteQueries(db, new(db));
        await TestDatabase.ExecuteAsync(connection, Altas(3, "1 + (n > 2)::integer"));
        foreach (var filter in new ClientesFilter[] { new(1, null), new(1, "n") })
        {
            var lista = await clientes.AvalesAsync(RequestContext.SystemFor(Admin), filter, new(page, 10), TestContext.Current.CancellationToken);
            Assert.Equal((filas, total), (lista.Items.Count, lista.Total));
        }

        var ajeno = await Assert.ThrowsAsync<DominioException>(
            () => clientes.ListarAsync(RequestContext.SystemFor(Admin with { Rol = RolId.Titular }), new(1, null), new(page, 10), TestContext.Current.CancellationToken));
        Assert.Equal("grupo.no_encontrado", ajeno.Error.Codigo);
    }

    [Fact]
    public async Task Counts_AfterAnyChange_AreExact()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        foreach (var cambio in new[]
        {
            Altas(40, "1 + n % 3"),
            "UPDATE clientes_avales SET grupo_id = 1 + cliente_id % 2",
            "UPDATE clientes_avales SET es_aval = cliente_id % 3 = 0",
            "UPDATE clientes_avales SET grupo_id = 4 - grupo_id, es_aval = NOT es_aval WHERE cliente_id % 5 < 2",
            "UPDATE clientes_avales SET nombre = 'Otra'",
            "DELETE FROM clientes_avales WHERE cliente_id % 4 = 0",
            Altas(1, "3"),
            "DELETE FROM clientes_avales",
        })
        {
            await TestDatabase.ExecuteAsync(connection, cambio);
            Assert.Equal(
                await TestDatabase.ValueAsync<string>(connection, $"SELECT {Cuentas} FROM (SELECT grupo_id, count(*) AS clientes, count(*) FILTER (WHERE es_aval) AS avales FROM clientes_avales GROUP BY 1) c"),
                await TestDatabase.ValueAsync<string>(connection, $"SELECT {Cuentas} FROM cuentas_de_grupo WHERE (clientes, avales) <> (0, 0)"));
        }
    }

    [Fact]
    public async Task Counts_ConcurrentChanges_LoseNone()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, Altas(80, "1 + n % 3"));
        await Parallel.ForAsync(1, 81, TestContext.Current.CancellationToken, async (id, token) =>
        {
            await using var db = TestDatabase.Context(connection);
            var clientes = new ClienteService(db, new UnitOfWork(db, TimeProvider.System));
            await clientes.EditarAsync(RequestContext.SystemFor(Admin), id, new ClienteRequest { GrupoId = Optional<int?>.Of(1 + (id + 1) % 3) }, token);
            await clientes.EditarAsync(RequestContext.SystemFor(Admin), id, new ClienteRequest { GrupoId = Optional<int?>.Of(1 + id % 2) }, token);
        });
        Assert.Equal("1:40:40 2:40:40", await TestDatabase.ValueAsync<string>(connection, $"SELECT {Cuentas} FROM cuentas_de_grupo WHERE clientes <> 0"));
        Assert.Equal(0, await TestDatabase.ValueAsync<long>(connection, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
    }

    [Fact]
    public async Task Editar_ChangedByAnotherMeanwhile_IsAConflict()
    {
        await using var database = await server.BorrowAsync();
        var connection = database.Connection;
        await TestDatabase.ExecuteAsync(connection, Altas(1, "1"));
        // One request has read the row when another changes it; what it then saves would undo the other's change unseen.
        await using var lenta = TestDatabase.Context(connection);
        await using var rapida = TestDatabase.Context(connection);
        var ex = await Assert.ThrowsAsync<DominioException>(() => new UnitOfWork(lenta, TimeProvider.System).ExecuteAsync(
            RequestContext.System(),
            async token =>
            {
                var cliente = await lenta.Clientes.AsTracking().SingleAsync(token);
                await new ClienteService(rapida, new UnitOfWork(rapida, TimeProvider.System)).EditarAsync(RequestContext.SystemFor(Admin), 1, new ClienteRequest { Nombre = Optional<string>.Of("Rápida") }, token);
                cliente.Editar(new DatosDeCliente { Nombre = Optional<string>.Of("Lenta") });
                return cliente;
            },
            CancellationToken.None));
        Assert.Equal("conflicto.cambio_simultaneo", ex.Error.Codigo);
        Assert.Equal("Rápida", await TestDatabase.ValueAsync<string>(connection, "SELECT nombre FROM clientes_avales"));
    }

    private static string Altas(int cuantas, string grupo) => $"""
        INSERT INTO clientes_avales (nombre, apellido_paterno, apellido_materno, colonia, cp, codigo_ine, estado_civil, num_hijos, propiedad, es_aval, grupo_id)
        SELECT 'N' || n, 'P', 'M', 'C', '01000', 'I', 'viudo', 0, 'rentada', true, {grupo} FROM generate_series(1, {cuantas}) n
        """;
}
