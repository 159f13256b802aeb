using System.Net;
using System.Text.Json.Nodes;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Hojas;

/// <summary>What a client promises at a visit: stored with it, shown with the client's visits, and a part of what the row's key stands for.</summary>
[Trait("Kind", "Integration")]
public sealed class PromesaTests(TestServer server)
{
    [Fact]
    public async Task Promesa_OfAVisita_IsShownWithThoseOfTheClient()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var cliente = (int)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["cliente_id"]!;
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 100, d.Ahora.AddHours(-3)));
        await d.Admin.FilasAsync(Telefono.Fila(prestamo, 0, d.Ahora.AddHours(-2), visita: "no_estaba"));

        var recibido = await d.Admin.FilasAsync(Prometida(prestamo, d.Ahora.AddHours(-1)));

        Assert.Equal(["aplicado"], recibido.Estados());
        var visitas = (await d.Admin.GetAsync($"/clientes/{cliente}/ficha")).Success("get", "/clientes/{id}/ficha").Data["visitas"]!.AsArray();
        Assert.Equal(["prometio 0", "no_estaba 0", "pago 100"], visitas.Select(v => $"{v!["visita"]} {(decimal)v["monto"]!:0}"));
        Assert.Equal("""{"fecha":"2026-12-01","monto":500.00}""", visitas[0]!["promesa"]!.ToJsonString());
        Assert.Equal((d.Ahora.AddHours(-1), "N P"), (DateTimeOffset.Parse((string)visitas[0]!["fecha_pago"]!, null), (string)visitas[0]!["registrado_por"]!));
        Assert.All(visitas.Skip(1), v => Assert.Null(v!["promesa"]));
        Assert.Equal([false, false, true], visitas.Select(v => v!["pago_id"] is not null));
    }

    [Fact]
    public async Task Visita_OfAPhoneWhoseClockIsAhead_IsShownAtItsReceipt()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var cliente = (int)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["cliente_id"]!;

        await d.Admin.FilasAsync(Prometida(prestamo, d.Ahora.AddDays(200)));

        var visita = Assert.Single((await d.Admin.GetAsync($"/clientes/{cliente}/ficha")).Data["visitas"]!.AsArray())!;
        Assert.Equal(d.Ahora, DateTimeOffset.Parse((string)visita["fecha_pago"]!, null));
    }

    [Fact]
    public async Task Visita_SentForALoanThatItsUserDoesNotSee_IsNotShown()
    {
        await using var d = await Despacho.OpenAsync(server);
        var prestamo = await d.NuevoPrestamoAsync();
        var cliente = (int)(await d.Admin.GetAsync($"/prestamos/{prestamo}")).Data["cliente_id"]!;
        using var gil = await d.AnotherAsync("gil", rol: 1);
        await TestDatabase.ExecuteAsync(d.Connection, "UPDATE grupos SET usuario_id_gestor = (SELECT id FROM usuarios WHERE usuario = 'gil') WHERE grupo_id = 2");

        await gil.RecibidoAsync(Telefono.Envio([Prometida(prestamo, d.Ahora)]), grupo: 2);

        Assert.Empty((await d.Admin.GetAsync($"/clientes/{cliente}/ficha")).Data["visitas"]!.AsArray());
    }

    [Theory]
    [InlineData("pago", """{"fecha":"2026-12-01","monto":500}""", "Promesa de pago: solo se anota si el resultado de la visita es «prometió».")]
    [InlineData("no_estaba", """{"fecha":"2026-12-01","monto":500}""", "Promesa de pago: solo se anota si el resultado de la visita es «prometió».")]
    [InlineData("prometio", """{"fecha":"2026-12-01"}""", "Falta un dato: monto.")]
    [InlineData("prometio", """{"monto":500}""", "Falta un dato: fecha.")]
    [InlineData("prometio", """{"fecha":"mañana","monto":500}""", "Fecha: escríbala como día/mes/año, por ejemplo 18/11/2026.")]
    [InlineData("prometio", """{"fecha":"2026-12-01","monto":0}""", "Monto: escriba una cantidad mayor que cero.")]
    [InlineData("prometio", "7", "Promesa de pago: no se puede leer. Actualice la aplicación e intente de nuevo.")]
    public async Task Promesa_ThatIsNone_RefusesTheEnvio(string visita, string promesa, string error)
    {
        await using var d = await Despacho.OpenAsync(server);
        var fila = Telefono.Fila(await d.NuevoPrestamoAsync(), 0, d.Ahora, visita: visita);
        fila["promesa"] = JsonNode.Parse(promesa);

        var rechazo = (await d.Admin.SendAsync(Telefono.Envio([fila]))).Problem(HttpStatusCode.BadRequest, "envio.estructura");

        Assert.Equal(error, (string)rechazo.Data["errors"]![0]!["error"]!);
        Assert.Equal(0, await d.CountAsync("envio_filas"));
    }

    [Fact]
    public async Task Clave_RepeatedWithAnotherPromesa_IsOtherData()
    {
        await using var d = await Despacho.OpenAsync(server);
        var fila = Prometida(await d.NuevoPrestamoAsync(), d.Ahora);
        await d.Admin.FilasAsync(fila);
        Assert.Equal(["duplicado"], (await d.Admin.FilasAsync(fila)).Estados());

        foreach (var promesa in new[] { """{"fecha":"2026-12-02","monto":500}""", """{"fecha":"2026-12-01","monto":500.01}""", null })
        {
            var otra = fila.DeepClone().AsObject();
            otra["promesa"] = promesa is null ? null : JsonNode.Parse(promesa);

            var rechazo = (await d.Admin.SendAsync(Telefono.Envio([otra]))).Problem(HttpStatusCode.BadRequest, "envio.estructura");

            Assert.Equal("envio.clave_con_otros_datos", (string)rechazo.Data["errors"]![0]!["codigo"]!);
        }
    }

    [Fact]
    public async Task Envio_RepeatedWithAnotherPromesa_IsOtherContent()
    {
        await using var d = await Despacho.OpenAsync(server);
        var envio = Telefono.Envio([Telefono.Fila(await d.NuevoPrestamoAsync(), 0, d.Ahora, visita: "prometio")]);
        await d.Admin.RecibidoAsync(envio);
        Assert.Equal(["duplicado"], (await d.Admin.RecibidoAsync(envio)).Estados());
        envio["filas"]![0]!["clave"] = Guid.NewGuid().ToString();
        envio["filas"]![0]!["promesa"] = JsonNode.Parse("""{"fecha":"2026-12-01","monto":500}""");

        (await d.Admin.SendAsync(envio)).Problem(HttpStatusCode.UnprocessableEntity, "envio.otro_contenido");
    }

    private static JsonObject Prometida(int prestamo, DateTimeOffset ocurrido)
    {
        var fila = Telefono.Fila(prestamo, 0, ocurrido, visita: "prometio");
        fila["promesa"] = JsonNode.Parse("""{"fecha":"2026-12-01","monto":500.00}""");
        return fila;
    }
}
