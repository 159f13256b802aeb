using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <content>Week 0: loans granted and refused.</content>
public sealed partial class QuarterTests
{
    private static async Task RechazarPrestamosAsync(Financiera f)
    {
        var tipos = (await f.Titular.GetAsync("/prestamos/tipos")).Dato("get", "/prestamos/tipos").AsArray();
        Assert.Equal(TipoDePrueba.Todos.Count, tipos.Count);
        foreach (var (tipo, i) in TipoDePrueba.Todos.Select((t, i) => (t, i)))
        {
            var pena = (string)tipos[i]!["pena_incumplimiento"]!;
            Assert.Matches(@"^\d+\.\d+$", pena);
            Assert.Equal(tipo.Pena, decimal.Parse(pena, System.Globalization.CultureInfo.InvariantCulture));
            Forma.Exacta(
                tipos[i], ("nombre", tipo.Nombre), ("tipo_prestamo_id", tipo.Id), ("numero_semanas", tipo.Semanas), ("porcentaje_semanal", tipo.PorcentajeSemanal),
                ("incumplimientos_tolerados", 1), ("pena_incumplimiento", pena), ("limite_penalizaciones", tipo.Limite), ("interes", tipo.Interes));
        }

        await f.SinHuellaAsync(async () =>
        {
            Task<ApiResponse> Pedir(string cliente, JsonNode monto, string aval, string? fecha = null) =>
                f.Admin.PostAsync("/prestamos/", f.Solicitud(cliente, TipoDePrueba.De14, monto, aval, fecha));
            foreach (var monto in new[] { "0", "-1", "10.001", "1e3", "10000000", "\"NaN\"", "\"1e3\"", "\"mil\"", "true" })
            {
                (await Pedir("Ana", JsonNode.Parse(monto)!, "Berta")).Problema(HttpStatusCode.BadRequest);
            }

            foreach (var fecha in new[] { "2026-08-07", "1999-12-31", "08/13/2026", "2026-02-30", "hoy" })
            {
                (await Pedir("Ana", 1000m, "Berta", fecha)).Problema(HttpStatusCode.BadRequest);
            }

            (await Pedir("Ana", 1000m, "Ana")).Problema(HttpStatusCode.BadRequest);
            (await Pedir("Ana", 1000m, "Gina")).Problema(HttpStatusCode.BadRequest);
            foreach (var (fieldName, value, estado) in new (string, int?, HttpStatusCode)[]
            {
                ("cliente_id", 0, HttpStatusCode.BadRequest), ("aval_id", 0, HttpStatusCode.BadRequest), ("tipo_prestamo_id", -1, HttpStatusCode.BadRequest),
                ("cliente_id", null, HttpStatusCode.BadRequest), ("aval_id", null, HttpStatusCode.BadRequest), ("monto_prestamo", null, HttpStatusCode.BadRequest),
                ("cliente_id", 999_999, HttpStatusCode.NotFound), ("aval_id", 999_999, HttpStatusCode.NotFound), ("tipo_prestamo_id", 999_999, HttpStatusCode.NotFound),
            })
            {
                var body = f.Solicitud("Ana", TipoDePrueba.De14, 1000m, "Berta");
                body[fieldName] = value;
                (await f.Admin.PostAsync("/prestamos", body)).Problema(estado);
            }

            // Above the limit needs acción 11; the limit itself does not.
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Hilda", TipoDePrueba.De20, 5000.01m, "Gina"))).Problema(HttpStatusCode.Forbidden);
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Gina", TipoDePrueba.De14, "6000", "Hilda"))).Problema(HttpStatusCode.Forbidden);

            // Another titular's client and aval are unknown here.
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Mara", TipoDePrueba.De14, 700m, "Nora"))).Problema(HttpStatusCode.NotFound);
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Karla", TipoDePrueba.De14, 700m, "Nora"))).Problema(HttpStatusCode.NotFound);
        });

        var desconocido = f.Solicitud("Luz", TipoDePrueba.De14, 100m, "Karla");
        desconocido["cliente_id"] = 999_999;
        desconocido["contrasena"] = "no debe volver";
        await f.RechazarLoteAsync(
            f.Titular,
            "/prestamos/",
            [
                f.Solicitud("Karla", TipoDePrueba.De11, 500m, "Luz"),
                f.Solicitud("Luz", TipoDePrueba.De14, 5000.01m, "Karla"),
                f.Solicitud("Luz", TipoDePrueba.De14, 100m, "Luz"),
                f.Solicitud("Luz", TipoDePrueba.De14, 0, "Karla"),
                f.Solicitud("Karla", TipoDePrueba.De14, 600m, "Luz"),
                desconocido,
                7,
            ],
            HttpStatusCode.BadRequest,
            [1, 2, 3, 4, 5, 6],
            (_, errores) => Assert.Equal("El cliente no puede renovar.", (string?)errores[3]!["error"]));
    }

    private static async Task OtorgarAsync(Financiera f)
    {
        await f.PrestarAsync(f.Titular, "Ana", TipoDePrueba.De20, 2101.50m, "Berta", "03/08/2026", new(2026, 8, 3));
        await f.PrestarAsync(f.Titular, "Berta", TipoDePrueba.De14, 1000m, "Ana");
        await f.PrestarAsync(f.Titular, "Carla", TipoDePrueba.De11, 3333.33m, "Ana", "2026-08-04", new(2026, 8, 4));
        await f.PrestarAsync(f.Titular, "Delia", TipoDePrueba.De13, 1234.45m, "Carla", "04-08-2026", new(2026, 8, 4));
        await f.PrestarAsync(
            f.Titular,
            ("Elsa", TipoDePrueba.De30, 1000.10m, "Ana"),
            ("Irma", TipoDePrueba.De14, 0.02m, "Gina"),
            ("Flor", TipoDePrueba.De11, 0.05m, "Elsa"));

        // An instant is a day in Mexico City; the day that the client proposes is the UTC one, tomorrow.
        await f.PrestarAsync(f.Admin, "Gina", TipoDePrueba.De14, 6000m, "Hilda", "2026-08-05T01:00:00Z", new(2026, 8, 4));
        await f.PrestarAsync(f.Titular, "Hilda", TipoDePrueba.De20, 5000m, "Gina");
        await f.PrestarAsync(f.Titular, "Julia", TipoDePrueba.De13, 800m, "Karla", "2026-08-06", new(2026, 8, 6));
        await f.PrestarAsync(f.Admin, "Mara", TipoDePrueba.De14, 700m, "Nora");

        // The figures of the plan in plain numbers: 7 %, 10 % and 5 % that end in half a cent.
        Assert.Equal((147.11m, 2942.10m, 147.01m), (f.Libro.De("Ana").CobranzaIdeal, f.Libro.De("Ana").Utilidad, f.Libro.De("Ana").Plan()[^1]));
        Assert.Equal((123.45m, 1604.79m, 123.39m), (f.Libro.De("Delia").CobranzaIdeal, f.Libro.De("Delia").Utilidad, f.Libro.De("Delia").Plan()[^1]));
        Assert.Equal((50.01m, 1500.15m, 49.86m), (f.Libro.De("Elsa").CobranzaIdeal, f.Libro.De("Elsa").Utilidad, f.Libro.De("Elsa").Plan()[^1]));
        Assert.Equal([0.01m, 0.01m, 0.01m, 0.01m, 0.01m, 0.01m, 0m, 0m, 0m, 0m, 0m], f.Libro.De("Flor").Plan());

        // Without payments the terms may change, and the loan may go.
        await f.EditarAsync(f.Libro.De("Irma"), new JsonObject { ["monto_prestamo"] = "0.01", ["monto_utilidad"] = 99 }, p => p.Monto = 0.01m);
        var karla = await f.PrestarAsync(f.Titular, "Karla", TipoDePrueba.De11, 500m, "Luz");
        await f.EditarAsync(
            karla,
            new JsonObject { ["tipo_prestamo_id"] = "37", ["monto_prestamo"] = 612.35m, ["fecha_inicio"] = "2026-08-01", ["aval_id"] = $"{f.Libro.Cliente("Julia").Id}" },
            p => (p.Tipo, p.Monto, p.FechaInicio, p.Aval) = (TipoDePrueba.De13, 612.35m, new(2026, 8, 1), f.Libro.Cliente("Julia")));
        Forma.Exacta((await f.Titular.GetAsync($"/prestamos/{karla.Id}")).Dato("get", "/prestamos/{id}"), Forma.Detalle(karla));
        await f.SinHuellaAsync(async () =>
        {
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject())).Problema(HttpStatusCode.BadRequest, "solicitud.vacia");
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject { ["status"] = "liquidado", ["semana_activa"] = 13 }))
                .Problema(HttpStatusCode.BadRequest, "solicitud.vacia");
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject { ["monto_prestamo"] = null })).Problema(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject { ["aval_id"] = karla.Cliente.Id })).Problema(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync("/prestamos/999999", new JsonObject { ["monto_prestamo"] = 1 })).Problema(HttpStatusCode.NotFound);
            (await f.Titular.PutAsync("/prestamos/999999", new JsonObject { ["monto_prestamo"] = 1 })).Problema(HttpStatusCode.Forbidden, "permiso.denegado");
            (await f.Titular.DeleteAsync($"/prestamos/{karla.Id}")).Problema(HttpStatusCode.Forbidden, "permiso.denegado");
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Karla", TipoDePrueba.De14, 900m, "Luz"))).Problema(HttpStatusCode.Conflict);
        });
        await f.EliminarAsync(karla);
        (await f.Admin.DeleteAsync($"/prestamos/{karla.Id}")).Problema(HttpStatusCode.NotFound);
    }

    /// <summary>Each sees their own: another titular, a supervisor of the route.</summary>
    private static async Task AjenosAsync(Financiera f)
    {
        var mara = f.Libro.De("Mara");
        foreach (var ruta in new[] { "/prestamos/{0}", "/prestamos/{0}/cobranza-ideal", "/pagos/pagos-prestamo/{0}", "/pagos/faltas/{0}" })
        {
            foreach (var id in new[] { mara.Id, 999_999 })
            {
                (await f.Titular.GetAsync(ruta.Replace("{0}", $"{id}", StringComparison.Ordinal))).Problema(HttpStatusCode.NotFound);
            }
        }

        (await f.Titular.GetAsync($"/clientes/monto-pagado/{mara.Cliente.Id}")).Problema(HttpStatusCode.NotFound);
        (await f.Titular.GetAsync($"/grupos/{mara.Cliente.Grupo.Id}/datos-prestamos")).Problema(HttpStatusCode.NotFound);
        (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(mara, 70m)))).Problema(HttpStatusCode.NotFound);
        await f.CuadrarPrestamosAsync(await f.EntrarAsync("tit2"), "", p => p == mara);
        var supervisor = await f.EntrarAsync("sup1");
        await f.CuadrarPrestamosAsync(supervisor, "", _ => true);
        await f.CuadrarPagosAsync(supervisor, "", _ => true);
    }
}
