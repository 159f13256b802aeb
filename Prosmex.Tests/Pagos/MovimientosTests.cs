using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Pagos;

/// <summary>The office finds a payment by what it knows of it.</summary>
[Trait("Kind", "Integration")]
public sealed class MovimientosTests(TestServer server)
{
    [Fact]
    public async Task Movimientos_ByEachFilter_AreThosePagos()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, dos) = (await PrestarAsync(d, "Zoé"), await PrestarAsync(d, "Ana"));
        var bea = await d.AnotherAsync("bea");
        int[] pagos =
        [
            await PagarAsync(d.Admin, uno, 100, "2026-11-16"), await PagarAsync(bea, uno, 50, "2026-11-17"), await PagarAsync(d.Admin, dos, 70, "2026-11-16"), await PagarAsync(d.Admin, dos, 0, "2026-11-18"),
        ];
        (await d.Admin.SendAsync(HttpMethod.Delete, $"/pagos/{pagos[2]}", JsonNode.Parse("""{"motivo":"Era de otra clienta."}"""))).Success("delete", "/pagos/{id}");
        var idDeBea = await TestDatabase.ValueAsync<int>(d.Connection, "SELECT id FROM usuarios WHERE usuario = 'bea'");

        foreach (var (query, expected, total) in new (string, int[], decimal)[]
        {
            ("", [pagos[3], pagos[1], pagos[0]], 150), ("per_page=1&page=2", [pagos[1]], 150), ("page=9", [], 150), ("q=zoe", [pagos[1], pagos[0]], 150), ($"q={pagos[1]}", [pagos[1]], 50), ("q=nadie", [], 0),
            ("desde=2026-11-17&hasta=2026-11-17", [pagos[1]], 50), ($"prestamo_id={dos}", [pagos[3]], 0), ($"custodio_id={idDeBea}", [pagos[1]], 50), ("grupo_id=1&hasta=2026-11-16", [pagos[0]], 100),
            ("cancelados=true", [pagos[2]], 70),
        })
        {
            var hallado = (await d.Admin.GetAsync($"/pagos/movimientos?{query}")).Success("get", "/pagos/movimientos").Data;
            Assert.Equal((query, string.Join(' ', expected), total), (query, string.Join(' ', hallado["movimientos"]!.AsArray().Select(m => m!["pago_id"])), (decimal)hallado["total_monto"]!));
        }

        var cancelado = (await d.Admin.GetAsync("/pagos/movimientos?cancelados=true")).Data["movimientos"]![0]!;
        Assert.Equal(
            (true, "Era de otra clienta.", "Ana P M", "N P", "N P", false, "cobro"),
            ((bool)cancelado["reversado"]!, (string)cancelado["motivo"]!, (string)cancelado["cliente"]!, (string)cancelado["custodio"]!, (string)cancelado["registrado_por"]!, (bool)cancelado["por_aclarar"]!, (string)cancelado["tipo"]!));
    }

    [Fact]
    public async Task Movimientos_OfMoneyPorAclarar_SaySoAndNameNoCustodio()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await PrestarAsync(d, "Ana");
        await d.Admin.FilasAsync(Telefono.Fila(99_999, 250, d.Ahora));
        await d.Admin.PostAsync("/por-aclarar/1/aplicar", new JsonObject { ["prestamo_id"] = prestamo });

        var pago = Assert.Single((await d.Admin.GetAsync("/pagos/movimientos")).Data["movimientos"]!.AsArray())!;

        Assert.Equal((true, null), ((bool)pago["por_aclarar"]!, pago["custodio"]));
    }

    [Fact]
    public async Task Movimientos_OfAnotherRuta_AreNotThere()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await PrestarAsync(d, "Ana");
        await PagarAsync(d.Admin, prestamo, 100, "2026-11-16");
        var supervisor = await d.AnotherAsync("sara", rol: 3);

        Assert.Equal(0, (int)(await supervisor.GetAsync("/pagos/movimientos?q=ana")).Success("get", "/pagos/movimientos").Data["total_items"]!);
        (await supervisor.GetAsync("/pagos/movimientos?grupo_id=1")).Problem(HttpStatusCode.NotFound, "grupo.no_encontrado");
        (await supervisor.GetAsync($"/pagos/movimientos?prestamo_id={prestamo}")).Problem(HttpStatusCode.NotFound, "prestamo.no_encontrado");
        (await d.Admin.GetAsync("/pagos/movimientos?custodio_id=99999")).Problem(HttpStatusCode.NotFound, "usuario.no_encontrado");
        (await d.Admin.GetAsync("/pagos/movimientos?desde=ayer")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        (await d.Admin.GetAsync("/pagos/movimientos?cancelados=quizas")).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
    }

    private static async Task<int> PrestarAsync(Despacho d, string nombre)
    {
        var cliente = (int)(await d.Admin.PostAsync("/clientes", JsonNode.Parse(Despacho.Cliente(nombre)))).Data["cliente"]!;
        return (int)(await d.Admin.PostWithKeyAsync("/prestamos", JsonNode.Parse($$"""
            {"cliente_id":{{cliente}},"aval_id":{{await d.NuevoClienteAsync()}},"tipo_prestamo_id":1,"monto_prestamo":1000,"fecha_inicio":"2026-11-09"}
            """)!)).Data["prestamo"]!;
    }

    private static async Task<int> PagarAsync(Api api, int prestamo, int monto, string fecha) =>
        (int)(await api.PostWithKeyAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":{{monto}},"fecha_pago":"{{fecha}}"}]""")!)).Data["pago"]!["id"]!;
}
