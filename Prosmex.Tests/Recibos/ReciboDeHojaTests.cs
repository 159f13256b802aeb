using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Domain.Common;
using Prosmex.Tests.Hojas;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;
using static Prosmex.Tests.Recibos.TestRecibos;

namespace Prosmex.Tests.Recibos;

/// <summary>The key that comes with a sheet, and the code that goes with its rows.</summary>
[Trait("Kind", "Integration")]
public sealed class ReciboDeHojaTests(TestServer server)
{
    [Fact]
    public async Task Recibo_OfThePaper_HasTheCodeThatThePhoneShowed()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, codigo, _) = Capturar(d, await d.NuevoPrestamoAsync(), 100);
        var pagoId = (await d.Admin.FilasAsync(fila))["filas"]![0]!["pago_id"];

        Assert.Equal(codigo, (string?)(await d.Admin.GetAsync($"/pagos/{pagoId}/recibo")).Data["codigo"]);
    }

    [Fact]
    public async Task Recibo_OfMoneyThatTheOfficeApplied_NamesWhoTookTheCash()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var bea = await d.AnotherAsync("bea");
        var (fila, _, _) = Capturar(d, 99_999, 70);
        await bea.FilasAsync(fila);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE usuarios SET nombre = 'Beatriz' WHERE usuario = 'bea'");
        var aplicado = await d.Admin.PostAsync("/por-aclarar/1/aplicar", new JsonObject { ["prestamo_id"] = await d.NuevoPrestamoAsync() });

        var recibo = (await d.Admin.GetAsync($"/pagos/{aplicado.Data["por_aclarar"]!["pago_id"]}/recibo")).Success("get", "/pagos/{id}/recibo");

        Assert.StartsWith("Beatriz", (string?)recibo.Data["recibido_por"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hoja_OfTheRunningWeek_HasTheCallersKeyAndOfAPastOneNone()
    {
        await using var d = await Despacho.OpenAsync(server);
        using var other = await d.AnotherAsync("bea");
        var mia = (await d.Admin.GetAsync("/hojas?grupo_id=1")).Data["hoja"]!["recibos"]!;
        var suya = (await other.GetAsync("/hojas?grupo_id=1")).Data["hoja"]!["recibos"]!;

        Assert.Equal($"{Llave(d)}", (string)mia["llave"]!);
        Assert.Equal(Convert.ToBase64String(Keys.Of(Llave(d))), (string)mia["clave"]!);
        Assert.NotEqual((string)mia["clave"]!, (string)suya["clave"]!);
        Assert.Null((await d.Admin.GetAsync($"/hojas?grupo_id=1&semana={Semana.De(d.Ahora).Lunes.AddDays(-1):yyyy-MM-dd}")).Data["hoja"]!["recibos"]);
    }

    [Theory]
    [InlineData("1-20261124")]
    [InlineData("x")]
    public async Task Envio_WithAMalformedLlave_IsRefusedAsAWhole(string llave)
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, _, _) = Capturar(d, await d.NuevoPrestamoAsync(), 100);
        fila["llave"] = llave;

        (await d.Admin.SendAsync(Telefono.Envio([fila]))).Problem(HttpStatusCode.BadRequest, "envio.estructura");
        Assert.Equal(0, await d.CountAsync("pagos"));
    }

    [Fact]
    public async Task Envio_WithoutALlave_IsAPagoWithACodeAllTheSame()
    {
        await using var d = await Despacho.OpenAsync(server);
        var (fila, codigo, _) = Capturar(d, await d.NuevoPrestamoAsync(), 100);
        fila.Remove("llave");

        await d.Admin.FilasAsync(fila);

        var suyo = await TestDatabase.ValueAsync<string>(d.Connection, "SELECT codigo_de_recibo FROM pagos");
        Assert.NotEqual(codigo, suyo);
        Assert.Equal("aplicado", Read(await d.Admin.GetAsync($"/recibos/{suyo}")).Estado);
    }
}
