using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>A loan that goes to another client: one whom the user sees, whether or not it has an aval.</summary>
[Trait("Kind", "Integration")]
public sealed class CambioDeClienteTests(TestServer server)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Editar_WithAClienteWhoIsUnknownOrForeign_IsNotFoundAndChangesNothing(bool conAval)
    {
        await using var d = await Despacho.OpenAsync(server);
        var (prestamo, ajeno) = (await d.NuevoPrestamoAsync(), await d.NuevoClienteAsync());
        await TestDatabase.ExecuteAsync(d.Connection, $"""
            INSERT INTO permisos (rol_id, accion_id) VALUES (3, 8);
            UPDATE clientes_avales SET grupo_id = (SELECT min(grupo_id) FROM grupos WHERE ruta_id <> (SELECT ruta_id FROM grupos WHERE grupo_id = 1)) WHERE cliente_id = {ajeno}
            """);
        if (!conAval)
        {
            await AdoptarAsync(d, prestamo);
        }

        var supervisor = await d.AnotherAsync("sara", rol: 3);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE rutas SET usuario_id_supervisor = (SELECT id FROM usuarios WHERE usuario = 'sara') WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1)");
        var before = await DeQuienAsync(d, prestamo);

        foreach (var (api, cliente) in new[] { (d.Admin, 99_999), (supervisor, 99_999), (supervisor, ajeno) })
        {
            (await api.PutAsync($"/prestamos/{prestamo}", Cliente(cliente))).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
            (await api.PostAsync($"/prestamos/{prestamo}/cambio/vista-previa", Cliente(cliente))).Problem(HttpStatusCode.NotFound, "cliente.no_encontrado");
        }

        Assert.Equal(before, await DeQuienAsync(d, prestamo));
    }

    [Fact]
    public async Task Editar_WithoutAval_GoesToAClienteWhoIsSeen()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (prestamo, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoClienteAsync());
        await AdoptarAsync(d, prestamo);

        (await d.Admin.PutAsync($"/prestamos/{prestamo}", Cliente(otro))).Success("put", "/prestamos/{id}");

        Assert.Equal(otro, await DeQuienAsync(d, prestamo));
    }

    // As the adoption leaves a loan whose aval is not to be found.
    private static Task<int> AdoptarAsync(Despacho d, int prestamo) =>
        TestDatabase.ExecuteAsync(d.Connection, $"UPDATE prestamos SET aval_id = NULL, excepcion_adopcion = true WHERE prestamo_id = {prestamo}");

    private static Task<int> DeQuienAsync(Despacho d, int prestamo) => TestDatabase.ValueAsync<int>(d.Connection, $"SELECT cliente_id FROM prestamos WHERE prestamo_id = {prestamo}");

    private static JsonObject Cliente(int id) => new() { ["cliente_id"] = id };
}
