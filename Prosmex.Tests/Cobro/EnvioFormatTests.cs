using System.Net;
using System.Text;
using Prosmex.Tests.Idempotency;
using Prosmex.Tests.Infrastructure;

namespace Prosmex.Tests.Cobro;

/// <summary>
/// A page that is on a phone today sends this for as long as the phone has no signal, to whatever server there is then. <c>Congelado/envio.json</c> and
/// <c>Congelado/respuesta.json</c> never change: not the fields, not their order, not the form of a number. A server that no longer takes the one or
/// answers the other loses money that was collected. A new version of the page gets files of its own beside them.
/// </summary>
[Trait("Kind", "Integration")]
public sealed class EnvioFormatTests(TestServer server)
{
    [Fact]
    public async Task Envio_OfTheFirstVersionOfThePage_IsTakenAndAnsweredAsThen()
    {
        await using var d = await Despacho.OpenAsync(server);
        for (var prestamo = 1; prestamo <= 5; prestamo++)
        {
            Assert.Equal(prestamo, await d.NuevoPrestamoAsync());
        }

        var envio = Encoding.UTF8.GetBytes(Read("envio.json").TrimEnd('\n'));
        Task<ApiResponse> Send() => d.Admin.SendAsync(HttpMethod.Post, "/hojas/1/envios", new ByteArrayContent(envio) { Headers = { { "Content-Type", "application/json" } } });

        var primera = await Send();
        var repetida = await Send();

        Assert.Equal((HttpStatusCode.OK, Read("respuesta.json").TrimEnd('\n')), (primera.Status, primera.Text));
        Assert.Equal((5, 0), ((int)repetida.Data["duplicadas"]!, (int)repetida.Data["aplicadas"]!));
        Assert.Equal((2, 5), (await d.CountAsync("pagos"), await d.CountAsync("envio_filas")));
        Assert.Equal("2026-12-01 500.00", await TestDatabase.ValueAsync<string>(d.Connection, "SELECT string_agg(promesa_fecha || ' ' || promesa_monto, ',') FROM envio_filas"));
    }

    private static string Read(string file) => Repository.Read("Prosmex.Tests", "Cobro", "Congelado", file);
}
