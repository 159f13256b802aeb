using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.FirstDay;

/// <summary>Cash cuts over HTTP, with the floats that the client computes.</summary>
[Trait("Kind", "Integration")]
public sealed class CortesTests(TestServer server)
{
    private static readonly DateTimeOffset Ahora = new(2026, 8, 12, 19, 15, 0, TimeSpan.FromHours(-6));

    [Fact]
    public async Task Cortes_FloatsOfTheClient_AreRoundedToTheCentavo()
    {
        await using var f = new Financiera(await server.NewDatabaseAsync());
        await f.OpenAsync(Ahora);
        await f.SetUpAsync();
        var titular = (int)(await f.Titular.Another().SignInAsync("tit1", Financiera.Contrasena)).Data["User"]!["userId"]!;

        Assert.Equal(JsonValueKind.Array, (await f.Titular.GetAsync("/cortes/cortes/")).Bare("get", "/cortes/cortes").GetValueKind());
        List<(string, object?)[]> hechos =
        [
            await SendAsync(f.Titular, "/cortes/cortes", """{"corte_total": -1234.567, "total_gastos": 5.68e-14, "semilla": 250.5}""", titular, -1234.57m, 0m, 250.50m),
            await SendAsync(
                f.Titular, "/cortes/realizar-corte-semanal", """{"corte_total": "-5.68e-14", "total_gastos": "1.5E2", "semilla": "0.30000000000000004"}""", titular, 0m, 150m, 0.30m),
            await SendAsync(f.Titular, "/cortes/cortes", """{"corte_total": -9999999999.99, "total_gastos": 0, "semilla": 9999999999.99}""", titular, -9999999999.99m, 0m, 9999999999.99m),
            await SendAsync(f.Admin, "/cortes/realizar-corte-semanal", """{"corte_total": 12.005, "total_gastos": 0.30000000000000004, "semilla": "7"}""", f.AdminId, 12.01m, 0.30m, 7m),
        ];

        Forma.Lista((await f.Titular.GetAsync("/cortes/cortes")).Bare("get", "/cortes/cortes"), hechos.Take(3));
        Forma.Lista((await f.Admin.GetAsync("/cortes/cortes")).Bare("get", "/cortes/cortes"), hechos);
        var other = await f.SignInAsync("tit2");
        Forma.Lista((await other.GetAsync("/cortes/cortes")).Bare("get", "/cortes/cortes"), []);
        var id = (int)hechos[0].Single(c => c.Item1 == "id").Item2!;
        Forma.HasExactly((await f.Titular.GetAsync($"/cortes/cortes/{id}/")).Bare("get", "/cortes/cortes/{id}"), hechos[0]);
        (await other.GetAsync($"/cortes/cortes/{id}")).Problem(HttpStatusCode.NotFound);
        (await other.GetAsync("/cortes/cortes/999999")).Problem(HttpStatusCode.NotFound);

        await RechazarAsync(f, id);

        // A correction is an opposite corte, which is never listed, and a new one for the same instant.
        var cambio = JsonNode.Parse("""{"corte_total": "-50", "total_gastos": 1.25, "semilla": 1e-9}""");
        var corregido = (await f.Admin.PutAsync($"/cortes/cortes/{id}", cambio)).Bare("put", "/cortes/cortes/{id}");
        var nuevo = (int)corregido["id"]!;
        (string, object?)[] cambiado =
            [.. hechos[0].Where(c => c.Item1 is "fecha_inicio" or "usuario_id"), ("id", nuevo), ("corte_total", -50m), ("total_gastos", 1.25m), ("semilla", 0m)];
        Forma.HasExactly(corregido, cambiado);
        Assert.True(nuevo > id);
        Forma.Lista((await f.Titular.GetAsync("/cortes/cortes")).Bare("get", "/cortes/cortes"), [.. hechos.Skip(1).Take(2), cambiado]);
        foreach (var quitado in new[] { id, nuevo })
        {
            if (quitado == nuevo)
            {
                Forma.HasExactly((await f.Admin.DeleteAsync($"/cortes/cortes/{nuevo}")).Bare("delete", "/cortes/cortes/{id}"), ("message", "Corte eliminado"));
            }

            (await f.Admin.GetAsync($"/cortes/cortes/{quitado}")).Problem(HttpStatusCode.NotFound);
            (await f.Admin.PutAsync($"/cortes/cortes/{quitado}", cambio!.DeepClone())).Problem(HttpStatusCode.NotFound);
            (await f.Admin.DeleteAsync($"/cortes/cortes/{quitado}")).Problem(HttpStatusCode.NotFound);
        }

        Forma.Lista((await f.Titular.GetAsync("/cortes/cortes")).Bare("get", "/cortes/cortes"), hechos.Skip(1).Take(2));
    }

    private static Task RechazarAsync(Financiera f, int id) => f.SinHuellaAsync(async () =>
    {
        foreach (var fieldName in new[] { "corte_total", "total_gastos", "semilla" })
        {
            string[] malos = ["null", "\"NaN\"", "\"Infinity\"", "\"mil\"", "true", "10000000000", "1e300", "\"1e999\"", .. fieldName == "corte_total" ? [] : new[] { "-1" }];
            foreach (var bad in malos)
            {
                var body = new JsonObject { ["corte_total"] = -1, ["total_gastos"] = 1, ["semilla"] = 1 };
                body[fieldName] = JsonNode.Parse(bad);
                (await f.Titular.PostAsync("/cortes/cortes", body)).Problem(HttpStatusCode.BadRequest);
                (await f.Admin.PutAsync($"/cortes/cortes/{id}", body.DeepClone())).Problem(HttpStatusCode.BadRequest);
            }

            var incompleto = new JsonObject { ["corte_total"] = -1, ["total_gastos"] = 1, ["semilla"] = 1 };
            incompleto.Remove(fieldName);
            (await f.Titular.PostAsync("/cortes/realizar-corte-semanal/", incompleto)).Problem(HttpStatusCode.BadRequest);
        }

        var good = new JsonObject { ["corte_total"] = -1, ["total_gastos"] = 1, ["semilla"] = 1 };
        (await f.Titular.PutAsync($"/cortes/cortes/{id}", good)).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await f.Titular.DeleteAsync($"/cortes/cortes/{id}")).Problem(HttpStatusCode.Forbidden, "permiso.denegado");
        (await f.Admin.PutAsync("/cortes/cortes/999999", good)).Problem(HttpStatusCode.NotFound);
    });

    private static async Task<(string, object?)[]> SendAsync(
        Api quien, string path, string body, int usuarioId, decimal total, decimal gastos, decimal seed)
    {
        var corte = (await quien.PostAsync(path, JsonNode.Parse(body))).Bare("post", path, HttpStatusCode.Created);

        // Whether it is a day or an instant is said nowhere; either must be the clock's.
        var fecha = (string)corte["fecha_inicio"]!;
        object expected = fecha.Contains('T', StringComparison.Ordinal) ? Ahora : Forma.Dia(Ahora);
        (string, object?)[] forma =
        [
            ("id", (int)corte["id"]!), ("fecha_inicio", expected), ("corte_total", total), ("total_gastos", gastos), ("semilla", seed), ("usuario_id", usuarioId),
        ];
        Forma.HasExactly(corte, forma);
        return forma;
    }
}
