using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <content>Weeks of payments, corrections and reversals.</content>
public sealed partial class QuarterTests
{
    /// <summary>Week 1: rejected payments leave nothing; then all clients pay one by one, Mara in a bare object.</summary>
    private static async Task RechazarCobrosAsync(Financiera f)
    {
        var (ana, gina, hilda, irma) = (f.Libro.De("Ana"), f.Libro.De("Gina"), f.Libro.De("Hilda"), f.Libro.De("Irma"));
        await f.SinHuellaAsync(async () =>
        {
            Task<ApiResponse> Pagar(JsonNode body) => f.Titular.PostAsync("/pagos/", body);
            foreach (var monto in new[] { "null", "-0.01", "10.001", "1e2", "\"NaN\"", "\"cien\"", "10000000" })
            {
                (await Pagar(new JsonArray(Financiera.Fila(ana.Id, JsonNode.Parse(monto))))).Problem(HttpStatusCode.BadRequest);
            }

            // Ten minutes of clock skew, no more; nothing before the loan.
            foreach (var fecha in new[] { "2026-08-13", "2026-08-12T19:25:01-06:00", "2026-08-13T01:26:00Z", "2026-08-12T19:26:00", "ayer" })
            {
                (await Pagar(new JsonArray(Financiera.Fila(ana, 10m, fecha)))).Problem(HttpStatusCode.BadRequest);
            }

            var anterior = await Pagar(new JsonArray(Financiera.Fila(ana, 10m, "2026-08-02")));
            Assert.Contains(anterior.Status, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Conflict });
            anterior.Problem(anterior.Status);

            (await Pagar(new JsonArray(Financiera.Fila(ana, 2942.11m)))).Problem(HttpStatusCode.Conflict).Says(2942.10m);
            (await Pagar(Financiera.Fila(ana, 2942.11m))).Problem(HttpStatusCode.Conflict).Says(2942.10m);
            (await Pagar(new JsonArray(Financiera.Fila(999_999, 10m)))).Problem(HttpStatusCode.NotFound);
            (await Pagar(new JsonArray(Financiera.Fila(0, 10m)))).Problem(HttpStatusCode.BadRequest);
            (await f.Titular.DeleteAsync("/pagos/999999")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
            (await f.Titular.PutAsync("/pagos/999999", new JsonObject { ["monto_pagado"] = 1 })).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
            (await f.Admin.DeleteAsync("/pagos/999999")).Problem(HttpStatusCode.NotFound);
            (await f.Titular.GetAsync("/pagos/999999")).Problem(HttpStatusCode.NotFound);
        });

        // Every bad row, each judged on the good rows before it.
        var conDeMas = Financiera.Fila(hilda, 7000.01m);
        conDeMas["contrasena"] = "no debe volver";
        JsonArray lote =
        [
            Financiera.Fila(gina, 600m), conDeMas, Financiera.Fila(gina, 7800.01m), Financiera.Fila(hilda, 350m), Financiera.Fila(999_999, 1m),
            Financiera.Fila(irma, 0m), Financiera.Fila(irma, -1m), Financiera.Fila(ana.Id, null), 7,
        ];
        await f.RechazarLoteAsync(f.Titular, "/pagos/", lote, HttpStatusCode.Conflict, [1, 2, 4, 6, 7, 8], (response, errores) =>
        {
            response.Says(7000m);
            Assert.Equal(response.Codigo, (string?)errores[0]!["codigo"]);
            Assert.Equal($"No se registró ningún pago; revise el renglón 2. {errores[0]!["error"]}", (string?)response.Json["message"]);
            Assert.True(RawReading.Contains((string)errores[1]!["error"]!, 7800m), response.Text);
        });
        await f.RechazarLoteAsync(
            f.Titular, "/pagos/", [Financiera.Fila(gina, 600m), Financiera.Fila(f.Libro.De("Mara"), 70m), Financiera.Fila(hilda, 7000.01m)], HttpStatusCode.NotFound, [1, 2]);

        await CobrarPrimeraSemanaAsync(f);
        var pago = (await f.Admin.PostAsync("/pagos", Financiera.Fila(f.Libro.De("Mara").Id, "70.5"))).Datum("post", "/pagos", HttpStatusCode.Created)["pago"]!;
        var mara = new TestPago((int)pago["id"]!, f.Libro.De("Mara"), 70.50m, f.Ahora);
        mara.Prestamo.Pagos.Add(mara);
        Forma.HasExactly(pago, Forma.Pago(mara));
        (await f.Titular.GetAsync($"/pagos/{mara.Id}")).Problem(HttpStatusCode.NotFound);
    }

    /// <summary>Week 2: a payment of week 1 is corrected twice.</summary>
    private static async Task CorregirAsync(Financiera f)
    {
        var gina = f.Libro.De("Gina");
        var good = gina.Pagos[0];
        var corregido = await f.CorregirAsync(good, 500m);
        await f.SinHuellaAsync(async () =>
        {
            var path = $"/pagos/{corregido.Id}";
            (await f.Admin.PutAsync(path, new JsonObject())).Problem(HttpStatusCode.BadRequest, "solicitud.vacia");
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = null })).Problem(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = -1 })).Problem(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = 500, ["prestamo_id"] = f.Libro.De("Hilda").Id })).Problem(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = 7800.01m })).Problem(HttpStatusCode.Conflict).Says(7800m);
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = 600, ["fecha_pago"] = "2026-08-20" })).Problem(HttpStatusCode.BadRequest);
        });

        // A day means noon in Mexico City.
        await f.CorregirAsync(corregido, 600m, "2026-08-11", new(2026, 8, 11, 18, 0, 0, TimeSpan.Zero));
        await f.CobrarEnFechaAsync((f.Libro.De("Berta"), 50m, "2026-08-19", f.Ahora));

        // Irma and Flor are done: a closed loan takes no payment, not even of 0.
        await f.SinHuellaAsync(async () =>
        {
            foreach (var cerrado in new[] { f.Libro.De("Irma"), f.Libro.De("Flor") })
            {
                Assert.Equal("liquidado", cerrado.Status);
                (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(cerrado, 0m)))).Problem(HttpStatusCode.Conflict);
                (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(cerrado, 0.01m)))).Problem(HttpStatusCode.Conflict);
            }
        });
    }

    /// <summary>Week 3: Julia pays off at once; reversing that payment opens her loan again, the next one closes it.</summary>
    private static async Task LiquidarYReabrirAsync(Financiera f)
    {
        var julia = f.Libro.De("Julia");
        Assert.Equal("liquidado", julia.Status);
        await f.ReversarAsync(julia.Pagos[^1]);
        Assert.Equal(("activo", 880m), (julia.Status, julia.Restante));
        Forma.HasExactly((await f.Titular.GetAsync($"/prestamos/{julia.Id}")).Datum("get", "/prestamos/{id}"), Forma.Detail(julia));
        (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(julia, 880.01m)))).Problem(HttpStatusCode.Conflict).Says(880m);
        await f.CobrarAsync((julia, 880m));
        await f.CobrarEnFechaAsync((f.Libro.De("Berta"), 0m, "2026-08-25T09:30:00-06:00", new(2026, 8, 25, 15, 30, 0, TimeSpan.Zero)));
    }

    /// <summary>Week 4: Julia simply borrows again, which is no renewal; her old loan's payments must now stay.</summary>
    private static async Task PrestarAgainAsync(Financiera f)
    {
        var pagado = f.Libro.De("Julia");
        var nuevo = await f.PrestarAsync(f.Titular, "Julia", TestTipo.De14, 900m, "Karla");
        Assert.Null(nuevo.Renueva);
        await f.SinHuellaAsync(async () =>
        {
            var path = $"/pagos/{pagado.Pagos[^1].Id}";
            (await f.Admin.DeleteAsync(path)).Problem(HttpStatusCode.Conflict, "pago.prestamo_posterior_abierto").Names(nuevo.Id);
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_pagado"] = 879 })).Problem(HttpStatusCode.Conflict, "pago.prestamo_posterior_abierto");
        });

        // An instant without offset is Mexico City time.
        await f.CobrarEnFechaAsync((f.Libro.De("Berta"), 100m, "2026-09-01T08:00:00", new(2026, 9, 1, 14, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Week 5: a payment of the week before arrives after today's, in one batch; a reversed payment still forbids deleting.</summary>
    private static async Task CobrarLateAsync(Financiera f)
    {
        var elsa = f.Libro.De("Elsa");
        await f.CobrarEnFechaAsync((elsa, 50.01m, null, f.Ahora), (elsa, 50.01m, "03/09/2026", new(2026, 9, 3, 18, 0, 0, TimeSpan.Zero)));
        Assert.Equal(5, elsa.SemanaActiva);

        var karla = await f.PrestarAsync(f.Titular, "Karla", TestTipo.De11, 500m, "Luz");
        await f.CobrarAsync((karla, 50m));
        (await f.Admin.DeleteAsync($"/prestamos/{karla.Id}")).Problem(HttpStatusCode.Conflict);
        await f.ReversarAsync(karla.Pagos[0], "Se cobró a otra persona");
        (await f.Admin.DeleteAsync($"/prestamos/{karla.Id}")).Problem(HttpStatusCode.Conflict);
    }

    /// <summary>Week 6: Karla moves to the other group with her history; of Berta's loan only the start and the aval may change.</summary>
    private static async Task CambiarTerminosAsync(Financiera f)
    {
        var karla = f.Libro.Cliente("Karla");
        (await f.Admin.PutAsync($"/clientes/{karla.Id}", new JsonObject { ["grupo_id"] = f.Libro.Grupos[0].Id })).Success("put", "/clientes/{id}");
        karla.Grupo = f.Libro.Grupos[0];

        var berta = f.Libro.De("Berta");
        await f.SinHuellaAsync(async () =>
        {
            var path = $"/prestamos/{berta.Id}";
            (await f.Admin.PutAsync(path, new JsonObject { ["monto_prestamo"] = 1100 })).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync(path, new JsonObject { ["tipo_prestamo_id"] = 34 })).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync(path, new JsonObject { ["cliente_id"] = f.Libro.Cliente("Luz").Id })).Problem(HttpStatusCode.Conflict);
            (await f.Admin.PutAsync(path, new JsonObject { ["fecha_inicio"] = "2026-08-20" })).Problem(HttpStatusCode.Conflict);
        });
        await f.EditarAsync(
            berta,
            new JsonObject { ["fecha_inicio"] = "2026-07-31", ["aval_id"] = f.Libro.Cliente("Carla").Id },
            p => (p.FechaInicio, p.Aval) = (new(2026, 7, 31), f.Libro.Cliente("Carla")));

        // A clock that is nine minutes fast.
        await f.CobrarEnFechaAsync((berta, 100m, "2026-09-16T19:24:00-06:00", new(2026, 9, 17, 1, 24, 0, TimeSpan.Zero)));
    }

    /// <summary>Week 7: days as people write them, one of them reversed.</summary>
    private static async Task DateAsync(Financiera f)
    {
        var berta = f.Libro.De("Berta");
        await f.CobrarEnFechaAsync((berta, 25m, "22-09-2026", new(2026, 9, 22, 18, 0, 0, TimeSpan.Zero)));
        await f.ReversarAsync(berta.Pagos[^1]);
        await f.CobrarEnFechaAsync((berta, 0m, "22/09/2026", new(2026, 9, 22, 18, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Week 11: Carla's exact last payment closes her loan; reversed, it is open again; paid again, closed.</summary>
    private static async Task ReabrirElUltimoPagoAsync(Financiera f)
    {
        var carla = f.Libro.De("Carla");
        Assert.Equal(("liquidado", 11), (carla.Status, carla.SemanaActiva));
        var ultimo = carla.Pagos[^1];
        await f.ReversarAsync(ultimo, "Billete falso");
        await f.VerPagoAsync(ultimo, f.AdminId, "Billete falso");
        Assert.Equal(("activo", 333.36m, 10), (carla.Status, carla.Restante, carla.SemanaActiva));
        await f.CuadrarAsync();
        await f.CobrarAsync((carla, 333.33m));
        Assert.Equal((10, 333.33m, 1), (carla.SemanaActiva, carla.Adelanto, carla.SemanasQueDebe));
        await f.CobrarAsync((carla, 0.03m));
    }

    /// <summary>Week 12: one cent more than is left is too much, in one payment or in two.</summary>
    private static async Task ExhaustAsync(Financiera f)
    {
        var delia = f.Libro.De("Delia");
        (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(delia, 123.40m)))).Problem(HttpStatusCode.Conflict).Says(123.39m);
        await f.RechazarLoteAsync(
            f.Titular, "/pagos/", [Financiera.Fila(delia, 123m), Financiera.Fila(delia, 0.40m)], HttpStatusCode.Conflict, [1], (response, _) => response.Says(0.39m));
        await f.RechazarLoteAsync(f.Titular, "/pagos/", [Financiera.Fila(delia, 123.39m), Financiera.Fila(delia, 0m)], HttpStatusCode.Conflict, [1]);
    }

    /// <summary>Week 13: who paid ahead ends with an exact last payment.</summary>
    private static Task CerrarAsync(Financiera f)
    {
        Assert.Equal(("liquidado", 13), (f.Libro.De("Delia").Status, f.Libro.De("Delia").SemanaActiva));
        return Task.CompletedTask;
    }
}
