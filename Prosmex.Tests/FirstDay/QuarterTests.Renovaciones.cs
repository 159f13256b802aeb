using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <content>Renewals: refused in week 8, granted, undone and granted again in week 9.</content>
public sealed partial class QuarterTests
{
    private const string NoPuedeRenovar = "El cliente no puede renovar.";

    private static async Task NoRenovarAsync(Financiera f)
    {
        Assert.Equal(8, f.Libro.De("Ana").SemanaActiva);
        await NoRenuevaAsync(f, "Ana");
        await f.RechazarLoteAsync(
            f.Titular,
            "/prestamos/",
            [f.Solicitud("Luz", TestTipo.De30, 700m, "Gina"), f.Solicitud("Hilda", TestTipo.De20, 4500m, "Gina")],
            HttpStatusCode.BadRequest,
            [1],
            (_, errores) => Assert.Equal(NoPuedeRenovar, (string?)errores[0]!["error"]));
    }

    private static async Task RenovarAsync(Financiera f)
    {
        var old = f.Libro.De("Ana");
        Assert.Equal((9, 1618.11m), (old.SemanaActiva, old.Restante));

        // Less than the balance: nothing would be left to hand out.
        await f.SinHuellaAsync(async () =>
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Ana", TestTipo.De20, 1618.10m, "Berta"))).Problem(HttpStatusCode.Conflict));

        // A renewal may keep an aval who would not be eligible otherwise.
        (await f.Admin.PutAsync($"/clientes/{f.Libro.Cliente("Berta").Id}", new JsonObject { ["es_aval"] = false })).Success("put", "/clientes/{id}");
        (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Flor", TestTipo.De14, 100m, "Berta"))).Problem(HttpStatusCode.BadRequest);
        var nueva = await f.PrestarAsync(f.Titular, "Ana", TestTipo.De20, 3000m, "Berta");
        Assert.Equal(("renovado", 1618.11m, 1381.89m), (old.Status, old.Liquidacion, nueva.MontoReal));
        await f.CuadrarAsync();

        var liquidacion = await LiquidacionAsync(f, old);
        await VerLiquidacionAsync(f, old, liquidacion, reversada: false);
        await f.SinHuellaAsync(async () =>
        {
            (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(old, 0m)))).Problem(HttpStatusCode.Conflict);
            foreach (var path in new[] { $"/pagos/{old.Pagos[0].Id}", $"/pagos/{old.Pagos[^1].Id}" })
            {
                (await f.Admin.DeleteAsync(path)).Problem(HttpStatusCode.Conflict, "pago.prestamo_renovado");
                (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = 147.10m })).Problem(HttpStatusCode.Conflict, "pago.prestamo_renovado");
            }

            (await f.Admin.DeleteAsync($"/pagos/{liquidacion}")).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/pagos/{liquidacion}", new JsonObject { ["monto_pagado"] = 1 })).Problem(HttpStatusCode.Conflict);
            (await f.Admin.DeleteAsync($"/prestamos/{old.Id}")).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{old.Id}", new JsonObject { ["monto_prestamo"] = 2200 })).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{nueva.Id}", new JsonObject { ["monto_prestamo"] = 1618.10m })).Problem(HttpStatusCode.Conflict);
        });

        await f.EditarAsync(nueva, new JsonObject { ["monto_prestamo"] = 3500 }, p => p.Monto = 3500m);
        Assert.Equal(1881.89m, nueva.MontoReal);
        await f.CuadrarPrestamosAsync(f.Titular, $"&cliente_id={nueva.Cliente.Id}", p => p.Cliente == nueva.Cliente);

        // Undone: the old loan is as it was, and can lose the very week that let it be renewed.
        await f.EliminarAsync(nueva);
        await VerLiquidacionAsync(f, old, liquidacion, reversada: true);
        Assert.Equal(("activo", 1618.11m, 9), (old.Status, old.Restante, old.SemanaActiva));
        await f.CuadrarAsync();
        await f.ReversarAsync(old.Pagos[^1], "No pagó");
        await NoRenuevaAsync(f, "Ana");
        await f.CobrarAsync((old, 147.11m));
        await f.PrestarAsync(f.Titular, "Ana", TestTipo.De20, 3000m, "Berta");
        Assert.NotEqual(liquidacion, await LiquidacionAsync(f, old));

        // In a batch; an amount equal to the balance leaves nothing to hand out, and is valid.
        await f.PrestarAsync(f.Titular, ("Hilda", TestTipo.De20, 3850m, "Gina"), ("Luz", TestTipo.De30, 700m, "Gina"));
        Assert.Equal(0m, f.Libro.De("Hilda").MontoReal);
    }

    /// <summary>Week 10: with payments the renewal stands.</summary>
    private static async Task CobrarRenovadosAsync(Financiera f)
    {
        var ana = f.Libro.De("Ana");
        await f.SinHuellaAsync(async () =>
        {
            (await f.Admin.DeleteAsync($"/prestamos/{ana.Id}")).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{ana.Id}", new JsonObject { ["monto_prestamo"] = 3100 })).Problem(HttpStatusCode.Conflict);
            (await f.Admin.DeleteAsync($"/pagos/{ana.Renueva!.PagosEnVigor.First().Id}")).Problem(HttpStatusCode.Conflict, "pago.prestamo_renovado");
        });
        await NoRenuevaAsync(f, "Ana");
    }

    private static Task NoRenuevaAsync(Financiera f, string apodo) => f.SinHuellaAsync(async () =>
    {
        var rechazo = await f.Titular.PostAsync("/prestamos/", f.Solicitud(apodo, TestTipo.De20, 4500m, f.Libro.De(apodo).Aval.Apodo));
        Assert.Equal(NoPuedeRenovar, (string?)rechazo.Problem(HttpStatusCode.Conflict).Json["message"]);
    });

    /// <summary>The settlement in force; no list shows it, so the ledger is asked.</summary>
    private static Task<int> LiquidacionAsync(Financiera f, TestPrestamo renovado) => TestDatabase.ValueAsync<int>(
        f.Connection,
        $"""
        SELECT p.pago_id FROM pagos p
        WHERE p.prestamo_id = {renovado.Id} AND p.tipo = 'liquidacion_por_renovacion' AND NOT EXISTS (SELECT 1 FROM pagos r WHERE r.reversa_de = p.pago_id)
        """);

    private static async Task VerLiquidacionAsync(Financiera f, TestPrestamo renovado, int id, bool reversada)
    {
        var pago = (await f.Titular.GetAsync($"/pagos/{id}")).Datum("get", "/pagos/{id}")["pago"]!;
        Forma.Keys(pago, "id", "fecha_pago", "monto_pagado", "prestamo", "reversado", "reversado_por", "motivo");
        Assert.Equal((id, "1618.11", reversada), ((int)pago["id"]!, (string)pago["monto_pagado"]!, (bool)pago["reversado"]!));
        Assert.Equal(reversada ? f.AdminId : null, (int?)pago["reversado_por"]);
        Forma.HasExactly(pago["prestamo"], Forma.Detail(renovado));
        if (reversada)
        {
            var reversa = await TestDatabase.ValueAsync<int>(f.Connection, $"SELECT pago_id FROM pagos WHERE reversa_de = {id}");
            (await f.Titular.GetAsync($"/pagos/{reversa}")).Problem(HttpStatusCode.NotFound);
            (await f.Admin.DeleteAsync($"/pagos/{id}")).Problem(HttpStatusCode.Conflict);
        }
    }
}
