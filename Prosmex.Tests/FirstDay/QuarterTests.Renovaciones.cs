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
            [f.Solicitud("Luz", TipoDePrueba.De30, 700m, "Gina"), f.Solicitud("Hilda", TipoDePrueba.De20, 4500m, "Gina")],
            HttpStatusCode.BadRequest,
            [1],
            (_, errores) => Assert.Equal(NoPuedeRenovar, (string?)errores[0]!["error"]));
    }

    private static async Task RenovarAsync(Financiera f)
    {
        var vieja = f.Libro.De("Ana");
        Assert.Equal((9, 1618.11m), (vieja.SemanaActiva, vieja.Restante));

        // Less than the balance: nothing would be left to hand out.
        await f.SinHuellaAsync(async () =>
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Ana", TipoDePrueba.De20, 1618.10m, "Berta"))).Problema(HttpStatusCode.Conflict));

        // A renewal may keep an aval who would not be eligible otherwise.
        (await f.Admin.PutAsync($"/clientes/{f.Libro.Cliente("Berta").Id}", new JsonObject { ["es_aval"] = false })).Exito("put", "/clientes/{id}");
        (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Flor", TipoDePrueba.De14, 100m, "Berta"))).Problema(HttpStatusCode.BadRequest);
        var nueva = await f.PrestarAsync(f.Titular, "Ana", TipoDePrueba.De20, 3000m, "Berta");
        Assert.Equal(("renovado", 1618.11m, 1381.89m), (vieja.Status, vieja.Liquidacion, nueva.MontoReal));
        await f.CuadrarAsync();

        var liquidacion = await LiquidacionAsync(f, vieja);
        await VerLiquidacionAsync(f, vieja, liquidacion, reversada: false);
        await f.SinHuellaAsync(async () =>
        {
            (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(vieja, 0m)))).Problema(HttpStatusCode.Conflict);
            foreach (var ruta in new[] { $"/pagos/{vieja.Pagos[0].Id}", $"/pagos/{vieja.Pagos[^1].Id}" })
            {
                (await f.Admin.DeleteAsync(ruta)).Problema(HttpStatusCode.Conflict, "pago.prestamo_renovado");
                (await f.Admin.PutAsync(ruta, new JsonObject { ["monto_pagado"] = 147.10m })).Problema(HttpStatusCode.Conflict, "pago.prestamo_renovado");
            }

            (await f.Admin.DeleteAsync($"/pagos/{liquidacion}")).Problema(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/pagos/{liquidacion}", new JsonObject { ["monto_pagado"] = 1 })).Problema(HttpStatusCode.Conflict);
            (await f.Admin.DeleteAsync($"/prestamos/{vieja.Id}")).Problema(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{vieja.Id}", new JsonObject { ["monto_prestamo"] = 2200 })).Problema(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{nueva.Id}", new JsonObject { ["monto_prestamo"] = 1618.10m })).Problema(HttpStatusCode.Conflict);
        });

        await f.EditarAsync(nueva, new JsonObject { ["monto_prestamo"] = 3500 }, p => p.Monto = 3500m);
        Assert.Equal(1881.89m, nueva.MontoReal);
        await f.CuadrarPrestamosAsync(f.Titular, $"&cliente_id={nueva.Cliente.Id}", p => p.Cliente == nueva.Cliente);

        // Undone: the old loan is as it was, and can lose the very week that let it be renewed.
        await f.EliminarAsync(nueva);
        await VerLiquidacionAsync(f, vieja, liquidacion, reversada: true);
        Assert.Equal(("activo", 1618.11m, 9), (vieja.Status, vieja.Restante, vieja.SemanaActiva));
        await f.CuadrarAsync();
        await f.ReversarAsync(vieja.Pagos[^1], "No pagó");
        await NoRenuevaAsync(f, "Ana");
        await f.CobrarAsync((vieja, 147.11m));
        await f.PrestarAsync(f.Titular, "Ana", TipoDePrueba.De20, 3000m, "Berta");
        Assert.NotEqual(liquidacion, await LiquidacionAsync(f, vieja));

        // In a batch; an amount equal to the balance leaves nothing to hand out, and is valid.
        await f.PrestarAsync(f.Titular, ("Hilda", TipoDePrueba.De20, 3850m, "Gina"), ("Luz", TipoDePrueba.De30, 700m, "Gina"));
        Assert.Equal(0m, f.Libro.De("Hilda").MontoReal);
    }

    /// <summary>Week 10: with payments the renewal stands.</summary>
    private static async Task CobrarRenovadosAsync(Financiera f)
    {
        var ana = f.Libro.De("Ana");
        await f.SinHuellaAsync(async () =>
        {
            (await f.Admin.DeleteAsync($"/prestamos/{ana.Id}")).Problema(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync($"/prestamos/{ana.Id}", new JsonObject { ["monto_prestamo"] = 3100 })).Problema(HttpStatusCode.Conflict);
            (await f.Admin.DeleteAsync($"/pagos/{ana.Renueva!.PagosEnVigor.First().Id}")).Problema(HttpStatusCode.Conflict, "pago.prestamo_renovado");
        });
        await NoRenuevaAsync(f, "Ana");
    }

    private static Task NoRenuevaAsync(Financiera f, string apodo) => f.SinHuellaAsync(async () =>
    {
        var rechazo = await f.Titular.PostAsync("/prestamos/", f.Solicitud(apodo, TipoDePrueba.De20, 4500m, f.Libro.De(apodo).Aval.Apodo));
        Assert.Equal(NoPuedeRenovar, (string?)rechazo.Problema(HttpStatusCode.Conflict).Json["message"]);
    });

    /// <summary>The settlement in force; no list shows it, so the ledger is asked.</summary>
    private static Task<int> LiquidacionAsync(Financiera f, PrestamoDePrueba renovado) => Base.ValorAsync<int>(
        f.Conexion,
        $"""
        SELECT p.pago_id FROM pagos p
        WHERE p.prestamo_id = {renovado.Id} AND p.tipo = 'liquidacion_por_renovacion' AND NOT EXISTS (SELECT 1 FROM pagos r WHERE r.reversa_de = p.pago_id)
        """);

    private static async Task VerLiquidacionAsync(Financiera f, PrestamoDePrueba renovado, int id, bool reversada)
    {
        var pago = (await f.Titular.GetAsync($"/pagos/{id}")).Dato("get", "/pagos/{id}")["pago"]!;
        Forma.Claves(pago, "id", "fecha_pago", "monto_pagado", "prestamo", "reversado", "reversado_por", "motivo");
        Assert.Equal((id, "1618.11", reversada), ((int)pago["id"]!, (string)pago["monto_pagado"]!, (bool)pago["reversado"]!));
        Assert.Equal(reversada ? f.AdminId : null, (int?)pago["reversado_por"]);
        Forma.Exacta(pago["prestamo"], Forma.Detalle(renovado));
        if (reversada)
        {
            var reversa = await Base.ValorAsync<int>(f.Conexion, $"SELECT pago_id FROM pagos WHERE reversa_de = {id}");
            (await f.Titular.GetAsync($"/pagos/{reversa}")).Problema(HttpStatusCode.NotFound);
            (await f.Admin.DeleteAsync($"/pagos/{id}")).Problema(HttpStatusCode.Conflict);
        }
    }
}
