using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>The <c>clave</c> of a row of POST /pagos: unique across all requests.</summary>
[Trait("Kind", "Integration")]
public sealed class ClaveDePagoTests(TestServer server)
{
    private readonly string _clave = Guid.NewGuid().ToString();

    [Fact]
    public async Task SameFila_Resent_IsTheSamePago()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var primera = (await PagarAsync(d.Admin, Fila(uno, 100, _clave))).Success("post", "/pagos");
        var otraVez = (await PagarAsync(d.Admin, Fila(uno, 100, _clave))).Success("post", "/pagos");
        Assert.Equal(primera.Text, otraVez.Text);

        var lote = (await PagarAsync(d.Admin, Fila(uno, 100, _clave), Fila(otro, 50, null), Fila(uno, 30, Guid.NewGuid().ToString()))).Success("post", "/pagos");
        Assert.Equal((int)primera.Data["pago"]!["id"]!, (int)lote.Data["pagos"]![0]!["id"]!);
        Assert.Equal(130m, (decimal)lote.Data["pagos"]![0]!["prestamo"]!["monto_pagado"]!);
        Assert.Equal(3, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task SameFila_OfAReversedPago_IsToldAndPaysNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var id = (int)(await PagarAsync(d.Admin, Fila(prestamo, 100, _clave))).Data["pago"]!["id"]!;
        await d.Admin.DeleteAsync($"/pagos/{id}");
        var otraVez = (await PagarAsync(d.Admin, Fila(prestamo, 100, _clave))).Success("post", "/pagos");
        Assert.Equal((id, true, 0m), ((int)otraVez.Data["pago"]!["id"]!, (bool)otraVez.Data["pago"]!["reversado"]!, (decimal)otraVez.Data["pago"]!["prestamo"]!["monto_pagado"]!));
    }

    [Fact]
    public async Task SameClave_OnAnotherPago_IsAConflictThatRevealsNothing()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        (await PagarAsync(d.Admin, Fila(uno, 100, _clave))).Success("post", "/pagos");
        foreach (var fila in new[] { Fila(uno, 101, _clave), Fila(otro, 100, _clave), Fila(uno, 100, _clave, "2026-11-17") })
        {
            (await PagarAsync(d.Admin, fila)).Problem(HttpStatusCode.Conflict, "pago.clave_usada");
        }

        (await PagarAsync(await d.AnotherAsync("bea"), Fila(uno, 100, _clave))).Problem(HttpStatusCode.Conflict, "pago.clave_usada");
        var nueva = Guid.NewGuid().ToString();
        var lote = (await PagarAsync(d.Admin, Fila(uno, 1, nueva), Fila(uno, 1, nueva))).Problem(HttpStatusCode.Conflict, "pago.clave_usada");
        Assert.Equal(1, (int)lote.Data["errors"]![0]!["index"]!);
        (await PagarAsync(d.Admin, Fila(uno, 1, "no-es-uuid"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal(1, await d.CountAsync("pagos"));
    }

    // A client that forgot to make one: taken once, the next one of any user would be refused for ever.
    [Fact]
    public async Task NilClave_OfAnyRow_IsAnInvalidFieldOfThatRow()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, nil) = (await d.NuevoPrestamoAsync(), Guid.Empty.ToString());

        var alone = (await PagarAsync(d.Admin, Fila(uno, 1, nil))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        var malformed = (await PagarAsync(d.Admin, Fila(uno, 1, "no-es-uuid"))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");
        var batch = (await PagarAsync(d.Admin, Fila(uno, 1, _clave), Fila(uno, 1, nil))).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal("Folio del cobro: no se puede leer. Actualice la aplicación e intente de nuevo.", (string)alone.Json["message"]!);
        Assert.Equal((string)malformed.Json["message"]!, (string)alone.Json["message"]!);
        Assert.Equal(1, (int)Assert.Single(batch.Data["errors"]!.AsArray())!["index"]!);
        Assert.Equal((0, 0), (await d.CountAsync("pagos"), await d.CountAsync("claves_de_cobro")));
    }

    [Fact]
    public async Task SameFila_OneHundredTimesAtOnce_IsOnePago()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PagarAsync(d.Admin, Fila(i % 2 == 0 ? uno : otro, 10, _clave))));
        Assert.All(answers, r => Assert.True(r.Status == HttpStatusCode.Created || (r.Status, r.Codigo) == (HttpStatusCode.Conflict, "pago.clave_usada"), r.Text));
        Assert.Contains(answers, r => r.Status == HttpStatusCode.Created);
        Assert.Equal(1, await d.CountAsync("pagos"));
    }

    private static Task<ApiResponse> PagarAsync(Api api, params JsonObject[] filas) => api.PostAsync("/pagos", new JsonArray([.. filas]));

    private static JsonObject Fila(int prestamo, int monto, string? key, string? fecha = null)
    {
        var fila = new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto };
        if (key is not null)
        {
            fila["clave"] = key;
        }

        if (fecha is not null)
        {
            fila["fecha_pago"] = fecha;
        }

        return fila;
    }
}
