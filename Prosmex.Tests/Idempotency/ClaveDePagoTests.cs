using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Idempotency;

/// <summary>The <c>clave</c> of a row of POST /pagos: unique across all requests.</summary>
[Trait("Kind", "Integration")]
public sealed class ClaveDePagoTests(TestServer servidor)
{
    private readonly string _clave = Guid.NewGuid().ToString();

    [Fact]
    public async Task SameFila_Resent_IsTheSamePago()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var primera = (await PagarAsync(d.Admin, Fila(uno, 100, _clave))).Exito("post", "/pagos");
        var otraVez = (await PagarAsync(d.Admin, Fila(uno, 100, _clave))).Exito("post", "/pagos");
        Assert.Equal(primera.Texto, otraVez.Texto);

        var lote = (await PagarAsync(d.Admin, Fila(uno, 100, _clave), Fila(otro, 50, null), Fila(uno, 30, Guid.NewGuid().ToString()))).Exito("post", "/pagos");
        Assert.Equal((int)primera.Data["pago"]!["id"]!, (int)lote.Data["pagos"]![0]!["id"]!);
        Assert.Equal(130m, (decimal)lote.Data["pagos"]![0]!["prestamo"]!["monto_pagado"]!);
        Assert.Equal(3, await d.CuentaAsync("pagos"));
    }

    [Fact]
    public async Task SameFila_OfAReversedPago_IsToldAndPaysNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var prestamo = await d.NuevoPrestamoAsync();
        var id = (int)(await PagarAsync(d.Admin, Fila(prestamo, 100, _clave))).Data["pago"]!["id"]!;
        await d.Admin.DeleteAsync($"/pagos/{id}");
        var otraVez = (await PagarAsync(d.Admin, Fila(prestamo, 100, _clave))).Exito("post", "/pagos");
        Assert.Equal((id, true, 0m), ((int)otraVez.Data["pago"]!["id"]!, (bool)otraVez.Data["pago"]!["reversado"]!, (decimal)otraVez.Data["pago"]!["prestamo"]!["monto_pagado"]!));
    }

    [Fact]
    public async Task SameClave_OnAnotherPago_IsAConflictThatRevealsNothing()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        (await PagarAsync(d.Admin, Fila(uno, 100, _clave))).Exito("post", "/pagos");
        foreach (var fila in new[] { Fila(uno, 101, _clave), Fila(otro, 100, _clave), Fila(uno, 100, _clave, "2026-11-17") })
        {
            (await PagarAsync(d.Admin, fila)).Problema(HttpStatusCode.Conflict, "pago.clave_usada");
        }

        (await PagarAsync(await d.OtroAsync("bea"), Fila(uno, 100, _clave))).Problema(HttpStatusCode.Conflict, "pago.clave_usada");
        var nueva = Guid.NewGuid().ToString();
        var lote = (await PagarAsync(d.Admin, Fila(uno, 1, nueva), Fila(uno, 1, nueva))).Problema(HttpStatusCode.Conflict, "pago.clave_usada");
        Assert.Equal(1, (int)lote.Data["errors"]![0]!["index"]!);
        (await PagarAsync(d.Admin, Fila(uno, 1, "no-es-uuid"))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        Assert.Equal(1, await d.CuentaAsync("pagos"));
    }

    // A client that forgot to make one: taken once, the next one of any user would be refused for ever.
    [Fact]
    public async Task NilClave_OfAnyRow_IsAnInvalidFieldOfThatRow()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var (uno, nil) = (await d.NuevoPrestamoAsync(), Guid.Empty.ToString());

        var alone = (await PagarAsync(d.Admin, Fila(uno, 1, nil))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        var malformed = (await PagarAsync(d.Admin, Fila(uno, 1, "no-es-uuid"))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");
        var batch = (await PagarAsync(d.Admin, Fila(uno, 1, _clave), Fila(uno, 1, nil))).Problema(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal("Folio del cobro: no se puede leer. Actualice la aplicación e intente de nuevo.", (string)alone.Json["message"]!);
        Assert.Equal((string)malformed.Json["message"]!, (string)alone.Json["message"]!);
        Assert.Equal(1, (int)Assert.Single(batch.Data["errors"]!.AsArray())!["index"]!);
        Assert.Equal((0, 0), (await d.CuentaAsync("pagos"), await d.CuentaAsync("claves_de_cobro")));
    }

    [Fact]
    public async Task SameFila_OneHundredTimesAtOnce_IsOnePago()
    {
        await using var d = await Despacho.AbrirAsync(servidor);
        var (uno, otro) = (await d.NuevoPrestamoAsync(), await d.NuevoPrestamoAsync());
        var respuestas = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => PagarAsync(d.Admin, Fila(i % 2 == 0 ? uno : otro, 10, _clave))));
        Assert.All(respuestas, r => Assert.True(r.Estado == HttpStatusCode.Created || (r.Estado, r.Codigo) == (HttpStatusCode.Conflict, "pago.clave_usada"), r.Texto));
        Assert.Contains(respuestas, r => r.Estado == HttpStatusCode.Created);
        Assert.Equal(1, await d.CuentaAsync("pagos"));
    }

    private static Task<ApiResponse> PagarAsync(Api api, params JsonObject[] filas) => api.PostAsync("/pagos", new JsonArray([.. filas]));

    private static JsonObject Fila(int prestamo, int monto, string? clave, string? fecha = null)
    {
        var fila = new JsonObject { ["prestamo_id"] = prestamo, ["monto_pagado"] = monto };
        if (clave is not null)
        {
            fila["clave"] = clave;
        }

        if (fecha is not null)
        {
            fila["fecha_pago"] = fecha;
        }

        return fila;
    }
}
