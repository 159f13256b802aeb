using Prosmex.Domain.Prestamos;
using Prosmex.Tests.Auth;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Prestamos;

/// <summary>The route that says what a loan would cost.</summary>
[Trait("Kind", "Integration")]
public sealed class CotizacionTests(TestServer server)
{
    [Fact]
    public async Task Cotizar_AProduct_IsTheLoanThatWouldBeGranted()
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        using var ada = await program.Api().SignedInAsync("ada");

        var cotizacion = (await ada.GetAsync("/prestamos/cotizacion?tipo_prestamo_id=1&monto=3000&fecha_inicio=2026-11-18")).Success("get", "/prestamos/cotizacion").Data;

        Assert.Equal((3000m, 1200m, 4200m, 300m, 14), ((decimal)cotizacion["monto_prestamo"]!, (decimal)cotizacion["interes"]!, (decimal)cotizacion["monto_utilidad"]!, (decimal)cotizacion["cobranza_ideal"]!, (int)cotizacion["numero_semanas"]!));
        Assert.Equal((1068.5m, Cat.Metodo), ((decimal)cotizacion["cat"]!, (string)cotizacion["cat_metodo"]!));
        Assert.Equal(("2026-11-29", "2027-02-28"), ((string)cotizacion["plan"]![0]!["vence"]!, (string)cotizacion["plan"]![13]!["vence"]!));
        Assert.Equal(4200m, cotizacion["plan"]!.AsArray().Sum(s => (decimal)s!["monto"]!));
    }

    [Fact]
    public async Task Caratula_OfAGrantedLoan_HasItsOwnTermsAndWhatWasHandedOut()
    {
        await using var d = await Despacho.OpenAsync(server);
        var id = await d.NuevoPrestamoAsync();
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE tipos_prestamo SET interes = 0.5, porcentaje_semanal = 0.15, numero_semanas = 10");

        var caratula = (await d.Admin.GetAsync($"/prestamos/{id}/caratula")).Success("get", "/prestamos/{id}/caratula").Data;
        var prestamo = (await d.Admin.GetAsync($"/prestamos/{id}")).Data;

        Assert.Equal(1000m, (decimal)caratula["monto_prestamo_real"]!);
        foreach (var term in (string[])["monto_prestamo", "monto_utilidad", "fecha_inicio"])
        {
            Assert.Equal(prestamo[term]!.ToJsonString(), caratula["costo"]![term]!.ToJsonString());
        }

        Assert.Equal((decimal)prestamo["monto_utilidad"]!, caratula["costo"]!["plan"]!.AsArray().Sum(s => (decimal)s!["monto"]!));
        (await d.Admin.GetAsync("/prestamos/99999/caratula")).Problem(System.Net.HttpStatusCode.NotFound, "prestamo.no_encontrado");
    }

    [Theory]
    [InlineData("monto=3000", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1&monto=0", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1&monto=1e3", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1&monto=10.001", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1&monto=10000000", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1&monto=10&fecha_inicio=1999-12-31", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=1&monto=10&fecha_inicio=2036-12-31", 400, "solicitud.invalida")]
    [InlineData("tipo_prestamo_id=999&monto=10", 404, "tipo_prestamo.no_encontrado")]
    public async Task Cotizar_WhatCannotBe_IsRefused(string query, int status, string codigo)
    {
        await using var program = await ProgramWithClock.StartWithAdminAsync(server);
        using var ada = await program.Api().SignedInAsync("ada");

        (await ada.GetAsync($"/prestamos/cotizacion?{query}")).Problem((System.Net.HttpStatusCode)status, codigo);
    }
}
