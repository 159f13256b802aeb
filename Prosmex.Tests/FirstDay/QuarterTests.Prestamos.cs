using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <content>Week 0: loans granted and refused.</content>
public sealed partial class QuarterTests
{
    private static async Task RechazarPrestamosAsync(Financiera f)
    {
        var tipos = (await f.Titular.GetAsync("/prestamos/tipos")).Datum("get", "/prestamos/tipos").AsArray();
        Assert.Equal(TestTipo.All.Count, tipos.Count);
        foreach (var (tipo, i) in TestTipo.All.Select((t, i) => (t, i)))
        {
            var pena = (string)tipos[i]!["pena_incumplimiento"]!;
            Assert.Matches(@"^\d+\.\d+$", pena);
            Assert.Equal(tipo.Pena, decimal.Parse(pena, System.Globalization.CultureInfo.InvariantCulture));
            Forma.HasExactly(
                tipos[i], ("nombre", tipo.Nombre), ("tipo_prestamo_id", tipo.Id), ("numero_semanas", tipo.Semanas), ("porcentaje_semanal", tipo.PorcentajeSemanal),
                ("incumplimientos_tolerados", 1), ("pena_incumplimiento", pena), ("limite_penalizaciones", tipo.Limite), ("interes", tipo.Interes));
        }

        await f.SinHuellaAsync(async () =>
        {
            Task<ApiResponse> Pedir(string cliente, JsonNode monto, string aval, string? fecha = null) =>
                f.Admin.PostAsync("/prestamos/", f.Solicitud(cliente, TestTipo.De14, monto, aval, fecha));
            foreach (var monto in new[] { "0", "-1", "10.001", "1e3", "10000000", "\"NaN\"", "\"1e3\"", "\"mil\"", "true" })
            {
                (await Pedir("Ana", JsonNode.Parse(monto)!, "Berta")).Problem(HttpStatusCode.BadRequest);
            }

            foreach (var fecha in new[] { "2026-08-07", "1999-12-31", "08/13/2026", "2026-02-30", "hoy" })
            {
                (await Pedir("Ana", 1000m, "Berta", fecha)).Problem(HttpStatusCode.BadRequest);
            }

            (await Pedir("Ana", 1000m, "Ana")).Problem(HttpStatusCode.BadRequest);
            (await Pedir("Ana", 1000m, "Gina")).Problem(HttpStatusCode.BadRequest);
            foreach (var (fieldName, value, status) in new (string, int?, HttpStatusCode)[]
            {
                ("cliente_id", 0, HttpStatusCode.BadRequest), ("aval_id", 0, HttpStatusCode.BadRequest), ("tipo_prestamo_id", -1, HttpStatusCode.BadRequest),
                ("cliente_id", null, HttpStatusCode.BadRequest), ("aval_id", null, HttpStatusCode.BadRequest), ("monto_prestamo", null, HttpStatusCode.BadRequest),
                ("cliente_id", 999_999, HttpStatusCode.NotFound), ("aval_id", 999_999, HttpStatusCode.NotFound), ("tipo_prestamo_id", 999_999, HttpStatusCode.NotFound),
            })
            {
                var body = f.Solicitud("Ana", TestTipo.De14, 1000m, "Berta");
                body[fieldName] = value;
                (await f.Admin.PostAsync("/prestamos", body)).Problem(status);
            }

            // Above the limit needs acción 11; the limit itself does not.
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Hilda", TestTipo.De20, 5000.01m, "Gina"))).Problem(HttpStatusCode.Forbidden);
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Gina", TestTipo.De14, "6000", "Hilda"))).Problem(HttpStatusCode.Forbidden);

            // Another titular's client and aval are unknown here.
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Mara", TestTipo.De14, 700m, "Nora"))).Problem(HttpStatusCode.NotFound);
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Karla", TestTipo.De14, 700m, "Nora"))).Problem(HttpStatusCode.NotFound);
        });

        var desconocido = f.Solicitud("Luz", TestTipo.De14, 100m, "Karla");
        desconocido["cliente_id"] = 999_999;
        desconocido["contrasena"] = "no debe volver";
        await f.RechazarLoteAsync(
            f.Titular,
            "/prestamos/",
            [
                f.Solicitud("Karla", TestTipo.De11, 500m, "Luz"),
                f.Solicitud("Luz", TestTipo.De14, 5000.01m, "Karla"),
                f.Solicitud("Luz", TestTipo.De14, 100m, "Luz"),
                f.Solicitud("Luz", TestTipo.De14, 0, "Karla"),
                f.Solicitud("Karla", TestTipo.De14, 600m, "Luz"),
                desconocido,
                7,
            ],
            HttpStatusCode.BadRequest,
            [1, 2, 3, 4, 5, 6],
            (_, errores) => Assert.Equal("El cliente no puede renovar.", (string?)errores[3]!["error"]));
    }

    private static async Task OtorgarAsync(Financiera f)
    {
        await f.PrestarAsync(f.Titular, "Ana", TestTipo.De20, 2101.50m, "Berta", "03/08/2026", new(2026, 8, 3));
        await f.PrestarAsync(f.Titular, "Berta", TestTipo.De14, 1000m, "Ana");
        await f.PrestarAsync(f.Titular, "Carla", TestTipo.De11, 3333.33m, "Ana", "2026-08-04", new(2026, 8, 4));
        await f.PrestarAsync(f.Titular, "Delia", TestTipo.De13, 1234.45m, "Carla", "04-08-2026", new(2026, 8, 4));
        await f.PrestarAsync(
            f.Titular,
            ("Elsa", TestTipo.De30, 1000.10m, "Ana"),
            ("Irma", TestTipo.De14, 0.02m, "Gina"),
            ("Flor", TestTipo.De11, 0.05m, "Elsa"));

        // An instant is a day in Mexico City; the day that the client proposes is the UTC one, tomorrow.
        await f.PrestarAsync(f.Admin, "Gina", TestTipo.De14, 6000m, "Hilda", "2026-08-05T01:00:00Z", new(2026, 8, 4));
        await f.PrestarAsync(f.Titular, "Hilda", TestTipo.De20, 5000m, "Gina");
        await f.PrestarAsync(f.Titular, "Julia", TestTipo.De13, 800m, "Karla", "2026-08-06", new(2026, 8, 6));
        await f.PrestarAsync(f.Admin, "Mara", TestTipo.De14, 700m, "Nora");

        // The figures of the plan in plain numbers: 7 %, 10 % and 5 % that end in half a cent.
        Assert.Equal((147.11m, 2942.10m, 147.01m), (f.Libro.De("Ana").CobranzaIdeal, f.Libro.De("Ana").Utilidad, f.Libro.De("Ana").Plan()[^1]));
        Assert.Equal((123.45m, 1604.79m, 123.39m), (f.Libro.De("Delia").CobranzaIdeal, f.Libro.De("Delia").Utilidad, f.Libro.De("Delia").Plan()[^1]));
        Assert.Equal((50.01m, 1500.15m, 49.86m), (f.Libro.De("Elsa").CobranzaIdeal, f.Libro.De("Elsa").Utilidad, f.Libro.De("Elsa").Plan()[^1]));
        Assert.Equal([0.01m, 0.01m, 0.01m, 0.01m, 0.01m, 0.01m, 0m, 0m, 0m, 0m, 0m], f.Libro.De("Flor").Plan());

        // Without payments the terms may change, and the loan may go.
        await f.EditarAsync(f.Libro.De("Irma"), new JsonObject { ["monto_prestamo"] = "0.01", ["monto_utilidad"] = 99 }, p => p.Monto = 0.01m);
        var karla = await f.PrestarAsync(f.Titular, "Karla", TestTipo.De11, 500m, "Luz");
        await f.EditarAsync(
            karla,
            new JsonObject { ["tipo_prestamo_id"] = "37", ["monto_prestamo"] = 612.35m, ["fecha_inicio"] = "2026-08-01", ["aval_id"] = $"{f.Libro.Cliente("Julia").Id}" },
            p => (p.Tipo, p.Monto, p.FechaInicio, p.Aval) = (TestTipo.De13, 612.35m, new(2026, 8, 1), f.Libro.Cliente("Julia")));
        Forma.HasExactly((await f.Titular.GetAsync($"/prestamos/{karla.Id}")).Datum("get", "/prestamos/{id}"), Forma.Detail(karla));
        await f.SinHuellaAsync(async () =>
        {
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject())).Problem(HttpStatusCode.BadRequest, "solicitud.vacia");
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject { ["status"] = "liquidado", ["semana_activa"] = 13 }))
                .Problem(HttpStatusCode.BadRequest, "solicitud.vacia");
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject { ["monto_prestamo"] = null })).Problem(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync($"/prestamos/{karla.Id}", new JsonObject { ["aval_id"] = karla.Cliente.Id })).Problem(HttpStatusCode.BadRequest);
            (await f.Admin.PutAsync("/prestamos/999999", new JsonObject { ["monto_prestamo"] = 1 })).Problem(HttpStatusCode.NotFound);
            (await f.Titular.PutAsync("/prestamos/999999", new JsonObject { ["monto_prestamo"] = 1 })).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
            (await f.Titular.DeleteAsync($"/prestamos/{karla.Id}")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
            (await f.Titular.PostAsync("/prestamos/", f.Solicitud("Karla", TestTipo.De14, 900m, "Luz"))).Problem(HttpStatusCode.Conflict);
        });
        await f.EliminarAsync(karla);
        (await f.Admin.DeleteAsync($"/prestamos/{karla.Id}")).Problem(HttpStatusCode.NotFound);
    }

    /// <summary>Each sees their own: another titular, a supervisor of the route.</summary>
    private static async Task AjenosAsync(Financiera f)
    {
        var mara = f.Libro.De("Mara");
        foreach (var path in new[] { "/prestamos/{0}", "/prestamos/{0}/cobranza-ideal", "/pagos/pagos-prestamo/{0}", "/pagos/faltas/{0}" })
        {
            foreach (var id in new[] { mara.Id, 999_999 })
            {
                (await f.Titular.GetAsync(path.Replace("{0}", $"{id}", StringComparison.Ordinal))).Problem(HttpStatusCode.NotFound);
            }
        }

        (await f.Titular.GetAsync($"/clientes/monto-pagado/{mara.Cliente.Id}")).Problem(HttpStatusCode.NotFound);
        (await f.Titular.GetAsync($"/grupos/{mara.Cliente.Grupo.Id}/datos-prestamos")).Problem(HttpStatusCode.NotFound);
        (await f.Titular.PostAsync("/pagos/", new JsonArray(Financiera.Fila(mara, 70m)))).Problem(HttpStatusCode.NotFound);
        await f.CuadrarPrestamosAsync(await f.SignInAsync("tit2"), "", p => p == mara);
        var supervisor = await f.SignInAsync("sup1");
        await f.CuadrarPrestamosAsync(supervisor, "", _ => true);
        await f.CuadrarPagosAsync(supervisor, "", _ => true);
    }
}
