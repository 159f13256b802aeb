using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Visitas;

/// <summary>Visits without a payment, noted on the page: shown with those of phones, under the same rules, within the caller's scope.</summary>
[Trait("Kind", "Integration")]
public sealed class VisitasTests(TestServer server)
{
    [Fact]
    public async Task Anotar_WithAPromesa_IsShownWithTheVisitasOfPhones()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 0, d.Ahora.AddHours(-2), visita: "no_estaba"));

        var anotada = (await AnotarAsync(d.Admin, prestamo, """{"visita":"prometio","nota":" Cobra  el viernes. ","promesa":{"fecha":"2026-11-20","monto":"100.50"}}"""))
            .Success("post", "/prestamos/{id}/visitas").Data["visita"]!;

        Assert.Equal(
            ("prometio", "Cobra el viernes.", """{"fecha":"2026-11-20","monto":100.50}""", d.Ahora),
            ((string?)anotada["visita"], (string?)anotada["nota"], anotada["promesa"]!.ToJsonString(), DateTimeOffset.Parse((string)anotada["fecha"]!, null)));
        var visitas = await FichaAsync(d, prestamo);
        Assert.Equal(["prometio 0", "no_estaba 0"], visitas.Select(v => $"{v!["visita"]} {(decimal)v["monto"]!:0}"));
        Assert.Equal(("Cobra el viernes.", "N P"), ((string?)visitas[0]!["nota"], (string?)visitas[0]!["registrado_por"]));
        Assert.Equal("""{"fecha":"2026-11-20","monto":100.50}""", visitas[0]!["promesa"]!.ToJsonString());
    }

    [Fact]
    public async Task Anotar_OfAnEarlierDay_IsOfItsNoon()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await EarlierPrestamoAsync(d);

        (await AnotarAsync(d.Admin, prestamo, """{"visita":"prometio","fecha":"2026-11-10","promesa":{"fecha":"2026-11-10","monto":1}}""")).Success("post", "/prestamos/{id}/visitas");

        Assert.Equal(new(2026, 11, 10, 18, 0, 0, TimeSpan.Zero), DateTimeOffset.Parse((string)(await FichaAsync(d, prestamo))[0]!["fecha_pago"]!, null));
    }

    [Theory]
    [InlineData("""{"visita":"pago"}""", "Resultado de la visita: elija no estaba, no quiso o prometió.")]
    [InlineData("{}", "Elija el resultado de la visita.")]
    [InlineData("""{"visita":"no_quiso","promesa":{"fecha":"2026-11-20","monto":5}}""", "Promesa de pago: solo se anota si el resultado de la visita es «prometió».")]
    [InlineData("""{"visita":"prometio","promesa":{"fecha":"2026-11-20","monto":0}}""", "Monto: escriba una cantidad mayor que cero.")]
    [InlineData("""{"visita":"prometio","promesa":{"fecha":"2026-11-17","monto":5}}""", "Fecha: elija el día de la visita o uno posterior.")]
    [InlineData("""{"visita":"prometio","fecha":"2026-11-16","promesa":{"fecha":"2026-11-15","monto":5}}""", "Fecha: elija el día de la visita o uno posterior.")]
    [InlineData("""{"visita":"no_estaba","fecha":"2026-11-19"}""", "Fecha: elija un día entre el inicio del préstamo y hoy.")]
    [InlineData("""{"visita":"no_estaba","fecha":"2026-11-03"}""", "Fecha: elija un día entre el inicio del préstamo y hoy.")]
    [InlineData("""{"visita":"no_estaba","fecha":"ayer"}""", "Fecha: escríbala como día/mes/año, por ejemplo 18/11/2026.")]
    public async Task Anotar_WhatCannotBe_IsRefused(string body, string message)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await EarlierPrestamoAsync(d);

        var rechazo = (await AnotarAsync(d.Admin, prestamo, body)).Problem(HttpStatusCode.BadRequest, "solicitud.invalida");

        Assert.Equal(message, (string?)rechazo.Json["message"]);
        Assert.Equal(0, await d.CountAsync("visitas"));
    }

    [Fact]
    public async Task Anotar_APromesaAboveTheSaldo_IsAConflictThatSaysTheSaldo()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        (await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":400}]"""))).Success("post", "/pagos");

        var rechazo = await AnotarAsync(d.Admin, prestamo, """{"visita":"prometio","promesa":{"fecha":"2026-11-20","monto":1000.01}}""");
        var justo = await AnotarAsync(d.Admin, prestamo, """{"visita":"prometio","promesa":{"fecha":"2026-11-20","monto":1000}}""");

        Assert.Contains("faltan $1,000.00 por pagar", (string?)rechazo.Problem(HttpStatusCode.Conflict, "visita.promesa_excede_saldo").Json["message"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Created, justo.Status);
    }

    [Fact]
    public async Task Anotar_ForAClosedPrestamo_IsAConflict()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        (await d.Admin.PostAsync("/pagos", JsonNode.Parse($$"""[{"prestamo_id":{{prestamo}},"monto_pagado":1400}]"""))).Success("post", "/pagos");

        (await AnotarAsync(d.Admin, prestamo, """{"visita":"no_estaba"}""")).Problem(HttpStatusCode.Conflict, "prestamo.cerrado");
    }

    [Theory]
    [InlineData(1, "UPDATE grupos SET usuario_id_gestor = {0} WHERE grupo_id = 1")]
    [InlineData(2, "UPDATE grupos SET usuario_id_titular = {0} WHERE grupo_id = 1")]
    [InlineData(3, "UPDATE rutas SET usuario_id_supervisor = {0} WHERE ruta_id = (SELECT ruta_id FROM grupos WHERE grupo_id = 1)")]
    public async Task Anotar_ByAUserWhoMayCollect_IsForTheirGruposAlone(int rol, string asignar)
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        using var quien = await d.AnotherAsync("quien", rol);

        var ajeno = await AnotarAsync(quien, prestamo, """{"visita":"no_estaba"}""");
        var before = await d.CountAsync("visitas");
        await TestDatabase.ExecuteAsync(d.Connection, asignar.Replace("{0}", "(SELECT id FROM usuarios WHERE usuario = 'quien')", StringComparison.Ordinal));
        var suyo = await AnotarAsync(quien, prestamo, """{"visita":"no_estaba"}""");

        ajeno.Problem(HttpStatusCode.NotFound, "prestamo.no_encontrado");
        Assert.Equal((0, HttpStatusCode.Created), (before, suyo.Status));
    }

    [Fact]
    public async Task Anotar_Always_LeavesWhoAndWhatInTheBitacora()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();

        await AnotarAsync(d.Admin, prestamo, """{"visita":"no_quiso","nota":"Dice que ya pagó."}""");

        var apunte = Assert.Single((await d.Admin.GetAsync("/bitacora?entidad=visita")).Success("get", "/bitacora").Data["bitacora"]!.AsArray())!;
        Assert.Equal(("alta", "Dice que ya pagó."), ((string?)apunte["accion"], (string?)apunte["despues"]!["nota"]));
    }

    [Fact]
    public async Task EliminarPrestamo_WithVisitas_TakesThemAlong()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        await AnotarAsync(d.Admin, prestamo, """{"visita":"no_estaba"}""");

        (await d.Admin.DeleteAsync($"/prestamos/{prestamo}")).Success("delete", "/prestamos/{id}");

        Assert.Equal(0, await d.CountAsync("visitas"));
        Assert.Equal(2, (await d.Admin.GetAsync("/bitacora?entidad=visita")).Data["bitacora"]!.AsArray().Count);
    }

    private static Task<ApiResponse> AnotarAsync(Api api, int prestamo, string body) => api.PostAsync($"/prestamos/{prestamo}/visitas", JsonNode.Parse(body));

    private static async Task<JsonArray> FichaAsync(Despacho d, int prestamo)
    {
        var cliente = (int)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["cliente_id"]!;
        return (await d.Admin.GetAsync($"/clientes/{cliente}/ficha")).Success("get", "/clientes/{id}/ficha").Data["visitas"]!.AsArray();
    }

    // Begun on 4 November.
    private static async Task<int> EarlierPrestamoAsync(Despacho d)
    {
        var solicitud = JsonNode.Parse(await d.SolicitudDePrestamoAsync())!;
        solicitud["fecha_inicio"] = "2026-11-04";
        return (int)(await d.Admin.PostAsync("/prestamos", solicitud)).Success("post", "/prestamos").Data["prestamo"]!;
    }
}
